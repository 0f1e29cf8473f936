import { expect, it } from 'vitest'
import { defaultSettings } from '../../src/config/defaults.ts'
import type { AlertRule, AlertSettings, Settings } from '../../src/config/settings.ts'
import type { Alert } from '../../src/reports/alert-rules.ts'
import { decideAlerts, markAlert, NO_ALERTS, recordsOf } from '../../src/reports/alert-state.ts'
import { backtestAlerts, readAlerts } from '../../src/reports/alerts.ts'
import type { PreparedPost, Store } from '../../src/store/store.ts'
import {
  aComplaint,
  aMatch,
  anAnalysis,
  aPage,
  DAY,
  HOUR,
  MINUTE,
  NOW,
  POLICY,
  temporaryStores,
} from '../store/builders.ts'

const stores = temporaryStores()

function aRule(more: Partial<AlertRule> & Pick<AlertRule, 'when'>): AlertRule {
  return {
    name: 'r',
    match: 'query:acme',
    withinMs: DAY,
    count: 5,
    of: 'clusters',
    sensitivity: 'medium',
    cooldownMs: HOUR,
    isCritical: false,
    ...more,
  }
}

function settingsOf(rule: AlertRule): Settings {
  return {
    ...defaultSettings(),
    policy: POLICY,
    alerts: { rules: [rule], to: [], weekly: 20 },
    queries: [{ name: 'acme', role: 'brand', match: 'acme' }],
  }
}

async function aStore(posts: readonly PreparedPost[]): Promise<Store> {
  const store = await stores.open()
  await store.saveQueries([{ name: 'acme', role: 'brand', match: 'acme' }])
  await store.savePages([aPage(posts)])
  return store
}

const said = (id: string, ago: number, more: Parameters<typeof aMatch>[1] = {}, who = id) =>
  aMatch({ id, text: `acme ${id}`, publishedAt: NOW - ago, author: { id: who, handle: who } }, more)

async function rings(posts: readonly PreparedPost[], rule: AlertRule) {
  const store = await aStore(posts)
  const { alerts } = await readAlerts({
    store,
    settings: settingsOf(rule),
    now: NOW,
    zone: 'UTC',
    rang: {},
  })
  return alerts.map(({ why }) => why)
}

/** Two posts a day for fifty days. */
const quiet = Array.from({ length: 100 }, (_, at) => said(`q${at}`, (1.2 + at / 2) * DAY))

it.each<[string, readonly PreparedPost[], AlertRule, boolean]>([
  ['every match', [said('a', HOUR)], aRule({ when: 'every' }), true],
  ['no match', [said('a', HOUR)], aRule({ when: 'every', match: 'nothing' }), false],
  [
    'people over the limit',
    [said('a', HOUR), said('b', HOUR)],
    aRule({ when: 'threshold', of: 'people', count: 2 }),
    true,
  ],
  [
    'one person twice is under it',
    [said('a', HOUR, {}, 'kim'), said('b', HOUR, {}, 'kim')],
    aRule({ when: 'threshold', of: 'people', count: 2 }),
    false,
  ],
  [
    'a spike',
    [...quiet, ...Array.from({ length: 15 }, (_, at) => said(`s${at}`, at * HOUR))],
    aRule({ when: 'spike' }),
    true,
  ],
  [
    'an ordinary day',
    [...quiet, said('x', HOUR), said('y', 2 * HOUR)],
    aRule({ when: 'spike' }),
    false,
  ],
  [
    'an overdue answer',
    [aComplaint({ id: 'c', publishedAt: NOW - 5 * HOUR })],
    aRule({ when: 'overdue', count: 1 }),
    true,
  ],
  [
    'an answer that has time',
    [aComplaint({ id: 'c', publishedAt: NOW - MINUTE })],
    aRule({ when: 'overdue', count: 1 }),
    false,
  ],
  [
    'a person of weight',
    [aMatch({ id: 'w', publishedAt: NOW - HOUR, author: { id: 'w', followers: 50_000 } })],
    aRule({ when: 'person', count: 20_000 }),
    true,
  ],
  ['a person of none', [said('a', HOUR)], aRule({ when: 'person', count: 20_000 }), false],
])('%s', async (_name, posts, rule, isRinging) => {
  expect((await rings(posts, rule)).length > 0).toBe(isRinging)
})

it('a dip of feeling rings, the same share as before does not', async () => {
  const mood = (id: string, ago: number, label: 'negative' | 'positive') =>
    said(id, ago, { analysis: anAnalysis([], label) })
  const before = Array.from({ length: 100 }, (_, at) =>
    mood(`b${at}`, (1.2 + at / 3) * DAY, at % 5 === 0 ? 'negative' : 'positive'),
  )
  const day = (every: number) =>
    Array.from({ length: 30 }, (_, at) =>
      mood(`d${at}`, at * 20 * MINUTE, at % every === 0 ? 'negative' : 'positive'),
    )
  expect(await rings([...before, ...day(1)], aRule({ when: 'dip', count: 20 }))).toHaveLength(1)
  expect(await rings([...before, ...day(5)], aRule({ when: 'dip', count: 20 }))).toHaveLength(0)
})

