import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { aComplaint, DAY, HOUR, NOW } from '../store/builders.ts'
import { deliveryPlaces, shown } from './place.ts'

const aPlace = deliveryPlaces()

it('every post is in exactly one digest: late, missed and doubled runs, over the clock change', async () => {
  const place = await aPlace()
  // Europe/Berlin leaves summer time on 25 October 2026.
  const start = Date.UTC(2026, 9, 23, 6)
  await place.keep('p0', start - HOUR)
  const runs = [start, start + DAY, start + DAY, start + 4 * DAY + 3 * HOUR, start + 5 * DAY]
  let id = 1
  for (const at of runs) {
    await place.run(at, { always: true })
    for (const after of [1, HOUR, 5 * HOUR]) await place.keep(`p${id++}`, at + after)
  }
  await place.run(start + 6 * DAY, { always: true })
  const all = place.sent().flatMap(shown)
  const numbers = [...new Set(all)].sort((a, b) => a - b)
  expect(all.length).toBe(numbers.length)
  // The run at the same instant twice was followed by the same three posts twice: 16 saved, 16 shown.
  expect(numbers).toHaveLength(16)
  const windows = place.sent().map(({ data }) => [Date.parse(data.from), Date.parse(data.to)])
  for (const [index, [from]] of windows.entries())
    if (index > 0) expect(from).toBe(windows[index - 1]?.[1])
})

it('a clear failure leaves the window open, and the next digest has its posts', async () => {
  const place = await aPlace()
  await place.keep('a', NOW)
  place.set({ status: 500 })
  expect((await place.run(NOW + HOUR)).status).toBe(1)
  await place.keep('b', NOW + 2 * HOUR)
  place.set({ status: 200 })
  expect((await place.run(NOW + 3 * HOUR)).status).toBeUndefined()
  const [failed, delivered] = place.sent()
  expect(shown(failed)).toEqual([1])
  expect(shown(delivered)).toEqual([1, 2])
  expect(delivered.repeat).toBe(false)
})

it('a doubt is repeated once, as the same window with the same key, and then over', async () => {
  const place = await aPlace()
  await place.keep('a', NOW)
  place.set({ drop: true })
  expect((await place.run(NOW + HOUR)).status).toBe(1)
  await place.keep('b', NOW + 2 * HOUR)
  expect((await place.run(NOW + 3 * HOUR)).said).toContain('may have arrived')
  place.set({ status: 200 })
  await place.run(NOW + 4 * HOUR)
  const [first, second, third] = place.sent()
  expect(place.sent()).toHaveLength(3)
  expect(second.repeat).toBe(true)
  expect(second.subject).toMatch(/^Repeat: /)
  expect(second.key).toBe(first.key)
  expect(shown(second)).toEqual([1])
  expect(third.repeat).toBe(false)
  expect(shown(third)).toEqual([2])
})

it('a run that died after it began to send is a doubt', async () => {
  const place = await aPlace()
  await place.keep('a', NOW)
  const store = await place.open(NOW)
  await store.setValue('digest daily webhook', {
    pending: { from: NOW - DAY, to: NOW + 1, since: Date.now(), pid: 2 ** 22 + 1, inDoubt: false },
  })
  await store.close()
  await place.run(NOW + HOUR)
  expect(place.sent()[0]).toMatchObject({ repeat: true })
})

it('a second process is told that one is at work', async () => {
  const place = await aPlace()
  await place.keep('a', NOW)
  const store = await place.open(NOW)
  await store.setValue('digest daily webhook', {
    pending: { from: NOW - DAY, to: NOW + 1, since: Date.now(), pid: process.ppid, inDoubt: false },
  })
  await store.close()
  await expect(place.run(NOW + HOUR)).rejects.toMatchObject({ exitStatus: 4 })
  expect(place.sent()).toHaveLength(0)
})

it('is quiet when there is nothing to say, unless it is asked', async () => {
  const place = await aPlace()
  await place.keep('old', NOW - 30 * DAY)
  expect((await place.run(NOW)).said).toContain('nothing to say')
  expect(place.sent()).toHaveLength(0)
  await place.run(NOW + HOUR, { always: true })
  expect(place.sent()).toHaveLength(1)
})

it('each way out has windows of its own; the subject carries the figures', async () => {
  const place = await aPlace()
  await place.save(
    [
      aComplaint({
        id: 'c',
        text: 'acme \u001b[31mbroke',
        publishedAt: NOW - 5 * HOUR,
        collectedAt: NOW - 4 * HOUR,
      }),
    ],
    NOW - 4 * HOUR,
  )
  const printed = await place.run(NOW, { to: ['stdout', './day.md'] })
  expect(printed.out).toContain('Acme: 1 over the promise')
  expect(printed.out).toContain('Burning: 1 of 1')
  expect(printed.out).not.toContain('\u001b')
  expect(readFileSync(join(place.folder, 'day.md'), 'utf8')).toContain(
    'Subject: Acme: 1 over the promise',
  )
  await place.run(NOW)
  expect(shown(place.sent()[0])).toEqual([1])
})

it('an unknown way out is named with the nearest', async () => {
  const place = await aPlace()
  await place.keep('a', NOW)
  await expect(place.run(NOW, { to: ['webhok'] })).rejects.toMatchObject({
    hint: 'did you mean "webhook"?',
  })
})

it('what was collected long ago and comes by an import is in the next digest', async () => {
  const place = await aPlace()
  await place.keep('a', NOW)
  await place.run(NOW + HOUR)
  // Collected elsewhere a month ago; and one whose clock runs ahead.
  await place.keep('old', NOW + 2 * HOUR, NOW - 30 * DAY)
  await place.keep('ahead', NOW + 2 * HOUR, NOW + 9 * DAY)
  await place.run(NOW + 3 * HOUR)
  await place.run(NOW + 10 * DAY)
  expect(place.sent().map(shown)).toEqual([[1], [2, 3]])
})

it('an import into an empty store that had a digest already is in the next one', async () => {
  const place = await aPlace()
  await (await place.open(NOW)).close()
  await place.run(NOW, { always: true })
  await place.keep('old', NOW + 2 * HOUR, NOW - 30 * DAY)
  await place.run(NOW + 3 * HOUR)
  expect(place.sent().map(shown)).toEqual([[], [1]])
})

it('a state of an earlier version goes on from its time', async () => {
  const place = await aPlace()
  await place.keep('told', NOW - HOUR)
  await place.keep('new', NOW + HOUR)
  const store = await place.open(NOW)
  await store.setValue('digest daily webhook', { upTo: NOW })
  await store.close()
  await place.run(NOW + 2 * HOUR)
  expect(place.sent().map(shown)).toEqual([[2]])
})

it('a digest of a week has the reports, the alerts and the method behind it; one of a day has not', async () => {
  const place = await aPlace()
  await place.keep('a', NOW - HOUR)
  const day = await place.run(NOW, { to: ['stdout'], since: '1d' })
  expect(day.out).not.toContain('Method')
  const week = await place.run(NOW, { to: ['stdout', './week.html'], since: '7d' })
  for (const title of ['Volume of Acme', 'Share of voice', 'Response of Acme', 'Topics', 'Method'])
    expect(week.out).toContain(title)
  expect(week.out).toContain('Queries: acme (brand')
  expect(readFileSync(join(place.folder, 'week.html'), 'utf8')).toContain('<svg')
})
