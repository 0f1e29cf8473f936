import { SourceError } from '../../errors.ts'
import type { HttpAnswer, Validators } from '../../model/http.ts'
import type { Channel, ReadEnvironment } from '../source.ts'
import { decodeBytes } from './decode.ts'
import { discoverFeeds } from './discover.ts'
import type { FeedMemory } from './memory.ts'
import { type FeedFailure, isFailure, type ParsedFeed } from './parsed.ts'
import { readFeed } from './read.ts'
import { refusal } from './refusal.ts'

export type Environment = ReadEnvironment<unknown>

const ACCEPT =
  'application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml, application/xml;q=0.9, text/xml;q=0.9, application/json;q=0.8, */*;q=0.5'

/** Feeds that a page names which are tried. */
const MAX_CANDIDATES = 3

export interface Visit {
  readonly answer: HttpAnswer
  readonly feed: ParsedFeed
  /** The feed's address when a page named it. */
  readonly found?: string
}

/** Undefined when nothing has changed. */
export async function visitFeed(
  url: string,
  memory: FeedMemory,
  channel: Channel,
  environment: Environment,
): Promise<Visit | undefined> {
  const { found } = memory
  if (found === undefined) return visitPlace(url, channel, environment, environment.validators)
  try {
    return await visitFound(found, channel, environment, environment.validators)
  } catch (error) {
    // The feed that the page named has gone: the page may name another.
    if (isOver(error)) return visitPlace(url, channel, environment, undefined)
    throw error
  }
}

/** What was asked for is no feed, or no more. */
export function isOver(error: unknown): boolean {
  return (
    error instanceof SourceError && (error.kind === 'gone' || error.kind === 'unexpected-response')
  )
}

/** The configured address: a feed, or a page that names one. */
async function visitPlace(
  url: string,
  channel: Channel,
  environment: Environment,
  validators: Validators | undefined,
): Promise<Visit | undefined> {
  const first = await visitAddress(url, channel, environment, validators, true)
  if (first === undefined) return undefined
  const { answer, feed } = first
  if (!isFailure(feed)) return { answer, feed }
  const text = textOf(answer)
  for (const { url: found } of discoverFeeds(text, answer.url).slice(0, MAX_CANDIDATES)) {
    const visit = await visitFound(found, channel, environment, undefined).catch(passOver)
    if (visit !== undefined) return visit
  }
  throw refusal(feed, channel, text)
}

/** A link of the page that leads to no feed; the next may. */
function passOver(error: unknown): undefined {
  if (!isOver(error)) throw error
}

async function visitFound(
  found: string,
  channel: Channel,
  environment: Environment,
  validators: Validators | undefined,
): Promise<Visit | undefined> {
  const visited = await visitAddress(found, channel, environment, validators)
  if (visited === undefined || isFailure(visited.feed)) return undefined
  return { answer: visited.answer, feed: visited.feed, found }
}

/** One request. A page is passed on where it may name a feed; what is no feed otherwise is an error. */
export async function visitAddress(
  url: string,
  channel: Channel,
  environment: Environment,
  validators: Validators | undefined,
  mayBePage = false,
): Promise<{ answer: HttpAnswer; feed: ParsedFeed | FeedFailure } | undefined> {
  const answer = await environment.http.get({
    url,
    headers: { accept: ACCEPT },
    partial: true,
    ...(validators === undefined ? {} : { validators }),
    ...(environment.signal === undefined ? {} : { signal: environment.signal }),
  })
  if (answer.status === 304) return undefined
  const contentType = answer.headers['content-type']
  const feed = readFeed(answer.body, {
    url: answer.url,
    ...(contentType === undefined ? {} : { contentType }),
  })
  if (isFailure(feed) && !(mayBePage && feed.failure === 'html')) {
    if (answer.cut !== undefined)
      throw new SourceError('unreachable', `${channel.label}: the answer broke off: ${answer.cut}`)
    throw refusal(feed, channel, textOf(answer))
  }
  return { answer, feed: answer.cut === undefined ? feed : withCut(feed, answer.cut) }
}

/** The whole items of a body that broke off are good; nothing is known of what would have followed. */
function withCut(feed: ParsedFeed | FeedFailure, cut: string): ParsedFeed | FeedFailure {
  if (isFailure(feed)) return feed
  return { ...feed, complete: false, notices: [...feed.notices, `the answer broke off: ${cut}`] }
}

function textOf(answer: HttpAnswer): string {
  const contentType = answer.headers['content-type']
  return decodeBytes(answer.body, contentType === undefined ? {} : { contentType }).text
}
