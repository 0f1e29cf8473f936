import { COPIES_VERSION } from '../analysis/copies.ts'
import { createCopyReader } from '../analysis/fingerprints.ts'
import { regather } from './clusters.ts'
import type { Database } from './database.ts'
import { findCopyRow } from './fingerprints.ts'
import { getMeta, setMeta } from './meta.ts'

const VERSION = 'copies'
/** Posts that are looked at in one transaction, so that a scan beside it need not wait long. */
const CHUNK = 500

/** Whether the clusters were made by other rules than the present ones, or have not all been looked at yet. */
export function areClustersStale(db: Database): boolean {
  return getMeta(db, VERSION) !== COPIES_VERSION
}

export interface ReclusterOptions {
  /** From the beginning, although nothing seems stale. */
  readonly force?: boolean
  readonly onProgress?: (done: number, all: number) => void
  /** No more posts than about so many now; the next call goes on. */
  readonly most?: number
}

/**
 * Finds the copies among all stored posts, in the order in which they came. It can be stopped at any moment and goes
 * on where it was. Answers how many posts were looked at.
 */
export function recluster(db: Database, options: ReclusterOptions = {}): number {
  if (options.force !== true && !areClustersStale(db)) return 0
  const all = db.sql('SELECT count(*) FROM posts').pluck().get() as number
  const reader = createCopyReader()
  const marker = `rebuilding ${COPIES_VERSION} `
  let last = beginAt(db, marker, options.force === true)
  let done = 0
  for (;;) {
    const numbers = db.write(() => {
      const next = db
        .sql('SELECT number FROM posts WHERE number > ? ORDER BY number LIMIT ?')
        .pluck()
        .all(last, CHUNK) as number[]
      for (const number of next) {
        const row = findCopyRow(db, number)
        if (row !== undefined) regather(db, reader, row)
      }
      setMeta(db, VERSION, next.length === 0 ? COPIES_VERSION : `${marker}${next.at(-1)}`)
      return next
    })
    if (numbers.length === 0) return done
    last = numbers.at(-1) ?? last
    done += numbers.length
    options.onProgress?.(done, all)
    if (done >= (options.most ?? Number.POSITIVE_INFINITY)) return done
  }
}

/** The number of the last post that an earlier run came to; 0 begins with an empty table. */
function beginAt(db: Database, marker: string, isForced: boolean): number {
  const kept = getMeta(db, VERSION)
  if (!isForced && kept?.startsWith(marker)) return Number(kept.slice(marker.length))
  db.write(() => {
    db.sql('DELETE FROM fingerprints').run()
    setMeta(db, VERSION, `${marker}0`)
  })
  return 0
}
