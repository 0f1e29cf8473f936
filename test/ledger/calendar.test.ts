import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addCalendarMinutes, calendarMinutes, officeClock } from '../../src/ledger/calendar.ts'
import { foldThreads } from '../../src/ledger/fold.ts'
import type { Calendar } from '../../src/model/config.ts'
import { aPolicy, DAY, ledgers, MINUTE } from './events.ts'

const ZONES = [
  'UTC',
  'Europe/Berlin',
  'America/New_York',
  'America/Santiago',
  'Africa/Cairo',
  'Asia/Kolkata',
  'Australia/Lord_Howe',
  'Pacific/Apia',
  'Africa/Casablanca',
]

const zone = fc.constantFrom(...ZONES)
const time = fc.integer({ min: 0, max: 96 }).map((quarter) => quarter * 15)
const period = fc
  .tuple(time, time)
  .filter(([from, to]) => from < to)
  .map(([from, to]) => [from, to] as const)
const week = fc.array(fc.array(period, { maxLength: 3 }), { minLength: 7, maxLength: 7 })
const calendars: fc.Arbitrary<Calendar> = fc.record({
  zone,
  week,
  holidays: fc.constant(['2026-03-10', '2026-11-01']),
})
/** Whole minutes of 2026, which has both changes of the clocks in most of the zones. */
const instants = fc
  .integer({ min: 0, max: 364 * 1440 })
  .map((minutes) => Date.UTC(2026, 0, 1) + minutes * MINUTE)

describe('office time', () => {
  it('equals a count of the minutes whose local time is in a period, clock changes included', () => {
    fc.assert(
      fc.property(
        calendars,
        instants,
        fc.integer({ min: 1, max: 2000 }),
        (calendar, from, length) => {
          fc.pre(calendar.week.some((periods) => periods.length > 0))
          const isOpen = minuteReader(calendar)
          let counted = 0
          for (let minute = 0; minute < length; minute += 1)
            if (isOpen(from + minute * MINUTE)) counted += 1
          const minutes = calendarMinutes(from, from + length * MINUTE, calendar)
          // A period that ends or begins within the doubled hour is read once, by its first occurrence.
          if (!nearChange(calendar.zone, from, length)) expect(minutes).toBe(counted)
          else expect(Math.abs(minutes - counted)).toBeLessThanOrEqual(60)
        },
      ),
      { numRuns: 150 },
    )
  })

  it('adds up over a cut, and never exceeds wall time', () => {
    fc.assert(
      fc.property(
        calendars,
        instants,
        fc.nat(20_000),
        fc.nat(20_000),
        (calendar, from, first, second) => {
          const clock = officeClock(calendar)
          const middle = from + first * MINUTE
          const to = middle + second * MINUTE
          const whole = clock.minutesBetween(from, to)
          expect(clock.minutesBetween(from, middle) + clock.minutesBetween(middle, to)).toBeCloseTo(
            whole,
            6,
          )
          expect(whole).toBeLessThanOrEqual(first + second)
        },
      ),
      { numRuns: 100 },
    )
  })

  it('gives back what it added', () => {
    fc.assert(
      fc.property(
        calendars,
        instants,
        fc.integer({ min: 1, max: 3000 }),
        (calendar, from, minutes) => {
          const due = addCalendarMinutes(from, minutes, calendar)
          if (due === undefined) throw new Error('never opens')
          expect(calendarMinutes(from, due, calendar)).toBeCloseTo(minutes, 6)
          expect(calendarMinutes(from, due - 1, calendar)).toBeLessThan(minutes)
        },
      ),
      { numRuns: 100 },
    )
  })

  it('is wall time where the office is always open, whatever the clocks do', () => {
    fc.assert(
      fc.property(zone, instants, fc.nat(400_000), (name, from, minutes) => {
        const always: Calendar = { zone: name, week: [], holidays: [] }
        expect(calendarMinutes(from, from + minutes * MINUTE, always)).toBe(minutes)
      }),
      { numRuns: 60 },
    )
  })

  it('never opens when every period is empty of time', () => {
    const never: Calendar = { zone: 'UTC', week: [[[540, 540]]], holidays: [] }
    expect(addCalendarMinutes(Date.UTC(2026, 0, 1), 1, never)).toBeUndefined()
  })

  it('refuses a zone that does not exist', () => {
    expect(() => officeClock({ zone: 'Mars/Olympus', week: [], holidays: [] })).toThrow(RangeError)
  })

  it('lets no instant of a thread move when the zone of the calendar changes', () => {
    fc.assert(
      fc.property(ledgers({ moves: false }), zone, (events, name) => {
        const calendar: Calendar = { zone: name, week: [[[0, 1440]]], holidays: [] }
        const moved = foldThreads(events, aPolicy({ calendar }))
        expect(moved).toEqual(foldThreads(events, aPolicy()))
      }),
      { numRuns: 50 },
    )
  })
})

/** Reads local time by another way than the code under test: a formatter for weekday, hour and minute. */
function minuteReader(calendar: Calendar): (instant: number) => boolean {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone: calendar.zone,
    weekday: 'short',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  })
  return (instant) => {
    const parts = Object.fromEntries(
      format.formatToParts(instant).map((part) => [part.type, part.value]),
    )
    const weekday = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'].indexOf(parts.weekday ?? '')
    if (calendar.holidays.includes(`${parts.year}-${parts.month}-${parts.day}`)) return false
    const minute = Number(parts.hour) * 60 + Number(parts.minute)
    return (calendar.week[weekday] ?? []).some(([from, to]) => minute >= from && minute < to)
  }
}

function nearChange(name: string, from: number, length: number): boolean {
  const { zone: clock } = officeClock({ zone: name, week: [], holidays: [] })
  return clock.offsetAt(from - DAY) !== clock.offsetAt(from + length * MINUTE + DAY)
}
