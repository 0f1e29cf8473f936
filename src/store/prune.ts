import { AppError } from '../errors.ts'
import type { Instant } from '../model/post.ts'
import { saveActor } from './actors.ts'
import type { Database } from './database.ts'
import { erasePosts } from './erase-posts.ts'
import { PROGRAM } from './events.ts'
import { scrub } from './forget.ts'
import { firstId } from './post-id.ts'
import { findLastScan } from './scans.ts'
import type { PruneRequest, PruneResult } from './store.ts'
import { refreshThreads } from './thread-states.ts'

const CHUNK = 500
const DAY = 86_400_000

/**
 * Deletes what was kept for a while and whose time is over, and what is older than the rules allow. Posts of
 * threads that still want something of us stay. Throws where the clock looks wrong, unless that is confirmed.
 */
export function prune(db: Database, request: PruneRequest): PruneResult {
  const now = db.now()
  if (request.confirmed !== true) refuseOddClock(db, now)
  const expired = expiredIds(db, now)
  const old = new Set<number>()
  for (const rule of request.rules) for (const id of oldIds(db, rule)) old.add(id)
  const counts = { expired: expired.length, old: old.size }
  if (request.dryRun === true) return { ...counts, complete: true }
  eraseInChunks(db, expired, false)
  eraseInChunks(db, [...old], true)
  return { ...counts, complete: old.size === 0 || scrub(db) }
}

/** A clock that runs years ahead for one run must not cost everything that was collected. */
function refuseOddClock(db: Database, now: Instant): void {
  const last = findLastScan(db)?.endedAt
  if (last === undefined || now - last <= 2 * DAY) return
  const days = Math.floor((now - last) / DAY)
  throw new AppError(`the last scan ended ${days} days ago by this clock: nothing was deleted`, {
    hint: 'check the clock, or scan first; --yes deletes all the same',
  })
}

function expiredIds(db: Database, now: Instant): readonly number[] {
  return db
    .sql(
      'SELECT id FROM posts WHERE keep_until IS NOT NULL AND keep_until < ? AND wanted = 0 AND thread IS NULL',
    )
    .pluck()
    .all(now) as number[]
}

function oldIds(db: Database, rule: PruneRequest['rules'][number]): readonly number[] {
  return db
    .sql(
      `SELECT p.id FROM posts p LEFT JOIN thread_states s ON s.thread = p.thread
       WHERE p.id < ? AND (? IS NULL OR p.source = ?) AND coalesce(s.is_work, 0) = 0`,
    )
    .pluck()
    .all(firstId(rule.before), rule.source ?? null, rule.source ?? null) as number[]
}

/** Several short transactions, so that a scan beside it need not wait long. */
function eraseInChunks(db: Database, ids: readonly number[], bury: boolean): void {
  for (let start = 0; start < ids.length; start += CHUNK) {
    db.write(() => {
      const actor = saveActor(db, PROGRAM)
      const threads = erasePosts(db, ids.slice(start, start + CHUNK), { actor, bury })
      refreshThreads(db, threads, true)
    })
  }
}
