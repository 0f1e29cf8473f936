import { expect, it } from 'vitest'
import { defaultSettings } from '../../src/config/defaults.ts'
import type { Settings } from '../../src/config/settings.ts'
import { createDialogueReaders } from '../../src/dialogue/report-readers.ts'
import type { Role, SentimentLabel } from '../../src/model/mention.ts'
import type { ReportDocument, TableBlock } from '../../src/reports/document.ts'
import { REPORTS } from '../../src/reports/index.ts'
import { renderCsv, renderJson } from '../../src/reports/render-data.ts'
import { renderHtml } from '../../src/reports/render-html.ts'
import { renderMarkdown } from '../../src/reports/render-markdown.ts'
import { renderTerminal } from '../../src/reports/render-terminal.ts'
import type { PreparedPost, Store } from '../../src/store/store.ts'
import {
  aComplaint,
  aMatch,
  aMention,
  anAnalysis,
  aPage,
  aReply,
  DAY,
  HOUR,
  MINUTE,
  NOW,
  POLICY,
  temporaryStores,
} from '../store/builders.ts'

const stores = temporaryStores()
const PERIOD = { from: NOW - 7 * DAY, to: NOW }

const settings: Settings = {
  ...defaultSettings(),
  policy: POLICY,
  brand: { name: 'Acme', handles: {} },
  competitors: { globex: {} },
  queries: [
    { name: 'acme', role: 'brand', match: 'acme OR akme' },
    { name: 'globex', role: 'competitor', match: 'globex' },
    { name: 'nothing', role: 'topic', match: 'xyzzy' },
  ],
}

async function build(store: Store, name: string): Promise<ReportDocument> {
  const report = await REPORTS.find((entry) => entry.name === name)?.load()
  if (report === undefined) throw new Error(`no report ${name}`)
  const dialogue = createDialogueReaders(store, settings, NOW, 'UTC')
  return report.build({ store, settings, now: NOW, zone: 'UTC', period: PERIOD, dialogue })
}

function tableOf(document: ReportDocument, name: string): readonly Record<string, unknown>[] {
  const block = document.blocks.find(
    (each): each is TableBlock => each.kind === 'table' && each.name === name,
  )
  if (block === undefined) throw new Error(`no table ${name}`)
  return block.rows.map((row) =>
    Object.fromEntries(block.columns.map((column, index) => [column.name, row[index]])),
  )
}

async function aStore(posts: readonly PreparedPost[]): Promise<Store> {
  const store = await stores.open()
  await store.saveQueries(settings.queries)
  await store.savePages([aPage(posts)])
  return store
}

function said(
  id: string,
  daysAgo: number,
  more: {
    readonly query?: string
    readonly role?: Role
    readonly label?: SentimentLabel
    readonly who?: string
    readonly text?: string
    readonly source?: string
  } = {},
): PreparedPost {
  const {
    query = 'acme',
    role = 'brand',
    label,
    who = id,
    text = `acme ${id}`,
    source = 'forum',
  } = more
  return aMatch(
    { id, text, source, publishedAt: NOW - daysAgo * DAY, author: { id: who, handle: who } },
    { mentions: [aMention(query, { role })], analysis: anAnalysis([], label) },
  )
}

it('volume counts posts, people and the change, and names the source that moved it', async () => {
  const store = await aStore([
    said('a', 1, { who: 'kim' }),
    said('b', 2, { who: 'kim' }),
    said('c', 3, { source: 'hn' }),
    said('d', 3, { source: 'hn' }),
    said('e', 8),
  ])
  const document = await build(store, 'volume')
  expect(tableOf(document, 'queries')).toEqual([
    { query: 'acme', posts: 4, people: 3, clusters: 4, before: 1, change: 3 },
  ])
  const drivers = tableOf(document, 'drivers')
  expect(drivers).toContainEqual({
    dimension: 'source',
    value: 'hn',
    before: 0,
    now: 2,
    change: 2,
    points: 200,
  })
  expect(drivers).toContainEqual({
    dimension: 'author',
    value: 'kim',
    before: 0,
    now: 2,
    change: 2,
    points: 200,
  })
})

