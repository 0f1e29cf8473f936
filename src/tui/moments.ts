import { nextDay, weekdayOf, zoneClock } from '../ledger/zone.ts'
import type { Instant } from '../model/post.ts'

const UNITS: Readonly<Record<string, number>> = {
  m: 60_000,
  min: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
}
const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']
const MORNING = 9 * 60
const EVENING = 17 * 60

/**
 * A moment that is to come, as people type it: 30m, 2h, 3d, 1w, today, tomorrow, friday, 2026-12-01, 2026-12-01 14:00,
 * 14:00. A day without a time means `minutes` after midnight. Undefined for what cannot be read or is past.
 */
export function parseComing(
  text: string,
  now: Instant,
  zone: string,
  minutes = MORNING,
): Instant | undefined {
  const word = text.trim().toLowerCase()
  const span = /^(\d{1,4})\s*(m|min|h|d|w)$/.exec(word)
  if (span !== null) {
    const at = now + Number(span[1]) * (UNITS[span[2] ?? ''] ?? 0)
    return at > now ? at : undefined
  }
  const found = /^(?:(\d{4})-(\d{2})-(\d{2})|([a-z]+))?(?:[ t]?(\d{1,2}):(\d{2}))?$/.exec(word)
  if (found === null || word === '') return undefined
  const clock = zoneClock(zone)
  const day = dayOf(found, clock.dayAt(now))
  if (day === undefined) return undefined
  const time = found[5] === undefined ? minutesFor(found[4], minutes) : minutesOf(found)
  if (time === undefined) return undefined
  const at = clock.instantAt(day, time)
  return at > now ? at : undefined
}

function minutesFor(word: string | undefined, minutes: number): number {
  return word === 'today' || word === 'tonight' ? EVENING : minutes
}

function minutesOf(found: RegExpExecArray): number | undefined {
  const [hour, minute] = [Number(found[5]), Number(found[6])]
  return hour < 24 && minute < 60 ? hour * 60 + minute : undefined
}

type Day = ReturnType<ReturnType<typeof zoneClock>['dayAt']>

function dayOf(found: RegExpExecArray, today: Day): Day | undefined {
  const [, year, month, day, word] = found
  if (year !== undefined) {
    const date = new Date(`${year}-${month}-${day}T00:00Z`)
    const isDay = !Number.isNaN(date.getTime()) && date.getUTCDate() === Number(day)
    return isDay ? { year: Number(year), month: Number(month), day: Number(day) } : undefined
  }
  if (word === undefined || word === 'today' || word === 'tonight') return today
  if (word === 'tomorrow') return nextDay(today)
  const weekday = WEEKDAYS.indexOf(word.slice(0, 3))
  if (weekday < 0) return undefined
  return nextDay(today, ((weekday - weekdayOf(today) + 6) % 7) + 1)
}
