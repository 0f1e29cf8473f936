import { type DateSpec, parseDateText } from './date-text.ts'
import type { FieldRow } from './fields.ts'
import { spanFrom } from './lexer.ts'
import { parseNumber } from './numbers.ts'
import { isText, refuse, refuseDate, refuseNumber, type ValuePlace } from './parser-refusals.ts'
import { makeProblem, shorten } from './problems.ts'
import { type Scanner, take } from './scanner.ts'
import type { FieldValue } from './tree.ts'

const RANGE = /\[([^[\]()"]*)\]/y

/** `[5 TO 100]`: both bounds belong to it, * is open. */
export function rangeValue(scanner: Scanner, row: FieldRow): FieldValue | undefined {
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

function momentOrder(moment: Extract<DateSpec, { kind: 'moment' }>): number {
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
