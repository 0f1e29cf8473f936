import type { Queued, QueueThread } from '../ledger/queue.ts'
import type { OpenThread } from '../store/store.ts'

type Foldable = QueueThread & { readonly open: OpenThread; readonly copies?: readonly number[] }

/**
 * Conversations whose waiting posts are copies become one row, the first in the order, which names the others. Several
 * people who spoke to us with one text wait each by themselves, and so does whoever has a promise.
 */
export function foldQueue<Row extends Foldable>(
  rows: readonly Queued<Row>[],
): readonly Queued<Row>[] {
  const folded = new Map<string, Queued<Row>>()
  for (const row of rows) {
    const key = keyOf(row)
    const first = folded.get(key)
    if (first === undefined) folded.set(key, row)
    else folded.set(key, withCopy(first, row.thread.open.post.post))
  }
  return [...folded.values()]
}

function keyOf<Row extends Foldable>({ section, thread }: Queued<Row>): string {
  const { post, opening } = thread.open
  if (post.cluster === undefined || thread.promiseDueAt !== undefined) return `post ${post.post}`
  const who = opening === 'addressed' ? `${post.platform} ${post.author?.id ?? post.post}` : ''
  return `${section} ${post.cluster} ${who}`
}

function withCopy<Row extends Foldable>(row: Queued<Row>, copy: number): Queued<Row> {
  return { ...row, thread: { ...row.thread, copies: [...(row.thread.copies ?? []), copy] } }
}
