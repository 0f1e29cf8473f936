import type { Instant } from '../model/post.ts'
import type { Database } from './database.ts'
import type { ScanRecord } from './store.ts'

export function startScan(db: Database): number {
  return db.write(() =>
    Number(
      db.sql('INSERT INTO scans (started, pid) VALUES (?, ?)').run(db.now(), process.pid)
        .lastInsertRowid,
    ),
  )
}

export function endScan(
  db: Database,
  scan: number,
  summary: {
    readonly added: number
    readonly matched: number
    readonly failed: ScanRecord['failed']
  },
): void {
  db.write(() => {
    db.sql('UPDATE scans SET ended = ?, added = ?, matched = ?, failed = ? WHERE id = ?').run(
      db.now(),
      summary.added,
      summary.matched,
      JSON.stringify(summary.failed),
      scan,
    )
  })
}

interface ScanRow {
  readonly id: number
  readonly started: Instant
  readonly ended: Instant | null
  readonly added: number
  readonly matched: number
  readonly failed: string
}

/** The latest scan that came to its end. */
export function findLastScan(db: Database): ScanRecord | undefined {
  const row = db
    .sql(
      'SELECT id, started, ended, added, matched, failed FROM scans WHERE ended IS NOT NULL ORDER BY id DESC LIMIT 1',
    )
    .get() as ScanRow | undefined
  if (row === undefined) return undefined
  return {
    id: row.id,
    startedAt: row.started,
    ...(row.ended === null ? {} : { endedAt: row.ended }),
    added: row.added,
    matched: row.matched,
    failed: JSON.parse(row.failed) as ScanRecord['failed'],
  }
}
