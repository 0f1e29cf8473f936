import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Post } from '../../src/model/post.ts'
import { compileQuery, matchPost } from '../../src/query/matcher.ts'
import { parseQuery } from '../../src/query/parser.ts'
import type { Tree } from '../../src/query/tree.ts'
import { viewOf } from '../../src/store/narrowing.ts'
import type { SearchRequest, Store, StoredPost } from '../../src/store/store.ts'
import {
  ALL,
  aComplaint,
  aMatch,
  aMention,
  anAnalysis,
  aPage,
  aPost,
  DAY,
  HOUR,
  NOW,
  temporaryStores,
} from './builders.ts'

const stores = temporaryStores()

function parse(expression: string): Tree {
  const parsed = parseQuery(expression, { context: 'view' })
  if (parsed.tree === undefined)
    throw new Error(`${expression}: ${JSON.stringify(parsed.problems)}`)
  return parsed.tree
}

async function find(store: Store, expression: string, more = {}): Promise<readonly string[]> {
  const found = await store.search({ ...ALL, limit: 1000, tree: parse(expression), ...more })
  return found.map(({ id }) => id)
}

async function pageThrough(store: Store, request: SearchRequest): Promise<readonly number[]> {
  const paged: number[] = []
  for (let page = [0]; page.length > 0; paged.push(...page)) {
    const before = paged.at(-1)
    page = numbersOf(await store.search({ ...request, limit: 7, ...(before ? { before } : {}) }))
  }
  return paged
}

function numbersOf(posts: readonly StoredPost[]): number[] {
  return posts.map(({ post }) => post)
}

async function aStore(posts: readonly (Partial<Post> & { readonly id: string })[]): Promise<Store> {
  const store = await stores.open()
  await store.savePages([aPage(posts.map((post) => aMatch(post)))])
  return store
}

describe('a search', () => {
  it('finds words, phrases and what stands near', async () => {
    const store = await aStore([
      { id: '1', text: 'the acme phone is broken' },
      { id: '2', text: 'a phone by Acme' },
      { id: '3', title: 'ACME', text: 'nothing' },
      { id: '4', text: "wendy's C++ and #acme and @a.b \u{1F469}‍\u{1F467} \u{1FAE0}" },
    ])
    expect(await find(store, 'acme')).toEqual(['1', '2', '3', '4'].reverse().sort())
    expect(await find(store, '"acme phone"')).toEqual(['1'])
    expect(await find(store, 'acme NEAR/1 phone')).toEqual(['1', '2'])
    expect(await find(store, 'title:acme')).toEqual(['3'])
    expect(await find(store, 'phon* NOT broken')).toEqual(['2'])
    expect(await find(store, 'wendys')).toEqual(['4'])
    expect(await find(store, 'c++')).toEqual(['4'])
    expect(await find(store, '#acme')).toEqual(['4'])
    expect(await find(store, '\u{1F469}‍\u{1F467}')).toEqual(['4'])
    expect(await find(store, '\u{1FAE0}')).toEqual(['4'])
    expect(await find(store, '{ACME}')).toEqual(['3'])
  })

  it('follows an edit', async () => {
    const store = await aStore([{ id: '1', text: 'zebra' }])
    await store.savePages([aPage([aMatch({ id: '1', text: 'giraffe' })])])
    expect(await find(store, 'zebra')).toEqual([])
    expect(await find(store, 'giraffe')).toEqual(['1'])
  })

  for (const expression of [undefined, 'acme', 'acme odd*', '"acme odd"']) {
    it(`pages on from a post without doubles or gaps: ${expression ?? 'everything'}`, async () => {
      const store = await aStore(
        Array.from({ length: 25 }, (_, at) => ({
          id: String(at),
          text: `acme ${at % 2 ? 'odd' : 'even'}`,
        })),
      )
      const request = { ...ALL, ...(expression === undefined ? {} : { tree: parse(expression) }) }
      const whole = numbersOf(await store.search({ ...request, limit: 100 }))
      expect(whole.length).toBeGreaterThan(10)
      const paged = await pageThrough(store, request)
      expect(paged).toEqual(whole)
      expect(await store.count(request)).toBe(whole.length)
      const streamed: number[] = []
      for await (const { post } of store.stream(request)) streamed.push(post)
      expect(streamed.reverse()).toEqual(whole)
    })
  }

  it('keeps to the hour that a period is cut in', async () => {
    const at = NOW - HOUR + 250
    const store = await aStore([{ id: '1', publishedAt: at }])
    const search = (from: number, to: number) => store.count({ ...ALL, period: { from, to } })
    expect(await search(at, at + 1)).toBe(1)
    expect(await search(at + 1, at + HOUR)).toBe(0)
    expect(await search(at - HOUR, at)).toBe(0)
    expect(await search(NOW - HOUR, NOW)).toBe(1)
  })

  it('finds what people did with posts', async () => {
    const store = await stores.open()
    await store.savePages([
      aPage([
        aComplaint({ id: '3', publishedAt: NOW - 3 * HOUR }),
        aComplaint({ id: '2', publishedAt: NOW - 2 * HOUR }),
        aMatch(
          { id: '1', publishedAt: NOW - HOUR },
          { mentions: [aMention('globex', { role: 'competitor' })] },
        ),
      ]),
    ])
    const number = async (id: string) =>
      (await store.search(ALL)).find((post) => post.id === id)?.post ?? 0
    await store.triage({ type: 'flag', flag: 'Crème', on: true }, [await number('1')], 'ann')
    await store.triage({ type: 'assign', to: 'Änne' }, [await number('2')], 'ann')
    await store.triage({ type: 'snooze', until: NOW + HOUR }, [await number('3')], 'ann')
    await store.triage({ type: 'seen' }, [await number('2')], 'ann')
    expect(await find(store, 'flag:creme')).toEqual(['1'])
    expect(await find(store, 'is:flagged')).toEqual(['1'])
    expect(await find(store, 'assigned:@änne')).toEqual(['2'])
    expect(await find(store, 'status:snoozed')).toEqual(['3'])
    expect(await find(store, 'status:open')).toEqual(['2'])
    expect(await find(store, 'is:overdue')).toEqual(['2', '3'])
    expect(await find(store, 'query:globex')).toEqual(['1'])
    expect(await find(store, 'NOT role:brand')).toEqual(['1'])
    expect(await find(store, 'intent:complaint NOT is:unseen')).toEqual(['2'])
    expect(await find(store, 'sentiment:<-0.5')).toEqual(['2', '3'])
  })
})

