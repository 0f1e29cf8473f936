import type { Candidates } from './candidates.ts'
import type { Database } from './database.ts'
import { type PostColumns, readColumns } from './rollup-columns.ts'
import { readDays } from './rollups.ts'
import type { Period, SearchRequest } from './store.ts'

export interface ReadPosts {
  readonly chunks: readonly PostColumns[]
  /** Only posts in this period count; absent: all of them. */
  readonly period?: Period
}

const ALWAYS: Period = { from: 0, to: Number.MAX_SAFE_INTEGER }

/**
 * The columns of what a request finds, oldest first: from roll-ups where it asks for nothing but a period. They have
 * every side; who wants one looks at the place of a post.
 */
export function readPosts(db: Database, request: SearchRequest, matching: Candidates): ReadPosts {
  const { now: _now, zone: _zone, period, limit: _limit, side: _side, ...rest } = request
  const isPlain = Object.values(rest).every((value) => value === undefined || value === false)
  if (!isPlain) return { chunks: [readColumns(db, matching)] }
  return { chunks: readDays(db, period ?? ALWAYS), ...(period ? { period } : {}) }
}
