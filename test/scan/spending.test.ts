import { afterEach, beforeEach, expect, test } from 'vitest'
import { createMeter, readSpent } from '../../src/scan/spending.ts'

const values = new Map<string, unknown>()
const store = {
  getValue: async (name: string) => values.get(name),
  changeValue: async <Value>(name: string, change: (value: Value | undefined) => Value) => {
    const value = change(values.get(name) as Value | undefined)
    values.set(name, JSON.parse(JSON.stringify(value)))
    return value
  },
}
let now = Date.parse('2026-11-22T10:00:00Z')
const meter = () => createMeter(store, 'x', () => now)
const used = () => readSpent(store, 'x', now)

beforeEach(() => {
  now = Date.parse('2026-11-22T10:00:00Z')
})
afterEach(() => values.clear())

test('what is taken counts until it is settled, so that a crash counts too much, never too little', async () => {
  expect(await meter().take(100, 500)).toBe(100)
  expect(await used()).toBe(100)
  await meter().settle(100, ['1', '2', '3'])
  expect(await used()).toBe(3)
})

test('a post is charged for once a day, and again on the next', async () => {
  await meter().take(10, 500)
  await meter().settle(10, ['1', '2'])
  await meter().take(10, 500)
  await meter().settle(10, ['2', '3'])
  expect(await used()).toBe(3)
  now += 86_400_000
  await meter().take(10, 500)
  await meter().settle(10, ['3'])
  expect(await used()).toBe(4)
})

test('no more is given than the limit leaves, and nothing beyond it', async () => {
  expect(await meter().take(100, 120)).toBe(100)
  expect(await meter().take(100, 120)).toBe(20)
  expect(await meter().take(100, 120)).toBe(0)
  expect(await meter().take(1, 120)).toBe(0)
  expect(await meter().take(100, 130)).toBe(10)
})

test('a new month begins at nothing; no post stands in what is kept', async () => {
  await meter().take(10, 500)
  await meter().settle(10, ['1578533127582646273'])
  expect(JSON.stringify([...values.values()])).not.toContain('1578533127582646273')
  now = Date.parse('2026-12-01T00:00:00Z')
  expect(await used()).toBe(0)
  expect(await meter().take(500, 500)).toBe(500)
})

test('what is taken in one month and settled in the next gives nothing back that others have used', async () => {
  now = Date.parse('2026-11-30T23:59:59Z')
  const late = meter()
  await late.take(100, 500)
  now = Date.parse('2026-12-01T00:00:01Z')
  await meter().take(40, 500)
  await late.settle(100, ['1', '2'])
  expect(await used()).toBe(42)
})

test('what is charged for before midnight and settled behind it is charged for again', async () => {
  now = Date.parse('2026-11-22T23:59:59Z')
  const late = meter()
  await late.take(10, 500)
  now = Date.parse('2026-11-23T00:00:01Z')
  await late.settle(10, ['1'])
  expect(await used()).toBe(1)
  await meter().take(10, 500)
  await meter().settle(10, ['1'])
  expect(await used()).toBe(2)
})
