import { copiesWords } from '../../analysis/folding.ts'
import { formatAge } from '../../format/time.ts'
import { padToWidth } from '../../format/width.ts'
import type { DraftRow, PersonRow, PostRow, Row } from '../data.ts'
import { EMPTY, type Line, line, type Segment, seg } from '../lines.ts'
import { listOf, listRows, rangeOf, type State, tabOf } from '../state.ts'
import type { Role } from '../theme.ts'

/** The visible rows under their column line; what to do where there are none. */
export function listLines(state: State, width: number): readonly Line[] {
  const list = listOf(state)
  const height = listRows(state)
  if (list.rows.length === 0) return emptyLines(state)
  const range = new Set(rangeOf(state))
  const rows = list.rows.slice(list.top, list.top + height).map((row, index) => {
    const isHere = list.top + index === list.cursor
    const isMarked = state.marked.has(row.key) || range.has(row.key)
    return {
      ...rowLine(row, state, width, { isHere, isMarked }),
      ...(isHere ? { cursor: true } : {}),
    }
  })
  return [line(seg(headOf(list.rows[0] as Row, width), 'dim')), ...rows]
}

function emptyLines(state: State): readonly Line[] {
  const list = listOf(state)
  const tab = tabOf(state)
  if (!list.isLoaded) return [EMPTY, line(seg('  reading the store …', 'dim'))]
  if (list.problem !== undefined) {
    return [EMPTY, line(seg('  The filter cannot be read yet: ', 'bad'), list.problem)]
  }
  if (list.filter !== '') {
    return [
      EMPTY,
      line(`  Nothing matches "${list.filter}".`),
      line(seg('  / changes the filter, escape takes it away', 'dim')),
    ]
  }
  return [EMPTY, ...tab.empty.split('\n').map((text) => line(`  ${text}`))]
}

interface Look {
  readonly isHere: boolean
  readonly isMarked: boolean
}

function rowLine(row: Row, state: State, width: number, look: Look): Line {
  if (row.kind === 'person') return personLine(row, state, width, look)
  if (row.kind === 'draft') return draftLine(row, state, look)
  return postLine(row, state, width, look)
}

/** Narrow screens leave out what the thread view tells too. */
function widths(width: number) {
  return {
    due: 10,
    who: width < 60 ? 10 : width < 100 ? 14 : 18,
    source: width < 100 ? 0 : 10,
    intent: width < 70 ? 0 : 9,
  }
}

function headOf(row: Row, width: number): string {
  if (row.kind === 'person')
    return '   name                    group       step               posts   +   −  last'
  if (row.kind === 'draft') return '   draft   post  state     by          text'
  const { due, who, source, intent } = widths(width)
  return [
    '    post ',
    padToWidth('due/age', due),
    ' ±',
    ...(intent > 0 ? [padToWidth('intent', intent)] : []),
    padToWidth('who', who),
    ...(source > 0 ? [padToWidth('source', source)] : []),
    'text',
  ].join(' ')
}

/** Cursor, mark, state, number, clock, feeling, intent, who, source, marks, text. */
function postLine(row: PostRow, state: State, width: number, { isHere, isMarked }: Look): Line {
  const { due, who, source, intent } = widths(width)
  const clock = clockOf(row, state.now)
  return line(
    seg(isHere ? '>' : ' ', 'accent'),
    seg(isMarked ? '*' : ' ', 'warn'),
    stateSign(row),
    seg(`${padToWidth(String(row.key), 6, 'right')} `, row.seen ? 'dim' : 'bold'),
    seg(`${padToWidth(clock.text, due)} `, clock.role),
    feelingOf(row),
    ' ',
    ...(intent > 0 ? [seg(`${padToWidth(row.intents[0] ?? '', intent)} `, 'dim')] : []),
    seg(
      `${padToWidth(row.who, who)} `,
      row.side === 'ours' ? 'accent' : row.seen ? undefined : 'bold',
    ),
    ...(source > 0 ? [seg(`${padToWidth(row.source, source)} `, 'dim')] : []),
    ...marksOf(row),
    ...copiesOf(row),
    ...textOf(row),
  )
}

