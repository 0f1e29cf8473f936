import { parseDateText } from './dates.ts'
import type { FieldRow } from './fields.ts'
import { readQuoted, spanFrom } from './lexer.ts'
import { parseNumber, splitComparison } from './numbers.ts'
import { refuse, type ValuePlace } from './parser-refusals.ts'
import { checkChoice, textValue } from './parser-text-values.ts'
import { makeProblem, shorten } from './problems.ts'
import { type Scanner, take } from './scanner.ts'
import type { Comparison, FieldValue } from './tree.ts'

const VALUE = /(?:[^\s()"“”„<{\0-\x1f\x7f]|<(?!<<))+/y
/** Paths may hold braces. */
const ADDRESS = /(?:[^\s()"“”„<\0-\x1f\x7f]|<(?!<<))+/y
const RANGE = /\[([^[\]()"]*)\]/y

/** Reads the value at this place; undefined where it is faulty (reported) or absent (`absent` is called). */
export function readValue(
  scanner: Scanner,
  row: FieldRow,
  absent: () => void,
): FieldValue | undefined {
  const start = scanner.position
  const sign = scanner.text[start]
  if (sign !== undefined && '"“”„'.includes(sign)) return quotedValue(scanner, row)
  if (sign === '[' && row.kind !== 'address') return rangeValue(scanner, row)
  const chunk = take(scanner, row.kind === 'address' ? ADDRESS : VALUE)?.[0]
  if (chunk === undefined || /^(?:AND|OR|NOT)$/.test(chunk)) {
    scanner.position = start
    absent()
    return undefined
  }
  const bare = chunk.replace(/[,;]+$/, '')
  if (bare !== chunk && bare !== '') {
    const tail = { start: start + bare.length, end: scanner.position }
    scanner.problems.push(makeProblem('W007', tail, `${chunk.slice(bare.length)} is left out`))
  }
  return plainValue({ scanner, row, span: { start, end: start + bare.length } }, bare)
}

function quotedValue(scanner: Scanner, row: FieldRow): FieldValue | undefined {
  const token = readQuoted(scanner)
  if (token.type !== 'quoted') return undefined
  const text = token.text.trim()
  if (text === '') {
    scanner.problems.push(makeProblem('Q008', token.span, 'nothing stands between the quotes'))
    return undefined
  }
  const place = { scanner, row, span: token.span }
  return isText(row) ? textValue(place, text, true) : plainValue(place, text)
}

function isText(row: FieldRow): boolean {
  return row.kind !== 'number' && row.kind !== 'date' && row.kind !== 'score'
}

function plainValue(place: ValuePlace, chunk: string): FieldValue | undefined {
  if (isText(place.row)) return textValue(place, chunk, false)
  if (chunk.startsWith('!=')) {
    return refuse(
      place,
      place.row.kind === 'date' ? 'Q024' : 'Q023',
      '!= is no comparison',
      `write NOT ${place.row.name}:${shorten(chunk.slice(2))}`,
    )
  }
  if (place.row.kind === 'date') return dateValue(place, chunk)
  if (place.row.kind === 'score' && /^\p{L}/u.test(chunk)) return checkChoice(place, chunk)
  return numberValue(place, chunk)
}

function numberValue(place: ValuePlace, chunk: string): FieldValue | undefined {
  const { compare, rest } = splitComparison(chunk)
  const number = parseNumber(rest)
  if (number !== undefined) return { form: 'number', compare: compare ?? '=', number }
  return refuseNumber(place, rest)
}

function refuseNumber(place: ValuePlace, text: string): undefined {
  const plain = text.replaceAll(',', '')
  const isGrouped = text.includes(',') && parseNumber(plain) !== undefined
  return refuse(
    place,
    'Q023',
    text === '' ? 'a number is missing' : `${shorten(text)} is no number`,
    isGrouped
      ? `write ${plain}`
      : `write ${place.row.name}:5, ${place.row.name}:>=1.5k or ${place.row.name}:[5 TO 100]`,
  )
}

function dateValue(place: ValuePlace, chunk: string): FieldValue | undefined {
  const { compare, rest } = splitComparison(chunk)
  const spec = parseDateText(rest)
  if (spec === undefined) return refuseDate(place, rest)
  const isAge = spec.kind === 'duration' && place.row.ahead !== true
  if (isAge && compare !== undefined && compare !== '=') warnAge(place, compare, rest)
  return { form: 'date', compare: compare ?? '=', text: rest }
}

/** Item 142: a comparison with a duration compares ages, so that > is earlier. */
function warnAge(place: ValuePlace, compare: Comparison, duration: string): void {
  const isOlder = compare.startsWith('>')
  place.scanner.problems.push(
    makeProblem(
      'W014',
      place.span,
      `${compare}${duration} means ${isOlder ? 'older' : 'younger'} than ${duration}`,
      { fixit: isOlder ? `write ${duration} for younger` : `write ${duration} for the same` },
    ),
  )
}

function refuseDate(place: ValuePlace, text: string): undefined {
  const minutes = /^(\d+)m$/i.exec(text)
  if (minutes) {
    const amount = minutes[1]
    return refuse(
      place,
      'Q024',
      `${text} may mean minutes or months`,
      `write ${amount}min or ${amount}mo`,
    )
  }
  const isShaped = /^\d{4}(?:-\d{1,2}){0,2}/.test(text)
  return refuse(
    place,
    'Q024',
    text === ''
      ? 'a date is missing'
      : `${shorten(text)} is no date${isShaped ? ' of the calendar' : ''}`,
    'write 2026, 2026-11, 2026-11-01, 2026-11-01T10:00Z, or a duration such as 30min, 12h, 7d, 2w, 3mo, 1y',
  )
}

function rangeValue(scanner: Scanner, row: FieldRow): FieldValue | undefined {
  const start = scanner.position
  const match = take(scanner, RANGE)
  if (!match) {
    scanner.position += 1
    const span = { start, end: start + 1 }
    scanner.problems.push(
      makeProblem('Q036', span, 'this range is never closed', {
        fixit: `write ${row.name}:[5 TO 100]`,
      }),
    )
    return undefined
  }
  return rangeOf({ scanner, row, span: spanFrom(scanner, start) }, (match[1] as string).trim())
}

function rangeOf(place: ValuePlace, inside: string): FieldValue | undefined {
  const { row } = place
  if (isText(row)) return refuse(place, 'Q026', `${row.name}: takes no range`)
  const parts = inside.split(/\s+TO\s+/)
  const [low, high] = parts
  if (parts.length !== 2 || low === undefined || high === undefined) {
    const either = inside.split(/\s*(?:\bto\b|\.\.+|–|,|;|-(?=\s))\s*/i)
    const fixed =
      either.length === 2 ? `[${either[0] || '*'} TO ${either[1] || '*'}]` : '[5 TO 100]'
    return refuse(
      place,
      'Q026',
      'a range is written with TO between its bounds',
      `write ${row.name}:${shorten(fixed)}`,
    )
  }
  return row.kind === 'date' ? dateRange(place, low, high) : numberRange(place, low, high)
}

function numberRange(place: ValuePlace, low: string, high: string): FieldValue | undefined {
  const from = low === '*' ? undefined : parseNumber(low)
  const to = high === '*' ? undefined : parseNumber(high)
  if (from === undefined && low !== '*') return refuseNumber(place, low)
  if (to === undefined && high !== '*') return refuseNumber(place, high)
  if (from !== undefined && to !== undefined && from > to) return refuseBackwards(place, low, high)
  return {
    form: 'range',
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
  }
}

function dateRange(place: ValuePlace, low: string, high: string): FieldValue | undefined {
  for (const text of [low, high]) {
    if (text !== '*' && parseDateText(text) === undefined) return refuseDate(place, text)
  }
  if (isBackwards(low, high)) return refuseBackwards(place, low, high, 'later')
  return {
    form: 'dates',
    ...(low === '*' ? {} : { from: low }),
    ...(high === '*' ? {} : { to: high }),
  }
}

function refuseBackwards(place: ValuePlace, low: string, high: string, order = 'more'): undefined {
  return refuse(
    place,
    'Q025',
    `${shorten(low)} is ${order} than ${shorten(high)}`,
    `write [${shorten(high)} TO ${shorten(low)}]`,
  )
}

/** Compares what can be compared without a clock: two written dates, or two durations of one unit. */
function isBackwards(low: string, high: string): boolean {
  const from = parseDateText(low)
  const to = parseDateText(high)
  if (from?.kind === 'duration' && to?.kind === 'duration') {
    return from.unit === to.unit && from.amount < to.amount
  }
  if (from?.kind !== 'moment' || to?.kind !== 'moment') return false
  if ((from.offset === undefined) !== (to.offset === undefined)) return false
  return momentOrder(from) > momentOrder({ ...to, ...lastPart(to.precision) })
}

function momentOrder(
  moment: Extract<ReturnType<typeof parseDateText>, { kind: 'moment' }>,
): number {
  const { year, month, day, hour, minute, second, millisecond, offset } = moment
  return Date.UTC(year, month - 1, day, hour, minute - (offset ?? 0), second, millisecond)
}

/** The end of a year or month is later than any day in it. */
function lastPart(precision: string): {
  readonly month?: number
  readonly day?: number
  readonly hour?: number
} {
  if (precision === 'year') return { month: 12, day: 31, hour: 23 }
  if (precision === 'month') return { day: 31, hour: 23 }
  return precision === 'day' ? { hour: 23 } : {}
}
