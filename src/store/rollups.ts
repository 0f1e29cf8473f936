import { findCandidates } from './candidates.ts'
import type { Database } from './database.ts'
import { POSTS_A_DAY } from './post-id.ts'
import { packColumns, unpackColumns } from './rollup-bytes.ts'
import { type PostColumns, readColumns } from './rollup-columns.ts'
import type { Period } from './store.ts'

const DAY = 86_400_000

/**
 * The columns of the posts that lists show by default, day by day, for all days that touch the period: from the
 * roll-up where there is one, else from the posts. Within a transaction.
 */
export function readDays(db: Database, { from, to }: Period): readonly PostColumns[] {
  const first = Math.max(0, Math.floor(from / DAY))
  const last = Math.floor((to - 1) / DAY)
  const kept = db
    .sql('SELECT day, columns FROM rollups WHERE day >= ? AND day <= ? ORDER BY day')
    .raw()
    .all(first, last) as [number, Buffer][]
  const days: PostColumns[] = []
  let next = first
  for (const [day, bytes] of kept) {
    days.push(...readBetween(db, next, day), unpackColumns(bytes, day * DAY) ?? readDay(db, day))
    next = day + 1
  }
  return [...days, ...readBetween(db, next, last + 1)].filter(({ count }) => count > 0)
}

/** The days before `end` from their posts; days without any are jumped over. */
function* readBetween(db: Database, first: number, end: number): Generator<PostColumns> {
  const next = db.sql('SELECT min(id) FROM posts WHERE id >= ? AND id < ?').pluck()
  for (let day = first; day < end; day++) {
    const id = next.get(day * POSTS_A_DAY, end * POSTS_A_DAY) as number | null
    if (id === null) return
    day = dayOf(id)
    yield readDay(db, day)
  }
}

function dayOf(id: number): number {
  return Math.floor(id / POSTS_A_DAY)
}

function readDay(db: Database, day: number): PostColumns {
  const candidates = findCandidates(
    db,
    { now: 0, zone: 'UTC' },
    { firstId: day * POSTS_A_DAY, endId: (day + 1) * POSTS_A_DAY, where: [], values: [] },
  )
  return readColumns(db, candidates, day * DAY)
}

/** What a scan rolls up at its end: it takes about a second where a store has no roll-ups yet. */
export const POSTS_A_SCAN = 50_000

/**
 * Rolls up days that have no roll-up, newest first, each in a transaction of its own, until so many posts are read.
 * It can be stopped at any moment and goes on where it was. Answers how many days it made.
 */
export function rollUp(db: Database, most = Number.POSITIVE_INFINITY): number {
  let made = 0
  let posts = 0
  for (const day of missingDays(db)) {
    if (posts >= most) break
    posts += db.write(() => {
      const columns = readDay(db, day)
      const bytes = packColumns(columns)
      if (bytes !== undefined) {
        db.sql('INSERT OR REPLACE INTO rollups (day, columns) VALUES (?, ?)').run(day, bytes)
        made++
      }
      return columns.count
    })
  }
  return made
}

/** Newest first. */
function* missingDays(db: Database): Generator<number> {
  const kept = new Set(db.sql('SELECT day FROM rollups').pluck().all() as number[])
  const before = db.sql('SELECT max(id) FROM posts WHERE id < ?').pluck()
  for (let end = Number.MAX_SAFE_INTEGER; ; ) {
    const id = before.get(end) as number | null
    if (id === null) return
    const day = dayOf(id)
    if (!kept.has(day)) yield day
    end = day * POSTS_A_DAY
  }
}

/** Days whose roll-up says otherwise than their posts. */
export function wrongRollups(db: Database): readonly number[] {
  const rows = db.sql('SELECT day, columns FROM rollups').raw().all() as [number, Buffer][]
  return rows
    .filter(([day, bytes]) => packColumns(readDay(db, day))?.equals(bytes) !== true)
    .map(([day]) => day)
}
