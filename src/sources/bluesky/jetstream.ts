import * as v from 'valibot'
import type { Post } from '../../model/post.ts'
import { listenAgain } from '../reconnect.ts'
import type { Channel, StreamEnvironment, StreamPage } from '../source.ts'
import { toPost } from './post.ts'
import type { Settings } from './session.ts'
import { findAccounts } from './stream-names.ts'
import { type StreamRecord, streamRecordSchema, toWireEmbed } from './stream-record.ts'

const HOST = 'wss://jetstream2.us-east.bsky.network'
const COLLECTION = 'app.bsky.feed.post'
/** Heard again after a break: events stand a little out of order, and cursors are by the server's clock. */
const OVERLAP_US = 5_000_000
/** A cursor from the future is of another clock, and would be waited for. */
const AHEAD_US = 60_000_000
/** Nobody waits for posts of the day before; the ordinary channels look further back. */
const MOST_REPLAY_US = 86_400_000_000
/** A server that goes on so much later than asked for does not keep what came between. */
const GAP_US = 600_000_000
const MAX_POSTS = 500

const stateSchema = v.object({ cursor: v.pipe(v.number(), v.safeInteger()) })

/** What is listened to: all posts of the network, by one server, whose cursors are its own. */
export function streamChannel(settings: Settings): Channel | undefined {
  const { stream = true } = settings
  if (stream === false) return undefined
  const url = stream === true ? HOST : stream
  const { host } = new URL(url)
  return { key: `stream ${host}`, label: `all posts, by ${host}`, request: { url } }
}

interface Place {
  cursor: number | undefined
  /** Handles by account, for ours and competitors': events name accounts only. */
  accounts: ReadonlyMap<string, string> | undefined
  /** The first events after a connection tell whether something is missing. */
  isFresh: boolean
}

/**
 * All new posts of the network until the signal. Each page carries the cursor behind its last event; after a break it
 * is replayed from a few seconds before, so that events come twice rather than never.
 */
export async function* streamPosts(
  environment: StreamEnvironment<Settings>,
): AsyncGenerator<StreamPage> {
  const known = v.safeParse(stateSchema, environment.state)
  const place: Place = {
    cursor: known.success ? known.output.cursor : undefined,
    accounts: undefined,
    isFresh: true,
  }
  yield* listenAgain(environment, () => listenOnce(place, environment))
}

async function* listenOnce(
  place: Place,
  environment: StreamEnvironment<Settings>,
): AsyncGenerator<StreamPage> {
  await learnAccounts(place, environment)
  place.isFresh = true
  const url = addressOf(environment, place)
  for await (const messages of environment.open(url)) {
    if (messages.length === 0) yield { posts: [], gone: [], events: 0, complete: true }
    for (const page of toPages(messages, place, environment)) yield page
  }
}

/**
 * Without their accounts, what we and competitors say would be stored as said by strangers, for good: who cannot be
 * known yet is not listened to yet.
 */
async function learnAccounts(
  place: Place,
  environment: StreamEnvironment<Settings>,
): Promise<void> {
  if (place.accounts !== undefined) return
  place.accounts = await findAccounts(environment.handles, environment)
}

function addressOf(environment: StreamEnvironment<Settings>, place: Place): string {
  const { url: host } = v.parse(v.object({ url: v.string() }), environment.channel.request)
  const url = new URL(host)
  if (url.pathname === '/') url.pathname = '/subscribe'
  url.searchParams.set('wantedCollections', COLLECTION)
  const nowUs = environment.now() * 1000
  if (place.cursor !== undefined && place.cursor > nowUs + AHEAD_US) place.cursor = undefined
  if (place.cursor !== undefined)
    url.searchParams.set(
      'cursor',
      String(Math.max(place.cursor - OVERLAP_US, nowUs - MOST_REPLAY_US)),
    )
  return url.href
}

