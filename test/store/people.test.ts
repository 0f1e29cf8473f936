import { describe, expect, it } from 'vitest'
import { NotFoundError } from '../../src/errors.ts'
import type { Store } from '../../src/store/store.ts'
import {
  aComplaint,
  aMatch,
  anAnalysis,
  aPage,
  aReply,
  DAY,
  HOUR,
  NOW,
  temporaryStores,
} from './builders.ts'

const stores = temporaryStores()

async function aStore(): Promise<Store> {
  const store = await stores.open()
  const praise = { analysis: anAnalysis(['praise'], 'positive') }
  await store.savePages([
    aPage([
      aReply({ id: 'r1', parent: 'c1', author: { id: 'us' }, publishedAt: NOW - HOUR }),
      aComplaint({ id: 'c1', author: { id: 'kim', handle: 'kim' }, publishedAt: NOW - 2 * HOUR }),
      aMatch(
        { id: 'p2', author: { id: 'lee', handle: 'lee', name: 'Lee' }, publishedAt: NOW - DAY },
        praise,
      ),
      aMatch({ id: 'p1', author: { id: 'lee' }, publishedAt: NOW - 9 * DAY }, praise),
    ]),
    aPage(
      [
        aMatch(
          {
            id: 'x1',
            platform: 'hackernews',
            author: { id: 'lee_hn' },
            publishedAt: NOW - 3 * DAY,
          },
          praise,
        ),
      ],
      {
        channel: { platform: 'hackernews', key: 'k', source: 'hn', label: 'HN' },
      },
    ),
  ])
  return store
}

const authorOf = async (store: Store, who: string) => (await store.findAuthors(who))[0]?.author ?? 0

describe('people', () => {
  it('are counted by what they said that concerns us', async () => {
    const store = await aStore()
    const people = await store.people({ order: 'positive' })
    expect(
      people.map(({ authors, posts, positive, negative, praise }) => [
        authors[0]?.id,
        posts,
        positive,
        negative,
        praise,
      ]),
    ).toEqual([
      ['lee', 2, 2, 0, 2],
      ['lee_hn', 1, 1, 0, 1],
      ['kim', 1, 0, 1, 0],
    ])
    expect(people[0]).toMatchObject({ firstAt: NOW - 9 * DAY, lastAt: NOW - DAY })
    expect(people[0]?.authors).toEqual([
      { platform: 'forum', id: 'lee', handle: 'lee', name: 'Lee' },
    ])
  })

  it('can be looked at in a period, and by number of posts', async () => {
    const store = await aStore()
    expect(
      (await store.people({ from: NOW - 2 * DAY, to: NOW })).map(({ posts }) => posts),
    ).toEqual([1, 1])
    expect(await store.people({ minPosts: 2 })).toHaveLength(1)
  })

  it('are one when they are linked, and themselves again after', async () => {
    const store = await aStore()
    const before = await store.people({})
    const [lee, other, kim] = [
      await authorOf(store, 'lee'),
      await authorOf(store, 'lee_hn'),
      await authorOf(store, 'kim'),
    ]
    await store.linkPeople(lee, other)
    await store.linkPeople(other, kim)
    const linked = await store.person(kim)
    expect(linked).toMatchObject({ person: lee, posts: 4, positive: 3, negative: 1 })
    expect(linked.authors.map(({ id }) => id).sort()).toEqual(['kim', 'lee', 'lee_hn'])
    expect((await store.personPosts(kim, 9)).map(({ id }) => id)).toEqual(['c1', 'p2', 'x1', 'p1'])
    expect(await store.unlinkAuthor(lee)).toBe(true)
    expect((await store.person(kim)).authors.map(({ id }) => id).sort()).toEqual(['kim', 'lee_hn'])
    expect(await store.unlinkAuthor(kim)).toBe(true)
    expect(await store.people({})).toEqual(before)
    expect(await store.unlinkAuthor(kim)).toBe(false)
    await expect(store.person(999)).rejects.toThrow(NotFoundError)
  })

  it('have our replies beside them', async () => {
    const store = await aStore()
    expect((await store.ourReplies(10)).map(({ id }) => id)).toEqual(['r1'])
  })

  it('have turns that figures are made from', async () => {
    const store = await aStore()
    const turns = await store.turns({ from: NOW - 3 * HOUR, to: NOW })
    expect(turns).toMatchObject([
      {
        startPost: expect.any(Number),
        start: NOW - 2 * HOUR,
        repliedAt: NOW - HOUR,
        opening: 'addressed',
        intents: ['complaint'],
        isFirst: true,
      },
    ])
    expect(await store.turns({ from: NOW - 9 * DAY, to: NOW - 3 * HOUR })).toEqual([])
  })
})

describe('a named value', () => {
  it('changes in one step, however many change it', async () => {
    const store = await stores.open()
    const other = await stores.open(store.path)
    await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        (index % 2 ? store : other).changeValue<number>('n', (n = 0) => n + 1),
      ),
    )
    expect(await store.getValue('n')).toBe(20)
  })
})
