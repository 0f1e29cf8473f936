import { statSync } from 'node:fs'
import type { Database } from './database.ts'
import { versionOf } from './migrations.ts'
import { POSTS_A_SECOND } from './post-id.ts'
import { findLastScan } from './scans.ts'
import { warnOfStorage } from './storage.ts'
import type { StoreInfo } from './store.ts'
import { countStale } from './thread-states.ts'
import { isStale } from './token-index.ts'

/** What the store holds, in numbers. */
export function readInfo(db: Database): StoreInfo {
  const count = (table: string) => db.sql(`SELECT count(*) FROM ${table}`).pluck().get() as number
  const oldest = db.sql('SELECT min(id) FROM posts').pluck().get() as number | null
  const newest = db.sql('SELECT max(id) FROM posts').pluck().get() as number | null
  const scan = findLastScan(db)
  const warning = warnOfStorage(db.path)
  return {
    path: db.path,
    bytes: bytesOf(db.path),
    schemaVersion: versionOf(db.connection),
    sqliteVersion: db.sql('SELECT sqlite_version()').pluck().get() as string,
    posts: count('posts'),
    mentions: count('mentions'),
    threads: count('threads'),
    openThreads: count('thread_states WHERE is_work = 1'),
    channels: count('channels'),
    ...(oldest === null ? {} : { oldest: instantOf(oldest) }),
    ...(newest === null ? {} : { newest: instantOf(newest) }),
    ...(warning === undefined ? {} : { placeWarning: warning }),
    ...(isStale(db) ? { staleIndex: true } : {}),
    ...(countStale(db) > 0 ? { stalePolicy: countStale(db) } : {}),
    ...(scan?.endedAt === undefined ? {} : { lastScanAt: scan.endedAt }),
  }
}

function instantOf(id: number): number {
  return Math.floor(id / POSTS_A_SECOND) * 1000
}

/** The file and the log beside it. */
function bytesOf(path: string): number {
  return ['', '-wal'].reduce(
    (sum, suffix) => sum + (statSync(`${path}${suffix}`, { throwIfNoEntry: false })?.size ?? 0),
    0,
  )
}
