import type { Post, Side } from '../model/post.ts'
import type { Database } from './database.ts'
import type { KnownPost } from './store.ts'

/** What deciding about a post that comes again needs. */
export interface KnownRow {
  readonly id: number
  readonly number: number
  readonly hash: string
  readonly side: Side
  readonly edited: number | null
  readonly published: number | null
  readonly addressed: number
  readonly wanted: number
  readonly muted: number
  readonly thread: number | null
  readonly likes: number | null
  readonly replies: number | null
  readonly shares: number | null
  readonly views: number | null
  readonly keep_until: number | null
  readonly gone: number | null
  readonly analysis_version: number | null
}

export function findKnown(db: Database, platform: string, identity: string): KnownRow | undefined {
  return db
    .sql(
      `SELECT id, number, hash, side, edited, published, addressed, wanted, muted, thread, likes, replies, shares, views,
         keep_until, gone, analysis_version
       FROM posts WHERE platform = ? AND identity = ?`,
    )
    .get(platform, identity) as KnownRow | undefined
}

export function listKnown(
  db: Database,
  posts: readonly Pick<Post, 'platform' | 'id' | 'identity'>[],
): ReadonlyMap<string, KnownPost> {
  const known = new Map<string, KnownPost>()
  for (const post of posts) {
    const identity = post.identity ?? post.id
    const row = findKnown(db, post.platform, identity)
    if (row === undefined) continue
    known.set(`${post.platform} ${identity}`, {
      post: row.number,
      hash: row.hash,
      analysed: row.analysis_version !== null,
      side: row.side,
      ...(row.gone === null ? {} : { gone: true as const }),
    })
  }
  return known
}