it('sentiment gives net with an interval over persons, and says too few', async () => {
  // 8 positive, 4 negative of 12: (8 − 4) ÷ 12 = 1/3; globex has three scored posts.
  const labels = (count: number, label: SentimentLabel) =>
    Array.from({ length: count }, (_, at) => said(`${label}${at}`, 1, { label }))
  const store = await aStore([
    ...labels(8, 'positive'),
    ...labels(4, 'negative'),
    ...[1, 2, 3].map((at) =>
      said(`g${at}`, 1, { query: 'globex', role: 'competitor', label: 'negative' }),
    ),
  ])
  const [acme, globex] = tableOf(await build(store, 'sentiment'), 'net')
  expect(acme).toMatchObject({ query: 'acme', positive: 8, negative: 4, note: '' })
  expect(acme?.net).toBeCloseTo(1 / 3, 10)
  expect(Number(acme?.net_low)).toBeLessThan(1 / 3)
  expect(Number(acme?.net_high)).toBeGreaterThan(1 / 3)
  expect(globex).toMatchObject({ query: 'globex', negative: 3, net: null, note: 'too few' })
})

it('one loud person widens the interval, because people are drawn and not posts', async () => {
  const loud = await aStore([
    ...Array.from({ length: 10 }, (_, at) => said(`l${at}`, 1, { label: 'negative', who: 'loud' })),
    ...Array.from({ length: 10 }, (_, at) => said(`p${at}`, 1, { label: 'positive' })),
  ])
  const many = await aStore([
    ...Array.from({ length: 10 }, (_, at) => said(`n${at}`, 1, { label: 'negative' })),
    ...Array.from({ length: 10 }, (_, at) => said(`p${at}`, 1, { label: 'positive' })),
  ])
  const width = async (store: Store) => {
    const [row] = tableOf(await build(store, 'sentiment'), 'net')
    return Number(row?.net_high) - Number(row?.net_low)
  }
  expect(await width(loud)).toBeGreaterThan(await width(many))
})

it('hand corrections stand over the program, and correct the net from twenty on', async () => {
  // Of 40 posts the program calls 20 positive and 20 negative; people judge 24 and call 6 of its 12 positives negative.
  const posts = Array.from({ length: 40 }, (_, at) => {
    const label = at % 2 === 0 ? ('positive' as const) : ('negative' as const)
    const sentiment = { label, score: label === 'positive' ? 0.8 : -0.8, confidence: 0.9 }
    const post = said(`s${at}`, 1, { label })
    return { ...post, mentions: [aMention('acme', { sentiment })] }
  })
  const store = await aStore(posts)
  for (const post of await store.search({ now: NOW, zone: 'UTC' })) {
    const at = Number(post.id.slice(1))
    if (at >= 24) continue
    const truth = at % 4 === 0 || at % 2 === 1 ? 'negative' : 'positive'
    await store.triage({ type: 'correct', sentiment: truth }, [post.post], 'ann')
  }
  const [row] = tableOf(await build(store, 'sentiment'), 'net')
  // positive: tpr 6/6, fpr 6/18, (0.5 − 1/3) ÷ (2/3) = 0.25; negative: tpr 12/18, fpr 0/6, 0.5 ÷ (2/3) = 0.75.
  expect(row?.corrected).toBeCloseTo(-0.5, 10)
  expect(row?.corrected_low).toBeLessThan(-0.5)
  expect(row?.corrected_high).toBeGreaterThan(-0.5)
  // 14 positive and 26 negative when the judged ones count as judged.
  expect(row?.net).toBeCloseTo((14 - 26) / 40, 10)
})

it('share of voice counts posts, people and posts without copies', async () => {
  const store = await aStore([
    said('a', 1, { who: 'kim' }),
    said('b', 1, { who: 'kim' }),
    said('c', 1),
    said('g', 1, { query: 'globex', role: 'competitor' }),
  ])
  const document = await build(store, 'share-of-voice')
  const [acme] = tableOf(document, 'shares_posts')
  expect(acme).toMatchObject({ query: 'acme', count: 3, share: 0.75 })
  // Wilson 95 % of 3 in 4, by an independent calculator: 0.3006 to 0.9544.
  expect(acme?.share_low).toBeCloseTo(0.3006, 3)
  expect(acme?.share_high).toBeCloseTo(0.9544, 3)
  expect(tableOf(document, 'shares_people')[0]?.share).toBeCloseTo(2 / 3, 10)
})

