import { existsSync, rmSync } from 'node:fs'
import { makeEmptyFile } from './create.ts'
import { type Connection, type Database, loadSqlite } from './database.ts'

/**
 * Says whether a process still lives by a lock that the kernel holds: a small SQLite file of its own in an exclusive
 * transaction. A killed process loses it at once, a stopped one never, and no process number is guessed at.
 */
export interface ProcessLocks {
  take(holder: string): { drop(): void }
  isAlive(holder: string): boolean
  /** The file of a holder that is gone. */
  remove(holder: string): void
}

export async function processLocks(db: Database, shared: boolean): Promise<ProcessLocks> {
  const Sqlite = await loadSqlite()
  const open = (path: string) => new Sqlite(path, { timeout: 0, fileMustExist: true })
  const pathOf = (holder: string) => `${db.path}-lock-${holder}`
  return {
    take: (holder) => takeLock(open, pathOf(holder), shared),
    isAlive: (holder) => isAlive(open, pathOf(holder)),
    remove: (holder) => rmSync(pathOf(holder), { force: true }),
  }
}

type Open = (path: string) => Connection

function takeLock(open: Open, path: string, shared: boolean): { drop(): void } {
  makeEmptyFile(path, shared)
  const connection = open(path)
  connection.pragma('journal_mode = MEMORY')
  connection.exec('BEGIN EXCLUSIVE')
  return {
    drop: () => {
      connection.close()
      rmSync(path, { force: true })
    },
  }
}

/** A file that vanishes while it is looked at was dropped by its holder. */
function isAlive(open: Open, path: string): boolean {
  if (!existsSync(path)) return false
  let connection: Connection | undefined
  try {
    connection = open(path)
    connection.exec('BEGIN EXCLUSIVE')
    return false
  } catch (error) {
    const code = String((error as { code?: string }).code)
    if (code.startsWith('SQLITE_BUSY')) return true
    if (code.startsWith('SQLITE_CANTOPEN')) return false
    throw error
  } finally {
    connection?.close()
  }
}
