import type { Database } from './database.ts'

/**
 * The cluster of the posts that read the same: the number of the one that was stored first. Undefined as null
 * where this is the only one so far.
 */
export function joinCluster(db: Database, textHash: number): number | null {
  const first = db
    .sql('SELECT id, number, cluster FROM posts WHERE text_hash = ? LIMIT 1')
    .get(textHash) as { id: number; number: number; cluster: number | null } | undefined
  if (first === undefined) return null
  if (first.cluster !== null) return first.cluster
  db.sql('UPDATE posts SET cluster = ? WHERE id = ?').run(first.number, first.id)
  return first.number
}
