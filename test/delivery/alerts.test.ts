import { expect, it } from 'vitest'
import { ringAlerts } from '../../src/commands/alert-delivery.ts'
import { runAlerts } from '../../src/commands/alerts.ts'
import { command as markCommand } from '../../src/commands/alerts-mark.ts'
import { HOUR, MINUTE, NOW } from '../store/builders.ts'
import { deliveryPlaces } from './place.ts'

const aPlace = deliveryPlaces()

const TWO_WAYS = `alerts:
  to:
    - { type: webhook, name: first, url: "\${HOOK}" }
    - { type: webhook, name: second, url: "\${OTHER}" }
  rules: { any: { when: every, match: acme, cooldown: 1m } }
`

type Place = Awaited<ReturnType<typeof aPlace>>

/** What scan does after a committed batch. */
const ring = (place: Place, at: number) =>
  place.act(at, async (context) =>
    ringAlerts(context, await context.settings(), await context.store('write')),
  )
const rulesOf = (messages: readonly { readonly data: { readonly alerts: readonly unknown[] } }[]) =>
  messages.map(({ data }) => data.alerts.length)

it('what one way refuses waits for that way alone, and no other hears it twice', async () => {
  const place = await aPlace({ yaml: TWO_WAYS })
  place.set({ status: 500 }, '/other')
  await place.keep('a', NOW)
  expect((await ring(place, NOW + MINUTE)).status).toBe(false)
  expect(rulesOf(place.sent('/hook'))).toEqual([1])
  place.set({ status: 200 }, '/other')
  await place.keep('b', NOW + HOUR)
  expect((await ring(place, NOW + 2 * HOUR)).status).toBe(true)
  expect(rulesOf(place.sent('/hook'))).toEqual([1, 1])
  // The refused one and the new one in one message, marked as no repeat: the server said no before.
  const [, second] = place.sent('/other')
  expect(rulesOf([second])).toEqual([2])
  expect(second.repeat).toBe(false)
  expect((await ring(place, NOW + 3 * HOUR)).status).toBe(true)
  expect(place.sent()).toHaveLength(4)
})

it('a refused alert goes out by itself, later and later, also when nothing new rings', async () => {
  const place = await aPlace({ yaml: TWO_WAYS })
  place.set({ status: 503 }, '/other')
  await place.keep('a', NOW)
  await ring(place, NOW + MINUTE)
  await ring(place, NOW + MINUTE + 30_000)
  expect(place.sent('/other')).toHaveLength(1)
  await ring(place, NOW + 3 * MINUTE)
  expect(place.sent('/other')).toHaveLength(2)
  place.set({ status: 200 }, '/other')
  await ring(place, NOW + 10 * MINUTE)
  await ring(place, NOW + 20 * MINUTE)
  expect(place.sent('/other')).toHaveLength(3)
  expect(place.sent('/hook')).toHaveLength(1)
})

it('a doubt is repeated once with the same key, marked, and then over', async () => {
  const place = await aPlace({ yaml: TWO_WAYS })
  place.set({ drop: true }, '/other')
  await place.keep('a', NOW)
  expect((await ring(place, NOW + MINUTE)).said).toContain('may have arrived')
  await ring(place, NOW + HOUR)
  await ring(place, NOW + 3 * HOUR)
  const [first, second, ...rest] = place.sent('/other')
  expect(rest).toEqual([])
  expect(first.repeat).toBe(false)
  expect(second.repeat).toBe(true)
  expect(second.key).toBe(first.key)
  expect(place.sent('/hook')).toHaveLength(1)
})

it('a run that died while it sent leaves a doubt: the message comes again, marked', async () => {
  const place = await aPlace({ yaml: TWO_WAYS })
  const alert = {
    id: 1,
    rule: 'any',
    at: NOW,
    why: 'why',
    isCritical: false,
    posts: 1,
    people: 1,
    clusters: 1,
    examples: [],
  }
  const store = await place.open(NOW)
  const pending = { alerts: [alert], key: 'k', since: NOW, pid: 2 ** 22 + 1, inDoubt: false }
  await store.setValue('alerts', { ways: { first: { waiting: [], pending } }, lastId: 1 })
  await store.close()
  await ring(place, NOW + MINUTE)
  expect(place.sent('/hook')).toMatchObject([{ repeat: true, key: 'k' }])
  expect(place.sent('/other')).toEqual([])
})

it('nothing new rings, nothing is evaluated into a message: no post, no alert', async () => {
  const place = await aPlace({ yaml: TWO_WAYS })
  await place.keep('old', NOW - 400 * HOUR)
  await ring(place, NOW)
  await ring(place, NOW + HOUR)
  expect(place.sent()).toEqual([])
})

it('marks are kept, counted by rule with an interval, and can be taken back', async () => {
  const place = await aPlace({ yaml: TWO_WAYS })
  for (const hours of [0, 2, 4]) {
    await place.keep(`p${hours}`, NOW + hours * HOUR)
    await ring(place, NOW + hours * HOUR + MINUTE)
  }
  const mark = (id: string, verdict: string) =>
    place.act(NOW + 9 * HOUR, (context) => markCommand.run(context, [id, verdict], {}))
  await mark('1', 'useful')
  await mark('2', 'useless')
  await mark('3', 'useless')
  const { out } = await place.act(NOW + 9 * HOUR, (context) => runAlerts(context, {}))
  expect(out).toMatch(/any +3 +1 +2 +33 % \(6 to 79\)/)
  expect(out).toMatch(/3 +2026-\S+ \S+ +any +useless/)
  await mark('3', 'none')
  const again = await place.act(NOW + 9 * HOUR, (context) => runAlerts(context, {}))
  expect(again.out).toMatch(/any +3 +1 +1 +50 %/)
  await expect(mark('99', 'useful')).rejects.toThrow('no alert 99')
  await expect(mark('1', 'nice')).rejects.toMatchObject({ exitStatus: 2 })
})

it('quiet hours hold what waits for a way too, unless it is critical', async () => {
  // NOW is at noon, UTC.
  const place = await aPlace({ yaml: `${TWO_WAYS}  quiet: 13:00-18:00\n` })
  place.set({ status: 500 })
  await place.keep('a', NOW)
  await ring(place, NOW + MINUTE)
  place.set({ status: 200 })
  await ring(place, NOW + 2 * HOUR)
  expect(place.sent()).toHaveLength(2)
  await ring(place, NOW + 7 * HOUR)
  expect(place.sent()).toHaveLength(4)
})

it('what another process is sending is left to it', async () => {
  const place = await aPlace({ yaml: TWO_WAYS })
  const store = await place.open(NOW)
  const pending = { alerts: [], key: 'k', since: NOW, pid: process.ppid, inDoubt: false }
  await store.setValue('alerts', { ways: { first: { waiting: [], pending } }, lastId: 0 })
  await store.close()
  await place.keep('a', NOW)
  await ring(place, NOW + MINUTE)
  expect(place.sent('/hook')).toEqual([])
  expect(place.sent('/other')).toHaveLength(1)
})
