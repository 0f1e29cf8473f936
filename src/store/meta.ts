import type { Database } from './database.ts'

/** What the store knows of itself: versions that its index and projections were made with. */
export function getMeta(db: Database, name: string): string | undefined {
  return db.sql('SELECT value FROM meta WHERE name = ?').pluck().get(name) as string | undefined
}

export function setMeta(db: Database, name: string, value: string): void {
  db.sql(
    'INSERT INTO meta (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
  ).run(name, value)
}
