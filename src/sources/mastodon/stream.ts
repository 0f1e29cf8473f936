import * as v from 'valibot'
import { SourceError } from '../../errors.ts'
import type { Post } from '../../model/post.ts'
import { registrableDomain } from '../../text/domain.ts'
import { maybe, text } from '../json-fields.ts'
import { listenAgain } from '../reconnect.ts'
import type { Channel, StreamEnvironment, StreamPage } from '../source.ts'
import { ask, authorization, type Settings, serverHost } from './ask.ts'
import { toPost } from './post.ts'
import { isPublic, readStatus } from './thread.ts'
import { notificationSchema, statusSchema, type WireStatus } from './wire.ts'

type Environment = StreamEnvironment<Settings>

/** Hashtags that are asked for beside the public posts, which leave out answers to others. */
const MOST_TAGS = 30
/** A deletion names a post by this server's number; those of so many posts are remembered. */
const MOST_IDS = 20_000
/** Questions and answers: what was asked is looked up for at most so many mentions a page. */
const MOST_PARENTS = 5

const requestSchema = v.object({ tags: v.array(v.string()) })
const instanceSchema = v.object({
  configuration: maybe(v.object({ urls: maybe(v.object({ streaming: maybe(text) })) })),
})
const eventSchema = v.object({
  event: maybe(text),
  // Strings of 64 KiB and more are cut elsewhere, but not what is still to be parsed.
  payload: v.optional(v.unknown()),
  error: maybe(text),
})

/** What is listened to: all public posts that the server hears of, hashtags, and who mentions the token's account. */
export function streamChannel(settings: Settings, tags: readonly string[]): Channel | undefined {
  if (settings.stream === false) return undefined
  const { host } = new URL(settings.endpoint)
  return {
    key: `stream ${host}`,
    label: `${host}: all public posts`,
    request: { tags: tags.slice(0, MOST_TAGS) },
  }
}

interface Place {
  readonly uris: Map<string, string>
  /** Whether an earlier connection has ended: nothing is replayed, so what came between is missing. */
  isAgain: boolean
}

/** Public posts, mentions, edits and deletions until the signal. The service keeps no place to go on from. */
export async function* streamStatuses(environment: Environment): AsyncGenerator<StreamPage> {
  const place: Place = { uris: new Map(), isAgain: false }
  yield* listenAgain(environment, () => listenOnce(place, environment))
}

async function* listenOnce(place: Place, environment: Environment): AsyncGenerator<StreamPage> {
  const url = await streamingUrl(environment)
  const { tags } = v.parse(requestSchema, environment.channel.request)
  const wanted = [
    { stream: 'user:notification' },
    ...tags.map((tag) => ({ stream: 'hashtag', tag })),
  ]
  const connection = {
    headers: authorization(environment),
    greeting: wanted.map((one) => JSON.stringify({ type: 'subscribe', ...one })),
  }
  for await (const messages of environment.open(url, connection)) {
    if (messages.length > 0) yield await toPage(messages, place, environment)
    else
      yield {
        posts: [],
        gone: [],
        events: 0,
        complete: true,
        ...(place.isAgain ? { gap: true } : {}),
      }
    place.isAgain = true
  }
}

/** Many servers stream from a host of its own, which they name. The token goes there only if that host is theirs. */
async function streamingUrl(environment: Environment): Promise<string> {
  const { settings } = environment
  const named =
    typeof settings.stream === 'string' ? settings.stream : await askStreamingUrl(environment)
  const home = new URL(settings.endpoint)
  const url = new URL(named ?? home.href.replace(/^http/, 'ws'))
  if (typeof settings.stream !== 'string') refuseStrange(url, home)
  url.pathname = '/api/v1/streaming'
  // The rest is asked for by messages, which not all kin of Mastodon read.
  url.search = '?stream=public'
  return url.href
}

function askStreamingUrl(environment: Environment): Promise<string | undefined> {
  const find = async () => {
    try {
      const read = await ask(environment, '/v2/instance', {}, instanceSchema)
      const named = read?.data.configuration?.urls?.streaming
      return named !== undefined && URL.canParse(named) ? named : undefined
    } catch (error) {
      // Kin of Mastodon may not have this page; they stream from where they are.
      if (error instanceof SourceError && error.kind === 'unexpected-response') return undefined
      throw error
    }
  }
  const key = `mastodon ${environment.settings.endpoint} streaming`
  return environment.http.remember?.(key, find) ?? find()
}

