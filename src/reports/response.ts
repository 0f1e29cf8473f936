import { createZoneClock } from '../format/time.ts'
import type { ResponseFigures } from '../metrics/response.ts'
import type { StoredTurn } from '../store/dialogue-store.ts'
import { numberColumn, rateCells, rateColumns, textColumn } from './columns.ts'
import type { GroupView, ResponseView } from './dialogue-data.ts'
import type { Block, CellValue, TableBlock, TableColumn } from './document.ts'
import type { Report, ReportRequest } from './report.ts'
import { buildDocument, previousPeriod } from './scope.ts'

export const response: Report = {
  name: 'response',
  summary:
    'how fast and how often we answer, the promise kept, and when people ask against when we answer',
  build: async (request) => {
    const { dialogue, period, store } = request
    const now = await dialogue.response(period)
    const before = await dialogue.response(previousPeriod(period))
    const turns = (await store.turns(period)).filter(
      ({ opening }) => opening === 'addressed' || opening === 'uncovered',
    )
    return buildDocument(request, 'response', 'Response', [
      { kind: 'text', text: sentence(now, before) },
      groupTable(now, before),
      lagTable(now),
      distribution(turns, request),
      heat(request, turns, 'asks', 'When people ask', ({ start }) => start),
      heat(request, turns, 'answers', 'When we answer', ({ repliedAt }) => repliedAt),
      actorTable(now),
      otherTable(now),
      {
        kind: 'text',
        text: 'The clock runs from publication. Within target counts overdue unanswered turns as failures; turns whose time is not over count on neither side. Percentiles are of answered turns (nearest rank, p95 from 20 on), so read them with the two shares; the median with waiting (Kaplan–Meier) counts who still waits.',
      },
    ])
  },
}

