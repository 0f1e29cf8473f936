import { type DateSpec, type DurationUnit, parseDateText } from './date-text.ts'
import type { Comparison, FieldValue } from './tree.ts'
import { localParts, localToInstant } from './zone-time.ts'

export { type DateSpec, parseDateText } from './date-text.ts'

export interface DateContext {
  /** Milliseconds since 1970; what durations count back from. */
  readonly now: number
  /** IANA zone of written days and months, such as Europe/Berlin. */
  readonly zone: string
  /** Where durations look ahead (due:), `2h` is "within the next two hours, or past". */
  readonly ahead?: boolean
}

/** Half-open: `from` belongs to it, `to` does not; undefined is open. Milliseconds since 1970. */
export interface DateBounds {
  readonly from?: number
  readonly to?: number
}

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
/** A clock that runs ahead by more than this is a mistake, and its posts are not "younger than 7d". */
const CLOCK_SKEW = DAY

const FIXED_UNITS: Readonly<Record<'min' | 'h' | 'd' | 'w', number>> = {
  min: MINUTE,
  h: HOUR,
  d: DAY,
  w: 7 * DAY,
}

/**
 * The instants that a date value stands for. The value comes from the parser, which has checked it;
 * text that is no date gives bounds that nothing fulfils.
 */
export function dateBounds(
  value: Extract<FieldValue, { form: 'date' | 'dates' }>,
  context: DateContext,
): DateBounds {
  if (value.form === 'date') return singleBounds(value.compare, value.text, context)
  const from = value.from === undefined ? undefined : periodOf(value.from, context).from
  const to = value.to === undefined ? undefined : periodOf(value.to, context).to
  return bounds(from, to)
}

function singleBounds(compare: Comparison, text: string, context: DateContext): DateBounds {
  const spec = parseDateText(text)
  if (spec === undefined) return { from: 0, to: 0 }
  if (spec.kind === 'duration') return ageBounds(compare, spec.amount, spec.unit, context)
  const period = momentPeriod(spec, context.zone)
  if (compare === '>=') return { from: period.from }
  if (compare === '>') return { from: period.to }
  if (compare === '<') return { to: period.from }
  if (compare === '<=') return { to: period.to }
  return period
}

/** `7d` and `<7d` are strictly younger, `<=7d` also exactly so old; `>7d` is older. */
function ageBounds(
  compare: Comparison,
  amount: number,
  unit: DurationUnit,
  context: DateContext,
): DateBounds {
  if (context.ahead === true) return remainingBounds(compare, amount, unit, context)
  const edge = shift(context.now, -amount, unit, context.zone)
  if (compare === '>') return { to: edge }
  if (compare === '>=') return { to: edge + 1 }
  return { from: compare === '<=' ? edge : edge + 1, to: context.now + CLOCK_SKEW + 1 }
}

/** For instants to come: `2h` and `<2h` are less than two hours away (or past), `>2h` more. */
function remainingBounds(
  compare: Comparison,
  amount: number,
  unit: DurationUnit,
  context: DateContext,
): DateBounds {
  const edge = shift(context.now, amount, unit, context.zone)
  if (compare === '>') return { from: edge + 1 }
  if (compare === '>=') return { from: edge }
  return { to: compare === '<=' ? edge + 1 : edge }
}

/** The period that a written date covers; a duration is the instant so long ago (or ahead). */
function periodOf(
  text: string,
  context: DateContext,
): { readonly from: number; readonly to: number } {
  const spec = parseDateText(text)
  if (spec === undefined) return { from: 0, to: 0 }
  if (spec.kind === 'moment') return momentPeriod(spec, context.zone)
  const sign = context.ahead === true ? 1 : -1
  const instant = shift(context.now, sign * spec.amount, spec.unit, context.zone)
  return { from: instant, to: instant + 1 }
}

/** The day, month, minute … that a moment names, half-open, in its own offset or else in the zone. */
export function momentPeriod(
  spec: Extract<DateSpec, { kind: 'moment' }>,
  zone: string,
): { readonly from: number; readonly to: number } {
  const { precision, year, month, day, hour, minute, second, millisecond } = spec
  const place = (y: number, mo: number, d: number): number =>
    toInstant([y, mo, d, hour, minute, second, millisecond], spec.offset, zone)
  const from = place(year, month, day)
  if (precision === 'year') return { from, to: place(year + 1, 1, 1) }
  if (precision === 'month') return { from, to: place(year, month + 1, 1) }
  if (precision === 'day') return { from, to: place(year, month, day + 1) }
  if (precision === 'minute') return { from, to: from + MINUTE }
  return { from, to: from + (precision === 'second' ? 1_000 : 1) }
}

type Parts = readonly [number, number, number, number, number, number, number]

function toInstant(parts: Parts, offset: number | undefined, zone: string): number {
  const wall = wallClock(parts)
  return offset === undefined ? localToInstant(wall, zone) : wall - offset * MINUTE
}

/** Milliseconds of a wall clock read as if it were UTC; Date.UTC would move the years 0 to 99. */
function wallClock([year, month, day, hour, minute, second, millisecond]: Parts): number {
  const date = new Date(0)
  date.setUTCFullYear(year, month - 1, day)
  date.setUTCHours(hour, minute, second, millisecond)
  return date.getTime()
}

/** Minutes to weeks are exact lengths; months and years are steps of the zone's calendar, cut at the month's end. */
export function shift(instant: number, amount: number, unit: DurationUnit, zone: string): number {
  if (unit !== 'mo' && unit !== 'y') return instant + amount * FIXED_UNITS[unit]
  const parts = localParts(instant, zone)
  const months = parts.month - 1 + amount * (unit === 'y' ? 12 : 1)
  const year = parts.year + Math.floor(months / 12)
  const month = (((months % 12) + 12) % 12) + 1
  const last = new Date(wallClock([year, month + 1, 0, 0, 0, 0, 0])).getUTCDate()
  const day = Math.min(parts.day, last)
  const wall = wallClock([year, month, day, 0, 0, 0, 0]) + parts.timeOfDay
  return localToInstant(wall, zone)
}

function bounds(from: number | undefined, to: number | undefined): DateBounds {
  return { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) }
}
