import type { Validators } from '../../model/http.ts'
import type { Channel, Page } from '../source.ts'
import { type FeedMemory, remember, toMemory } from './memory.ts'
import { postsOf } from './pages.ts'
import { isFailure, type ParsedFeed } from './parsed.ts'
import { hintOf } from './timing.ts'
import { type Environment, isOver, type Visit, visitAddress, visitFeed } from './visit.ts'

/**
 * Reads a feed by its address: conditionally, through the page that names it, and by RFC 5005 back to a known item,
 * the asked-for date or the cap. Only the last page moves state and validators.
 */
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
  const first = postsOf(visit.feed, visit.answer.url, memory, environment)
  const walk = new Walk(visit, memory, channel, environment)
  let part = partOf(visit.feed, first.posts, environment)
  let notice = noticeOf(visit, memory)
  for (let older = await walk.before(part); older !== undefined; older = await walk.before(part)) {
    yield { posts: part.posts, complete: part.complete, ...notice }
    notice = {}
    part = older
  }
  const { answer, feed, found } = visit
  const state: FeedMemory = {
    items: remember(feed.items, first.identities),
    ...(found === undefined ? {} : { found }),
  }
  const hint = hintOf(feed, environment.now())
  yield {
    ...finalPage(part, state, answer.validators),
    ...notice,
    ...(hint === undefined ? {} : { hintSeconds: hint }),
  }
}

/** The posts of one document. */
interface Part {
  readonly posts: Page['posts']
  readonly complete: boolean
  /** The caller wanted fewer posts than the document holds: the rest must come again. */
  readonly short: boolean
}

function partOf(feed: ParsedFeed, posts: Page['posts'], { maxItems }: Environment): Part {
  return {
    posts: posts.slice(0, maxItems),
    complete: feed.complete,
    short: posts.length > maxItems,
  }
}

function finalPage(part: Part, state: FeedMemory, validators: Validators): Page {
  const { posts, complete, short } = part
  return { posts, complete, ...(complete && !short ? { state, validators } : {}) }
}

/** The way back through the documents of a feed. */
class Walk {
  private readonly memory: FeedMemory
  private readonly channel: Channel
  private readonly environment: Environment
  private readonly known: ReadonlySet<string>
  private readonly seen: Set<string>
  private next: string | undefined

  constructor(visit: Visit, memory: FeedMemory, channel: Channel, environment: Environment) {
    this.memory = memory
    this.channel = channel
    this.environment = environment
    this.known = new Set(memory.items.map(([identity]) => identity))
    this.seen = new Set([visit.answer.url])
    this.next = visit.feed.next
  }

  /** The document before this one; undefined at the end of the way. */
  async before(part: Part): Promise<Part | undefined> {
    const { next, seen, environment } = this
    const ends = next === undefined || seen.has(next) || seen.size >= environment.maxPages
    if (ends || !part.complete || !this.reachesFurther(part)) return undefined
    seen.add(next)
    const older = await this.visit(next)
    if (older === undefined) return undefined
    this.next = older.feed.next
    const { posts } = postsOf(older.feed, older.url, this.memory, environment)
    return partOf(older.feed, posts, environment)
  }

  /** An older document that has gone is the end; one that cannot be reached now is an error. */
  private async visit(url: string): Promise<{ feed: ParsedFeed; url: string } | undefined> {
    try {
      const visited = await visitAddress(url, this.channel, this.environment, undefined)
      if (visited === undefined || isFailure(visited.feed)) return undefined
      return { feed: visited.feed, url: visited.answer.url }
    } catch (error) {
      if (isOver(error)) return undefined
      throw error
    }
  }

  /** Whether an older document may hold something new: nothing here is known, or the wanted date is not reached. */
  private reachesFurther({ posts }: Part): boolean {
    const { known, environment } = this
    if (posts.length === 0 || posts.length >= environment.maxItems) return false
    if (known.size > 0) return !posts.some((post) => known.has(post.identity ?? post.id))
    const { since } = environment
    if (since === undefined) return false
    return posts.every((post) => post.publishedAt === undefined || post.publishedAt > since)
  }
}

function noticeOf(visit: Visit, memory: FeedMemory): { readonly notice?: string } {
  const { feed, found, answer } = visit
  const notices = [...feed.notices]
  if (found !== undefined && found !== memory.found) {
    notices.push(`the address is a page; its feed is ${found}`)
  }
  if (answer.movedTo !== undefined) {
    notices.push(`the feed has moved for good to ${answer.movedTo}`)
  }
  return notices.length === 0 ? {} : { notice: notices.join('; ') }
}
