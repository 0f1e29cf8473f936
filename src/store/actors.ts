import type { Database } from './database.ts'

/** The row of an actor's name; made when it is new. Inside a transaction that writes. */
export function saveActor(db: Database, name: string): number {
  const known = db.sql('SELECT id FROM actors WHERE name = ?').pluck().get(name)
  if (known !== undefined) return known as number
  return Number(db.sql('INSERT INTO actors (name) VALUES (?)').run(name).lastInsertRowid)
}