it('a source that was read and says nothing is silent; one that failed is not', async () => {
  const store = await aStore([said('a', 5 * DAY)])
  const settings = settingsOf(aRule({ when: 'silence', source: 'forum', withinMs: DAY }))
  const at = (now: number) => readAlerts({ store, settings, now, zone: 'UTC', rang: {} })
  expect((await at(NOW + HOUR)).alerts).toHaveLength(0)
  expect((await at(NOW + 3 * DAY)).alerts[0]?.why).toBe('nothing new from forum')
  const [channel] = await store.channels()
  if (channel === undefined) throw new Error('no channel')
  await store.saveFailure(channel, { at: NOW + DAY, kind: 'unreachable', message: 'down' })
  expect((await at(NOW + 3 * DAY)).alerts).toHaveLength(0)
})

it('every match rings for each post once', async () => {
  const store = await aStore([said('a', HOUR)])
  const settings = settingsOf(aRule({ when: 'every' }))
  const request = { store, settings, now: NOW + HOUR, zone: 'UTC' }
  expect((await readAlerts({ ...request, rang: {} })).alerts).toHaveLength(1)
  expect((await readAlerts({ ...request, rang: { r: NOW } })).alerts).toHaveLength(0)
})

it('the backtest finds the day of a past spike', async () => {
  const burst = Array.from({ length: 20 }, (_, at) => said(`s${at}`, 5.4 * DAY + at * MINUTE))
  const store = await aStore([...quiet, ...burst])
  const period = { from: NOW - 14 * DAY, to: NOW }
  const found = await backtestAlerts(
    { store, settings: settingsOf(aRule({ when: 'spike' })), now: NOW, zone: 'UTC' },
    period,
  )
  expect(found.map(({ at }) => (NOW - at) / DAY)).toEqual([5])
})

const alert = (rule: string, isCritical = false): Alert => ({
  rule,
  at: NOW,
  why: 'why',
  isCritical,
  posts: 1,
  people: 1,
  clusters: 1,
  examples: [],
})
const rules: AlertSettings = {
  rules: [aRule({ when: 'every', name: 'a' }), aRule({ when: 'every', name: 'b' })],
  to: [],
  weekly: 2,
  quiet: [22 * 60, 7 * 60],
}

it('alerts are one group; a rule that rang is quiet for its cooldown', () => {
  const first = decideAlerts([alert('a'), alert('b')], rules, NO_ALERTS, NOW, 720)
  expect(first.send.map(({ rule }) => rule)).toEqual(['a', 'b'])
  expect(decideAlerts([alert('a')], rules, first.state, NOW + HOUR - 1, 720).send).toEqual([])
  expect(decideAlerts([alert('a')], rules, first.state, NOW + HOUR, 720).send).toHaveLength(1)
})

it('quiet hours hold alerts for the next message, over midnight too; critical ones go', () => {
  const night = decideAlerts([alert('a')], rules, NO_ALERTS, NOW, 3 * 60)
  expect(night.send).toEqual([])
  const morning = decideAlerts([], rules, night.state, NOW + 5 * HOUR, 8 * 60)
  expect(morning.send.map(({ rule }) => rule)).toEqual(['a'])
  expect(decideAlerts([alert('b', true)], rules, NO_ALERTS, NOW, 23 * 60).send).toHaveLength(1)
})

it('the weekly budget holds the third message back until a week has passed', () => {
  const state = { ...NO_ALERTS, sent: [NOW - DAY, NOW - HOUR] }
  expect(decideAlerts([alert('a')], rules, state, NOW, 720).send).toEqual([])
  expect(decideAlerts([alert('a')], rules, state, NOW + 6.5 * DAY, 720).send).toHaveLength(1)
})

it('a rule that people call useless is proposed for muting, once there is little doubt', () => {
  const ring = (count: number) => {
    let state = NO_ALERTS
    for (let at = 0; at < count; at += 1)
      state = decideAlerts([alert('a')], rules, state, NOW + at * HOUR, 720).state
    return state
  }
  const judge = (useless: number) => {
    let state = ring(10)
    for (let id = 1; id <= useless; id += 1) state = markAlert(state, id, 'useless') ?? state
    return recordsOf(state, ['a', 'b'], NOW)
  }
  // Wilson's upper end of 0 of 3 is 56 %, of 0 of 4 it is 49 %.
  expect(judge(3)[0]).toMatchObject({ rule: 'a', rang: 10, useless: 3, isNoise: false })
  expect(judge(4)[0]).toMatchObject({ isNoise: true })
  expect(judge(4)[1]).toMatchObject({ rule: 'b', rang: 0, precision: undefined, isNoise: false })
})

it('marks outlive the log', () => {
  let state = NO_ALERTS
  for (let at = 0; at < 400; at += 1) {
    state = decideAlerts([alert('a')], rules, state, NOW + at * HOUR, 720).state
    state = markAlert(state, at + 1, at % 2 === 0 ? 'useful' : 'useless') ?? state
  }
  expect(state.log.length).toBe(300)
  expect(recordsOf(state, ['a'], 0)[0]).toMatchObject({ useful: 200, useless: 200 })
})
