import { expect, test } from 'vitest'
import { dateBounds, parseDateText } from '../../src/query/dates.ts'
import type { Comparison } from '../../src/query/tree.ts'
import { localToInstant } from '../../src/query/zone-time.ts'

const NOW = Date.UTC(2026, 10, 22, 12)
const DAY = 86_400_000

function bounds(
  text: string,
  compare: Comparison = '=',
  zone = 'UTC',
): readonly (string | undefined)[] {
  const { from, to } = dateBounds({ form: 'date', compare, text }, { now: NOW, zone })
  return [from, to].map((instant) =>
    instant === undefined ? undefined : new Date(instant).toISOString(),
  )
}

test.each([
  ['2026', '2026-01-01T00:00:00.000Z', '2027-01-01T00:00:00.000Z'],
  ['2026-10', '2026-10-01T00:00:00.000Z', '2026-11-01T00:00:00.000Z'],
  ['2026-12', '2026-12-01T00:00:00.000Z', '2027-01-01T00:00:00.000Z'],
  ['2024-02-29', '2024-02-29T00:00:00.000Z', '2024-03-01T00:00:00.000Z'],
  ['2026-11-01T10:00Z', '2026-11-01T10:00:00.000Z', '2026-11-01T10:01:00.000Z'],
  ['2026-11-01T10:00:30+02:00', '2026-11-01T08:00:30.000Z', '2026-11-01T08:00:31.000Z'],
  ['2026-11-01 10:00', '2026-11-01T10:00:00.000Z', '2026-11-01T10:01:00.000Z'],
  ['2026-11-01T10:00:30.125Z', '2026-11-01T10:00:30.125Z', '2026-11-01T10:00:30.126Z'],
])('%s is the time from %s up to %s', (text, from, to) => {
  expect(bounds(text)).toEqual([from, to])
})

test('days are those of the zone, however long they are', () => {
  expect(bounds('2026-11-01', '=', 'Europe/Berlin')).toEqual([
    '2026-10-31T23:00:00.000Z',
    '2026-11-01T23:00:00.000Z',
  ])
  // Summer time ends: 25 hours; it begins: 23 hours.
  expect(bounds('2026-10-25', '=', 'Europe/Berlin')).toEqual([
    '2026-10-24T22:00:00.000Z',
    '2026-10-25T23:00:00.000Z',
  ])
  expect(bounds('2026-03-29', '=', 'Europe/Berlin')).toEqual([
    '2026-03-28T23:00:00.000Z',
    '2026-03-29T22:00:00.000Z',
  ])
  // The clock jumps over midnight, so the day begins at one o'clock.
  expect(bounds('2018-11-04', '=', 'America/Sao_Paulo')).toEqual([
    '2018-11-04T03:00:00.000Z',
    '2018-11-05T02:00:00.000Z',
  ])
  expect(bounds('2026-11-01', '=', 'Asia/Kathmandu')[0]).toBe('2026-10-31T18:15:00.000Z')
})

test('a wall-clock time that comes twice is the first, one that is skipped is the jump', () => {
  const wall = Date.UTC(2026, 9, 25, 2, 30)
  expect(new Date(localToInstant(wall, 'Europe/Berlin')).toISOString()).toBe(
    '2026-10-25T00:30:00.000Z',
  )
  const skipped = Date.UTC(2026, 2, 29, 2, 30)
  expect(new Date(localToInstant(skipped, 'Europe/Berlin')).toISOString()).toBe(
    '2026-03-29T01:00:00.000Z',
  )
})

test('comparisons take the whole period as one', () => {
  expect(bounds('2026-11-01', '>=')).toEqual(['2026-11-01T00:00:00.000Z', undefined])
  expect(bounds('2026-11-01', '>')).toEqual(['2026-11-02T00:00:00.000Z', undefined])
  expect(bounds('2026-11-01', '<')).toEqual([undefined, '2026-11-01T00:00:00.000Z'])
  expect(bounds('2026-11-01', '<=')).toEqual([undefined, '2026-11-02T00:00:00.000Z'])
})

