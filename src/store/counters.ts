import type { Database } from './database.ts'

/** The last number that was given out under a name; numbers are never given twice, not even after a deletion. */
export function getCounter(db: Database, name: string): number {
  return (
    (db.sql('SELECT value FROM counters WHERE name = ?').pluck().get(name) as number | undefined) ??
    0
  )
}

export function setCounter(db: Database, name: string, value: number): void {
  db.sql(
    'INSERT INTO counters (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
  ).run(name, value)
}
