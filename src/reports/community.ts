import { VERDICTS } from '../ledger/recovery.ts'
import { numberColumn, rateCells, rateColumns, textColumn } from './columns.ts'
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
    const confirmed = answers.filter((answer) => answer.confirmed).length
    return buildDocument(request, 'community', 'Community', [
      {
        kind: 'text',
        text: `${answers.length} questions to us were answered by others, ${confirmed} of them to the asker's satisfaction.`,
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

function answerTable(answers: readonly CommunityLine[]): TableBlock {
  return {
    kind: 'table',
    name: 'answers',
    title: 'Answered by others',
    columns: [
      numberColumn('question'),
      numberColumn('answer'),
      textColumn('who'),
      textColumn('state'),
      textColumn('text'),
    ],
    rows: answers
      .slice(0, 15)
      .map(({ question, answer, confirmed, wrong }) => [
        question.post,
        answer.post,
        nameOfAuthor(answer),
        wrong ? 'wrong: say what is right' : confirmed ? 'helped' : 'open',
        clauseOf(answer, 90),
      ]),
    empty: 'Nobody answered for us in this period.',
    more: 'listen show POST',
  }
}
