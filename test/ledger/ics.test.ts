import { describe, expect, it } from 'vitest'
import { parseHolidays } from '../../src/ledger/ics.ts'

const file = (...events: readonly string[]) =>
  [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    ...events.map((event) => `BEGIN:VEVENT\r\n${event}\r\nEND:VEVENT`),
    'END:VCALENDAR',
  ].join('\r\n')

describe('holidays from an iCalendar file', () => {
  it.each([
    ['one day', 'DTSTART;VALUE=DATE:20260403\r\nSUMMARY:Good Friday', ['2026-04-03']],
    [
      'an end that is not included',
      'DTSTART;VALUE=DATE:20261224\r\nDTEND;VALUE=DATE:20261227',
      ['2026-12-24', '2026-12-25', '2026-12-26'],
    ],
    ['a length', 'DTSTART;VALUE=DATE:20260501\r\nDURATION:P2D', ['2026-05-01', '2026-05-02']],
    [
      'every year',
      'DTSTART;VALUE=DATE:20200101\r\nRRULE:FREQ=YEARLY',
      ['2026-01-01', '2027-01-01'],
    ],
    [
      'every year until',
      'DTSTART;VALUE=DATE:20200101\r\nRRULE:FREQ=YEARLY;UNTIL=20261231',
      ['2026-01-01'],
    ],
    [
      'every year so often',
      'DTSTART;VALUE=DATE:20260101\r\nRRULE:FREQ=YEARLY;COUNT=1',
      ['2026-01-01'],
    ],
    [
      'with the date said twice',
      'DTSTART;VALUE=DATE:20200501\r\nRRULE:FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=1',
      ['2026-05-01', '2027-05-01'],
    ],
    [
      'but not that one',
      'DTSTART;VALUE=DATE:20200101\r\nRRULE:FREQ=YEARLY\r\nEXDATE;VALUE=DATE:20270101',
      ['2026-01-01'],
    ],
    ['a leap day', 'DTSTART;VALUE=DATE:20240229\r\nRRULE:FREQ=YEARLY', []],
    ['a cancelled one', 'DTSTART;VALUE=DATE:20260403\r\nSTATUS:CANCELLED', []],
    ['a folded line', 'DTSTART;VALUE=DA\r\n TE:20260403', ['2026-04-03']],
  ])('reads %s', (_name, event, days) => {
    expect(parseHolidays(file(event), 2026, 2027)).toEqual({ days, skipped: 0 })
  })

  it.each([
    ['an hour', 'DTSTART:20260403T100000Z\r\nDTEND:20260403T110000Z'],
    ['a rule that it does not know', 'DTSTART;VALUE=DATE:20260403\r\nRRULE:FREQ=WEEKLY'],
    [
      'a last Monday of May',
      'DTSTART;VALUE=DATE:20260525\r\nRRULE:FREQ=YEARLY;BYMONTH=5;BYDAY=-1MO',
    ],
    [
      'a rule for another date than its own',
      'DTSTART;VALUE=DATE:20260525\r\nRRULE:FREQ=YEARLY;BYMONTH=6',
    ],
    ['no date', 'SUMMARY:nothing'],
  ])('leaves out %s and says so', (_name, event) => {
    expect(parseHolidays(file(event), 2026, 2027)).toEqual({ days: [], skipped: 1 })
  })

  it('takes each day once, in order', () => {
    const text = file(
      'DTSTART;VALUE=DATE:20260501',
      'DTSTART;VALUE=DATE:20260101',
      'DTSTART;VALUE=DATE:20260501',
    )
    expect(parseHolidays(text, 2026, 2026).days).toEqual(['2026-01-01', '2026-05-01'])
  })
})
