import { wellFormed } from './cells.ts'
import type { Database } from './database.ts'

/** Keeps a text that may have to be erased; the ledger points to its number. */
export function saveText(db: Database, text: string, post?: number): number {
  const added = db
    .sql('INSERT INTO texts (post, body) VALUES (?, ?)')
    .run(post ?? null, wellFormed(text))
  return Number(added.lastInsertRowid)
}

/** The texts of these numbers; erased ones are missing. */
export function listTexts(db: Database, numbers: readonly number[]): ReadonlyMap<number, string> {
  if (numbers.length === 0) return new Map()
  const rows = db
    .sql(
      'SELECT id, body FROM texts WHERE id IN (SELECT value FROM json_each(?)) AND body IS NOT NULL',
    )
    .all(JSON.stringify(numbers)) as { id: number; body: string }[]
  return new Map(rows.map(({ id, body }) => [id, body]))
}
