import { describe, expect, it } from 'vitest'
import {
  createZoneClock,
  formatAge,
  formatDue,
  formatDuration,
  formatRelative,
  isoInZone,
} from '../../src/format/time.ts'

describe('a zone clock', () => {
  it('follows daylight saving, odd offsets and old offsets with seconds', () => {
    expect(isoInZone(Date.UTC(2026, 9, 25, 0, 30), 'Europe/Berlin')).toBe(
      '2026-10-25T02:30:00+02:00',
    )
    expect(isoInZone(Date.UTC(2026, 9, 25, 1, 30), 'Europe/Berlin')).toBe(
      '2026-10-25T02:30:00+01:00',
    )
    expect(isoInZone(Date.UTC(2026, 0, 1, 0, 0, 5, 7), 'Asia/Kathmandu')).toBe(
      '2026-01-01T05:45:05.007+05:45',
    )
    expect(isoInZone(Date.UTC(2026, 0, 1), 'America/St_Johns')).toBe('2025-12-31T20:30:00-03:30')
    expect(isoInZone(0, 'UTC')).toBe('1970-01-01T00:00:00+00:00')
  })

  it('knows day, hour and weekday', () => {
    const clock = createZoneClock('Pacific/Auckland')
    const instant = Date.UTC(2026, 10, 22, 12, 5)
    expect([
      clock.day(instant),
      clock.minute(instant),
      clock.hour(instant),
      clock.weekday(instant),
    ]).toEqual(['2026-11-23', '2026-11-23 01:05', 1, 0])
  })

  it('refuses an unknown zone', () => {
    expect(() => createZoneClock('Mars/Olympus')).toThrow(RangeError)
  })
})

describe('durations', () => {
  const MINUTE = 60_000
  it.each([
    [59_999, '59 s', '59 s'],
    [12 * MINUTE, '12 min', '12 min'],
    [72 * MINUTE, '1 h', '1 h 12 min'],
    [47 * 60 * MINUTE, '47 h', '1 d 23 h'],
    [72 * 60 * MINUTE, '3 d', '3 d'],
    [70 * 24 * 60 * MINUTE, '10 wk', '70 d'],
  ])('%d reads as %s or %s', (duration, age, exact) => {
    expect(formatAge(duration)).toBe(age)
    expect(formatDuration(duration)).toBe(exact)
  })

  it('says what is left, over, past and to come', () => {
    expect(formatDue(60 * MINUTE, 20 * MINUTE)).toBe('40 min left')
    expect(formatDue(0, 180 * MINUTE)).toBe('3 h over')
    expect(formatRelative(0, 12 * MINUTE)).toBe('12 min ago')
    expect(formatRelative(180 * MINUTE, 0)).toBe('in 3 h')
    expect(formatRelative(5, 5)).toBe('now')
  })
})
