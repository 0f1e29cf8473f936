import Sqlite from 'better-sqlite3'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Post } from '../../src/model/post.ts'
import { parseQuery } from '../../src/query/parser.ts'
import { wrapConnection } from '../../src/store/database.ts'
import { areClustersStale, recluster } from '../../src/store/recluster.ts'
import type { Store } from '../../src/store/store.ts'
import { aMatch, aPage, NOW, POLICY, temporaryStores } from './builders.ts'

const stores = temporaryStores()

const STORY =
  'Acme said on Tuesday that it would recall forty thousand chargers after several customers reported that they overheated. The company asks owners to stop using them and offers a free replacement within two weeks. A spokesperson said that no injuries were known.'
const WIRE = `ROTTERDAM – ${STORY} Read more on our site.`
const TEASER = STORY.slice(0, 180)
const OTHER =
  'The new update of the Acme phone makes the camera slow to start, and in the evening the pictures come out green, which nobody at the shop could explain to me when I asked.'

type Draft = Partial<Post> & { readonly id: string }
const article = (id: string, text: string, more: Partial<Post> = {}): Draft => ({
  id,
  text,
  kind: 'article',
  ...more,
})

async function save(store: Store, ...drafts: readonly Draft[]): Promise<void> {
  for (const draft of drafts) await store.savePages([aPage([aMatch(draft)])])
}

/** The cluster of each post by its number; undefined for those that stand alone. */
async function clusters(store: Store, most = 9): Promise<readonly (number | undefined)[]> {
  const numbers = Array.from({ length: most }, (_, at) => at + 1)
  return (await store.posts(numbers)).map(({ cluster }) => cluster)
}

async function problems(store: Store): Promise<readonly string[]> {
  return (await store.check()).problems.filter(({ what }) => what === 'copies').map((p) => p.detail)
}

describe('near copies', () => {
  it('follow the post that was there first, and others stand alone', async () => {
    const store = await stores.open()
    await save(store, article('1', STORY), article('2', OTHER), article('3', WIRE))
    expect(await clusters(store)).toEqual([1, undefined, 1])
    expect(await problems(store)).toEqual([])
  })

  it('are found within one page, and by another process that knows nothing of it', async () => {
    const store = await stores.open()
    await store.savePages([aPage([aMatch(article('2', WIRE)), aMatch(article('1', STORY))])])
    const other = await stores.open(store.path)
    await save(other, article('3', TEASER))
    expect(await clusters(store)).toEqual([1, 1, 1])
  })

  it('under one address are one, whatever the feed cut', async () => {
    const store = await stores.open()
    const title = 'Acme recalls forty thousand chargers'
    await save(
      store,
      article('1', '', { title, url: 'https://news.example/recall?utm_source=rss' }),
      article('2', STORY, { title, url: 'http://www.news.example/recall/' }),
      article('3', OTHER, { title: 'Green pictures', url: 'https://news.example/recall' }),
      article('4', 'Too hot', { url: 'https://news.example/' }),
      article('5', 'Too hot', { url: 'https://news.example/' }),
    )
    expect(await clusters(store)).toEqual([1, 1, undefined, undefined, undefined])
  })

  it('are found among many that share a by-line and a footer', async () => {
    const store = await stores.open()
    const framed = (text: string) =>
      `By our correspondent Ann Miller in Berlin. ${text} Read more on our site, and subscribe to the newsletter.`
    const own = (n: number) => Array.from({ length: 60 }, (_, at) => `word${n}x${at}`).join(' ')
    const page = Array.from({ length: 40 }, (_, n) => aMatch(article(String(n), framed(own(n)))))
    await store.savePages([aPage(page)])
    await save(store, article('copy', own(7)), article('other', framed(own(99))))
    const first = (await store.search({ now: NOW, zone: 'UTC', limit: 60 })).find(
      ({ id }) => id === '7',
    )
    expect((await store.post(41)).cluster).toBe(first?.post)
    expect(await store.post(42)).not.toHaveProperty('cluster')
  })

  it('are not what we answer, nor what people answer in few words', async () => {
    const store = await stores.open()
    const page = (side: 'ours' | 'theirs', id: string, text: string) =>
      aPage([aMatch({ id, text, parent: 'x' }, { side })])
    await store.savePages([page('ours', '1', STORY), page('ours', '2', STORY)])
    const brief = 'It works again since yesterday and I am very happy, thank you.'
    await store.savePages([page('theirs', '3', brief), page('theirs', '4', brief)])
    await store.savePages([page('theirs', '5', STORY), page('theirs', '6', STORY)])
    expect(await clusters(store)).toEqual([undefined, undefined, undefined, undefined, 5, 5])
  })
})