it('response counts overdue unanswered turns as failures, and shows when we answer', async () => {
  const asked = (id: string, ago: number) =>
    aComplaint({ id, thread: id, publishedAt: NOW - ago, collectedAt: NOW - ago + MINUTE })
  const store = await aStore([
    asked('q1', 30 * HOUR),
    asked('q2', 29 * HOUR),
    asked('q3', 10 * MINUTE),
  ])
  await store.savePages([
    aPage([
      aReply({
        id: 'r1',
        parent: 'q1',
        thread: 'q1',
        text: 'sorry, fixed',
        publishedAt: NOW - 30 * HOUR + 20 * MINUTE,
      }),
    ]),
  ])
  const document = await build(store, 'response')
  const [all] = tableOf(document, 'groups')
  expect(all).toMatchObject({
    group: 'all',
    turns: 3,
    owed: 3,
    answered: 1,
    p50: 20,
    p95: null,
    n: 1,
    overdue: 1,
  })
  expect(all?.within_target).toBe(0.5)
  const heat = document.blocks.find((block) => block.kind === 'chart' && block.name === 'answers')
  if (heat?.kind !== 'chart' || heat.form !== 'heat') throw new Error('no heat map')
  // 30 hours before Thursday 12:00 is Wednesday 06:00; the answer came 20 minutes later.
  expect(heat.data.values[2]?.[6]).toBe(1)
})

it('topics rise against the period before, counted by people', async () => {
  const store = await aStore([
    ...Array.from({ length: 12 }, (_, at) =>
      said(`n${at}`, 1, { text: `acme battery swollen ${at}`, label: 'negative' }),
    ),
    ...Array.from({ length: 12 }, (_, at) =>
      said(`o${at}`, 9, { text: `acme keyboard layout ${at}` }),
    ),
  ])
  const document = await build(store, 'topics')
  expect(tableOf(document, 'rising')[0]).toMatchObject({ people: 12, before: 0 })
  expect(String(tableOf(document, 'rising')[0]?.topic)).toContain('battery')
  expect(String(tableOf(document, 'falling')[0]?.topic)).toContain('keyboard')
  expect(tableOf(document, 'hot_buttons')[0]).toMatchObject({ negative: 12, share: 1 })
})

it('queries names what found nothing and the clause that is dead', async () => {
  const store = await aStore([said('a', 1, { text: 'acme is here' })])
  const document = await build(store, 'queries')
  expect(document.blocks[0]).toEqual({
    kind: 'text',
    text: 'Found nothing in this period: globex, nothing.',
  })
  expect(tableOf(document, 'clauses')).toEqual([
    { query: 'acme', clause: 'acme', tried: 1, hits: 1, state: '' },
    { query: 'acme', clause: 'akme', tried: 1, hits: 0, state: 'dead' },
  ])
})

it.each(REPORTS.map(({ name }) => name))(
  '%s gives the same bytes twice, in every format, also of an empty store',
  async (name) => {
    const hostile = '<script>alert(1)</script> \u001b[31m=1+1 @everyone'
    const full = await aStore([
      said('a', 1, { text: hostile, who: hostile, label: 'negative' }),
      aComplaint({ id: 'c', text: hostile, author: { id: 'x', name: hostile } }),
    ])
    const empty = await stores.open()
    for (const store of [full, empty]) {
      const [one, two] = [await build(store, name), await build(store, name)]
      expect(renderJson(one)).toBe(renderJson(two))
      expect(renderHtml([one])).toBe(renderHtml([two]))
      expect(renderHtml([one])).not.toContain('<script')
      expect(renderCsv([one])).not.toMatch(/(?:^|,)=1/m)
      expect(renderMarkdown(one)).not.toMatch(/(?<!\\)<script/)
      const plain = renderTerminal(one, { width: 80, colour: false, ascii: true })
      expect(plain).not.toMatch(/[\x00-\x08\x0b-\x1f\x7f]/)
    }
  },
)

it.each(REPORTS.map(({ name }) => name))(
  '%s leads to the posts behind its figures',
  async (name) => {
    const document = await build(await aStore([said('a', 1)]), name)
    const tables = document.blocks.filter((block): block is TableBlock => block.kind === 'table')
    expect(tables.some(({ more }) => more?.startsWith('listen ')) || tables.length === 0).toBe(true)
  },
)