const WORDS = [
  'acme',
  'phone',
  'Phöne',
  "acme's",
  '#acme',
  '@acme',
  'globex',
  'C++',
  'bad',
  'new',
  'e-mail',
  '東京都',
  'x.y',
  '3.5',
  '\u{1F600}',
]
const text = fc
  .array(fc.constantFrom(...WORDS, '.', '!', '?', 'http://acme.example/a'), { maxLength: 9 })
  .map((words) => words.join(' '))
const someTime = fc.integer({ min: NOW - 40 * DAY, max: NOW + 3 * DAY })

const aRandomMatch = fc.record({
  title: fc.option(text, { nil: undefined }),
  text,
  kind: fc.constantFrom('post', 'comment', 'review'),
  publishedAt: fc.option(someTime, { nil: undefined }),
  collectedAt: someTime,
  url: fc.option(
    fc.constantFrom('https://news.acme.example/1', 'http://b.co.uk/x?y', 'odd thing'),
    { nil: undefined },
  ),
  lang: fc.option(fc.constantFrom('en', 'de-AT'), { nil: undefined }),
  parent: fc.option(fc.constantFrom('p0', 'p1', 'zz'), { nil: undefined }),
  source: fc.constantFrom('forum', 'Blögs'),
  tags: fc.option(fc.array(fc.constantFrom('Phone', '#acme', 'crème brûlée'), { maxLength: 2 }), {
    nil: undefined,
  }),
  links: fc.option(fc.constant(['https://a.example/']), { nil: undefined }),
  rating: fc.option(fc.constantFrom(1, 2.5, 5), { nil: undefined }),
  likes: fc.option(fc.integer({ min: 0, max: 20 }), { nil: undefined }),
  shares: fc.option(fc.integer({ min: 0, max: 20 }), { nil: undefined }),
  label: fc.constantFrom('negative', 'positive', undefined),
  intents: fc.subarray(['complaint', 'question', 'praise'] as const),
  mentions: fc.subarray(['acme', 'globex']),
  addressed: fc.boolean(),
})

const aTerm = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom(...WORDS.filter((word) => !word.includes("'"))) },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      '"acme phone"',
      '"new acme"',
      "acme's",
      '"acme phone"~2',
      'pho*',
      '{Phöne}',
      'acme{>=2}',
      'raw:"C+"',
      '/ac.e/',
      'phonee~1',
      '東京',
    ),
  },
  {
    weight: 4,
    arbitrary: fc.constantFrom(
      'title:acme',
      'text:phone',
      'kind:review',
      'lang:en',
      'lang:de',
      'site:acme.example',
      'site:b.co.uk',
      'source:blogs',
      'source:forum',
      'tag:acme',
      'tag:phone',
      'tag:"creme brulee"',
      'tag:"crème brûlée"',
      'is:reply',
      'is:addressed',
      'is:question',
      'has:link',
      'rating:>=2',
      'likes:[5 TO 10]',
      'engagement:>10',
      'length:>=20',
      'published:7d',
      'published:[2026-09-01 TO 2026-09-20]',
      'published:>=2026-10-01',
      'collected:3d',
      'query:acme',
      'role:competitor',
      'sentiment:negative',
      'sentiment:>0.5',
      'intent:complaint',
      'status:new',
      'status:closed',
      'flag:hot',
      'label:x',
      'is:unseen',
      'is:flagged',
      'is:overdue',
      'is:answered',
      'is:duplicate',
      'assigned:ann',
      'priority:normal',
      'due:2h',
    ),
  },
)
const anExpression = fc.letrec<{ node: string }>((tie) => ({
  node: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    aTerm,
    fc.tuple(tie('node'), tie('node')).map(([a, b]) => `(${a} AND ${b})`),
    fc.tuple(tie('node'), tie('node')).map(([a, b]) => `(${a} OR ${b})`),
    tie('node').map((a) => `(NOT ${a})`),
    fc
      .tuple(
        fc.constantFrom('acme', '"acme phone"', '(acme OR bad)'),
        fc.constantFrom('phone', 'C++', '(new OR globex)'),
        fc.constantFrom('NEAR/2', 'ONEAR/1', 'NOT NEAR/3', 'SENT'),
      )
      .map(([a, b, op]) => `(${a} ${op} ${b})`),
  ),
})).node

