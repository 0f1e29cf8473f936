import { randomBytes } from 'node:crypto'
import { saveChannel } from './channels.ts'
import type { Database } from './database.ts'
import { type ProcessLocks, processLocks } from './process-lock.ts'
import type { ChannelRef, Lease } from './store.ts'

/** Who scans a channel is a row of the store; whether they still live is told by a lock that the kernel holds. */
export async function lease(
  db: Database,
  channels: readonly ChannelRef[],
  shared: boolean,
): Promise<Lease> {
  const locks = await processLocks(db, shared)
  const holder = `${process.pid}-${randomBytes(6).toString('hex')}`
  const lock = locks.take(holder)
  let released = false
  const release = async () => {
    if (released) return
    released = true
    try {
      if (db.connection.open) giveBack(db, holder)
    } finally {
      lock.drop()
    }
  }
  try {
    const answer = takeChannels(db, channels, holder, locks)
    if (answer.granted.length === 0) await release()
    return { ...answer, release }
  } catch (error) {
    lock.drop()
    throw error
  }
}

function giveBack(db: Database, holder: string): void {
  db.write(() => db.sql('DELETE FROM leases WHERE holder = ?').run(holder))
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
  locks: ProcessLocks,
): Pick<Lease, 'granted' | 'held'> {
  return db.write(() => {
    buryDead(db, locks)
    const granted: ChannelRef[] = []
    const held: Lease['held'][number][] = []
    for (const channel of channels) {
      const id = saveChannel(db, channel)
      const row = db.sql('SELECT holder, pid, since FROM leases WHERE channel = ?').get(id) as
        | LeaseRow
        | undefined
      if (row !== undefined && row.holder !== holder) {
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
    return { granted, held }
  })
}

/** Nobody can come back to a lock whose holder is gone, so its file goes too. */
function buryDead(db: Database, locks: ProcessLocks): void {
  const holders = db.sql('SELECT DISTINCT holder FROM leases').pluck().all() as string[]
  for (const holder of holders) {
    if (locks.isAlive(holder)) continue
    db.sql('DELETE FROM leases WHERE holder = ?').run(holder)
    locks.remove(holder)
  }
}
