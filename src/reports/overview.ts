import { createZoneClock, formatAge } from '../format/time.ts'
import type { Role } from '../model/mention.ts'
import type { FacetCount, Period, SearchRequest } from '../store/store.ts'
import { daysOf } from './days.ts'
import type { Block, CellValue, ReportDocument, TableColumn } from './document.ts'
import { tellLastTopics } from './known-topics.ts'
import type { BasicRequest, Report } from './report.ts'
import { buildDocument } from './scope.ts'

/** Below so many scored posts a net sentiment says nothing. */
const TOO_FEW = 10
/** Conversations that are named of those that wait. */
const SHOWN = 5

export const overview: Report<BasicRequest> = {
  name: 'overview',
  summary:
    'volume, feeling and share of voice by query, by day and by source; what waits for an answer',
  build,
}

async function build(request: BasicRequest): Promise<ReportDocument> {
  const { store, period, zone, now } = request
  const clock = createZoneClock(zone)
  const before = previous(period)
  const search = searchFor(request, period)
  const {
    query: queries,
    day: days,
    source: sources,
  } = await store.allFacets(['query', 'day', 'source'], search)
  const earlier = await store.facets('query', searchFor(request, before))
  const waiting = await store.countOpenWork()
  const told = await tellLastTopics(store, now, clock.minute)
  const work = await store.openWork({ limit: SHOWN })
  const roles = new Map(request.settings.queries.map(({ name, role }) => [name, role]))
  const blocks: Block[] = [
    {
      kind: 'text',
      text: verdict(days, earlierTotal(earlier, roles), waiting, queries, roles),
    },
    queryTable(queries, earlier, roles),
    ...shareOfVoice(queries, roles),
    dayChart(days, period, clock.day),
    feelingChart(queries),
    sourceTable(sources),
    ...(told === undefined ? [] : [{ kind: 'text', text: told } as const]),
    {
      kind: 'table',
      name: 'waiting',
      title: 'Waits for an answer',
      columns: [
        { name: 'post', title: 'post', align: 'right' },
        { name: 'waiting', title: 'waiting', align: 'right' },
        { name: 'who', title: 'who' },
        { name: 'text', title: 'text' },
      ],
      rows: work.map((thread) => [
        thread.post.post,
        thread.waitingSince === undefined ? null : formatAge(now - thread.waitingSince),
        thread.post.author?.name ?? thread.post.author?.handle ?? 'unknown',
        thread.post.title ?? thread.post.text.slice(0, 200),
      ]),
      empty: 'Nobody waits for an answer.',
      more: 'listen queue',
    },
  ]
  return buildDocument(request, 'overview', 'Overview', blocks)
}

function searchFor(request: BasicRequest, period: Period): SearchRequest {
  const { now, zone, tree } = request
  return { now, zone, period, side: 'theirs', ...(tree ? { tree } : {}) }
}

function previous(period: Period): Period {
  return { from: period.from - (period.to - period.from), to: period.from }
}

function queryTable(
  queries: readonly FacetCount[],
  earlier: readonly FacetCount[],
  roles: ReadonlyMap<string, Role>,
): Block {
  const before = new Map(earlier.map((count) => [count.key, count.posts]))
  const columns: readonly TableColumn[] = [
    { name: 'query', title: 'query' },
    { name: 'role', title: 'role' },
    { name: 'posts', title: 'posts', align: 'right', as: 'count' },
    { name: 'people', title: 'people', align: 'right', as: 'count' },
    { name: 'change', title: 'change', align: 'right', as: 'signed-percent' },
    { name: 'negative', title: 'negative', align: 'right', as: 'count' },
    { name: 'neutral', title: 'neutral', align: 'right', as: 'count' },
    { name: 'positive', title: 'positive', align: 'right', as: 'count' },
    { name: 'net', title: 'net', align: 'right', as: 'signed-percent' },
  ]
  return {
    kind: 'table',
    name: 'queries',
    title: 'By query',
    columns,
    rows: queries.map((count): readonly CellValue[] => [
      count.key,
      roles.get(count.key) ?? 'brand',
      count.posts,
      count.people,
      change(count.posts, before.get(count.key)),
      count.negative,
      count.neutral,
      count.positive,
      net(count),
    ]),
    empty: 'No mentions in this period. Is a scan due? See listen sources.',
    more: 'listen search query:NAME --side theirs',
  }
}

