import { isAppError, SourceError } from '../errors.ts'
import type { Instant } from '../model/post.ts'
import type { ChannelRef, StoredPost } from '../store/store.ts'
import { askEnvironment, chooseReader, keepFailure, lastReadOf } from './asking.ts'
import type { PlannedChannel } from './plan.ts'
import type { ScanParts } from './scan.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR
/** Our posts are looked at for so long: later likes are few. */
const LOOKED_AT_MS = 14 * DAY
/** Of so many posts a scan, since each takes two requests or more. */
const MOST_POSTS = 10

export interface ApprovalSummary {
  /** Posts of ours that were looked at. */
  readonly posts: number
  /** Likes and shares that were not known. */
  readonly added: number
  readonly failed: readonly { readonly source: string; readonly error: string }[]
}

interface Look {
  readonly post: StoredPost
  readonly planned: PlannedChannel
  readonly ref: ChannelRef
  readonly lastReadAt: Instant
}

/**
 * Who liked and shared our recent posts, where the platform tells: a few posts a scan, fresh ones every few hours, older
 * ones once a day. What cannot be read costs nothing else.
 */
export async function readApprovals(
  parts: ScanParts,
  channels: readonly PlannedChannel[],
): Promise<ApprovalSummary> {
  const failed: { source: string; error: string }[] = []
  const left = new Set<string>()
  const summary = { posts: 0, added: 0 }
  for (const look of await chooseLooks(parts, channels)) {
    if (parts.signal.aborted) break
    if (left.has(look.ref.source)) continue
    const read = await tryLook(parts, look)
    if (typeof read === 'number') {
      summary.added += read
      summary.posts += 1
    } else if (read !== undefined) {
      failed.push(read)
      // One refusal is enough: the next post of the same source would meet it as well.
      left.add(look.ref.source)
    }
  }
  return { ...summary, failed }
}

/** How many are new, or what failed; undefined when the scan was stopped. A failure of the store is thrown. */
async function tryLook(parts: ScanParts, look: Look) {
  try {
    return await lookAt(parts, look)
  } catch (error) {
    if (parts.signal.aborted) return undefined
    if (isAppError(error) && !(error instanceof SourceError)) throw error
    return noteFailure(parts, look, error)
  }
}

async function chooseLooks(
  parts: ScanParts,
  channels: readonly PlannedChannel[],
): Promise<readonly Look[]> {
  const able = channels.filter(({ source }) => source.likers !== undefined)
  if (able.length === 0) return []
  const now = parts.now()
  const period = { from: now - LOOKED_AT_MS, to: now + 1 }
  const looks: Look[] = []
  for (const post of await parts.store.postsOfSide('ours', period)) {
    const planned = chooseReader(able, post)
    if (planned && !isUnnoticed(post) && post.goneAt === undefined)
      looks.push(await toLook(parts, post, planned))
  }
  return looks
    .filter(({ post, lastReadAt }) => now - lastReadAt >= pauseOf(post, now))
    .toSorted((a, b) => a.lastReadAt - b.lastReadAt)
    .slice(0, MOST_POSTS)
}

/** The platform counts, and counted nobody when the post was last seen: within a day that may be old news. */
function isUnnoticed({ likes, shares, publishedAt, collectedAt }: StoredPost): boolean {
  const isFresh = publishedAt === undefined || collectedAt - publishedAt < DAY
  return likes === 0 && (shares ?? 0) === 0 && !isFresh
}

async function toLook(parts: ScanParts, post: StoredPost, planned: PlannedChannel): Promise<Look> {
  const ref: ChannelRef = {
    platform: post.platform,
    key: `approvals ${post.id}`,
    source: planned.ref.source,
    label: `likes of ${post.url ?? post.id}`,
  }
  return { post, planned, ref, lastReadAt: await lastReadOf(parts, ref) }
}

function pauseOf(post: StoredPost, now: Instant): number {
  const age = now - (post.publishedAt ?? post.collectedAt)
  return age < 2 * DAY ? 3 * HOUR : DAY
}

async function lookAt(parts: ScanParts, { post, planned, ref }: Look): Promise<number> {
  const { store, knowledge } = parts
  const found = (await planned.source.likers?.(post, askEnvironment(parts, planned))) ?? []
  const at = parts.now()
  // What our own accounts and competitors like says nothing about customers.
  const theirs = found.filter(
    ({ author }) => knowledge.sides.sideOf({ ...post, author }) === 'theirs',
  )
  await store.savePages([{ channel: ref, at, posts: [], last: true }])
  return store.saveApprovals(
    post.post,
    theirs.map((approval) => ({ ...approval, at: Math.min(approval.at ?? at, at) })),
  )
}

async function noteFailure(parts: ScanParts, { ref }: Look, error: unknown) {
  const said = error instanceof Error ? error.message : String(error)
  const message = parts.withoutSecrets?.(said) ?? said
  const failure = error instanceof SourceError ? error : UNEXPECTED
  await keepFailure(parts, ref, failure, message)
  return { source: ref.source, error: message }
}

/** A connector that throws anything else has met an answer that it does not understand. */
const UNEXPECTED = { kind: 'unexpected-response', retryAfterSeconds: undefined } as const