function ageHolds(text: string, compare: Comparison, ageMs: number): boolean {
  const { from, to } = dateBounds({ form: 'date', compare, text }, { now: NOW, zone: 'UTC' })
  const at = NOW - ageMs
  return at >= (from ?? Number.NEGATIVE_INFINITY) && at < (to ?? Number.POSITIVE_INFINITY)
}

test.each<
  readonly [string, Comparison, readonly [younger: boolean, exactly: boolean, older: boolean]]
>([
  ['7d', '=', [true, false, false]],
  ['7d', '<', [true, false, false]],
  ['7d', '<=', [true, true, false]],
  ['7d', '>', [false, false, true]],
  ['7d', '>=', [false, true, true]],
])('%s with %s tells ages apart to the millisecond', (text, compare, expected) => {
  const ages = [7 * DAY - 1, 7 * DAY, 7 * DAY + 1]
  expect(ages.map((age) => ageHolds(text, compare, age))).toEqual(expected)
})

test('posts from the future are young up to a day', () => {
  expect(ageHolds('7d', '=', -DAY)).toBe(true)
  expect(ageHolds('7d', '=', -DAY - 1)).toBe(false)
})

test.each([
  ['30min', '2026-11-22T11:30:00.001Z'],
  ['2w', '2026-11-08T12:00:00.001Z'],
  ['3mo', '2026-08-22T12:00:00.001Z'],
  ['1y', '2025-11-22T12:00:00.001Z'],
  ['9MO', '2026-02-22T12:00:00.001Z'],
])('%s counts back from now', (text, from) => {
  expect(bounds(text)[0]).toBe(from)
})

test('a month back from the end of a month is its last day', () => {
  const now = Date.UTC(2026, 2, 31, 12)
  const { from } = dateBounds({ form: 'date', compare: '<=', text: '1mo' }, { now, zone: 'UTC' })
  expect(new Date(from ?? 0).toISOString()).toBe('2026-02-28T12:00:00.000Z')
})

test('ranges take both periods whole and may mix dates and durations', () => {
  const range = (from?: string, to?: string) => {
    const value = { form: 'dates', ...(from ? { from } : {}), ...(to ? { to } : {}) } as const
    const found = dateBounds(value, { now: NOW, zone: 'UTC' })
    return [found.from, found.to].map((at) =>
      at === undefined ? undefined : new Date(at).toISOString(),
    )
  }
  expect(range('2026-10', '2026-11')).toEqual([
    '2026-10-01T00:00:00.000Z',
    '2026-12-01T00:00:00.000Z',
  ])
  expect(range('7d')).toEqual(['2026-11-15T12:00:00.000Z', undefined])
  expect(range('2026-10', '7d')).toEqual(['2026-10-01T00:00:00.000Z', '2026-11-15T12:00:00.001Z'])
  expect(range()).toEqual([undefined, undefined])
})

test('durations look ahead where they are asked to', () => {
  const { from, to } = dateBounds(
    { form: 'date', compare: '=', text: '2h' },
    { now: NOW, zone: 'UTC', ahead: true },
  )
  expect([from, to]).toEqual([undefined, NOW + 7_200_000])
})

test.each([
  '2026-02-30',
  '2026-13',
  '2026-00',
  '2026-1',
  '26',
  '7m',
  '7',
  'd',
  '-7d',
  '2026-11-01T25:00',
  '2026-11-01T10:00+15:00',
  '2026-11-01T10',
  '',
  'yesterday',
  '2026-11-31',
  '0000',
])('%s is no date', (text) => {
  expect(parseDateText(text)).toBeUndefined()
})

test('the longest durations stay within what dates can hold', () => {
  expect(bounds('99999y')[0]).toBeDefined()
  expect(parseDateText('100000y')).toBeUndefined()
})
