import { createZoneClock } from '../format/time.ts'
import { numberColumn, rateCells, rateColumns, textColumn } from './columns.ts'
import type { PeopleLines, PersonLine } from './dialogue-data.ts'
import type { TableBlock } from './document.ts'
import type { Report } from './report.ts'
import { buildDocument, clauseOf } from './scope.ts'

const SHOWN = 15

export const people: Report = {
  name: 'people',
  summary: 'advocates, detractors, newcomers and who lapsed, with the posts that justify it',
  build: async (request) => {
    const view = await request.dialogue.people()
    const { day } = createZoneClock(request.zone)
    const { counts } = view
    const share = view.advocateShare
    return buildDocument(request, 'people', 'People', [
      {
        kind: 'text',
        text: `${counts.advocate ?? 0} advocates, ${counts.detractor ?? 0} detractors, ${counts.newcomer ?? 0} newcomers, ${counts.lapsed ?? 0} lapsed${share ? `; ${Math.round(share.rate * 100)} % of those who took a side are advocates (a proxy, not a survey)` : ''}.`,
      },
      proxyTable(view),
      ...['advocate', 'detractor', 'newcomer', 'lapsed'].map((group) =>
        groupTable(group, view.rows, day),
      ),
    ])
  },
}

function proxyTable({ advocateShare }: PeopleLines): TableBlock {
  return {
    kind: 'table',
    name: 'advocate_share',
    title: 'Advocates among those who took a side (active in 90 days)',
    columns: [...rateColumns('share', 'share'), numberColumn('n')],
    rows: advocateShare === undefined ? [] : [[...rateCells(advocateShare), advocateShare.n]],
    empty: 'Nobody took a side yet.',
    more: 'listen people --group advocate',
  }
}

const TITLES: Readonly<Record<string, string>> = {
  advocate: 'Advocates',
  detractor: 'Detractors',
  newcomer: 'Newcomers',
  lapsed: 'Lapsed',
}

function groupTable(
  group: string,
  rows: readonly PersonLine[],
  day: (instant: number) => string,
): TableBlock {
  return {
    kind: 'table',
    name: `group_${group}`,
    title: TITLES[group] ?? group,
    columns: [
      textColumn('who'),
      textColumn('step'),
      textColumn('next', 'next step'),
      numberColumn('posts'),
      numberColumn('positive', '+'),
      numberColumn('negative', '−'),
      textColumn('last', 'last said'),
      textColumn('evidence', 'posts that show it'),
      textColumn('latest'),
    ],
    rows: rows
      .filter((row) => row.group === group)
      .slice(0, SHOWN)
      .map(({ name, place, summary, latest }) => [
        name,
        place.step,
        place.nextStep,
        summary.posts,
        summary.positive,
        summary.negative,
        summary.lastAt === undefined ? null : day(summary.lastAt),
        place.evidence
          .slice(0, 3)
          .map(({ post }) => post)
          .join(', '),
        latest === undefined ? null : clauseOf(latest, 90),
      ]),
    empty: 'Nobody.',
    more: `listen people --group ${group} · listen person WHO`,
  }
}
