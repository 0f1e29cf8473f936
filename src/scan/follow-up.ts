import { isAppError, SourceError } from '../errors.ts'
import type { Instant } from '../model/post.ts'
import type { Source, ThreadAnswer } from '../sources/source.ts'
import type { ChannelRef, StoredPost } from '../store/store.ts'
import { askEnvironment, chooseReader, keepFailure, lastReadOf } from './asking.ts'
import type { PlannedChannel } from './plan.ts'
import { preparePosts } from './prepare-page.ts'
import type { ScanParts } from './scan.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR
/** So many conversations a scan; the rest come in the next ones, the longest unread first. */
const MOST_THREADS = 40
/** Answered conversations are followed for so long: the verdict of recovery wants 30 days, most speak within two weeks. */
const FOLLOWED_MS = 14 * DAY

export interface FollowUpSummary {
  readonly threads: number
  readonly added: number
  readonly gone: number
  readonly failed: readonly { readonly source: string; readonly error: string }[]
}

interface Followed {
  readonly thread: number
  readonly native: string
  readonly post: StoredPost
  readonly planned: PlannedChannel
  readonly ref: ChannelRef
  readonly lastReadAt: Instant
}

/**
 * Reads open and recently answered conversations again, where the platform shows them: their later posts join, edits
 * and deletions are noted. A conversation that cannot be read costs nothing else.
 */
export async function followUp(
  parts: ScanParts,
  channels: readonly PlannedChannel[],
): Promise<FollowUpSummary> {
  const followed = await chooseThreads(parts, channels)
  const summary: Counts = { threads: 0, added: 0, gone: 0, failed: [] }
  const limited = new Set<string>()
  for (const each of followed) {
    if (parts.signal.aborted) break
    if (limited.has(each.ref.source)) continue
    const read = await tryThread(parts, each)
    if (read === undefined) break
    // A source that limits us is left alone for the rest of this scan; the others are not to blame.
    if (count(summary, each, read) === 'limited') limited.add(each.ref.source)
  }
  return summary
}

function count(summary: Counts, { ref }: Followed, read: Read): 'limited' | undefined {
  if ('rests' in read) return 'limited'
  if ('failure' in read) {
    summary.failed.push({ source: ref.source, error: read.message })
    return read.failure.kind === 'rate-limited' ? 'limited' : undefined
  }
  summary.threads++
  summary.added += read.added
  summary.gone += read.gone
  return undefined
}

interface Counts {
  threads: number
  added: number
  gone: number
  readonly failed: { readonly source: string; readonly error: string }[]
}

type Read =
  | { readonly added: number; readonly gone: number }
  | { readonly failure: SourceError; readonly message: string }
  /** Not asked: an earlier answer wants a rest. */
  | { readonly rests: true }

/** Undefined when the scan was stopped. A failure of the source is kept; one of the store is thrown. */
async function tryThread(parts: ScanParts, followed: Followed): Promise<Read | undefined> {
  try {
    return await readThread(parts, followed)
  } catch (error) {
    if (parts.signal.aborted) return undefined
    if (isAppError(error) && !(error instanceof SourceError)) throw error
    const failure = toSourceError(error)
    if (failure.notSent && failure.kind === 'rate-limited') return { rests: true }
    const message = parts.withoutSecrets?.(failure.message) ?? failure.message
    await keepFailure(parts, followed.ref, failure, message)
    return { failure, message }
  }
}

/** A connector that throws anything else has met an answer that it does not understand. */
function toSourceError(error: unknown): SourceError {
  if (error instanceof SourceError) return error
  const message = error instanceof Error ? error.message : String(error)
  return new SourceError('unexpected-response', `the conversation could not be read: ${message}`, {
    cause: error,
  })
}

async function chooseThreads(
  parts: ScanParts,
  channels: readonly PlannedChannel[],
): Promise<readonly Followed[]> {
  const { store } = parts
  const now = parts.now()
  const able = channels.filter(({ source }) => source.thread)
  if (able.length === 0) return []
  const open = (await store.openWork({})).map(({ post }) => post)
  const answered = (await store.ourReplies(500)).filter(
    ({ publishedAt }) => publishedAt !== undefined && publishedAt > now - FOLLOWED_MS,
  )
  const candidates = new Map<number, StoredPost>()
  for (const post of [...open, ...answered]) {
    if (post.threadNumber !== undefined && chooseReader(able, post) !== undefined)
      candidates.set(post.threadNumber, post)
  }
  const followed: Followed[] = []
  for (const [thread, post] of candidates) {
    const planned = chooseReader(able, post)
    if (planned) followed.push(await toFollowed(parts, thread, post, planned))
  }
  return followed
    .filter((each) => now - each.lastReadAt >= pauseOf(each.post, now))
    .toSorted((a, b) => a.lastReadAt - b.lastReadAt)
    .slice(0, MOST_THREADS)
}

