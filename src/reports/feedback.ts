import { createZoneClock } from '../format/time.ts'
import { numberColumn, textColumn } from './columns.ts'
import type { FeedbackLine } from './dialogue-data.ts'
import type { TableBlock } from './document.ts'
import type { Report } from './report.ts'
import { buildDocument, clauseOf } from './scope.ts'

const SHOWN = 20

export const feedback: Report = {
  name: 'feedback',
  summary: 'wishes, bugs and praise by how many people ask, with their status',
  build: async (request) => {
    const items = oncePerItem(await request.dialogue.feedback(request.period))
    const { day } = createZoneClock(request.zone)
    const ours = items.filter(({ isOurs }) => isOurs)
    const count = (kind: string) => ours.filter((item) => item.kind === kind).length
    return buildDocument(request, 'feedback', 'Feedback', [
      {
        kind: 'text',
        text: `${count('wish')} wishes, ${count('bug')} bugs and ${count('praise')} praised things of us; ${items.length - ours.length} of competitors.`,
      },
      table('wish', 'Wishes', ours, day),
      table('bug', 'Bugs', ours, day),
      table('praise', 'Praised', ours, day),
      table(
        undefined,
        'Of competitors',
        items.filter(({ isOurs }) => !isOurs),
        day,
      ),
    ])
  },
}

/** An item under several of our queries (by name, and because it spoke to us) is one. */
export function oncePerItem(items: readonly FeedbackLine[]): readonly FeedbackLine[] {
  const ids = new Set<string>()
  return items.filter(({ id }) => !ids.has(id) && ids.add(id))
}

function table(
  kind: string | undefined,
  title: string,
  items: readonly FeedbackLine[],
  day: (instant: number) => string,
): TableBlock {
  return {
    kind: 'table',
    name: kind ?? 'competitors',
    title,
    columns: [
      textColumn('item'),
      textColumn('brand'),
      textColumn('words', 'about'),
      numberColumn('people'),
      numberColumn('posts'),
      numberColumn('now', 'last 30 days'),
      numberColumn('before', '30 days before'),
      textColumn('last', 'last said'),
      textColumn('status'),
      textColumn('example'),
    ],
    rows: items
      .filter((item) => kind === undefined || item.kind === kind)
      .slice(0, SHOWN)
      .map((item) => {
        const last = item.posts.at(-1)
        return [
          item.id,
          item.brand,
          item.words.slice(0, 5).join(' '),
          item.people,
          item.posts.length,
          item.trend.now,
          item.trend.before,
          day(item.lastAt),
          item.status,
          last === undefined ? null : `#${last.post} ${clauseOf(last, 80)}`,
        ]
      }),
    empty: 'None in this period.',
    more: 'listen feedback ITEM',
  }
}