function refuseStrange(url: URL, home: URL): void {
  const isOwn =
    url.hostname === home.hostname ||
    (registrableDomain(url.hostname) ?? '') === (registrableDomain(home.hostname) ?? ' ')
  const isSafe = url.protocol === 'wss:' || home.protocol === 'http:'
  if (isOwn && isSafe) return
  throw new SourceError(
    'blocked',
    `${home.host} names ${url.protocol}//${url.host} for its stream, where the token is not sent`,
    { hint: `if you trust it, add stream: ${url.protocol}//${url.host} to this source` },
  )
}

interface Heard {
  readonly statuses: WireStatus[]
  readonly gone: string[]
  readonly errors: string[]
}

async function toPage(
  messages: readonly string[],
  place: Place,
  environment: Environment,
): Promise<StreamPage> {
  const heard: Heard = { statuses: [], gone: [], errors: [] }
  const mentions = messages.flatMap((message) => takeMessage(message, place, heard))
  await findParents(mentions, place, environment)
  const notice = heard.errors[0]
  return {
    posts: toPosts([...heard.statuses, ...mentions], place, environment),
    gone: heard.gone,
    complete: true,
    events: messages.length,
    happenedAt: environment.now(),
    ...(notice === undefined ? {} : { notice: `part of the stream is refused: ${notice}` }),
  }
}

/** Answers the statuses that mention us; the others are noted. What cannot be read is passed over. */
function takeMessage(message: string, place: Place, heard: Heard): WireStatus[] {
  const read = v.safeParse(eventSchema, parse(message))
  if (!read.success) return []
  const { event, payload, error } = read.output
  if (error !== undefined) heard.errors.push(error.slice(0, 200))
  switch (event) {
    case 'update':
    case 'status.update': {
      const status = v.safeParse(statusSchema, parse(payload))
      if (status.success)
        heard.statuses.push(remember(status.output.reblog ?? status.output, place))
      return []
    }
    case 'notification': {
      const notification = v.safeParse(notificationSchema, parse(payload))
      if (!notification.success || notification.output.type !== 'mention') return []
      return [remember(notification.output.status, place)]
    }
    case 'delete': {
      const uri = place.uris.get(String(payload))
      if (uri !== undefined) heard.gone.push(uri)
      return []
    }
    default:
      return []
  }
}

function parse(text: unknown): unknown {
  if (typeof text !== 'string') return text
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function remember(status: WireStatus, { uris }: Place): WireStatus {
  uris.delete(status.id)
  uris.set(status.id, status.uri)
  const [oldest] = uris.keys()
  if (uris.size > MOST_IDS && oldest !== undefined) uris.delete(oldest)
  return status
}

/** Who answers one of ours speaks to us: what was answered must be known by its worldwide address. */
async function findParents(
  mentions: readonly WireStatus[],
  place: Place,
  environment: Environment,
): Promise<void> {
  const wanted = new Set(
    mentions.flatMap(({ in_reply_to_id: id }) =>
      id === undefined || place.uris.has(id) ? [] : [id],
    ),
  )
  for (const id of [...wanted].slice(0, MOST_PARENTS)) {
    const status = await readStatus(id, environment).catch(() => undefined)
    if (status !== undefined) remember(status, place)
  }
}

/** Newest first, each version once: a post with a hashtag comes by two ways. */
function toPosts(
  statuses: readonly WireStatus[],
  { uris }: Place,
  environment: Environment,
): readonly Post[] {
  const posts = new Map<string, Post>()
  for (const status of statuses) {
    if (!isPublic(status)) continue
    const post = toPost(status, {
      source: environment.name,
      now: environment.now(),
      host: serverHost(environment),
      uriOf: (id) => uris.get(id),
    })
    posts.set(`${post.id} ${post.editedAt ?? ''}`, post)
  }
  return [...posts.values()].reverse()
}