describe('the index and the matcher', () => {
  it('give the same answer to every expression over every store', {
    timeout: 120_000,
  }, async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(aRandomMatch, { minLength: 1, maxLength: 25 }),
        fc.array(anExpression, { minLength: 20, maxLength: 40 }),
        fc.array(
          fc.tuple(
            fc.nat({ max: 24 }),
            fc.constantFrom('flag', 'label', 'close', 'assign', 'seen'),
          ),
          { maxLength: 8 },
        ),
        async (posts, expressions, deeds) => {
          const store = await stores.open()
          await store.savePages([aPage(posts.map(toPrepared))])
          for (const [which, deed] of deeds) await act(store, deed, (which % posts.length) + 1)
          const stored = await store.search({ ...ALL, unmatched: true, limit: 1000 })
          expect(stored).toHaveLength(posts.length)
          for (const expression of expressions) {
            const { tree } = parseQuery(expression, { context: 'view' })
            if (tree === undefined) continue
            const query = compileQuery(tree)
            const expected = stored
              .filter(
                (post) =>
                  matchPost(
                    query,
                    { ...post, lang: post.analysis?.lang ?? post.lang },
                    { ...ALL, view: viewOf(post, NOW) },
                  ).matched,
              )
              .map(({ post }) => post)
            const found = await store.search({ ...ALL, tree, unmatched: true, limit: 1000 })
            expect({ expression, posts: found.map(({ post }) => post) }).toEqual({
              expression,
              posts: expected,
            })
            expect(await store.count({ ...ALL, tree, unmatched: true })).toBe(expected.length)
          }
          await store.close()
        },
      ),
      { numRuns: 20 },
    )
  })
})

type RandomMatch = typeof aRandomMatch extends fc.Arbitrary<infer Value> ? Value : never

function toPrepared(random: RandomMatch, index: number) {
  const { label, intents, mentions, addressed, ...post } = random
  const given = Object.fromEntries(
    Object.entries(post).filter(([, value]) => value !== undefined),
  ) as Partial<Post>
  return {
    post: { ...aPost({ id: `p${index}` }), ...given },
    side: 'theirs' as const,
    addressed,
    mentions: mentions.map((query) =>
      aMention(query, { role: query === 'acme' ? 'brand' : 'competitor' }),
    ),
    analysis: anAnalysis(intents, label),
    keepUntil: NOW + DAY,
    ...(addressed ? { opening: { opening: 'addressed' as const, rule: 'x' } } : {}),
  }
}

async function act(store: Store, deed: string, post: number): Promise<void> {
  if (deed === 'flag') await store.triage({ type: 'flag', flag: 'Hot', on: true }, [post], 'ann')
  if (deed === 'label') await store.triage({ type: 'label', label: 'x', on: true }, [post], 'ann')
  if (deed === 'close') await store.triage({ type: 'close', reason: 'solved' }, [post], 'ann')
  if (deed === 'assign') await store.triage({ type: 'assign', to: 'Ann' }, [post], 'ann')
  if (deed === 'seen') await store.triage({ type: 'seen' }, [post], 'ann')
}

it('streams a range of numbers in pages, with and without an expression', async () => {
  const store = await stores.open()
  const posts = Array.from({ length: 1300 }, (_, n) =>
    aMatch({
      id: `p${n}`,
      text: n % 2 === 0 ? 'acme battery' : 'acme screen',
      publishedAt: NOW - ((n * 7919) % 1300) * 60_000,
    }),
  )
  await store.savePages([aPage(posts)])
  const numbers = { after: 100, upTo: 1250 }
  const read = async (request: SearchRequest) => {
    const found: number[] = []
    for await (const { post } of store.stream(request)) found.push(post)
    return found.sort((a, b) => a - b)
  }
  const wanted = Array.from({ length: 1150 }, (_, n) => 101 + n)
  expect(await read({ ...ALL, numbers })).toEqual(wanted)
  expect(await store.count({ ...ALL, numbers })).toBe(1150)
  const tree = parse('battery NOT screen')
  const batteries = (await read({ ...ALL, tree })).filter((post) => post > 100 && post <= 1250)
  expect(batteries.length).toBeGreaterThan(500)
  expect(await read({ ...ALL, tree, numbers })).toEqual(batteries)
})
