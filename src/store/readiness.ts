import type { Database } from './database.ts'
import { refuseDamage } from './file-check.ts'
import { areClustersStale, recluster } from './recluster.ts'
import { refold } from './thread-states.ts'
import { isStale, rebuildIndex } from './token-index.ts'

/** Some seconds of work; a large old store has its copies gathered by a few scans, or at once by `analyze --stored`. */
const MOST_GATHERED = 100_000

/**
 * What a scan does before it writes: it refuses a damaged file, and brings up to date what other rules have made,
 * because nobody else would: states of an earlier policy, an index of other words, clusters of copies.
 */
export function makeReady(db: Database): void {
  refuseDamage(db)
  refold(db, false)
  if (isStale(db)) rebuildIndex(db, {})
  if (areClustersStale(db)) recluster(db, { most: MOST_GATHERED })
}
