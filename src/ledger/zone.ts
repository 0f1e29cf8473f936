import type { Instant } from '../model/post.ts'

/** A day of the civil calendar. */
export interface LocalDay {
  readonly year: number
  /** 1 to 12. */
  readonly month: number
  readonly day: number
}

/** A zone's clock: instants to local days and back. */
export interface ZoneClock {
  /** Milliseconds that local time is ahead of UTC at that instant. */
  offsetAt(instant: Instant): number
  dayAt(instant: Instant): LocalDay
  /**
   * The instant of a local time given as minutes after midnight (it may exceed 1440). A time that occurs twice
   * means the first; a time that the clocks skip means the moment of the skip.
   */
  instantAt(day: LocalDay, minutes: number): Instant
}

const DAY = 86_400_000
const MINUTE = 60_000

/** Throws a RangeError for an unknown zone. */
export function zoneClock(zone: string): ZoneClock {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  })
  const offsetAt = (instant: Instant): number => {
    const whole = Math.floor(instant / 1000) * 1000
    return localReading(format.format(whole)) - whole
  }
  return {
    offsetAt,
    dayAt: (instant) => toDay(instant + offsetAt(instant)),
    instantAt: (day, minutes) =>
      resolveLocal(Date.UTC(day.year, day.month - 1, day.day) + minutes * MINUTE, offsetAt),
  }
}

/** "11/22/2026, 09:05:00" read as if it were UTC. */
function localReading(text: string): number {
  const [month = 1, day = 1, year = 1970, hour = 0, minute = 0, second = 0] = text
    .split(/\D+/)
    .map(Number)
  return Date.UTC(year, month - 1, day, hour, minute, second)
}

function toDay(local: number): LocalDay {
  const date = new Date(local)
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() }
}

function resolveLocal(local: number, offsetAt: (instant: Instant) => number): Instant {
  const before = offsetAt(local - DAY)
  const after = offsetAt(local + DAY)
  if (before === after) return local - before
  const candidates = [local - before, local - after].filter(
    (instant) => instant + offsetAt(instant) === local,
  )
  return candidates.length > 0
    ? Math.min(...candidates)
    : findChange(local - DAY - before, local + DAY - after, offsetAt)
}

/** The first instant, to the second, whose offset differs from the one at `low`. */
function findChange(low: Instant, high: Instant, offsetAt: (instant: Instant) => number): Instant {
  const first = offsetAt(low)
  let [from, to] = [low, high]
  while (to - from > 1000) {
    const middle = from + Math.floor((to - from) / 2000) * 1000
    if (offsetAt(middle) === first) from = middle
    else to = middle
  }
  return to
}

export function nextDay(day: LocalDay, by = 1): LocalDay {
  return toDay(Date.UTC(day.year, day.month - 1, day.day + by))
}

/** YYYY-MM-DD. */
export function dayName(day: LocalDay): string {
  return `${String(day.year).padStart(4, '0')}-${String(day.month).padStart(2, '0')}-${String(day.day).padStart(2, '0')}`
}

/** 0 for Monday to 6 for Sunday. */
export function weekdayOf(day: LocalDay): number {
  return (new Date(Date.UTC(day.year, day.month - 1, day.day)).getUTCDay() + 6) % 7
}