/** Relative change; null where there is nothing to compare with. */
function change(posts: number, before: number | undefined): number | null {
  return before ? posts / before - 1 : null
}

/** (positive − negative) ÷ (positive + negative); null below TOO_FEW. */
function net({ positive, negative }: FacetCount): number | null {
  const scored = positive + negative
  return scored < TOO_FEW ? null : (positive - negative) / scored
}

function shareOfVoice(
  queries: readonly FacetCount[],
  roles: ReadonlyMap<string, Role>,
): readonly Block[] {
  const rivals = queries.filter(
    ({ key }) => roles.get(key) === 'brand' || roles.get(key) === 'competitor',
  )
  const total = rivals.reduce((sum, { posts }) => sum + posts, 0)
  if (rivals.length < 2 || total === 0) return []
  const bars = rivals.map(({ key, posts }) => ({
    label: key,
    value: posts / total,
    text: `${Math.round((posts / total) * 100)} % (${posts})`,
  }))
  return [
    {
      kind: 'chart',
      form: 'bars',
      name: 'share_of_voice',
      data: { title: 'Share of voice', unit: 'share of mentions', bars, most: 1 },
    },
  ]
}

function dayChart(
  days: readonly FacetCount[],
  period: Period,
  day: (instant: number) => string,
): Block {
  const counts = new Map(days.map(({ key, posts }) => [key, posts]))
  const labels = daysOf(period, day)
  const values = labels.map((label) => counts.get(label) ?? 0)
  return {
    kind: 'chart',
    form: 'line',
    name: 'days',
    data: { title: 'Mentions by day', unit: 'posts', labels, series: [{ name: 'posts', values }] },
  }
}

function feelingChart(queries: readonly FacetCount[]): Block {
  const rows = queries.map(({ key, negative, neutral, positive }) => ({
    label: key,
    values: [negative, neutral, positive],
  }))
  const parts = [
    { name: 'negative', tone: 'bad' },
    { name: 'neutral', tone: 'neutral' },
    { name: 'positive', tone: 'good' },
  ] as const
  return {
    kind: 'chart',
    form: 'stack',
    name: 'feeling',
    data: { title: 'Feeling', unit: 'posts', parts, rows },
  }
}

function sourceTable(sources: readonly FacetCount[]): Block {
  return {
    kind: 'table',
    name: 'sources',
    title: 'By source',
    columns: [
      { name: 'source', title: 'source' },
      { name: 'posts', title: 'posts', align: 'right', as: 'count' },
      { name: 'people', title: 'people', align: 'right', as: 'count' },
      { name: 'net', title: 'net', align: 'right', as: 'signed-percent' },
    ],
    rows: sources.map((count) => [count.key, count.posts, count.people, net(count)]),
    empty: 'No source has given a mention in this period.',
    more: 'listen sources',
  }
}

function earlierTotal(earlier: readonly FacetCount[], roles: ReadonlyMap<string, Role>): number {
  return earlier
    .filter(({ key }) => roles.get(key) === 'brand')
    .reduce((sum, { posts }) => sum + posts, 0)
}

/** One sentence that says how things stand. */
function verdict(
  days: readonly FacetCount[],
  before: number,
  waiting: number,
  queries: readonly FacetCount[],
  roles: ReadonlyMap<string, Role>,
): string {
  const ours = queries
    .filter(({ key }) => roles.get(key) === 'brand')
    .reduce((sum, { posts }) => sum + posts, 0)
  const total = days.reduce((sum, { posts }) => sum + posts, 0)
  const compared = before > 0 ? `, ${before} in the period before` : ''
  const work =
    waiting === 0
      ? 'nobody waits for an answer'
      : `${waiting} ${waiting === 1 ? 'conversation waits' : 'conversations wait'} for an answer`
  return `${total} mentions in all, ${ours} of the brand${compared}; ${work}.`
}
