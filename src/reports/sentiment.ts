import { createZoneClock } from '../format/time.ts'
import type { Voice } from '../store/store.ts'
import { numberColumn, textColumn } from './columns.ts'
import { daysOf, rememberDays } from './days.ts'
import type { Block, CellValue } from './document.ts'
import { type FeelingFigures, feelingOf, measureFeeling, TOO_FEW } from './feelings.ts'
import { explainMovement, mainDriver, moversTable } from './movement.ts'
import type { BasicRequest, Report } from './report.ts'
import { buildDocument, previousPeriod, readVoices, rolesOf } from './scope.ts'
import { byQuery } from './volume.ts'

export const sentiment: Report<BasicRequest> = {
  name: 'sentiment',
  summary: 'how people feel about each query, with intervals over persons, and what moved it',
  build: async (request) => {
    const now = byQuery(await readVoices(request, request.period))
    const before = byQuery(await readVoices(request, previousPeriod(request.period)))
    const names = [...now.keys()].sort()
    const figures = names.map((name) => ({
      name,
      now: measureFeeling(now.get(name) ?? [], name),
      before: measureFeeling(before.get(name) ?? [], name, { interval: false }),
    }))
    const brands = [...rolesOf(request)]
      .filter(([, role]) => role === 'brand')
      .map(([name]) => name)
    const negative = (groups: ReadonlyMap<string, readonly Voice[]>) =>
      brands.flatMap((name) =>
        (groups.get(name) ?? []).filter((post) => feelingOf(post, name) === 'negative'),
      )
    const movement = await explainMovement(request.store, negative(now), negative(before))
    const driver = mainDriver(movement)
    return buildDocument(request, 'sentiment', 'Sentiment', [
      { kind: 'text', text: sentence(figures, driver) },
      table(figures),
      stack(figures),
      negativeShare(
        request,
        brands.flatMap((name) => (now.get(name) ?? []).map((post) => ({ post, name }))),
      ),
      moversTable('drivers', 'What moved the unhappy posts about us', movement),
      {
        kind: 'text',
        text: `Net is (positive − negative) ÷ all scored, by query; the interval (95 %) is drawn over persons, not posts. Under ${TOO_FEW} scored posts there is no net. Unscored posts are in a language that is not covered. Corrected: by adjusted count, from at least 20 posts that people judged.`,
      },
    ])
  },
}

interface Figures {
  readonly name: string
  readonly now: FeelingFigures
  readonly before: FeelingFigures
}

function sentence(figures: readonly Figures[], driver: string | undefined): string {
  const words = figures.map(({ name, now }) =>
    now.net === undefined
      ? `${name}: too few (${now.scored} scored)`
      : `${name}: net ${signed(now.net)} (${signed(now.low ?? now.net)} to ${signed(now.high ?? now.net)})`,
  )
  const why = driver === undefined ? '' : `. Unhappy posts about us moved mostly by ${driver}`
  return words.length === 0 ? 'No mentions in this period.' : `${words.join('; ')}${why}.`
}

function signed(share: number): string {
  const value = Math.round(share * 100)
  return value > 0 ? `+${value}` : value < 0 ? `−${-value}` : '0'
}

function table(figures: readonly Figures[]): Block {
  return {
    kind: 'table',
    name: 'net',
    title: 'Net sentiment by query',
    columns: [
      textColumn('query'),
      numberColumn('negative'),
      numberColumn('neutral'),
      numberColumn('positive'),
      numberColumn('unscored'),
      numberColumn('net', 'net', 'signed-percent'),
      numberColumn('net_low', 'from', 'signed-percent'),
      numberColumn('net_high', 'to', 'signed-percent'),
      numberColumn('before', 'before', 'signed-percent'),
      numberColumn('corrected', 'corrected', 'signed-percent'),
      numberColumn('corrected_low', 'from', 'signed-percent'),
      numberColumn('corrected_high', 'to', 'signed-percent'),
      textColumn('note'),
    ],
    rows: figures.map(({ name, now, before }): readonly CellValue[] => [
      name,
      now.negative,
      now.neutral,
      now.positive,
      now.unscored,
      now.net ?? null,
      now.low ?? null,
      now.high ?? null,
      before.net ?? null,
      now.corrected ?? null,
      now.correctedLow ?? null,
      now.correctedHigh ?? null,
      now.net === undefined ? 'too few' : '',
    ]),
    empty: 'No mentions in this period.',
    more: 'listen search query:NAME sentiment:negative --side theirs',
  }
}

function stack(figures: readonly Figures[]): Block {
  return {
    kind: 'chart',
    form: 'stack',
    name: 'feeling',
    data: {
      title: 'Feeling',
      unit: 'posts',
      parts: [
        { name: 'negative', tone: 'bad' },
        { name: 'neutral', tone: 'neutral' },
        { name: 'positive', tone: 'good' },
      ],
      rows: figures.map(({ name, now }) => ({
        label: name,
        values: [now.negative, now.neutral, now.positive],
      })),
    },
  }
}

/** The share of unhappy posts among the scored ones about us; days under three scored posts are gaps. */
function negativeShare(
  request: BasicRequest,
  posts: readonly { readonly post: Voice; readonly name: string }[],
): Block {
  const day = rememberDays(createZoneClock(request.zone).day)
  const days = new Map<string, { negative: number; scored: number }>()
  for (const { post, name } of posts) {
    const label = feelingOf(post, name)
    if (label === undefined) continue
    const key = day(post.at)
    const count = days.get(key) ?? { negative: 0, scored: 0 }
    days.set(key, count)
    count.scored += 1
    if (label === 'negative') count.negative += 1
  }
  const labels = daysOf(request.period, day)
  const share = (label: string) => {
    const count = days.get(label)
    return count === undefined || count.scored < 3
      ? undefined
      : Math.round((100 * count.negative) / count.scored)
  }
  return {
    kind: 'chart',
    form: 'line',
    name: 'negative_share',
    data: {
      title: 'Unhappy posts about us by day',
      unit: '% of scored posts',
      labels,
      series: [{ name: 'negative', values: labels.map(share) }],
    },
  }
}
