import { VERDICTS } from '../ledger/recovery.ts'
import { numberColumn, postColumn, rateCells, rateColumns, textColumn } from './columns.ts'
import type { CommunityLine, RecoveryView } from './dialogue-data.ts'
import type { CellValue, TableBlock } from './document.ts'
import type { Report } from './report.ts'
import { buildDocument, clauseOf, nameOfAuthor } from './scope.ts'

export const community: Report = {
  name: 'community',
  summary: 'questions that outsiders answered, and unhappy people who were won back or lost',
  build: async (request) => {
    const answers = await request.dialogue.community(request.period)
    const recovery = await request.dialogue.recovery(request.period)
    const questions = new Set(answers.map(({ question }) => question.post))
    const confirmed = new Set(
      answers.filter((answer) => answer.confirmed).map(({ question }) => question.post),
    )
    return buildDocument(request, 'community', 'Community', [
      {
        kind: 'text',
        text: `${questions.size} questions to us were answered by others, ${confirmed.size} of them to the asker's satisfaction.`,
      },
      recoveryTable(recovery),
      answerTable(answers),
      {
        kind: 'text',
        text: 'Recovery is of people, judged by what they said in the days after our answer; only windows that are over count. Silence is not joy: the second rate leaves the silent out. Who got no answer is a rough control, since who is answered is no accident.',
      },
    ])
  },
}

function recoveryTable({ windows }: RecoveryView): TableBlock {
  return {
    kind: 'table',
    name: 'recovery',
    title: 'Unhappy people',
    columns: [
      numberColumn('days', 'after days'),
      textColumn('group'),
      numberColumn('people'),
      ...VERDICTS.map((verdict) => numberColumn(verdict)),
      ...rateColumns('rate', 'recovered'),
      numberColumn('rate_spoke', 'of those who spoke again', 'percent'),
    ],
    rows: windows.flatMap((window): readonly (readonly CellValue[])[] => [
      [
        window.days,
        'answered',
        window.answered.people,
        ...VERDICTS.map((verdict) => window.answered.counts[verdict]),
        ...rateCells(window.rate),
        window.rateOfThoseWhoSpoke?.rate ?? null,
      ],
      [
        window.days,
        'not answered',
        window.unanswered.people,
        ...VERDICTS.map((verdict) => window.unanswered.counts[verdict]),
        ...rateCells(window.controlRate),
        null,
      ],
    ]),
    more: 'listen person WHO',
  }
}

const SHOWN = 15

/** What needs somebody first, then what helped, then what nobody has judged. */
function rankOf({ confirmed, wrong }: CommunityLine): number {
  return wrong ? 0 : confirmed ? 1 : 2
}

/** One line for each question, with the answer that matters most; the latest questions first. */
function perQuestion(answers: readonly CommunityLine[]) {
  const questions = new Map<number, CommunityLine[]>()
  for (const line of answers) {
    const list = questions.get(line.question.post) ?? []
    questions.set(line.question.post, list)
    list.push(line)
  }
  return [...questions.values()]
    .flatMap((lines) => {
      const line = lines.toSorted((a, b) => rankOf(a) - rankOf(b))[0]
      return line === undefined ? [] : [{ count: lines.length, line }]
    })
    .sort((a, b) => rankOf(a.line) - rankOf(b.line) || b.line.question.post - a.line.question.post)
}

function answerTable(answers: readonly CommunityLine[]): TableBlock {
  return {
    kind: 'table',
    name: 'answers',
    title: 'Answered by others',
    columns: [
      postColumn('question'),
      numberColumn('answers'),
      postColumn('answer'),
      textColumn('who'),
      textColumn('state'),
      textColumn('text'),
    ],
    rows: perQuestion(answers)
      .slice(0, SHOWN)
      .map(({ count, line: { question, answer, confirmed, wrong } }) => [
        question.post,
        count,
        answer.post,
        nameOfAuthor(answer),
        wrong ? 'wrong: say what is right' : confirmed ? 'helped' : 'open',
        clauseOf(answer, 90),
      ]),
    empty: 'Nobody answered for us in this period.',
    more: 'listen show POST',
  }
}
