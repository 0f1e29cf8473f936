import type { AlertSettings } from '../config/settings.ts'
import { type Rate, rateOf } from '../metrics/intervals.ts'
import type { Instant } from '../model/post.ts'
import type { Alert } from './alert-rules.ts'

export type Mark = 'useful' | 'useless'

/** An alert that rang, known by its number. */
export interface LoggedAlert extends Alert {
  readonly id: number
  readonly mark?: Mark
}

/** What one way out still has to get. */
export interface WayState {
  /** Not tried yet, or clearly refused. */
  readonly waiting: readonly LoggedAlert[]
  /** On its way out, or nobody knows what became of it. */
  readonly pending?: {
    readonly alerts: readonly LoggedAlert[]
    readonly key: string
    readonly since: Instant
    readonly pid: number
    readonly inDoubt: boolean
  }
  /** Refusals in a row, and when it is tried again. */
  readonly failures?: number
  readonly notBefore?: Instant
}

/** When each rule rang last, what went out, and what people said of it; kept in the store between runs. */
export interface AlertState {
  readonly rang: Readonly<Record<string, Instant>>
  /** Messages of the last seven days. */
  readonly sent: readonly Instant[]
  /** Rang while it was quiet or over the budget; goes out with the next message. */
  readonly held: readonly LoggedAlert[]
  readonly ways: Readonly<Record<string, WayState>>
  /** The latest alerts, oldest first. */
  readonly log: readonly LoggedAlert[]
  readonly lastId: number
  /** Marks of alerts that have left the log. */
  readonly marks: Readonly<Record<string, Readonly<Record<Mark, number>>>>
}

export const NO_ALERTS: AlertState = {
  rang: {},
  sent: [],
  held: [],
  ways: {},
  log: [],
  lastId: 0,
  marks: {},
}
const WEEK = 7 * 86_400_000
const MINUTE = 60_000
const HOUR = 60 * MINUTE
/** So many alerts stay in the log; older ones leave their marks behind. */
const LOGGED = 300
/** Whoever has been sending for so long is gone. */
const STALE = 15 * MINUTE

/** A state of an earlier version lacks what came later. */
export function readAlertState(value: unknown): AlertState {
  return { ...NO_ALERTS, ...(value as Partial<AlertState> | undefined) }
}

export interface AlertDecision {
  /** One message for all of them; empty: nothing is sent. */
  readonly send: readonly LoggedAlert[]
  readonly state: AlertState
}

/**
 * What goes out now: rules in their cooldown are dropped, the rest is one group; quiet hours and the weekly budget hold
 * it back unless something in it is critical. `minute` is the local minute of the day. What goes out waits for each
 * way out from then on.
 */
export function decideAlerts(
  alerts: readonly Alert[],
  settings: AlertSettings,
  state: AlertState,
  now: Instant,
  minute: number,
): AlertDecision {
  const cooldowns = new Map(settings.rules.map(({ name, cooldownMs }) => [name, cooldownMs]))
  const fresh = alerts
    .filter(
      ({ rule }) =>
        now - (state.rang[rule] ?? Number.NEGATIVE_INFINITY) >= (cooldowns.get(rule) ?? 0),
    )
    .map((alert, index): LoggedAlert => ({ ...alert, id: state.lastId + index + 1 }))
  const sent = state.sent.filter((at) => at > now - WEEK)
  const names = fresh.map(({ rule }) => rule)
  const waiting = [...state.held.filter(({ rule }) => !names.includes(rule)), ...fresh]
  const rang = { ...state.rang, ...Object.fromEntries(fresh.map(({ rule }) => [rule, now])) }
  const isHeld = isQuiet(settings, minute) || sent.length >= settings.weekly
  const send = isHeld && !fresh.some(({ isCritical }) => isCritical) ? [] : waiting
  const next = {
    ...addToLog(state, fresh),
    rang,
    lastId: state.lastId + fresh.length,
    ways: waitFor(
      state.ways,
      settings.to.map(({ name }) => name),
      send,
    ),
  }
  return send.length === 0
    ? { send, state: { ...next, sent, held: waiting } }
    : { send, state: { ...next, sent: [...sent, now], held: [] } }
}

/** Whether nothing but what is critical goes out at this minute of the day. */
export function isQuiet({ quiet }: AlertSettings, minute: number): boolean {
  if (quiet === undefined) return false
  const [from, to] = quiet
  return from <= to ? minute >= from && minute < to : minute >= from || minute < to
}

/** Ways that are configured no more are forgotten with what waited for them. */
function waitFor(
  ways: AlertState['ways'],
  names: readonly string[],
  send: readonly LoggedAlert[],
): AlertState['ways'] {
  return Object.fromEntries(
    names.map((name) => {
      const own = ways[name] ?? { waiting: [] }
      return [name, { ...own, waiting: [...own.waiting, ...send] }]
    }),
  )
}

