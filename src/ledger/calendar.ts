import type { Calendar } from '../model/config.ts'
import type { Instant } from '../model/post.ts'
import { dayName, type LocalDay, nextDay, weekdayOf, type ZoneClock, zoneClock } from './zone.ts'

/** Office hours as instants, so that a change of the clocks never adds or loses an hour. */
export interface OfficeClock {
  /** Minutes of office time in [from, to); 0 when `to` is not after `from`. Fractions of a minute count. */
  minutesBetween(from: Instant, to: Instant): number
  /** The earliest instant by which so many office minutes have passed; undefined when the office does not open for ten years. */
  add(from: Instant, minutes: number): Instant | undefined
  isOpen(instant: Instant): boolean
  zone: ZoneClock
}

interface Span {
  readonly from: Instant
  readonly to: Instant
}

const MINUTE = 60_000
const ALL_DAY: readonly (readonly [number, number])[] = [[0, 1440]]
const LONGEST_SEARCH_DAYS = 3660

/** Making one costs a zone lookup; keep it while many spans are measured. */
export function officeClock(calendar: Calendar): OfficeClock {
  const zone = zoneClock(calendar.zone)
  const holidays = new Set(calendar.holidays)
  const spans = (from: Instant) => officeSpans(calendar, holidays, zone, from)
  return {
    zone,
    minutesBetween: (from, to) => minutesWithin(spans(from), from, to),
    add: (from, minutes) => addWithin(spans(from), from, minutes),
    isOpen: (instant) => minutesWithin(spans(instant), instant, instant + 1) > 0,
  }
}

/** Minutes of office time in [from, to). */
export function calendarMinutes(from: Instant, to: Instant, calendar: Calendar): number {
  return officeClock(calendar).minutesBetween(from, to)
}

/** The earliest instant by which so many office minutes have passed since `from`. */
export function addCalendarMinutes(
  from: Instant,
  minutes: number,
  calendar: Calendar,
): Instant | undefined {
  return officeClock(calendar).add(from, minutes)
}

/** Office spans from the day before `start` on, in order and without overlap. */
function* officeSpans(
  calendar: Calendar,
  holidays: ReadonlySet<string>,
  zone: ZoneClock,
  start: Instant,
): Generator<Span> {
  const always = calendar.week.every((periods) => periods.length === 0)
  let day = nextDay(zone.dayAt(start), -1)
  let covered = Number.NEGATIVE_INFINITY
  for (let count = 0; count < LONGEST_SEARCH_DAYS; count += 1, day = nextDay(day)) {
    for (const span of spansOfDay(
      day,
      always ? ALL_DAY : (calendar.week[weekdayOf(day)] ?? []),
      holidays,
      zone,
    )) {
      const from = Math.max(span.from, covered)
      if (span.to <= from) continue
      covered = span.to
      yield { from, to: span.to }
    }
  }
}

function spansOfDay(
  day: LocalDay,
  periods: readonly (readonly [number, number])[],
  holidays: ReadonlySet<string>,
  zone: ZoneClock,
): readonly Span[] {
  if (holidays.has(dayName(day))) return []
  return periods
    .toSorted((a, b) => a[0] - b[0])
    .map(([from, to]) => ({ from: zone.instantAt(day, from), to: zone.instantAt(day, to) }))
}

function minutesWithin(spans: Iterable<Span>, from: Instant, to: Instant): number {
  let sum = 0
  if (to <= from) return 0
  for (const span of spans) {
    if (span.from >= to) break
    sum += Math.max(0, Math.min(span.to, to) - Math.max(span.from, from))
  }
  return sum / MINUTE
}

function addWithin(spans: Iterable<Span>, from: Instant, minutes: number): Instant | undefined {
  if (minutes <= 0) return from
  let left = minutes * MINUTE
  for (const span of spans) {
    const begin = Math.max(span.from, from)
    if (begin >= span.to) continue
    if (span.to - begin >= left) return begin + left
    left -= span.to - begin
  }
  return undefined
}
