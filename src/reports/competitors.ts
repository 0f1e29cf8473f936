import { createZoneClock } from '../format/time.ts'
import type { IntentName } from '../model/mention.ts'
import { numberColumn, rateCells, rateColumns, textColumn } from './columns.ts'
import type { FrontDoorView } from './dialogue-data.ts'
import type { TableBlock } from './document.ts'
import { measureFeeling } from './feelings.ts'
import type { Report, ReportRequest } from './report.ts'
import { responseCells, responseColumns } from './response.ts'
import { buildDocument, clauseOf, nameOfAuthor, readVoices, rolesOf } from './scope.ts'
import { byQuery } from './volume.ts'

export const competitors: Report = {
  name: 'competitors',
  summary: "competitors' voices and their front door: how they answer in public, by our clocks",
  build: async (request) => {
    const names = Object.keys(request.settings.competitors)
    const doors: FrontDoorView[] = []
    for (const name of names) doors.push(await request.dialogue.frontDoor(name, request.period))
    const ours = await request.dialogue.response(request.period)
    return buildDocument(request, 'competitors', 'Competitors', [
      {
        kind: 'text',
        text:
          names.length === 0
            ? 'No competitors are configured (competitors: in queries.yaml).'
            : `The front doors of ${names.join(', ')} beside ours, as far as our sources show them.`,
      },
      {
        kind: 'table',
        name: 'front_doors',
        title: 'Answers in public',
        columns: responseColumns(textColumn('who')),
        rows: [
          ['we', ...responseCells(ours.all)],
          ...doors.map((door) => [door.competitor, ...responseCells(door)]),
        ],
        more: 'listen search query:NAME intent:complaint --side theirs',
      },
      manner(doors),
      await voices(request),
      ...doors.map((door) => openTable(door, createZoneClock(request.zone).minute)),
    ])
  },
}

function manner(doors: readonly FrontDoorView[]): TableBlock {
  return {
    kind: 'table',
    name: 'manner',
    title: 'How they answer',
    columns: [
      textColumn('who'),
      ...rateColumns('canned', 'canned'),
      ...rateColumns('dialogue', 'answers among what they say'),
      numberColumn('reactions', 'reactions to what they answered'),
    ],
    rows: doors.map((door) => [
      door.competitor,
      ...rateCells(door.canned),
      ...rateCells(door.dialogue),
      door.answeredInFrontOf,
    ]),
    empty: 'No competitor is configured.',
  }
}

async function voices(request: ReportRequest): Promise<TableBlock> {
  const roles = rolesOf(request)
  const groups = [...byQuery(await readVoices(request, request.period))]
    .filter(([name]) => roles.get(name) === 'competitor' || roles.get(name) === 'brand')
    .sort(([a], [b]) => (a < b ? -1 : 1))
  return {
    kind: 'table',
    name: 'voices',
    title: 'What people say of them',
    columns: [
      textColumn('query'),
      textColumn('role'),
      numberColumn('posts'),
      numberColumn('complaints'),
      numberColumn('praise'),
      numberColumn('leaving', 'want to leave'),
      numberColumn('net', 'net', 'signed-percent'),
    ],
    rows: groups.map(([name, posts]) => {
      const count = (intent: IntentName) =>
        posts.filter(({ intents }) => intents.includes(intent)).length
      return [
        name,
        roles.get(name) ?? '',
        posts.length,
        count('complaint'),
        count('praise'),
        count('churn'),
        measureFeeling(posts, name, { interval: false }).net ?? null,
      ]
    }),
    empty: 'No mentions in this period.',
    more: 'listen search query:NAME intent:churn --side theirs',
  }
}

function openTable(door: FrontDoorView, minute: (instant: number) => string): TableBlock {
  return {
    kind: 'table',
    name: `open_${door.competitor}`,
    title: `Waits longest at ${door.competitor}: to learn from, never to spam`,
    columns: [numberColumn('post'), textColumn('since'), textColumn('who'), textColumn('text')],
    rows: door.open
      .slice(0, 5)
      .map(({ post, since }) => [post.post, minute(since), nameOfAuthor(post), clauseOf(post)]),
    empty: 'Nobody, as far as our sources show.',
    more: 'listen show POST',
  }
}