/** One sign for what was done: closed, flagged, snoozed, answered, seen. */
function stateSign(row: PostRow): Segment {
  if (row.status === 'closed') return seg('✓', 'good')
  if (row.flags.length > 0) return seg('!', 'warn')
  if (row.status === 'snoozed') return seg('z', 'dim')
  if (row.status === 'waiting') return seg('w', 'dim')
  return seg(row.seen ? ' ' : '•', 'accent')
}

/** Words first, colour after: "3 h over", "promise!" and the age where nothing is due. */
export function clockOf(row: PostRow, now: number): { readonly text: string; readonly role: Role } {
  if (row.promise !== undefined)
    return row.promise.broken
      ? { text: 'PROMISE!', role: 'bad' }
      : { text: `pr ${formatAge(row.promise.due - now)}`, role: 'warn' }
  if (row.dueAt !== undefined && row.status !== 'closed' && row.waitingSince !== undefined) {
    const left = row.dueAt - now
    if (left < 0) return { text: `${formatAge(-left)} over`, role: 'bad' }
    return { text: `${formatAge(left)} left`, role: left < 1_800_000 ? 'warn' : 'good' }
  }
  return {
    text: row.at === undefined ? 'no date' : formatAge(Math.max(0, now - row.at)),
    role: 'dim',
  }
}

function feelingOf({ feeling }: PostRow): Segment {
  if (feeling === 'negative') return seg('−', 'bad')
  if (feeling === 'positive') return seg('+', 'good')
  return seg(feeling === undefined ? '?' : '·', 'dim')
}

function marksOf(row: PostRow): readonly Segment[] {
  const words = [
    ...(row.priority === 'high' || row.priority === 'urgent' ? [row.priority.toUpperCase()] : []),
    ...row.flags.filter((flag) => flag !== 'flag').map((flag) => `!${flag}`),
    ...row.labels.map((label) => `[${label}]`),
    ...(row.assigned === undefined ? [] : [`@${row.assigned}`]),
    ...(row.notes > 0 ? [`${row.notes}n`] : []),
  ]
  return words.length === 0 ? [] : [seg(`${words.join(' ')} `, 'accent')]
}

/** Copies are folded into their row; /cluster:NUMBER shows them. */
function copiesOf({ copies = 0 }: PostRow): readonly Segment[] {
  return copies === 0 ? [] : [seg(`${copiesWords(copies)} `, 'dim')]
}

function textOf({ text, hits }: PostRow): readonly Segment[] {
  const segments: Segment[] = []
  let at = 0
  for (const [start, end] of hits) {
    if (start > at) segments.push({ text: text.slice(at, start) })
    segments.push({ text: text.slice(start, end), role: 'hit' })
    at = end
  }
  return [...segments, { text: text.slice(at) }]
}

function personLine(row: PersonRow, state: State, width: number, { isHere }: Look): Line {
  const role: Role | undefined =
    row.group === 'detractor' ? 'bad' : row.group === 'advocate' ? 'good' : undefined
  return line(
    seg(isHere ? '>  ' : '   ', 'accent'),
    seg(padToWidth(row.name, width < 60 ? 14 : 23), 'bold'),
    seg(` ${padToWidth(row.group, 11)}`, role),
    ` ${padToWidth(row.step, 18)}`,
    ` ${padToWidth(String(row.posts), 5, 'right')}`,
    seg(` ${padToWidth(String(row.positive), 3, 'right')}`, 'good'),
    seg(` ${padToWidth(String(row.negative), 3, 'right')}`, 'bad'),
    seg(`  ${row.lastAt === undefined ? '' : `${formatAge(state.now - row.lastAt)} ago`}`, 'dim'),
  )
}

function draftLine(row: DraftRow, state: State, { isHere }: Look): Line {
  const role: Role = row.state === 'sent' ? 'good' : row.state === 'draft' ? 'plain' : 'bad'
  return line(
    seg(isHere ? '>' : ' ', 'accent'),
    `${padToWidth(String(row.key), 7, 'right')} ${padToWidth(String(row.post), 6, 'right')}  `,
    seg(padToWidth(row.state, 9), role),
    ` ${padToWidth(row.actor, 11)} `,
    seg(`${formatAge(state.now - row.changedAt)} ago  `, 'dim'),
    row.error === undefined
      ? row.text.replace(/\s+/g, ' ')
      : `${row.error} · ${row.text.replace(/\s+/g, ' ')}`,
  )
}
