import type { Instant } from '../model/post.ts'
import type { Database } from './database.ts'
import { addEvent } from './events.ts'
import { findKnown } from './known-posts.ts'

/** What became of a post that the platform says is deleted: its thread, where it has one. */
export type Gone = 'unknown' | 'known' | { readonly thread: number | undefined }

/** Marks a stored post as deleted by its writer; its text and all that was noted about it stay. */
export function markGone(
  db: Database,
  actor: number,
  post: { readonly platform: string; readonly id: string; readonly at: Instant },
): Gone {
  const row = findKnown(db, post.platform, post.id)
  if (row === undefined) return 'unknown'
  if (row.gone !== null) return 'known'
  if (row.thread === null) {
    db.sql('UPDATE posts SET gone = ? WHERE id = ?').run(post.at, row.id)
    return { thread: undefined }
  }
  const body = { type: 'gone_detected', post: row.number } as const
  addEvent(db, { thread: row.thread, at: post.at, actor, body })
  return { thread: row.thread }
}