async function toFollowed(
  parts: ScanParts,
  thread: number,
  post: StoredPost,
  planned: PlannedChannel,
): Promise<Followed> {
  const native = post.thread ?? (await findName(parts, thread, post))
  const ref: ChannelRef = {
    platform: post.platform,
    key: `thread ${native}`,
    source: planned.ref.source,
    label: `conversation ${native}`,
  }
  return { thread, native, post, planned, ref, lastReadAt: await lastReadOf(parts, ref) }
}

/** Lists do not always name the conversation of an answer; another post of it may, or be its first. */
async function findName(parts: ScanParts, thread: number, post: StoredPost): Promise<string> {
  if (post.kind !== 'comment') return post.id
  const { posts } = await parts.store.thread(thread)
  const named = posts.find((each) => each.thread !== undefined)
  const first = posts.find((each) => each.kind === 'post' && each.platform === post.platform)
  return named?.thread ?? first?.id ?? post.id
}

/** Fresh conversations move fast: a day old ones are read every ten minutes, older ones every two hours, then daily. */
function pauseOf(post: StoredPost, now: Instant): number {
  const age = now - (post.publishedAt ?? post.collectedAt)
  if (age < DAY) return 10 * 60_000
  return age < 7 * DAY ? 2 * HOUR : DAY
}

async function readThread(
  parts: ScanParts,
  followed: Followed,
): Promise<{ readonly added: number; readonly gone: number }> {
  const { store } = parts
  const { posts } = await store.thread(followed.thread)
  const answer = await askThread(parts, followed, posts)
  if (answer === undefined) return { added: 0, gone: 0 }
  const prepared = await preparePosts(parts, answer.posts, { addressed: false })
  const at = parts.now()
  const [saved] = await store.savePages([
    {
      channel: followed.ref,
      at,
      posts: prepared,
      last: true,
      ...(answer.nextInSeconds === undefined
        ? {}
        : { notBefore: at + answer.nextInSeconds * 1000 }),
    },
  ])
  const gone = goneOf(posts, answer, followed, at)
  if (gone.length > 0) {
    await store.appendEvents(
      followed.thread,
      gone.map(({ post }) => ({ type: 'gone_detected' as const, post })),
      'listen',
    )
  }
  return { added: saved?.added ?? 0, gone: gone.length }
}

async function askThread(
  parts: ScanParts,
  followed: Followed,
  posts: readonly StoredPost[],
): Promise<ThreadAnswer | undefined> {
  const { planned } = followed
  const source: Source = planned.source
  const known = posts.map(({ id, url }) => ({ id, ...(url === undefined ? {} : { url }) }))
  const wanted = { thread: followed.native, posts: known }
  return source.thread?.(wanted, askEnvironment(parts, planned))
}

/** What was published a moment ago may not have reached every part of a platform. */
const SETTLED_MS = HOUR

/**
 * Stored posts that the platform shows as deleted, or that are missing where it shows the whole conversation, and
 * that are not known as gone yet.
 */
function goneOf(
  posts: readonly StoredPost[],
  answer: ThreadAnswer,
  { native, planned }: Followed,
  now: Instant,
): readonly StoredPost[] {
  const gone = new Set(answer.gone)
  if (answer.isOver === true)
    for (const { id, thread } of posts) if (thread === native) gone.add(id)
  const shown = new Set(answer.posts.map(({ id }) => id))
  // What stands below a deleted post is not shown by every platform, and lists do not always name the conversation.
  const names = new Set([native, ...answer.posts.map(({ thread }) => thread)])
  const belongs = ({ id, kind, parent, thread }: StoredPost) =>
    names.has(thread ?? (kind === 'comment' ? native : id)) &&
    (parent === undefined || shown.has(parent))
  // Some show only what stands below the first post; that it is gone is said, never left to be guessed.
  const isMissing = (post: StoredPost) =>
    answer.complete &&
    post.id !== native &&
    !shown.has(post.id) &&
    belongs(post) &&
    post.source === planned.setting.name &&
    now - Math.max(post.collectedAt, post.publishedAt ?? 0) > SETTLED_MS
  return posts.filter((post) => post.goneAt === undefined && (gone.has(post.id) || isMissing(post)))
}