describe('an edit', () => {
  it('takes a copy out of its cluster, and brings it back', async () => {
    const store = await stores.open()
    await save(store, article('1', STORY), article('2', WIRE), article('2', OTHER))
    expect(await clusters(store)).toEqual([undefined, undefined])
    await save(store, article('3', `${OTHER} Why?`))
    expect(await clusters(store)).toEqual([undefined, 2, 2])
    await save(store, article('2', `${WIRE} Corrected.`))
    expect(await clusters(store)).toEqual([1, 1, undefined])
    expect(await problems(store)).toEqual([])
  })

  it('of the first post leaves its copies together', async () => {
    const store = await stores.open()
    await save(store, article('1', STORY), article('2', WIRE), article('3', `${WIRE} More.`))
    await save(store, article('1', OTHER))
    expect(await clusters(store)).toEqual([undefined, 2, 2])
    await save(store, article('4', STORY), article('5', `${OTHER} Why?`))
    expect(await clusters(store)).toEqual([1, 2, 2, 2, 1])
    expect(await problems(store)).toEqual([])
  })

  it('that changes little changes no number', async () => {
    const store = await stores.open()
    await save(store, article('1', STORY), article('2', WIRE))
    await save(store, article('1', STORY.replace('Tuesday', 'Wednesday')))
    expect(await clusters(store)).toEqual([1, 1])
  })
})

describe('a deletion', () => {
  const author = { id: 'ann', handle: 'ann' }

  it('of the first post gives its copies another', async () => {
    const store = await stores.open()
    await save(
      store,
      article('1', STORY, { author }),
      article('2', WIRE),
      article('3', `${WIRE} More.`),
    )
    const [found] = await store.findAuthors('ann')
    await store.forget([found?.author ?? 0], 'bo')
    expect(await clusters(store)).toEqual([2, 2])
    await save(store, article('4', STORY))
    expect((await store.post(4)).cluster).toBe(2)
    expect(await problems(store)).toEqual([])
  })

  it('of the first of two equal posts leaves the other alone', async () => {
    const store = await stores.open()
    await save(store, article('1', STORY, { author }), article('2', STORY))
    const [found] = await store.findAuthors('ann')
    await store.forget([found?.author ?? 0], 'bo')
    expect(await clusters(store)).toEqual([undefined])
    expect(await problems(store)).toEqual([])
  })

  it('of the last copy leaves a post that stands alone, and no key of the deleted one', async () => {
    const store = await stores.open()
    await save(store, article('1', STORY), article('2', WIRE, { author }), article('3', OTHER))
    await save(store, article('4', `${OTHER} Why?`, { author }))
    const [found] = await store.findAuthors('ann')
    await store.forget([found?.author ?? 0], 'bo')
    expect(await clusters(store)).toEqual([undefined, undefined])
    const db = new Sqlite(store.path, { readonly: true })
    expect(db.prepare('SELECT DISTINCT post FROM fingerprints ORDER BY 1').pluck().all()).toEqual([
      1, 3,
    ])
    db.close()
  })
})

