import type { Post } from '../model/post.ts'
import type { Database } from './database.ts'

/**
 * The key of the conversation that a post belongs to: what the platform says, else that of the stored post
 * that it answers, else that post's own id, else its own.
 */
export function threadKey(db: Database, post: Post): string {
  if (post.thread !== undefined) return post.thread
  if (post.parent === undefined) return post.identity ?? post.id
  const parent = db
    .sql('SELECT coalesce(thread_key, identity) FROM posts WHERE platform = ? AND identity = ?')
    .pluck()
    .get(post.platform, post.parent)
  return (parent as string | undefined) ?? post.parent
}

export function findThread(db: Database, platform: string, key: string): number | undefined {
  return db
    .sql('SELECT number FROM threads WHERE platform = ? AND key = ?')
    .pluck()
    .get(platform, key) as number | undefined
}

export function addThread(db: Database, platform: string, key: string): number {
  const added = db.sql('INSERT INTO threads (platform, key) VALUES (?, ?)').run(platform, key)
  return Number(added.lastInsertRowid)
}
