import { spawnSync } from 'node:child_process'
import {
  appendFileSync,
  existsSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { AppError } from '../../src/errors.ts'
import { restoreStore } from '../../src/store/backup.ts'
import { connect } from '../../src/store/connect.ts'
import { openStore } from '../../src/store/open.ts'
import { warnOfPlace } from '../../src/store/storage.ts'
import type { Store } from '../../src/store/store.ts'
import {
  ALL,
  aComplaint,
  aMatch,
  aMention,
  anAnalysis,
  aPage,
  aPost,
  DAY,
  NOW,
  POLICY,
  temporaryStores,
} from './builders.ts'

const stores = temporaryStores()

async function aStore(): Promise<Store> {
  const store = await stores.open()
  await store.savePages([
    aPage([
      aMatch({ id: '3', text: 'third words' }),
      aComplaint({ id: '2', text: 'second words' }),
      aComplaint({ id: '1', text: 'first words' }),
    ]),
  ])
  return store
}

/** Damages the store behind its back. */
async function tamper(store: Store, sql: string): Promise<void> {
  const db = await connect({ path: store.path, policy: POLICY, now: () => NOW })
  db.connection.pragma('foreign_keys = OFF')
  db.connection.exec(sql)
  db.connection.close()
}

describe('check', () => {
  it('finds nothing wrong with a store in order', async () => {
    const store = await aStore()
    await store.triage({ type: 'flag', flag: 'hot', on: true }, [1], 'ann')
    expect(await store.check()).toEqual({ problems: [], threads: 2 })
  })

  const damages: readonly (readonly [what: string, sql: string])[] = [
    [
      'projections',
      "UPDATE thread_states SET facts = replace(facts, 'addressed', 'look') WHERE thread = 1",
    ],
    ['projections', "INSERT INTO flags (flag, post) SELECT 'x', id FROM posts WHERE number = 1"],
    ['threads', 'DELETE FROM thread_states WHERE thread = 2'],
    ['index', 'DELETE FROM token_index WHERE rowid = (SELECT min(id) FROM posts)'],
    ['index', "INSERT INTO token_index (rowid, text) VALUES (77, 'ghost')"],
    ['index', "UPDATE meta SET value = '0/0' WHERE name = 'tokens'"],
    ['texts', 'DELETE FROM post_texts WHERE post = (SELECT min(id) FROM posts)'],
    ['numbers', 'UPDATE counters SET value = 1'],
    ['mentions', 'UPDATE posts SET wanted = 0 WHERE number = 3'],
    ['references', 'UPDATE mentions SET query = 99'],
  ]
  for (const [what, sql] of damages) {
    it(`names ${what}: ${sql}`, async () => {
      const store = await aStore()
      await tamper(store, sql)
      const { problems } = await store.check()
      expect(problems.map((problem) => problem.what)).toContain(what)
    })
  }

  it('sees what somebody wrote behind the last page', async () => {
    const store = await aStore()
    await store.close()
    appendFileSync(store.path, 'garbage')
    expect((await (await stores.open(store.path)).check()).problems).toEqual([
      { what: 'file', detail: '7 bytes stand behind the last page' },
    ])
  })

  it('sees a page that was overwritten, which a search does not', async () => {
    const store = await aStore()
    const path = join(stores.folder(), 'copy.db')
    await store.backup(path)
    const copy = new Sqlite(path, { readonly: true })
    const root = copy
      .prepare("SELECT rootpage FROM sqlite_master WHERE name = 'posts_by_collection'")
      .pluck()
      .get()
    copy.close()
    const bytes = readFileSync(path)
    bytes.fill(0x5a, (Number(root) - 1) * 4096 + 2048, Number(root) * 4096)
    writeFileSync(path, bytes)
    const damaged = await openStore({ path, policy: POLICY, now: () => NOW, readOnly: true })
    expect(await damaged.search(ALL)).toHaveLength(3)
    const { problems } = await damaged.check()
    expect(problems[0]?.what).toBe('file')
    await damaged.close()
    const writing = await stores.open(path)
    await expect(writing.startScan()).rejects.toThrow(/damaged.*nothing|damaged/)
    expect(await writing.lastScan()).toBeUndefined()
  })
})

/** The bytes once nobody uses the file. */
async function closedBytes(path: string): Promise<Buffer> {
  const copy = `${path}.copy`
  const store = await openStore({ path, policy: POLICY, now: () => NOW })
  await store.backup(copy)
  await store.close()
  return readFileSync(copy)
}

describe('the place of a store', () => {
  it('is warned of where locks do not hold or a folder is synchronised', () => {
    expect(warnOfPlace('/mnt/team/store.db', 0x6969)).toMatch(/NFS.*local disk/)
    expect(warnOfPlace('/home/ann/Nextcloud/listen/store.db', 0xef53)).toMatch(/Nextcloud/)
    expect(warnOfPlace('/home/ann/.local/share/listen/store.db', 0xef53)).toBeUndefined()
  })
})

describe('a backup', () => {
  it('is whole, for its owner alone, and never replaces a file unasked', async () => {
    const store = await aStore()
    const target = join(stores.folder(), 'backup.db')
    await store.backup(target)
    expect((statSync(target).mode & 0o777).toString(8)).toBe('600')
    await expect(store.backup(target)).rejects.toThrow(/exists already/)
    await store.backup(target, { force: true })
    await expect(store.backup(join(target, '..', 'nowhere', 'b.db'))).rejects.toThrow(
      /there is no folder .*nowhere/,
    )
    expect(readdirSync(join(target, '..'))).toEqual(['backup.db'])
    const copy = await stores.open(target)
    expect(await copy.search(ALL)).toEqual(await store.search(ALL))
    expect((await copy.check()).problems).toEqual([])
  })

  it('comes back in the place of a store, which is kept', async () => {
    const store = await aStore()
    const target = join(stores.folder(), 'backup.db')
    await store.backup(target)
    await store.savePages([aPage([aMatch({ id: 'later' })])])
    await store.close()
    await expect(restoreStore(target, store.path)).rejects.toThrow(/exists already/)
    await restoreStore(target, store.path, { force: true })
    expect(await (await stores.open(store.path)).count(ALL)).toBe(3)
    expect(await (await stores.open(`${store.path}.replaced`)).count(ALL)).toBe(4)
  })

  it('is not put in the place of a store that is in use', async () => {
    const store = await aStore()
    const target = join(stores.folder(), 'backup.db')
    await store.backup(target)
    await expect(restoreStore(target, store.path, { force: true })).rejects.toThrow(/in use/)
    expect(await store.count(ALL)).toBe(3)
  })

  it('is refused when it is no store, or damaged', async () => {
    const folder = stores.folder()
    const text = join(folder, 'text')
    writeFileSync(text, 'hello')
    await expect(restoreStore(text, join(folder, 'store.db'))).rejects.toThrow(AppError)
    await expect(restoreStore(join(folder, 'none'), join(folder, 'store.db'))).rejects.toThrow(
      /no such backup/,
    )
    const bytes = await closedBytes((await aStore()).path)
    bytes.fill(0x5a, 3 * 4096, 9 * 4096)
    const broken = join(folder, 'broken.db')
    writeFileSync(broken, bytes)
    await expect(restoreStore(broken, join(folder, 'store.db'))).rejects.toThrow(
      /damaged|malformed/,
    )
    expect(existsSync(join(folder, 'store.db'))).toBe(false)
  })
})

const SENTINEL = 'quetzalcoatlus'

describe('forgetting a person', () => {
  it('leaves no word of theirs in any file, and a scan does not bring them back', async () => {
    const store = await aStore()
    const author = {
      id: `${SENTINEL}-id`,
      handle: SENTINEL,
      name: `Dr ${SENTINEL}`,
      url: `https://${SENTINEL}.example`,
    }
    const posts = [
      aComplaint({
        id: 's2',
        title: SENTINEL,
        text: `I, ${SENTINEL}, complain`,
        author,
        thread: '1',
      }),
      aComplaint({
        id: 's1',
        text: `${SENTINEL} wrote this first`,
        url: `https://x.example/${SENTINEL}`,
        author,
      }),
    ]
    await store.savePages([aPage(posts)])
    await store.savePages([aPage([aComplaint({ id: 's1', text: `${SENTINEL} edited`, author })])])
    const numbers = (await store.search(ALL))
      .filter((post) => post.author?.handle === SENTINEL)
      .map(({ post }) => post)
    await store.triage({ type: 'note', text: `${SENTINEL} called` }, numbers, 'ann')
    expect(wordInFiles(store.path, SENTINEL)).toBe(true)

    const found = await store.findAuthors(`@${SENTINEL.toUpperCase()}`)
    expect(found).toMatchObject([{ platform: 'forum', handle: SENTINEL, posts: 2 }])
    const result = await store.forget(
      found.map((each) => each.author),
      'ann',
    )
    expect(result).toEqual({ authors: 1, posts: 2, complete: true })

    expect(wordInFiles(store.path, SENTINEL)).toBe(false)
    expect(await store.findAuthors(SENTINEL)).toEqual([])
    expect((await store.check()).problems).toEqual([])
    const [saved] = await store.savePages([aPage(posts)])
    expect(saved?.posts).toEqual([undefined, undefined])
    expect(await store.count({ ...ALL, unmatched: true })).toBe(3)
    expect((await store.openWork({})).map(({ post }) => post.id)).toEqual(['1', '2'])
  })

  it('says when somebody still reads the old state', async () => {
    const store = await aStore()
    const reader = await connect({
      path: store.path,
      policy: POLICY,
      now: () => NOW,
      readOnly: true,
    })
    reader.connection.exec('BEGIN')
    reader.sql('SELECT count(*) FROM posts').get()
    const [author] = await store.findAuthors('@1')
    const result = await store.forget([author?.author ?? 0], 'ann')
    expect(result.complete).toBe(false)
    reader.connection.close()
  })
})

/** Whether any file of the store has the word, in any spelling of its letters. Read by another process, so that no lock is lost. */
function wordInFiles(path: string, word: string): boolean {
  const folder = join(path, '..')
  const found = spawnSync('grep', ['-rlia', word, folder], { encoding: 'utf8' })
  return found.stdout.trim() !== ''
}

describe('retention', () => {
  it('lets go of what nothing matched when its time is over', async () => {
    let now = NOW
    const store = await stores.open(undefined, { now: () => now })
    const kept = { side: 'theirs', addressed: false, mentions: [], keepUntil: NOW + DAY } as const
    await store.savePages([
      aPage([{ post: aPost({ id: 'kept' }), ...kept }, aMatch({ id: 'matched' })]),
    ])
    expect(await store.prune({ rules: [] })).toEqual({ expired: 0, old: 0, complete: true })
    now = NOW + 2 * DAY
    expect(await store.prune({ rules: [], dryRun: true })).toEqual({
      expired: 1,
      old: 0,
      complete: true,
    })
    expect(await store.prune({ rules: [] })).toEqual({ expired: 1, old: 0, complete: true })
    expect((await store.search({ ...ALL, unmatched: true })).map(({ id }) => id)).toEqual([
      'matched',
    ])
    expect((await store.check()).problems).toEqual([])
  })

  it('deletes what is too old, of one source or all, but nothing that somebody waits for', async () => {
    const store = await stores.open()
    const old = NOW - 100 * DAY
    await store.savePages([
      aPage([
        aMatch({ id: 'new' }),
        aMatch({ id: 'old', publishedAt: old }),
        aMatch({ id: 'other source', publishedAt: old, source: 'blogs' }),
        aComplaint({ id: 'waits', publishedAt: old }),
      ]),
    ])
    const before = NOW - 90 * DAY
    expect(await store.prune({ rules: [{ source: 'forum', before }] })).toMatchObject({ old: 1 })
    expect((await store.search(ALL)).map(({ id }) => id).sort()).toEqual([
      'new',
      'other source',
      'waits',
    ])
    await store.prune({ rules: [{ before }] })
    expect((await store.search(ALL)).map(({ id }) => id).sort()).toEqual(['new', 'waits'])
    const [saved] = await store.savePages([aPage([aMatch({ id: 'old', publishedAt: old })])])
    expect(saved?.posts).toEqual([undefined])
  })

  it('deletes nothing when the clock runs far past the last scan, unless that is confirmed', async () => {
    let now = NOW
    const store = await stores.open(undefined, { now: () => now })
    await store.savePages([aPage([aMatch({ id: '1' })])])
    await store.endScan(await store.startScan(), { added: 1, matched: 1, failed: [] })
    now = NOW + 3650 * DAY
    const rules = [{ before: now - 90 * DAY }]
    await expect(store.prune({ rules })).rejects.toThrow(/3650 days/)
    expect(await store.count(ALL)).toBe(1)
    expect(await store.prune({ rules, confirmed: true })).toMatchObject({ old: 1 })
  })
})

describe('the word index', () => {
  it('is rebuilt when the rules of words changed, and searches are right meanwhile', async () => {
    const store = await aStore()
    await tamper(store, "UPDATE meta SET value = '0/0' WHERE name = 'tokens'")
    await tamper(store, 'DELETE FROM token_index')
    const { parseQuery } = await import('../../src/query/parser.ts')
    const tree = parseQuery('second', { context: 'view' }).tree
    const request = { ...ALL, ...(tree ? { tree } : {}) }
    expect((await store.info()).staleIndex).toBe(true)
    expect(await store.hasStaleIndex()).toBe(true)
    expect(await store.count(request)).toBe(1)
    const seen: [number, number][] = []
    expect(await store.reindex({ onProgress: (done, all) => seen.push([done, all]) })).toBe(3)
    expect(seen).toEqual([[3, 3]])
    expect(await store.info()).not.toHaveProperty('staleIndex')
    expect(await store.hasStaleIndex()).toBe(false)
    expect(await store.count(request)).toBe(1)
    expect((await store.check()).problems).toEqual([])
    expect(await store.reindex()).toBe(0)
  })

  it('is rebuilt by the next scan', async () => {
    const store = await aStore()
    await tamper(store, "UPDATE meta SET value = '0/0' WHERE name = 'tokens'")
    await store.startScan()
    expect((await store.check()).problems).toEqual([])
  })

  it('goes on where its rebuilding was stopped', async () => {
    const store = await stores.open()
    const posts = Array.from({ length: 2500 }, (_, index) => aMatch({ id: `n${index}` }))
    await store.savePages([aPage(posts)])
    const stopping = store.reindex({
      force: true,
      onProgress: (done) => {
        if (done === 1000) throw new Error('stopped')
      },
    })
    await expect(stopping).rejects.toThrow('stopped')
    expect((await store.info()).staleIndex).toBe(true)
    await store.savePages([aPage([aMatch({ id: 'meanwhile' })])])
    expect(await store.reindex()).toBe(1500)
    expect((await store.check()).problems).toEqual([])
  })
})

describe('reading again', () => {
  it('adds what a new query matches and opens what it finds', async () => {
    const store = await stores.open()
    const kept = { side: 'theirs', addressed: false, mentions: [], keepUntil: NOW + DAY } as const
    await store.savePages([aPage([{ post: aPost({ id: '1' }), ...kept }])])
    const matched = await store.reread([
      {
        post: 1,
        mentions: [aMention('late')],
        analysis: anAnalysis(['complaint'], 'negative'),
        opening: { opening: 'uncovered', rule: 'complaint' },
      },
      { post: 99, mentions: [aMention('late')] },
    ])
    expect(matched).toBe(1)
    expect(await store.search(ALL)).toMatchObject([
      { mentions: [{ query: 'late' }], sentiment: { label: 'negative' }, status: 'new' },
    ])
    expect(await store.reread([{ post: 1, mentions: [aMention('late')] }])).toBe(0)
    expect((await store.check()).problems).toEqual([])
  })

  it('keeps what a person corrected over a newer analysis', async () => {
    const store = await aStore()
    await store.appendEvents(1, [{ type: 'corrected', post: 1, sentiment: 'positive' }], 'ann')
    await store.reread([
      { post: 1, analysis: { ...anAnalysis(['question'], 'negative'), version: 2 } },
    ])
    expect((await store.post(1)).sentiment?.label).toBe('positive')
    expect((await store.post(1)).analysis?.version).toBe(2)
    expect((await store.check()).problems).toEqual([])
  })
})