describe('clusters of a store', () => {
  /** As an earlier version left it: no keys, clusters of equal texts only. */
  async function anOldStore(): Promise<Store> {
    const store = await stores.open()
    await save(
      store,
      article('1', STORY),
      article('2', OTHER),
      article('3', WIRE),
      article('4', WIRE.toUpperCase()),
      article('5', `${OTHER} Why?`),
    )
    const db = new Sqlite(store.path)
    db.exec(`DELETE FROM fingerprints; DELETE FROM meta WHERE name = 'copies';
      UPDATE posts SET cluster = CASE WHEN number IN (3, 4) THEN 3 END`)
    db.close()
    return store
  }

  it('are found anew, with progress, and only once', async () => {
    const store = await anOldStore()
    const steps: number[] = []
    expect(await store.recluster({ onProgress: (done) => steps.push(done) })).toBe(5)
    expect(steps).toEqual([5])
    expect(await clusters(store)).toEqual([1, 2, 1, 1, 2])
    expect(await problems(store)).toEqual([])
    expect(await store.recluster()).toBe(0)
    expect(await store.recluster({ force: true })).toBe(5)
    expect(await clusters(store)).toEqual([1, 2, 1, 1, 2])
  })

  it('are no more led by an answer of ours, and nobody follows it', async () => {
    const store = await stores.open()
    const page = (side: 'ours' | 'theirs', id: string) =>
      aPage([aMatch({ id, text: STORY, parent: 'x' }, { side })])
    await store.savePages([page('ours', '1'), page('theirs', '2'), page('theirs', '3')])
    const db = new Sqlite(store.path)
    db.exec(`DELETE FROM fingerprints; DELETE FROM meta WHERE name = 'copies';
      UPDATE posts SET cluster = 1`)
    db.close()
    await store.recluster()
    expect(await clusters(store)).toEqual([undefined, 2, 2])
    await store.savePages([page('theirs', '4')])
    expect(await clusters(store)).toEqual([undefined, 2, 2, 2])
    expect(await problems(store)).toEqual([])
  })

  it('go on where they were stopped', async () => {
    const store = await anOldStore()
    const stop = new Error('stopped')
    const db = new Sqlite(store.path)
    db.exec("INSERT INTO meta (name, value) VALUES ('copies', 'rebuilding 2 3')")
    db.close()
    await expect(
      store.recluster({
        onProgress: () => {
          throw stop
        },
      }),
    ).rejects.toThrow('stopped')
    expect(await store.recluster()).toBe(0)
  })

  it('are found a part at a time where a scan waits', async () => {
    const store = await anOldStore()
    const db = wrapConnection({
      path: store.path,
      connection: new Sqlite(store.path),
      policy: POLICY,
      now: () => NOW,
      readOnly: false,
    })
    expect(recluster(db, { most: 1 })).toBe(5)
    expect(areClustersStale(db)).toBe(true)
    expect(recluster(db, { most: 1 })).toBe(0)
    expect(areClustersStale(db)).toBe(false)
    db.connection.close()
  })

  it('are brought up to date by the next scan', async () => {
    const store = await anOldStore()
    await store.startScan()
    expect(await clusters(store)).toEqual([1, 2, 1, 1, 2])
  })

  it('say what is wrong with them', async () => {
    const store = await anOldStore()
    await store.recluster()
    const db = new Sqlite(store.path)
    db.exec(
      'UPDATE posts SET cluster = 77 WHERE number = 5; INSERT INTO fingerprints VALUES (1, 99)',
    )
    db.close()
    expect(await problems(store)).toEqual([
      '1 posts in a cluster that nobody leads',
      '2 clusters of one post',
      '1 keys of copies without a post that leads',
    ])
  })

  it('stay in order whatever comes, is edited and goes', { timeout: 60_000 }, async () => {
    const texts = [STORY, WIRE, TEASER, OTHER, `${OTHER} Why?`, 'Short.', `${STORY} ${OTHER}`]
    const step = fc.record({
      what: fc.constantFrom('save', 'save', 'save', 'forget'),
      id: fc.integer({ min: 1, max: 6 }),
      text: fc.constantFrom(...texts),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
        let clock = NOW
        const store = await stores.open(undefined, { now: () => clock })
        for (const { what, id, text } of steps) {
          clock += 1000
          const author = { id: `author ${id}`, handle: `who${id}` }
          if (what === 'save')
            await save(store, article(String(id), text, { author, editedAt: clock }))
          else {
            const found = await store.findAuthors(`who${id}`)
            await store.forget(
              found.map(({ author: number }) => number),
              'bo',
            )
          }
        }
        expect(await problems(store)).toEqual([])
      }),
      { numRuns: 12 },
    )
  })
})

