import { SourceError } from '../../errors.ts'
import type { HttpAnswer, Validators } from '../../model/http.ts'
import type { Channel, Page, ReadEnvironment } from '../source.ts'
import { decodeBytes } from './decode.ts'
import { discoverFeeds } from './discover.ts'
import { type FeedMemory, remember, toMemory } from './memory.ts'
import { postsOf } from './pages.ts'
import { type FeedFailure, isFailure, type ParsedFeed } from './parsed.ts'
import { readFeed } from './read.ts'
import { hintOf } from './timing.ts'

type Environment = ReadEnvironment<unknown>

const ACCEPT =
  'application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml, application/xml;q=0.9, text/xml;q=0.9, application/json;q=0.8, */*;q=0.5'

/** Feeds that a page names which are tried. */
const MAX_CANDIDATES = 3

interface Visit {
  readonly answer: HttpAnswer
  readonly feed: ParsedFeed
  /** The feed's address when a page named it. */
  readonly found?: string
}

/** Reads a feed by its address: conditionally, through the page that names it, and back to what is known where it has pages. */
export async function* readAddress(
  url: string,
  channel: Channel,
  environment: Environment,
): AsyncGenerator<Page> {
  const memory = toMemory(environment.state)
  const visit = await visitFeed(url, memory, channel, environment)
  if (visit === undefined) {
    yield { posts: [], notModified: true, complete: true }
    return
  }
  yield* readPages(visit, memory, channel, environment)
}

/** Undefined when nothing has changed. */
async function visitFeed(
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

function isOver(error: unknown): boolean {
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
async function visitAddress(
  url: string,
  channel: Channel,
  environment: Environment,
  validators: Validators | undefined,
  mayBePage = false,
): Promise<{ answer: HttpAnswer; feed: ParsedFeed | FeedFailure } | undefined> {
  const answer = await environment.http.get({
    url,
    headers: { accept: ACCEPT },
    ...(validators === undefined ? {} : { validators }),
    ...(environment.signal === undefined ? {} : { signal: environment.signal }),
  })
  if (answer.status === 304) return undefined
  const contentType = answer.headers['content-type']
  const feed = readFeed(answer.body, {
    url: answer.url,
    ...(contentType === undefined ? {} : { contentType }),
  })
  if (isFailure(feed) && !(mayBePage && feed.failure === 'html'))
    throw refusal(feed, channel, textOf(answer))
  return { answer, feed }
}

function textOf(answer: HttpAnswer): string {
  const contentType = answer.headers['content-type']
  return decodeBytes(answer.body, contentType === undefined ? {} : { contentType }).text
}

const GATE =
  /just a moment|checking your browser|captcha|cf-chl|access denied|are you (?:a )?human|enable javascript and cookies|attention required|ddos-guard|bot (?:check|protection)/i
const LOGIN = /<input[^>]{0,300}type\s*=\s*["']?password/i

function refusal(failure: FeedFailure, channel: Channel, text: string): SourceError {
  const head = text.slice(0, 200_000)
  if (failure.failure !== 'html') {
    return new SourceError(
      'unexpected-response',
      `${channel.label}: not a feed but ${failure.message}`,
    )
  }
  if (GATE.test(head)) {
    return new SourceError(
      'unexpected-response',
      `${channel.label}: not a feed but a page that checks for robots`,
      {
        hint: 'ask the site for a feed that programs may read',
      },
    )
  }
  if (LOGIN.test(head)) {
    return new SourceError('unexpected-response', `${channel.label}: not a feed but a login page`, {
      hint: 'the feed may need a key in its address',
    })
  }
  return new SourceError(
    'unexpected-response',
    `${channel.label}: not a feed but a web page that names none`,
    {
      hint: 'look on the page for the address of its feed',
    },
  )
}

/** Yields the document, then older ones (RFC 5005) until a known item, the asked-for date or the cap; only the last page moves state. */
async function* readPages(
  visit: Visit,
  memory: FeedMemory,
  channel: Channel,
  environment: Environment,
): AsyncGenerator<Page> {
  const first = postsOf(visit.feed, visit.answer.url, memory, environment)
  const known = new Set(memory.items.map(([identity]) => identity))
  const state: FeedMemory = {
    items: remember(visit.feed.items, first.identities),
    ...(visit.found === undefined ? {} : { found: visit.found }),
  }
  const notice = noticeOf(visit, memory)
  let page = pageOf(visit.feed, first.posts, environment)
  const seen = new Set([visit.answer.url])
  let next = visit.feed.next
  for (
    let count = 1;
    page.complete && next !== undefined && count < environment.maxPages;
    count++
  ) {
    if (seen.has(next) || !reachesFurther(page, known, environment)) break
    seen.add(next)
    const older = await visitAddress(next, channel, environment, undefined)
    if (older === undefined || isFailure(older.feed)) break
    yield { ...page, ...(count === 1 && notice !== undefined ? { notice } : {}) }
    page = pageOf(
      older.feed,
      postsOf(older.feed, older.answer.url, memory, environment).posts,
      environment,
    )
    next = older.feed.next
  }
  const hint = hintOf(visit.feed, environment.now())
  const last = finalPage(page, state, visit.answer.validators, notice)
  yield hint === undefined ? last : { ...last, hintSeconds: hint }
}

function finalPage(
  page: Page & { readonly short: boolean },
  state: FeedMemory,
  validators: Validators,
  notice: string | undefined,
): Page {
  const { short, ...plain } = page
  const said = notice === undefined ? plain : { ...plain, notice }
  return page.complete && !short ? { ...said, state, validators } : said
}

/** `short`: the caller wanted fewer posts than the document holds, so the rest must come again. */
function pageOf(
  feed: ParsedFeed,
  posts: Page['posts'],
  environment: Environment,
): Page & { readonly short: boolean } {
  return {
    posts: posts.slice(0, environment.maxItems),
    complete: feed.complete,
    short: posts.length > environment.maxItems,
  }
}

/** Whether an older document may hold something new: nothing of this one is known, or the wanted date is not reached. */
function reachesFurther(page: Page, known: ReadonlySet<string>, environment: Environment): boolean {
  if (page.posts.length === 0 || page.posts.length >= environment.maxItems) return false
  if (known.size > 0) return !page.posts.some((post) => known.has(post.identity ?? post.id))
  const { since } = environment
  if (since === undefined) return false
  return page.posts.every((post) => post.publishedAt === undefined || post.publishedAt > since)
}

function noticeOf(visit: Visit, memory: FeedMemory): string | undefined {
  const notices = [...visit.feed.notices]
  if (visit.found !== undefined && visit.found !== memory.found)
    notices.push(`the address is a page; its feed is ${visit.found}`)
  if (visit.answer.movedTo !== undefined)
    notices.push(`the feed has moved for good to ${visit.answer.movedTo}`)
  return notices.length === 0 ? undefined : notices.join('; ')
}
