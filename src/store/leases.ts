import { randomBytes } from 'node:crypto'
import { existsSync, rmSync } from 'node:fs'
import { saveChannel } from './channels.ts'
import { makeEmptyFile } from './create.ts'
import { type Connection, type Database, loadSqlite } from './database.ts'
import type { ChannelRef, Lease } from './store.ts'

/**
 * Who scans a channel is a row of the store; whether they still live is a lock that the kernel holds: a small
 * SQLite file of their own in an exclusive transaction. A killed process loses it at once, a stopped one never.
 */
export async function lease(
  db: Database,
  channels: readonly ChannelRef[],
  shared: boolean,
): Promise<Lease> {
  const Sqlite = await loadSqlite()
  const holder = `${process.pid}-${randomBytes(6).toString('hex')}`
  const lock = takeLock((path) => new Sqlite(path, { timeout: 0 }), lockPath(db, holder), shared)
  let answer: Pick<Lease, 'granted' | 'held'>
  try {
    answer = takeChannels(db, channels, holder, (other) =>
      isAlive((path) => new Sqlite(path, { timeout: 0 }), lockPath(db, other)),
    )
  } catch (error) {
    dropLock(lock, lockPath(db, holder))
    throw error
  }
  let released = false
  const release = async () => {
    if (released) return
    released = true
    try {
      if (db.connection.open)
        db.write(() => db.sql('DELETE FROM leases WHERE holder = ?').run(holder))
    } finally {
      dropLock(lock, lockPath(db, holder))
    }
  }
  if (answer.granted.length === 0) await release()
  return { ...answer, release }
}

type Open = (path: string) => Connection

function lockPath(db: Database, holder: string): string {
  return `${db.path}-lock-${holder}`
}

function takeLock(open: Open, path: string, shared: boolean): Connection {
  makeEmptyFile(path, shared)
  const connection = open(path)
  connection.pragma('journal_mode = MEMORY')
  connection.exec('BEGIN EXCLUSIVE')
  return connection
}

function dropLock(lock: Connection, path: string): void {
  lock.close()
  rmSync(path, { force: true })
}

function isAlive(open: Open, path: string): boolean {
  if (!existsSync(path)) return false
  const connection = open(path)
  try {
    connection.exec('BEGIN EXCLUSIVE')
    return false
  } catch (error) {
    if (String((error as { code?: string }).code).startsWith('SQLITE_BUSY')) return true
    throw error
  } finally {
    connection.close()
  }
}

interface LeaseRow {
  readonly holder: string
  readonly pid: number
  readonly since: number
}

function takeChannels(
  db: Database,
  channels: readonly ChannelRef[],
  holder: string,
  isHeld: (holder: string) => boolean,
): Pick<Lease, 'granted' | 'held'> {
  return db.write(() => {
    const living = new Map<string, boolean>()
    const granted: ChannelRef[] = []
    const held: Lease['held'][number][] = []
    for (const channel of channels) {
      const id = saveChannel(db, channel)
      const row = db.sql('SELECT holder, pid, since FROM leases WHERE channel = ?').get(id) as
        | LeaseRow
        | undefined
      if (row !== undefined && lives(row.holder, living, isHeld)) {
        held.push({ channel, pid: row.pid, since: row.since })
        continue
      }
      db.sql('INSERT OR REPLACE INTO leases (channel, holder, pid, since) VALUES (?, ?, ?, ?)').run(
        id,
        holder,
        process.pid,
        db.now(),
      )
      granted.push(channel)
    }
    buryDead(db, living)
    return { granted, held }
  })
}

function lives(
  holder: string,
  living: Map<string, boolean>,
  isHeld: (holder: string) => boolean,
): boolean {
  let alive = living.get(holder)
  if (alive === undefined) {
    alive = isHeld(holder)
    living.set(holder, alive)
  }
  return alive
}

/** Nobody can come back to a lock whose holder is gone, so its file may go too. */
function buryDead(db: Database, living: ReadonlyMap<string, boolean>): void {
  for (const [holder, alive] of living) {
    if (alive) continue
    db.sql('DELETE FROM leases WHERE holder = ?').run(holder)
    rmSync(lockPath(db, holder), { force: true })
  }
}
