import { execFileSync, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { AppError, NotFoundError } from '../../src/errors.ts'
import { APPLICATION_ID } from '../../src/store/file.ts'
import { latestVersion } from '../../src/store/migrations.ts'
import { openStore } from '../../src/store/open.ts'
import { ALL, aMatch, aPage, NOW, POLICY, temporaryStores } from './builders.ts'

const stores = temporaryStores()
const options = { policy: POLICY, now: () => NOW }

function hashOf(path: string): string {
  return createHash('sha256').update(readFileSync(path)).digest('hex')
}

function modeOf(path: string): string {
  return (statSync(path).mode & 0o777).toString(8)
}

/** A closed store with one post. */
async function aStoreFile(): Promise<string> {
  const path = join(stores.folder(), 'store.db')
  const store = await openStore({ path, ...options })
  await store.savePages([aPage([aMatch({ id: '1', text: 'zebra crossing' })])])
  await store.close()
  return path
}

describe('a new store', () => {
  it('is for its owner alone, with its side files, whatever the umask says', async () => {
    const before = process.umask(0)
    try {
      const store = await stores.open()
      await store.savePages([aPage([aMatch({ id: '1' })])])
      for (const suffix of ['', '-wal', '-shm'])
        expect(modeOf(`${store.path}${suffix}`)).toBe('600')
    } finally {
      process.umask(before)
    }
  })

  it('is for the group too where it is shared, whatever the umask says', async () => {
    const before = process.umask(0o077)
    try {
      const store = await stores.open(undefined, { shared: true })
      await store.savePages([aPage([aMatch({ id: '1' })])])
      for (const suffix of ['', '-wal', '-shm'])
        expect(modeOf(`${store.path}${suffix}`)).toBe('660')
    } finally {
      process.umask(before)
    }
  })

  it('takes rights away that an older program left open', async () => {
    const path = await aStoreFile()
    chmodSync(path, 0o644)
    await stores.open(path)
    expect(modeOf(path)).toBe('600')
  })

  it('leaves one file behind when it is closed', async () => {
    const path = await aStoreFile()
    expect(readdirSync(join(path, '..'))).toEqual(['store.db'])
  })

  it('is made once when many open it at the same moment', async () => {
    const path = join(stores.folder(), 'store.db')
    const opened = await Promise.all(Array.from({ length: 8 }, () => stores.open(path)))
    for (const [index, store] of opened.entries())
      await store.savePages([aPage([aMatch({ id: String(index) })])])
    expect(await opened[0]?.count(ALL)).toBe(8)
  })

  it('is not made where an existing one is asked for', async () => {
    const path = join(stores.folder(), 'none.db')
    await expect(openStore({ path, ...options, mustExist: true })).rejects.toThrow(NotFoundError)
    await expect(openStore({ path, ...options, readOnly: true })).rejects.toThrow(NotFoundError)
    expect(existsSync(path)).toBe(false)
  })

  it('says which folder it cannot be made in', async () => {
    const folder = stores.folder()
    writeFileSync(join(folder, 'file'), 'x')
    await expect(openStore({ path: join(folder, 'file', 'store.db'), ...options })).rejects.toThrow(
      AppError,
    )
  })
})

describe('a connection', () => {
  it('waits for the disk at each commit and holds to foreign keys', async () => {
    const { connect } = await import('../../src/store/connect.ts')
    const db = await connect({ path: await aStoreFile(), ...options })
    const pragma = (name: string) => db.connection.pragma(name, { simple: true })
    expect(pragma('synchronous')).toBe(2)
    expect(pragma('journal_mode')).toBe('wal')
    expect(pragma('foreign_keys')).toBe(1)
    expect(pragma('secure_delete')).toBe(1)
    expect(pragma('application_id')).toBe(APPLICATION_ID)
    expect(pragma('user_version')).toBe(latestVersion())
    db.connection.close()
  })

  it('keeps the ledger as it was written', async () => {
    const { connect } = await import('../../src/store/connect.ts')
    const path = await aStoreFile()
    const store = await openStore({ path, ...options })
    await store.triage({ type: 'flag', flag: 'hot', on: true }, [1], 'ann')
    await store.close()
    const db = await connect({ path, ...options })
    expect(() => db.connection.exec('DELETE FROM events')).toThrow(/append-only/)
    expect(() => db.connection.exec('UPDATE events SET at = 0')).toThrow(/append-only/)
    db.connection.close()
  })
})

describe('a file that is no store of ours', () => {
  const hostile: readonly (readonly [name: string, make: (path: string) => void, says: RegExp])[] =
    [
      ['an empty file', (path) => writeFileSync(path, ''), /empty file/],
      [
        'a text file',
        (path) => writeFileSync(path, 'queries:\n'.repeat(50)),
        /not a database of listen/,
      ],
      ['a short text file', (path) => writeFileSync(path, 'x'), /not a database of listen/],
      ['a folder', (path) => mkdirSync(path), /is a folder/],
      ['a FIFO', (path) => spawnSync('sh', ['-c', 'mkfifo "$0"', path]), /not a regular file/],
      [
        'a link that leads nowhere',
        (path) => symlinkSync(join(path, '..', 'gone'), path),
        /leads nowhere/,
      ],
      [
        'the database of another program',
        (path) => {
          const other = new Sqlite(path)
          other.exec('CREATE TABLE t (a)')
          other.close()
        },
        /not a database of listen/,
      ],
      [
        'the database of another program in WAL mode',
        (path) => {
          const other = new Sqlite(path)
          other.pragma('journal_mode = WAL')
          other.exec('CREATE TABLE posts (a)')
          other.close()
        },
        /not a database of listen/,
      ],
    ]
  for (const [name, make, says] of hostile) {
    it(`is refused and left alone: ${name}`, async () => {
      const folder = stores.folder()
      const path = join(folder, 'store.db')
      make(path)
      const isFile = statSync(path, { throwIfNoEntry: false })?.isFile() === true
      const before = isFile ? hashOf(path) : ''
      const entries = readdirSync(folder)
      for (const readOnly of [false, true]) {
        const error = await openStore({ path, ...options, readOnly }).catch((each: unknown) => each)
        expect(error).toBeInstanceOf(AppError)
        expect((error as AppError).message).toMatch(says)
        expect((error as AppError).message).toContain(path)
      }
      expect(readdirSync(folder)).toEqual(entries)
      expect(isFile ? hashOf(path) : '').toBe(before)
    })
  }
})

describe('a store of a newer program', () => {
  it('is refused without touching it, with the versions named', async () => {
    const path = await aStoreFile()
    const raw = new Sqlite(path)
    raw.pragma(`user_version = ${latestVersion() + 1000}`)
    raw.close()
    const before = hashOf(path)
    await expect(openStore({ path, ...options })).rejects.toThrow(
      new RegExp(`newer listen.*version ${latestVersion() + 1000}`),
    )
    expect(hashOf(path)).toBe(before)
    expect(readdirSync(join(path, '..'))).toEqual(['store.db'])
  })

  it('is refused also while its version stands only in the log', async () => {
    const path = await aStoreFile()
    const newer = new Sqlite(path)
    newer.pragma(`user_version = ${latestVersion() + 1}`)
    const copy = join(stores.folder(), 'store.db')
    for (const suffix of ['', '-wal']) copyFileSync(`${path}${suffix}`, `${copy}${suffix}`)
    newer.close()
    const before = hashOf(copy)
    await expect(openStore({ path: copy, ...options })).rejects.toThrow(/newer listen/)
    expect(hashOf(copy)).toBe(before)
    expect(statSync(`${copy}-wal`).size).toBeGreaterThan(0)
  })
})

describe('a damaged store', () => {
  it('that was cut short is refused and left alone', async () => {
    const path = await aStoreFile()
    truncateSync(path, statSync(path).size - 8192)
    const before = hashOf(path)
    await expect(openStore({ path, ...options })).rejects.toThrow(/cut short/)
    expect(hashOf(path)).toBe(before)
  })

  it('fails in words, not with a trace', async () => {
    const path = await aStoreFile()
    const bytes = readFileSync(path)
    for (let page = 1; page < bytes.length / 4096; page++)
      bytes.fill(0x5a, page * 4096, page * 4096 + 200)
    writeFileSync(path, bytes)
    const failed = await openStore({ path, ...options })
      .then(async (store) => {
        const result = await store.search(ALL).catch((error: unknown) => error)
        await store.close()
        return result
      })
      .catch((error: unknown) => error)
    expect(failed).toBeInstanceOf(AppError)
    expect((failed as AppError).message).toMatch(/damaged/)
  })
})

describe('a medium that cannot be written', () => {
  // Root may write everything, so the reading is done by nobody.
  const canDropRights = process.getuid?.() === 0
  it.skipIf(!canDropRights)('is read, and writing says why it cannot', async () => {
    const path = await aStoreFile()
    const folder = join(path, '..')
    chmodSync(path, 0o444)
    chmodSync(folder, 0o555)
    const read = runAsNobody(path, true)
    expect(read).toEqual({ posts: ['zebra crossing'] })
    expect(readdirSync(folder)).toEqual(['store.db'])
    const written = runAsNobody(path, false)
    expect(written.error).toMatch(/cannot be (written|opened)/)
    expect(readdirSync(folder)).toEqual(['store.db'])
  })
})

function runAsNobody(
  path: string,
  readOnly: boolean,
): { posts?: readonly string[]; error?: string } {
  const script = join(import.meta.dirname, 'read-only-child.ts')
  const output = execFileSync(
    process.execPath,
    ['--import', 'tsx', script, path, String(readOnly)],
    {
      encoding: 'utf8',
    },
  )
  return JSON.parse(output) as { posts?: readonly string[]; error?: string }
}

describe('failures', () => {
  it('of the disk are told with the path, and undo the whole group', async () => {
    const { connect } = await import('../../src/store/connect.ts')
    const { savePages } = await import('../../src/store/save-pages.ts')
    const { explainFailure } = await import('../../src/store/failure.ts')
    const path = await aStoreFile()
    const db = await connect({ path, ...options })
    db.connection.pragma(
      `max_page_count = ${(db.connection.pragma('page_count', { simple: true }) as number) + 5}`,
    )
    const posts = Array.from({ length: 200 }, (_, index) =>
      aMatch({ id: `n${index}`, text: 'word '.repeat(500) }),
    )
    let failure: unknown
    try {
      savePages(db, [aPage(posts, { state: 'moved' })], () => undefined)
    } catch (error) {
      failure = explainFailure(error, path)
    }
    expect(failure).toBeInstanceOf(AppError)
    expect((failure as AppError).message).toMatch(/disk full/)
    expect((failure as AppError).message).toContain(path)
    expect(db.connection.inTransaction).toBe(false)
    db.connection.close()
    const store = await stores.open(path)
    expect(await store.count(ALL)).toBe(1)
    await store.savePages([aPage(posts, { state: 'moved' })])
    expect(await store.count(ALL)).toBe(201)
  })
})
