import { createZoneClock } from '../format/time.ts'
import { findSpikes } from '../metrics/spikes.ts'
import type { Period, StoredPost, Voice } from '../store/store.ts'
import { numberColumn, textColumn } from './columns.ts'
import { daysOf, rememberDays } from './days.ts'
import type { Block, CellValue, TableBlock } from './document.ts'
import { explainMovement, mainDriver, moversTable } from './movement.ts'
import type { BasicRequest, Report } from './report.ts'
import { buildDocument, previousPeriod, readVoices } from './scope.ts'

const DAY = 86_400_000
/** Days that a peak is judged by. */
const HISTORY = 56

export const volume: Report<BasicRequest> = {
  name: 'volume',
  summary: 'how much is said, by day, weekday and query; what moved it',
  build: async (request) => {
    const { period } = request
    const earlier = previousPeriod(period)
    const from = Math.min(earlier.from, period.from - HISTORY * DAY)
    const all = await readVoices(request, { from, to: period.to })
    const within = ({ from: begin, to }: Period) =>
      all.filter((post) => post.at >= begin && post.at < to)
    const now = within(period)
    const before = within(earlier)
    const movement = await explainMovement(request.store, now, before)
    return buildDocument(request, 'volume', 'Volume', [
      { kind: 'text', text: sentence(now, before, mainDriver(movement)) },
      queryTable(now, before),
      dayChart(request, all),
      weekdayTable(request, now, before),
      moversTable('drivers', 'What moved it', movement),
    ])
  },
}

interface Sizes {
  readonly posts: number
  readonly people: number
  readonly clusters: number
}

function sizesOf(posts: readonly Voice[]): Sizes {
  return {
    posts: posts.length,
    people: new Set(posts.map(({ person }) => person)).size,
    clusters: new Set(posts.map(({ cluster }) => cluster)).size,
  }
}

function sentence(
  now: readonly Voice[],
  before: readonly Voice[],
  driver: string | undefined,
): string {
  const { posts, people, clusters } = sizesOf(now)
  const change =
    before.length === 0 ? 'nothing to compare with' : `${before.length} in the period before`
  const why = driver === undefined ? '' : `; most of the change: ${driver}`
  return `${posts} posts by ${people} people, ${clusters} without copies; ${change}${why}.`
}

function queryTable(now: readonly Voice[], before: readonly Voice[]): TableBlock {
  const current = byQuery(now)
  const earlier = byQuery(before)
  const names = [...new Set([...current.keys(), ...earlier.keys()])]
  const rows = names
    .map((name): readonly CellValue[] => {
      const { posts, people, clusters } = sizesOf(current.get(name) ?? [])
      const previous = earlier.get(name)?.length ?? 0
      return [name, posts, people, clusters, previous, previous === 0 ? null : posts / previous - 1]
    })
    .sort((a, b) => Number(b[1]) - Number(a[1]) || (String(a[0]) < String(b[0]) ? -1 : 1))
  return {
    kind: 'table',
    name: 'queries',
    title: 'By query',
    columns: [
      textColumn('query'),
      numberColumn('posts'),
      numberColumn('people'),
      numberColumn('clusters', 'without copies'),
      numberColumn('before'),
      numberColumn('change', 'change', 'signed-percent'),
    ],
    rows,
    empty: 'No mentions in this period. Is a scan due? See listen sources.',
    more: 'listen search query:NAME --side theirs',
  }
}

/** A post counts under every query that it matched. */
export function byQuery<Said extends Pick<Voice, 'mentions'> | Pick<StoredPost, 'mentions'>>(
  posts: readonly Said[],
): ReadonlyMap<string, readonly Said[]> {
  const groups = new Map<string, Said[]>()
  for (const post of posts) {
    for (const { query } of post.mentions) {
      const group = groups.get(query)
      if (group === undefined) groups.set(query, [post])
      else group.push(post)
    }
  }
  return groups
}

/** Days out of the ordinary for their weekday are named on the line. */
function dayChart({ period, zone }: BasicRequest, posts: readonly Voice[]): Block {
  const day = rememberDays(createZoneClock(zone).day)
  const days = new Map<string, Voice[]>()
  for (const post of posts) {
    const key = day(post.at)
    const list = days.get(key) ?? []
    days.set(key, list)
    list.push(post)
  }
  const labels = daysOf(period, day)
  const first = [...days.keys()].sort()[0] ?? ''
  const all = daysOf({ from: period.from - HISTORY * DAY, to: period.to }, day)
  const known = first === '' ? [] : all.filter((label) => label >= first)
  const sizes = (label: string) => sizesOf(days.get(label) ?? [])
  const notes = findSpikes(known.map((label) => sizes(label).posts)).flatMap((spike) => {
    const at = labels.indexOf(known[spike.index] ?? '')
    return at < 0 ? [] : [{ at, text: `${spike.value}, about ${Math.round(spike.expected)} usual` }]
  })
  return {
    kind: 'chart',
    form: 'line',
    name: 'days',
    data: {
      title: 'Mentions by day',
      unit: 'posts',
      labels,
      series: [
        { name: 'posts', values: labels.map((label) => sizes(label).posts) },
        { name: 'people', values: labels.map((label) => sizes(label).people) },
      ],
      notes,
    },
  }
}

const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']

function weekdayTable(
  request: BasicRequest,
  now: readonly Voice[],
  before: readonly Voice[],
): TableBlock {
  const clock = createZoneClock(request.zone)
  const count = (posts: readonly Voice[]) => {
    const counts = WEEKDAYS.map(() => 0)
    for (const { at } of posts) {
      const weekday = clock.weekday(at)
      counts[weekday] = (counts[weekday] ?? 0) + 1
    }
    return counts
  }
  const [these, those] = [count(now), count(before)]
  return {
    kind: 'table',
    name: 'weekdays',
    title: 'By weekday',
    columns: [textColumn('weekday'), numberColumn('posts'), numberColumn('before')],
    rows: WEEKDAYS.map((name, index) => [name, these[index] ?? 0, those[index] ?? 0]),
    more: 'listen search published:DAY --side theirs',
  }
}
