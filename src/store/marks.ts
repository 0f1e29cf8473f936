import type { PostFacts } from '../ledger/conversation.ts'
import type { Database } from './database.ts'

/** Keeps what people marked on posts, to be listed and searched by; the fold says what stands. */
export function saveMarks(db: Database, posts: readonly PostFacts[]): void {
  for (const facts of posts) {
    const id = db.sql('SELECT id FROM posts WHERE number = ?').pluck().get(facts.post) as
      | number
      | undefined
    if (id === undefined) continue
    saveNames(db, 'flags', 'flag', id, facts.flags)
    saveNames(db, 'labels', 'label', id, facts.labels)
    const notes = facts.notes.map(({ at, actor, text }) => ({ at, actor, text }))
    if (facts.seenAt === undefined && notes.length === 0)
      db.sql('DELETE FROM post_marks WHERE post = ?').run(id)
    else {
      db.sql('INSERT OR REPLACE INTO post_marks (post, seen_at, notes) VALUES (?, ?, ?)').run(
        id,
        facts.seenAt ?? null,
        notes.length === 0 ? null : JSON.stringify(notes),
      )
    }
  }
}

function saveNames(
  db: Database,
  table: 'flags' | 'labels',
  column: 'flag' | 'label',
  post: number,
  names: readonly string[],
): void {
  const stored = db
    .sql(`SELECT ${column} FROM ${table} WHERE post = ? ORDER BY ${column}`)
    .pluck()
    .all(post)
  if (JSON.stringify(stored) === JSON.stringify(names)) return
  db.sql(`DELETE FROM ${table} WHERE post = ?`).run(post)
  for (const name of names)
    db.sql(`INSERT OR IGNORE INTO ${table} (${column}, post) VALUES (?, ?)`).run(name, post)
}