function* toPages(
  messages: readonly string[],
  place: Place,
  environment: StreamEnvironment<Settings>,
): Generator<StreamPage> {
  for (let from = 0; from < messages.length; from += MAX_POSTS) {
    const events = messages.slice(from, from + MAX_POSTS).flatMap(readEvent)
    const [first] = events
    if (first === undefined) continue
    const isLate = place.cursor !== undefined && first.time_us > place.cursor + GAP_US
    const gap = place.isFresh && isLate
    place.isFresh = false
    place.cursor = events.reduce(
      (latest, { time_us: at }) => Math.max(latest, at),
      place.cursor ?? 0,
    )
    yield {
      posts: events.flatMap((event) => postOf(event, place, environment) ?? []).reverse(),
      gone: events.flatMap((event) => goneOf(event) ?? []),
      state: { cursor: place.cursor },
      complete: true,
      brief: true,
      events: events.length,
      happenedAt: Math.floor(place.cursor / 1000),
      ...(gap ? { gap } : {}),
    }
  }
}

interface Event {
  readonly did: string
  readonly time_us: number
  readonly commit?: {
    readonly operation?: unknown
    readonly collection?: unknown
    readonly rkey?: unknown
    readonly cid?: unknown
    readonly record?: unknown
  }
}

const DID = /^did:[a-z0-9:.%_-]{1,250}$/i
const RECORD_KEY = /^[\w.~:-]{1,512}$/

// What cannot be read is passed over: the network writes what it likes. No schema here: this runs for every event.
function readEvent(message: string): Event[] {
  try {
    const event = JSON.parse(message) as Partial<Event> | null
    if (event === null || typeof event !== 'object') return []
    const { did, time_us: at } = event
    if (typeof did !== 'string' || !DID.test(did)) return []
    return Number.isSafeInteger(at) && (at as number) > 0 ? [event as Event] : []
  } catch {
    return []
  }
}

function keyOf({ commit }: Event): string | undefined {
  if (commit === null || typeof commit !== 'object' || commit.collection !== COLLECTION)
    return undefined
  const { rkey } = commit
  return typeof rkey === 'string' && RECORD_KEY.test(rkey) ? rkey : undefined
}

function postOf(
  event: Event,
  place: Place,
  environment: StreamEnvironment<Settings>,
): Post | undefined {
  const rkey = keyOf(event)
  const operation = event.commit?.operation
  if (rkey === undefined || (operation !== 'create' && operation !== 'update')) return undefined
  const read = v.safeParse(streamRecordSchema, event.commit?.record)
  if (!read.success) return undefined
  const { did, time_us: at } = event
  const post = toPost(
    {
      uri: uriOf(did, rkey),
      author: { did, handle: place.accounts?.get(did), displayName: undefined },
      record: read.output,
      embed: toWireEmbed(read.output.embed, did),
      indexedAt: Math.floor(at / 1000),
    },
    environment.name,
    environment.now(),
  )
  const to = addresseesOf(post, read.output, place)
  return {
    ...post,
    ...(to.length === 0 ? {} : { to }),
    ...(operation === 'update' ? { editedAt: Math.floor(at / 1000) } : {}),
  }
}

/** Who is mentioned by account stays mentioned, whatever name the text gives. */
function addresseesOf(post: Post, record: StreamRecord, { accounts }: Place): readonly string[] {
  const features = (record.facets ?? []).flatMap((facet) => facet.features ?? [])
  const ours = features.flatMap(({ did }) => accounts?.get(did ?? '') ?? [])
  return ours.length === 0 ? (post.to ?? []) : [...new Set([...(post.to ?? []), ...ours])]
}

function goneOf(event: Event): string | undefined {
  const rkey = keyOf(event)
  if (rkey === undefined || event.commit?.operation !== 'delete') return undefined
  return uriOf(event.did, rkey)
}

function uriOf(did: string, rkey: string): string {
  return `at://${did}/${COLLECTION}/${rkey}`
}