describe('a list that folds', () => {
  const REQUEST = { now: NOW, zone: 'UTC', fold: true } as const
  const at = (hours: number) => ({ publishedAt: NOW - hours * 3_600_000 })

  async function aFullStore(): Promise<Store> {
    const store = await stores.open()
    await save(
      store,
      article('1', STORY, at(9)),
      article('2', OTHER, at(8)),
      article('3', WIRE, at(3)),
      article('4', `${STORY} zebra`, at(2)),
      article('5', 'Something else that stands alone in this store', at(1)),
    )
    return store
  }

  it('shows every cluster once, the earliest leads, and counts the others', async () => {
    const store = await aFullStore()
    const rows = await store.search(REQUEST)
    expect(rows.map(({ post, copies }) => [post, copies])).toEqual([
      [5, undefined],
      [2, undefined],
      [1, 2],
    ])
  })

  it('counts more copies than it looks at', async () => {
    const store = await stores.open()
    const copies = Array.from({ length: 310 }, (_, n) => aMatch(article(`${n}`, STORY, at(n / 99))))
    await store.savePages([aPage(copies)])
    const rows = await store.search(REQUEST)
    expect(rows.map((row) => row.copies)).toEqual([309])
  })

  it('has no cluster twice over its pages', async () => {
    const store = await aFullStore()
    const pages: number[] = []
    let before: number | undefined
    for (;;) {
      const [row] = await store.search({ ...REQUEST, limit: 1, ...(before ? { before } : {}) })
      if (row === undefined) break
      pages.push(row.post)
      before = row.post
    }
    expect(pages).toEqual([5, 2, 1])
  })

  it('counts and leads among what is asked for', async () => {
    const store = await aFullStore()
    const tree = (text: string) => {
      const { tree: parsed } = parseQuery(text, { context: 'view' })
      return parsed === undefined ? {} : { tree: parsed }
    }
    const find = async (text: string) =>
      (await store.search({ ...REQUEST, ...tree(text) })).map(({ post, copies }) => [post, copies])
    const recent = { from: NOW - 4 * 3_600_000, to: NOW }
    expect(await find('chargers')).toEqual([[1, 2]])
    expect(await find('zebra')).toEqual([[4, undefined]])
    expect(await find('chargers AND NOT zebra')).toEqual([[1, 1]])
    expect(await find('/ch.rgers/')).toEqual([[1, 2]])
    const rows = await store.search({ ...REQUEST, period: recent })
    expect(rows.map(({ post, copies }) => [post, copies])).toEqual([
      [5, undefined],
      [3, 1],
    ])
  })

  it('unfolds where copies are asked for', async () => {
    const store = await aFullStore()
    for (const [text, posts] of [
      ['cluster:1', [4, 3, 1]],
      ['is:duplicate', [4, 3]],
      ['chargers AND cluster:1', [4, 3, 1]],
    ] as const) {
      const { tree } = parseQuery(text, { context: 'view' })
      const rows = await store.search({ ...REQUEST, ...(tree === undefined ? {} : { tree }) })
      expect(rows.map(({ post }) => post)).toEqual(posts)
    }
  })

  it('lets a much fuller text lead over its teaser', async () => {
    const store = await stores.open()
    await save(store, article('1', STORY.slice(0, 150), at(2)), article('2', STORY, at(1)))
    expect(await store.search(REQUEST)).toMatchObject([{ post: 2, copies: 1 }])
  })
})
