import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Post } from '../../src/model/post.ts'
import type { Page } from '../../src/sources/source.ts'
import { type Gap, olderWindow, type Step, tailOf, walkBack } from '../../src/sources/walk.ts'

const NOW = Date.parse('2026-11-20T00:00:00Z')
const HOUR = 3_600_000

function aPost(id: number, publishedAt?: number): Post {
  return {
    platform: 'x',
    source: 's',
    id: String(id),
    kind: 'post',
    text: '',
    publishedPrecision: publishedAt === undefined ? 'none' : 'second',
    collectedAt: NOW,
    ...(publishedAt === undefined ? {} : { publishedAt }),
  }
}

interface Run {
  readonly state?: unknown
  readonly since?: number
  readonly now?: number
  readonly maxPages?: number
}

async function walk(
  { now = NOW, ...run }: Run,
  ask: (gap: Gap) => Step | undefined,
): Promise<Page[]> {
  const pages: Page[] = []
  const environment = { maxPages: 20, maxItems: 5000, ...run, now: () => now }
  for await (const page of walkBack(environment, { ask: async (gap) => ask(gap) })) pages.push(page)
  return pages
}

/** A service that searches by windows of time, newest first. */
function aService(posts: readonly Post[], pageSize: number) {
  return (gap: Gap): Step => {
    const page = Number(gap.cursor ?? 0)
    const hits = posts
      .filter(
        ({ publishedAt: at = 0 }) =>
          at >= (gap.from ?? 0) && at <= (gap.to ?? Number.POSITIVE_INFINITY),
      )
      .toSorted(
        (a, b) => (b.publishedAt ?? 0) - (a.publishedAt ?? 0) || Number(b.id) - Number(a.id),
      )
    const found = hits.slice(page * pageSize, (page + 1) * pageSize)
    const goesOn = hits.length > (page + 1) * pageSize
    return { posts: found, ...(goesOn ? { next: olderWindow(gap, found, page + 1) } : {}) }
  }
}

test('runs that are cut off anywhere, with news in between, find every post', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.integer({ min: 0, max: 200 }), { minLength: 1, maxLength: 60 }),
      fc.array(
        fc.record({ news: fc.integer({ min: 0, max: 5 }), stop: fc.integer({ min: 1, max: 6 }) }),
        { maxLength: 6 },
      ),
      fc.integer({ min: 2, max: 7 }),
      async (ages, runs, pageSize) => {
        let posts = ages.map((age, n) => aPost(n, NOW - age * HOUR))
        let now = NOW
        let state: unknown
        const kept = new Set<string>()
        const scan = async (maxPages: number) => {
          const pages = await walk({ state, since: 1, now, maxPages }, aService(posts, pageSize))
          for (const page of pages) for (const post of page.posts) kept.add(post.id)
          state = pages.at(-1)?.state ?? state
        }
        for (const { news, stop } of runs) {
          await scan(stop)
          now += HOUR
          posts = [
            ...posts,
            ...Array.from({ length: news }, (_, n) => aPost(posts.length + n, now - n * 1000)),
          ]
        }
        for (let more = 0; more < 60; more += 1) await scan(20)
        expect(kept).toEqual(new Set(posts.map((post) => post.id)))
      },
    ),
    { numRuns: 150 },
  )
})

test('what was read is asked for again only for the last ten minutes', async () => {
  const posts = Array.from({ length: 10 }, (_, n) => aPost(n, NOW - n * HOUR))
  const first = await walk({ since: 1 }, aService(posts, 100))
  const asked: Gap[] = []
  await walk({ state: first.at(-1)?.state, since: 1 }, (gap) => {
    asked.push(gap)
    return { posts: [] }
  })
  expect(asked).toEqual([{ from: NOW - 600_000 }])
})

test('a later --since digs below where reading had begun', async () => {
  const posts = Array.from({ length: 10 }, (_, n) => aPost(n, NOW - n * HOUR))
  const first = await walk({ since: NOW - 3 * HOUR }, aService(posts, 100))
  expect(first.flatMap((page) => page.posts).length).toBe(4)
  const second = await walk(
    { state: first.at(-1)?.state, since: NOW - 8 * HOUR },
    aService(posts, 100),
  )
  expect(new Set(second.flatMap((page) => page.posts.map((post) => post.id)))).toEqual(
    new Set(['0', '3', '4', '5', '6', '7', '8']),
  )
})

test('without a limit of time, a cap ends it for good and says how to dig', async () => {
  const posts = Array.from({ length: 100 }, (_, n) => aPost(n, NOW - n * HOUR))
  const pages = await walk({ maxPages: 3 }, aService(posts, 10))
  expect(pages.length).toBe(3)
  expect(pages.at(-1)?.notice).toContain('--since')
  const next = await walk({ state: pages.at(-1)?.state }, aService(posts, 10))
  expect(next.length).toBe(1)
})

test.each([
  ['the same cursor', () => ({ cursor: 'a' })],
  ['a ring of two', (n: number) => ({ cursor: n % 2 === 0 ? 'a' : 'b' })],
  ['a ring of seven', (n: number) => ({ cursor: String(n % 7) })],
])('%s is left at its first repeat, and said once', async (_, next) => {
  let n = 0
  const pages = await walk({ maxPages: 100 }, () => {
    n += 1
    return { posts: [], next: next(n) }
  })
  expect(pages.length).toBeLessThanOrEqual(9)
  expect(pages.filter((page) => page.notice?.includes('repeats itself')).length).toBe(1)
})

test('a new cursor each time with nothing behind it ends at the cap', async () => {
  let n = 0
  const pages = await walk({ since: 1 }, () => {
    n += 1
    return { posts: [], next: { cursor: String(n) } }
  })
  expect(pages.length).toBe(20)
  expect(pages.at(-1)?.notice).toContain('stopped after 20 pages')
})

test('a post dated far ahead does not blind the next runs', async () => {
  const pages = await walk(
    { since: 1 },
    aService([aPost(1, Date.UTC(2999, 0)), aPost(2, NOW - HOUR)], 10),
  )
  expect(pages.at(-1)?.state).toMatchObject({ top: NOW })
})

test('a post dated far back, or pinned, does not end the page walk', () => {
  const dates = Array.from({ length: 12 }, (_, n) => NOW - n * HOUR)
  expect(tailOf([...dates.slice(0, 11), 1000])).toBe(NOW - 9 * HOUR)
  expect(tailOf([])).toBeUndefined()
})

test('validators are kept once all has been read, not before', async () => {
  const posts = Array.from({ length: 6 }, (_, n) => aPost(n, NOW - n * HOUR))
  const service = aService(posts, 3)
  let n = 0
  const pages = await walk({ since: 1 }, (gap) => {
    n += 1
    return { ...service(gap), validators: { etag: `"${n}"` } }
  })
  expect(pages.map((page) => page.validators)).toEqual([
    ...pages.slice(1).map(() => undefined),
    { etag: '"1"' },
  ])
})

test('a state that somebody damaged is no state', async () => {
  for (const state of [null, 7, 'x', [], { top: 'x' }, { gaps: [{ from: 'x' }] }]) {
    expect((await walk({ state, since: 1 }, aService([aPost(1, NOW)], 10))).length).toBe(1)
  }
})
