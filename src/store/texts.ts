import { wellFormed } from './cells.ts'
import type { Database } from './database.ts'

/** Keeps a text that may have to be erased; the ledger points to its number. */
export function saveText(db: Database, text: string, post?: number): number {
  const added = db
    .sql('INSERT INTO texts (post, body) VALUES (?, ?)')
    .run(post ?? null, wellFormed(text))
  return Number(added.lastInsertRowid)
}

/** The text, or undefined where it was erased. */
export function findText(db: Database, id: number): string | undefined {
  return (
    (db.sql('SELECT body FROM texts WHERE id = ?').pluck().get(id) as string | null | undefined) ??
    undefined
  )
}