function sentence({ all, backlog }: ResponseView, before: ResponseView): string {
  const rate = all.responseRate
  const kept = all.withinTarget
  const parts = [
    rate === undefined
      ? 'nothing wanted an answer'
      : `${percent(rate.rate)} of ${all.owed} answered${before.all.responseRate ? ` (${percent(before.all.responseRate.rate)} before)` : ''}`,
    ...(kept === undefined ? [] : [`${percent(kept.rate)} within the promise`]),
    `${backlog.waiting} wait now, ${backlog.overdue} of them overdue`,
  ]
  return `${parts.join('; ')}.`
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`
}

const MEASURES: readonly TableColumn[] = [
  numberColumn('turns'),
  numberColumn('owed'),
  numberColumn('answered'),
  ...rateColumns('rate', 'answered'),
  ...rateColumns('within_target', 'within target'),
  numberColumn('p50', 'p50', 'minutes'),
  numberColumn('p75', 'p75', 'minutes'),
  numberColumn('p90', 'p90', 'minutes'),
  numberColumn('p95', 'p95', 'minutes'),
  numberColumn('n', 'n'),
  numberColumn('median_with_waiting', 'median with waiting', 'minutes'),
  numberColumn('overdue'),
  numberColumn('ignored'),
]

/** The columns that our page and the competitors' share. */
export function responseColumns(first: TableColumn): readonly TableColumn[] {
  return [first, ...MEASURES]
}

export function responseCells(figures: ResponseFigures): readonly CellValue[] {
  const { p50, p75, p90, p95, n } = figures.minutes
  return [
    figures.turns,
    figures.owed,
    figures.answered,
    ...rateCells(figures.responseRate),
    ...rateCells(figures.withinTarget),
    p50 ?? null,
    p75 ?? null,
    p90 ?? null,
    p95 ?? null,
    n,
    figures.medianMinutes ?? null,
    figures.overdue,
    figures.ignored,
  ]
}

function groupTable(now: ResponseView, before: ResponseView): TableBlock {
  const rows: readonly (readonly [string, GroupView])[] = [
    ['all', now.all],
    ['addressed to us', now.groups.addressed],
    ['uncovered', now.groups.uncovered],
    ['praise', now.groups.praise],
    ['all, period before', before.all],
  ]
  return {
    kind: 'table',
    name: 'groups',
    title: 'Answers',
    columns: responseColumns(textColumn('group')),
    rows: rows.map(([name, figures]) => [name, ...responseCells(figures)]),
    more: 'listen queue · listen search status:open',
  }
}

function lagTable({ all }: ResponseView): TableBlock {
  const rows = [
    ['found after (discovery)', all.lags.discovery],
    ['looked at after (triage)', all.lags.triage],
    ['answered after (reply)', all.lags.reply],
    ['all of it in office hours', all.calendarMinutes],
  ] as const
  return {
    kind: 'table',
    name: 'lags',
    title: 'Where the time goes',
    columns: [
      textColumn('part'),
      numberColumn('p50', 'p50', 'minutes'),
      numberColumn('p75', 'p75', 'minutes'),
      numberColumn('p90', 'p90', 'minutes'),
      numberColumn('n'),
    ],
    rows: rows.map(([name, { p50, p75, p90, n }]) => [
      name,
      p50 ?? null,
      p75 ?? null,
      p90 ?? null,
      n,
    ]),
  }
}

const BINS = [5, 15, 30, 60, 120, 240, 480, 1440, 2880, 10_080]
const BIN_NAMES = ['5 min', '15 min', '30 min', '1 h', '2 h', '4 h', '8 h', '1 d', '2 d', '1 wk']

/** On a scale that doubles, since answers take minutes or days; the line is the first promise of the policy. */
function distribution(turns: readonly StoredTurn[], request: ReportRequest): Block {
  const minutes = turns.flatMap(({ repliedAt, start, trusted }) =>
    repliedAt === undefined || !trusted ? [] : [Math.max(0, repliedAt - start) / 60_000],
  )
  const target = request.settings.policy.targets.find(({ opening }) => opening === 'addressed')
  const limit = target?.firstMinutes
  const after = limit === undefined ? -1 : BINS.findIndex((bin) => bin >= limit)
  const bins = [...BINS, Number.POSITIVE_INFINITY].map((to, index) => ({
    label: BIN_NAMES[index] === undefined ? 'longer' : `to ${BIN_NAMES[index]}`,
    count: minutes.filter((value) => value <= to && value > (BINS[index - 1] ?? -1)).length,
  }))
  return {
    kind: 'chart',
    form: 'distribution',
    name: 'times',
    data: {
      title: 'Time to answer',
      unit: 'answered turns',
      bins,
      ...(after < 0 ? {} : { target: { after, label: `promise ${BIN_NAMES[after]}` } }),
    },
  }
}

const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']

function heat(
  request: ReportRequest,
  turns: readonly StoredTurn[],
  name: string,
  title: string,
  instant: (turn: StoredTurn) => number | undefined,
): Block {
  const clock = createZoneClock(request.zone)
  const values = WEEKDAYS.map(() => Array.from({ length: 24 }, () => 0))
  for (const turn of turns) {
    const at = instant(turn)
    const row = at === undefined || !turn.trusted ? undefined : values[clock.weekday(at)]
    if (at !== undefined && row !== undefined) row[clock.hour(at)] = (row[clock.hour(at)] ?? 0) + 1
  }
  return {
    kind: 'chart',
    form: 'heat',
    name,
    data: {
      title: `${title} (${clock.zone})`,
      unit: 'turns',
      rows: WEEKDAYS,
      columns: Array.from({ length: 24 }, (_, hour) => String(hour).padStart(2, '0')),
      values,
    },
  }
}

function actorTable({ byActor }: ResponseView): TableBlock {
  return {
    kind: 'table',
    name: 'people',
    title: 'Who answered',
    columns: [
      textColumn('actor', 'who'),
      numberColumn('answered'),
      numberColumn('p50', 'p50', 'minutes'),
      numberColumn('p90', 'p90', 'minutes'),
    ],
    rows: byActor.map(({ actor, answered, minutes }) => [
      actor,
      answered,
      minutes.p50 ?? null,
      minutes.p90 ?? null,
    ]),
    empty: 'Nobody answered from here in this period.',
  }
}

function otherTable({ canned, dialogue, backlog, all }: ResponseView): TableBlock {
  const rows: readonly (readonly CellValue[])[] = [
    ['canned answers', ...rateCells(canned), canned?.n ?? 0],
    ['answers among all that we say', ...rateCells(dialogue.ratio), dialogue.ratio?.n ?? 0],
    [
      'conversations with both sides',
      ...rateCells(dialogue.reciprocity),
      dialogue.reciprocity?.n ?? 0,
    ],
    ['moved to private', ...rateCells(all.movedPrivate), all.movedPrivate?.n ?? 0],
    ['not looked at for a week', null, null, null, backlog.agedOut],
    ['reactions to posts that we answered', null, null, null, dialogue.answeredInFrontOf],
  ]
  return {
    kind: 'table',
    name: 'dialogue',
    title: 'Dialogue',
    columns: [textColumn('measure'), ...rateColumns('share', 'share'), numberColumn('n')],
    rows,
    more: 'listen queue · listen outbox',
  }
}
