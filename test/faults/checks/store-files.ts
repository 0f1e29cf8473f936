import { createHash } from 'node:crypto'
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import Sqlite from 'better-sqlite3'
import { must } from '../fault.ts'
import { type Room, rss } from '../room.ts'

const hashOf = (path: string) => createHash('sha256').update(readFileSync(path)).digest('hex')

/** A store with forty posts, made by a scan. */
async function filledStore(room: Room): Promise<void> {
  const items = Array.from({ length: 40 }, (_, n) => ({ id: `${n}`, text: `Acme has item ${n}.` }))
  const server = await room.serve({ '/a': { body: rss(items) } })
  room.configure([server.url('/a')])
  const { status, err } = await room.listen(['scan'])
  must(status === 0, `the scan failed: ${err}`)
}

export async function noStoreOfOurs(room: Room): Promise<string> {
  await filledStore(room)
  const foreign = new Sqlite(room.path('foreign.db'))
  foreign.exec('CREATE TABLE posts (a)')
  foreign.close()
  writeFileSync(room.path('empty.db'), '')
  writeFileSync(room.path('text.db'), 'queries:\n'.repeat(500))
  mkdirSync(room.path('folder.db'))
  await room.shell('mkfifo fifo.db')
  const before = readdirSync(room.folder).sort().join()
  const names = ['foreign.db', 'empty.db', 'text.db', 'folder.db', 'fifo.db']
  const isFile = (name: string) => statSync(room.path(name)).isFile()
  const hashes = names.filter(isFile).map((name) => hashOf(room.path(name)))
  for (const name of names) {
    for (const command of ['scan', 'search', 'report']) {
      const { status, err } = await room.listen([command, '--db', name])
      must(status === 1 && err.startsWith('listen: '), `${command} --db ${name}: ${status} ${err}`)
    }
  }
  must(readdirSync(room.folder).sort().join() === before, 'files were left')
  const after = names.filter(isFile).map((name) => hashOf(room.path(name)))
  must(after.join() === hashes.join(), 'a file was changed')
  return `${names.length} files refused by scan, search and report with status 1; no byte changed`
}

export async function damagedStore(room: Room): Promise<string> {
  await filledStore(room)
  const size = statSync(room.path('store.db')).size
  const damages: Readonly<Record<string, (path: string) => void>> = {
    'cut.db': (path) => truncateSync(path, Math.floor(size / 2)),
    'tail.db': (path) => writeFileSync(path, Buffer.alloc(5000, 7), { flag: 'a' }),
    'header.db': (path) => overwrite(path, 0, 100),
    'pages.db': (path) => overwrite(path, 4096 * 3, 4096 * 40),
  }
  for (const [name, damage] of Object.entries(damages)) {
    copyFileSync(room.path('store.db'), room.path(name))
    damage(room.path(name))
    const before = hashOf(room.path(name))
    const check = await room.listen(['db', 'check', '--db', name])
    must(check.status === 1, `db check of ${name}: ${check.status} ${check.out}${check.err}`)
    must(hashOf(room.path(name)) === before, `db check changed ${name}`)
  }
  return `${Object.keys(damages).length} damages found by db check with status 1; nothing changed`
}

function overwrite(path: string, from: number, to: number): void {
  const bytes = readFileSync(path)
  bytes.fill(0xa5, from, Math.min(to, bytes.length))
  writeFileSync(path, bytes)
}

export async function lostLog(room: Room): Promise<string> {
  await filledStore(room)
  // While somebody has the store open, its last writes stand in the log beside it.
  const reader = new Sqlite(room.path('store.db'))
  room.atEnd(() => void reader.close())
  reader.prepare('SELECT count(*) FROM posts').get()
  const flagged = await room.listen(['flag', '1', '--name', 'urgent'])
  must(flagged.status === 0, `flag: ${flagged.err}`)
  must(existsSync(room.path('store.db-wal')), 'there is no log')
  copyFileSync(room.path('store.db'), room.path('alone.db'))
  const search = await room.listen(['search', 'acme', '--db', 'alone.db'])
  const check = await room.listen(['db', 'check', '--db', 'alone.db'])
  must(search.status === 0 || search.err.startsWith('listen: '), `search: ${search.err}`)
  must(check.status === 0 || check.status === 1, `db check: ${check.status} ${check.err}`)
  return `search ends with status ${search.status}, db check with ${check.status}, both in words`
}

export async function newerStore(room: Room): Promise<string> {
  await filledStore(room)
  const db = new Sqlite(room.path('store.db'))
  db.pragma('user_version = 9999')
  db.pragma('wal_checkpoint(TRUNCATE)')
  db.close()
  const before = hashOf(room.path('store.db'))
  for (const command of ['scan', 'search', 'report', 'digest']) {
    const { status, err } = await room.listen([command])
    must(status === 1 && err.includes('9999'), `${command}: ${status} ${err}`)
    must(!existsSync(room.path('store.db-wal')), `${command} left a log`)
  }
  must(hashOf(room.path('store.db')) === before, 'the store was changed')
  return 'scan, search, report and digest refuse with status 1 and the versions; no byte changed'
}

export async function exportThatFails(room: Room): Promise<string> {
  await filledStore(room)
  writeFileSync(room.path('old.csv'), 'mine')
  const existing = await room.listen(['export', '-o', 'old.csv'])
  must(existing.status !== 0, 'an existing file was replaced')
  const full = await room.shell('$LISTEN export --format jsonl > /dev/full')
  must(full.status === 1, `onto a full device: status ${full.status} ${full.err}`)
  must(!/\n\s+at .+:\d+/.test(full.err), full.err)
  const small = await room.shell('trap "" XFSZ; ulimit -f 4; $LISTEN export --force -o old.csv')
  must(small.status === 1, `where the disk is full: status ${small.status} ${small.err}`)
  must(readFileSync(room.path('old.csv'), 'utf8') === 'mine', 'the old file is not whole')
  const left = readdirSync(room.folder).filter((name) => /csv/.test(name) && name !== 'old.csv')
  must(left.length === 0, `left: ${left.join(' ')}`)
  return 'status 1 on a full device and a full disk; the old file whole, nothing left beside it'
}
