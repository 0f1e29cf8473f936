import { statSync } from 'node:fs'
import { AppError } from '../errors.ts'
import type { Instant } from '../model/post.ts'
import type { Database } from './database.ts'
import { getMeta, setMeta } from './meta.ts'
import type { StoreProblem } from './store.ts'

const WEEK = 7 * 86_400_000
/** A file up to this size is read through in the time of a blink, so it always is before a scan. */
const SMALL = 16 * 2 ** 20
const CHECKED = 'file checked'

/** SQLite reads every page; when that fails nothing else can be trusted. */
export function checkFile(db: Database, most = 20): readonly StoreProblem[] {
  try {
    const lines = db.connection.pragma(`quick_check(${most})`) as { quick_check: string }[]
    const said = lines.map(({ quick_check: line }) => line).filter((line) => line !== 'ok')
    return [...said, ...checkSize(db)].map((detail) => ({ what: 'file', detail }))
  } catch (error) {
    return [{ what: 'file', detail: (error as Error).message }]
  }
}

/** Bytes behind the last page were written by somebody else. While a log is there, sizes may differ. */
function checkSize(db: Database): readonly string[] {
  const log = statSync(`${db.path}-wal`, { throwIfNoEntry: false })?.size ?? 0
  const size = statSync(db.path, { throwIfNoEntry: false })?.size ?? 0
  const pages = db.connection.pragma('page_count', { simple: true }) as number
  const pageSize = db.connection.pragma('page_size', { simple: true }) as number
  const extra = size - pages * pageSize
  return log > 0 || extra <= 0 ? [] : [`${extra} bytes stand behind the last page`]
}

/**
 * Before a scan writes into a file that may be damaged: a small one is always checked, a large one weekly, and
 * after a scan that did not come to its end. Throws an AppError that names the damage.
 */
export function refuseDamage(db: Database): void {
  const now = db.now()
  if (!isCheckDue(db, now)) return
  const [problem] = checkFile(db, 1)
  if (problem !== undefined) {
    throw new AppError(`the database is damaged: ${problem.detail} (${db.path})`, {
      hint: 'nothing was written; run `listen db check`, then restore a backup with `listen db restore`',
    })
  }
  db.write(() => setMeta(db, CHECKED, String(now)))
}

function isCheckDue(db: Database, now: Instant): boolean {
  const size = statSync(db.path, { throwIfNoEntry: false })?.size ?? 0
  if (size <= SMALL || wasCutOff(db)) return true
  return now - Number(getMeta(db, CHECKED) ?? 0) > WEEK
}

/** The last scan began and never ended, and its process is no more. A number that is in use again costs one check less. */
function wasCutOff(db: Database): boolean {
  const last = db.sql('SELECT ended, pid FROM scans ORDER BY id DESC LIMIT 1').get() as
    | { ended: number | null; pid: number }
    | undefined
  return last !== undefined && last.ended === null && !isRunning(last.pid)
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