function addToLog(state: AlertState, fresh: readonly LoggedAlert[]): AlertState {
  const all = [...state.log, ...fresh]
  const leaving = all.slice(0, Math.max(0, all.length - LOGGED))
  let { marks } = state
  for (const { rule, mark } of leaving)
    if (mark !== undefined) marks = { ...marks, [rule]: countMark(marks[rule], mark) }
  return { ...state, log: all.slice(leaving.length), marks }
}

function countMark(counts: Readonly<Record<Mark, number>> = NONE, mark: Mark) {
  return { ...counts, [mark]: counts[mark] + 1 }
}

const NONE = { useful: 0, useless: 0 } as const

/** Says of an alert whether it was worth the noise; undefined takes it back. False where there is no such alert. */
export function markAlert(
  state: AlertState,
  id: number,
  mark: Mark | undefined,
): AlertState | undefined {
  if (!state.log.some((alert) => alert.id === id)) return undefined
  const log = state.log.map((alert): LoggedAlert => {
    if (alert.id !== id) return alert
    const { mark: _before, ...rest } = alert
    return mark === undefined ? rest : { ...rest, mark }
  })
  return { ...state, log }
}

/** What people said of a rule's alerts. */
export interface RuleRecord {
  readonly rule: string
  /** Rang in the period that is asked for. */
  readonly rang: number
  readonly useful: number
  readonly useless: number
  /** Useful ÷ marked, of all time. */
  readonly precision: Rate | undefined
  /** Almost certainly more noise than use: a proposal to mute it or to raise its limit. */
  readonly isNoise: boolean
}

/** Of every rule that is configured or was marked. `since`: from when on rings are counted. */
export function recordsOf(
  state: AlertState,
  rules: readonly string[],
  since: Instant,
): readonly RuleRecord[] {
  const names = [...new Set([...rules, ...state.log.map(({ rule }) => rule)])]
  return names.map((rule) => {
    const own = state.log.filter((alert) => alert.rule === rule)
    const count = (mark: Mark) =>
      own.filter((alert) => alert.mark === mark).length + (state.marks[rule]?.[mark] ?? 0)
    const [useful, useless] = [count('useful'), count('useless')]
    const precision = rateOf(useful, useful + useless)
    return {
      rule,
      rang: own.filter(({ at }) => at >= since).length,
      useful,
      useless,
      precision,
      isNoise: precision !== undefined && precision.high < 0.5,
    }
  })
}

/** What leaves by one way now. A repeat goes out as it was, with the same key, marked. */
export interface Parcel {
  readonly alerts: readonly LoggedAlert[]
  readonly key: string
  readonly isRepeat: boolean
}

export interface Sender {
  /** The machine's clock, not `--as-of`. */
  readonly clock: Instant
  readonly pid: number
  readonly isAlive: (pid: number) => boolean
  readonly isQuiet: boolean
  readonly keyOf: (alerts: readonly LoggedAlert[]) => string
}

/** Takes what a way out has to get, and writes down that it is leaving: a run that dies leaves a doubt, no gap. */
export function claimAlerts(
  state: AlertState,
  way: string,
  sender: Sender,
): { readonly state: AlertState; readonly parcel?: Parcel } {
  const own = state.ways[way] ?? { waiting: [] }
  const { pending, waiting } = own
  const { clock, pid } = sender
  const isBusy =
    pending !== undefined &&
    !pending.inDoubt &&
    clock - pending.since < STALE &&
    sender.isAlive(pending.pid)
  if (isBusy || clock < (own.notBefore ?? 0)) return { state }
  const alerts = pending?.alerts ?? waiting
  if (alerts.length === 0) return { state }
  if (sender.isQuiet && !alerts.some(({ isCritical }) => isCritical)) return { state }
  const key = pending?.key ?? sender.keyOf(alerts)
  const next: WayState = {
    ...own,
    waiting: pending === undefined ? [] : waiting,
    pending: { alerts, key, since: clock, pid, inDoubt: false },
  }
  return {
    state: { ...state, ways: { ...state.ways, [way]: next } },
    parcel: { alerts, key, isRepeat: pending !== undefined },
  }
}

/** Out: forgotten. Refused: it waits, a little longer each time. In doubt: once more, marked; after that it is over. */
export function settleAlerts(
  state: AlertState,
  way: string,
  parcel: Parcel,
  result: 'delivered' | 'failed' | 'doubt',
  clock: Instant,
): AlertState {
  const { pending, waiting = [], failures = 0 } = state.ways[way] ?? {}
  const isOver = result === 'delivered' || (result === 'doubt' && parcel.isRepeat)
  const again = {
    failures: failures + 1,
    notBefore: clock + Math.min(HOUR, MINUTE * 2 ** Math.min(failures, 6)),
  }
  const next: WayState = isOver
    ? { waiting }
    : result === 'doubt' || parcel.isRepeat
      ? { ...again, waiting, ...(pending ? { pending: { ...pending, inDoubt: true } } : {}) }
      : { ...again, waiting: [...parcel.alerts, ...waiting] }
  return { ...state, ways: { ...state.ways, [way]: next } }
}
