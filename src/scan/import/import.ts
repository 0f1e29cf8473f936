import { readPost } from '../../format/post-read.ts'
import type { Instant, Post } from '../../model/post.ts'
import type { ChannelRef, Store } from '../../store/store.ts'
import { canonicalUrl } from '../../text/url.ts'
import type { Knowledge } from '../prepare.ts'
import { preparePosts } from '../prepare-page.ts'
import type { ImportRow } from './rows.ts'

/** Rows are saved in groups of so many, each with the place that was reached. */
const GROUP = 500

export interface ImportParts {
  readonly store: Store
  readonly knowledge: Knowledge
  readonly now: () => Instant
  readonly signal: AbortSignal
  readonly onProgress: (line: number) => void
  /** A row that is no post, with the reason. */
  readonly onBadRow: (row: ImportRow, reason: string) => Promise<void>
}

export interface ImportRequest {
  readonly rows: AsyncIterable<ImportRow>
  /** The file's name, for people. */
  readonly name: string
  /** Equal for the same bytes: a file that was read half is gone on with. */
  readonly fingerprint: string
  /** What cannot be recognised for certain is read from its beginning; posts that are known stay single. */
  readonly isStream?: boolean
  readonly source: string
  /** Keep what matches no query for so long. */
  readonly keepMs: number
}

export interface ImportResult {
  readonly rows: number
  readonly bad: number
  readonly added: number
  readonly known: number
  readonly matched: number
  /** Rows that an earlier run had taken already. */
  readonly skipped: number
  readonly stopped: boolean
}

/** Takes the rows of a file into the store, group by group; stopped or killed it goes on where it was. */
export async function runImport(parts: ImportParts, request: ImportRequest): Promise<ImportResult> {
  const ref: ChannelRef = {
    platform: 'import',
    key: request.fingerprint,
    source: request.source,
    label: request.name,
  }
  const reached = request.isStream === true ? 0 : await reachedLine(parts.store, ref)
  const counts = { rows: 0, bad: 0, added: 0, known: 0, matched: 0, skipped: 0 }
  let group: Post[] = []
  let last = reached
  const flush = async (isLast: boolean) => {
    const saved = await saveGroup(parts, request, ref, group, { line: last, isLast })
    counts.added += saved.added
    counts.known += saved.known + saved.edited
    counts.matched += saved.matched
    group = []
    parts.onProgress(last)
  }
  for await (const row of request.rows) {
    if (parts.signal.aborted) break
    if (row.line <= reached) {
      counts.skipped++
      continue
    }
    counts.rows++
    last = row.line
    const { post, problem } = toPost(row, request, parts.now())
    if (post) group.push(post)
    else {
      counts.bad++
      await parts.onBadRow(row, problem)
    }
    if (group.length >= GROUP) await flush(false)
  }
  await flush(!parts.signal.aborted)
  return { ...counts, stopped: parts.signal.aborted }
}

async function reachedLine(store: Store, ref: ChannelRef): Promise<number> {
  const state = (await store.channelState(ref))?.state as { readonly line?: number } | undefined
  return state?.line ?? 0
}

function toPost(
  row: ImportRow,
  request: ImportRequest,
  now: Instant,
): { readonly post?: Post; readonly problem: string } {
  if (row.problem !== undefined) return { problem: row.problem }
  const { post, problems } = readPost(row.data, {
    now,
    platform: 'import',
    source: request.source,
    canonicalUrl,
  })
  return post ? { post, problem: '' } : { problem: problems.join(', ') }
}

async function saveGroup(
  parts: ImportParts,
  request: ImportRequest,
  ref: ChannelRef,
  posts: readonly Post[],
  place: { readonly line: number; readonly isLast: boolean },
) {
  const at = parts.now()
  const prepared = await preparePosts(parts, posts, {
    addressed: false,
    keepUntil: at + request.keepMs,
  })
  const [saved] = await parts.store.savePages([
    { channel: ref, at, posts: prepared, state: { line: place.line }, last: place.isLast },
  ])
  return saved ?? { added: 0, edited: 0, known: 0, matched: 0 }
}
