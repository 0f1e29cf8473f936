import { copiesWords } from '../analysis/folding.ts'
import { createZoneClock } from '../format/time.ts'
import type { Role } from '../model/mention.ts'
import type { Instant } from '../model/post.ts'
import type { Period, SearchRequest, StoredPost, Voice } from '../store/store.ts'
import { type Block, type ReportDocument, toScope } from './document.ts'
import type { BasicRequest } from './report.ts'

/** The period of the same length that ends where this one begins. */
export function previousPeriod(period: Period): Period {
  return { from: period.from - (period.to - period.from), to: period.from }
}

/** What the store is asked for when a report looks at a period. */
export function searchIn(request: BasicRequest, period: Period): SearchRequest {
  const { now, zone, tree } = request
  return { now, zone, period, ...(tree ? { tree } : {}) }
}

export function rolesOf(request: BasicRequest): ReadonlyMap<string, Role> {
  return new Map(request.settings.queries.map(({ name, role }) => [name, role]))
}

export function buildDocument(
  request: BasicRequest,
  report: string,
  title: string,
  blocks: readonly Block[],
): ReportDocument {
  const { period, now, zone, settings } = request
  const brand = settings.brand === undefined ? '' : ` of ${settings.brand.name}`
  const scope = toScope(period, now, createZoneClock(zone))
  return {
    report,
    title: `${title}${brand}`,
    scope,
    blocks: blocks.map((block) => withPeriod(block, `--since ${scope.from} --until ${scope.to}`)),
  }
}

/** The commands under a table search in the period of its figures, so that they find as many posts. */
function withPeriod(block: Block, options: string): Block {
  if (block.kind !== 'table' || block.more === undefined) return block
  const commands = block.more.split(' · ').map((command) => {
    const isWithin = command.startsWith('listen search ') && !command.includes('published:')
    return isWithin ? `${command} ${options}` : command
  })
  return { ...block, more: commands.join(' · ') }
}

/** When a post was said: publication, or collection where the date is missing or lies in the future. */
export function instantOf(post: StoredPost): Instant {
  return Math.min(post.publishedAt ?? post.collectedAt, post.collectedAt)
}

/** One person is (platform, author id); a post without an author is a person of its own. */
export function personOf(post: StoredPost): string {
  return post.author === undefined ? `post ${post.post}` : `${post.platform} ${post.author.id}`
}

export function nameOfAuthor(post: StoredPost): string {
  return post.author?.name ?? post.author?.handle ?? post.author?.id ?? 'unknown'
}

/** A post without copies is a cluster of its own. */
export function clusterOf(post: StoredPost): number {
  return post.cluster ?? post.post
}

/** The clause behind the number of copies that were folded into it. */
export function foldedClause(post: StoredPost, length: number, copies = 0): string {
  const clause = clauseOf(post, length)
  return copies === 0 ? clause : `${copiesWords(copies)} · ${clause}`
}

/** A clause for tables: the title, or the beginning of the text. */
export function clauseOf(post: StoredPost, length = 160): string {
  const text = (post.title ?? post.text).replaceAll(/\s+/g, ' ').trim()
  const characters = [...text]
  return characters.length <= length ? text : `${characters.slice(0, length - 1).join('')}…`
}

/** What others said in the period, oldest first; what we say ourselves is no voice of the people. */
export function readVoices(request: BasicRequest, period: Period): Promise<readonly Voice[]> {
  return request.store.voices(searchIn(request, period))
}

/** The same with its words; many posts take long. */
export async function readTheirPosts(
  request: BasicRequest,
  period: Period,
): Promise<readonly StoredPost[]> {
  const posts: StoredPost[] = []
  for await (const post of request.store.stream(searchIn(request, period)))
    if (post.side === 'theirs') posts.push(post)
  return posts
}

/** Every so manieth of so many posts, so that about `most` are left; 1: all of them. */
export function stepOf(posts: number, most: number): number {
  return Math.max(1, Math.ceil(posts / most))
}

/** The words of every `step`th voice. */
export function readWords(
  { store }: Pick<BasicRequest, 'store'>,
  voices: readonly Voice[],
  step: number,
): Promise<readonly StoredPost[]> {
  return store.posts(everyNth(voices, step).map(({ post }) => post))
}

export function everyNth<Item>(items: readonly Item[], step: number): readonly Item[] {
  return step === 1 ? items : items.filter((_, at) => at % step === 0)
}

/** A whole post as figures need it. */
export function toVoice(post: StoredPost): Voice {
  return {
    post: post.post,
    at: instantOf(post),
    source: post.source,
    platform: post.platform,
    person: personOf(post),
    cluster: clusterOf(post),
    sentiment: post.sentiment?.label,
    corrected: isCorrected(post),
    mentions: post.mentions.map(({ query, version, sentiment }) => ({
      query,
      version,
      sentiment: sentiment?.label,
    })),
    intents: post.analysis?.intents.map(({ name }) => name) ?? [],
  }
}

/** Only a person is sure to the last digit. */
function isCorrected({ sentiment }: StoredPost): boolean {
  return sentiment?.confidence === 1 && [-1, 0, 1].includes(sentiment.score)
}
