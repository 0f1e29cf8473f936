import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { addCalendarMinutes, calendarMinutes } from '../../src/ledger/calendar.ts'
import { foldThread, statusAt, type ThreadFacts } from '../../src/ledger/fold.ts'
import { sectionOf } from '../../src/ledger/queue.ts'
import { timeToSolution } from '../../src/ledger/solution.ts'
import { lagsOf } from '../../src/ledger/turns.ts'
import type { Calendar, Policy } from '../../src/model/config.ts'
import type { LedgerEvent } from '../../src/model/ledger.ts'

interface Row {
  readonly kind: 'minutes' | 'add' | 'thread'
  readonly name: string
  readonly why: string
  readonly calendar?: string
  readonly zone?: string
  readonly holidays?: readonly string[]
  readonly from?: string
  readonly to?: string
  readonly minutes?: number
  readonly expect: unknown
  readonly clock?: 'wall' | 'calendar' | 'first-of'
  readonly wallLimit?: number
  readonly next?: number
  readonly solution?: number
  readonly events?: readonly Step[]
  readonly now?: string
}

type Step = { readonly e: string; readonly at?: string } & Readonly<Record<string, unknown>>

const lines = readFileSync(new URL('../fixtures/clock-cases.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line))
const weeks = (lines[0] as { calendars: Record<string, Calendar['week']> }).calendars
const rows = lines.slice(1) as readonly Row[]

/** A bare time of day means Monday 2 March 2026 in Berlin. */
function instant(text: string): number {
  const at = Date.parse(/^\d\d:\d\d$/.test(text) ? `2026-03-02T${text}+01:00` : text)
  if (Number.isNaN(at)) throw new Error(`no instant: ${text}`)
  return at
}

function calendarOf(row: Row): Calendar {
  return {
    zone: row.zone ?? 'Europe/Berlin',
    week: weeks[row.calendar ?? 'office'] ?? [],
    holidays: row.holidays ?? [],
  }
}

function policyOf(row: Row): Policy {
  const clock = row.clock ?? 'wall'
  const limit = row.wallLimit === undefined ? {} : { wallLimitMinutes: row.wallLimit }
  const solution = { solutionMinutes: row.solution ?? 1440 }
  const ask = ['complaint', 'question', 'request', 'bug', 'churn', 'safety-legal']
  return {
    version: 'test',
    targets: [
      { priority: 'urgent', firstMinutes: 15, nextMinutes: 15, clock },
      { opening: 'uncovered', intents: ask, firstMinutes: 240, nextMinutes: 60, clock, ...limit },
      { intents: ask, firstMinutes: 60, nextMinutes: row.next ?? 60, clock, ...limit, ...solution },
      { intents: ['praise'], firstMinutes: 1440, nextMinutes: 1440, clock },
      { firstMinutes: 60, nextMinutes: 60, clock },
    ],
    calendar: calendarOf(row),
    opening: { intents: ask, confidence: 0.6, lookConfidence: 0.3 },
  }
}

const BUILDERS: Readonly<Record<string, (step: Step, post: number) => readonly object[]>> = {
  post: (step, post) => [
    postEvent(step, post, 'theirs'),
    ...(step.opened === undefined
      ? []
      : [{ type: 'opened', opening: step.opened, rule: 'test', post }]),
  ],
  ours: (step, post) => [postEvent(step, (step.number as number) ?? post, 'ours')],
  competitor: (step, post) => [postEvent(step, post, 'competitor:globex')],
  reply: (step) => [
    { type: 'reply_recorded', publishedAt: instant(step.at as string), asks: step.asks ?? false },
  ],
  sent: (step) => [
    {
      type: 'reply_sent',
      draft: 1,
      post: step.of,
      publishedAt: instant(step.at as string),
      asks: false,
    },
  ],
  seen: () => [{ type: 'seen' }],
  close: (step) => [{ type: 'closed', reason: step.reason }],
  reopen: () => [{ type: 'reopened' }],
  snooze: (step) => [
    { type: 'snoozed', until: step.until === 'reply' ? 'reply' : instant(step.until as string) },
  ],
  solved: () => [{ type: 'outcome', kind: 'solved', by: 'us' }],
  correct: (step) => [{ type: 'corrected', post: step.of, intents: step.intents }],
  gone: (step) => [{ type: 'gone_detected', post: step.of }],
  edit: (step) => [{ type: 'edit_detected', post: step.of }],
  priority: (step) => [{ type: 'prioritised', priority: step.is }],
  merge: (step) => [{ type: 'merged', into: step.into }],
  undo: (step) => [{ type: 'undone', event: step.event }],
  promise: (step) => [{ type: 'promised', due: instant(step.due as string) }],
  kept: (step) => [{ type: 'promise_kept', promise: step.event }],
}

function postEvent(step: Step, post: number, side: string): object {
  const published = step.at === undefined ? {} : { publishedAt: instant(step.at) }
  return {
    type: 'post',
    post,
    side,
    ...published,
    collectedAt: instant((step.found ?? step.at) as string),
    addressed: side === 'theirs' && step.addressed !== false,
    intents: step.intents ?? ['complaint'],
    author: post,
  }
}

const POSTS = ['post', 'ours', 'competitor']

/** `told` is when the ledger heard of it, where that is not the moment itself. */
function eventsOf(steps: readonly Step[]): readonly LedgerEvent[] {
  const events: LedgerEvent[] = []
  let post = 0
  for (const step of steps) {
    if (POSTS.includes(step.e)) post += 1
    for (const body of BUILDERS[step.e]?.(step, post) ?? []) {
      const at = instant((step.told ?? step.found ?? step.at) as string)
      const actor = step.e === 'post' || step.e === 'ours' ? 'listen' : 'ann'
      events.push({
        ...body,
        id: events.length + 1,
        thread: step.thread ?? 1,
        at,
        actor,
      } as LedgerEvent)
    }
  }
  return events
}

const MINUTE = 60_000

function observe(facts: ThreadFacts, policy: Policy, now: number): Record<string, unknown> {
  const solution = timeToSolution(facts, now)
  return {
    turns: facts.turns.length,
    ...observeTurn(facts, policy),
    status: statusAt(facts, now),
    waitingSince: facts.waitingSince ?? null,
    due: facts.dueAt ?? null,
    opening: facts.opening ?? null,
    solution: solution && solution.milliseconds / MINUTE,
    solutionDue: facts.solutionDueAt ?? null,
    promiseDue: facts.promiseDueAt ?? null,
    people: facts.people,
    replies: facts.replies.length,
  }
}

/** What the last turn shows. */
function observeTurn(facts: ThreadFacts, policy: Policy): Record<string, unknown> {
  const turn = facts.turns.at(-1)
  if (turn === undefined || facts.opening === undefined) return {}
  const lags = lagsOf(turn)
  const end = turn.reply?.at
  return {
    ...(lags && { wall: lags.response / MINUTE, corrected: lags.corrected }),
    ...(lags && { lags: [lags.discovery / MINUTE, lags.triage / MINUTE, lags.reply / MINUTE] }),
    ...(end && { calendar: calendarMinutes(turn.start, end, policy.calendar) }),
    ...(end && turn.dueAt && { inTime: end <= turn.dueAt }),
    isFirst: turn.isFirst,
    trusted: turn.trusted,
    section: sectionOf({ opening: facts.opening, intents: turn.intents }),
  }
}

const INSTANTS = new Set(['waitingSince', 'due', 'solutionDue', 'promiseDue'])

describe('clock cases worked out by hand', () => {
  it('are at least sixty', () => {
    expect(rows.length).toBeGreaterThanOrEqual(60)
    expect(new Set(rows.map((row) => row.name)).size).toBe(rows.length)
  })

  it.each(rows.filter((row) => row.kind === 'minutes'))('minutes: $name', (row) => {
    const minutes = calendarMinutes(instant(row.from ?? ''), instant(row.to ?? ''), calendarOf(row))
    expect(minutes, row.why).toBe(row.expect)
  })

  it.each(rows.filter((row) => row.kind === 'add'))('due: $name', (row) => {
    const due = addCalendarMinutes(instant(row.from ?? ''), row.minutes ?? 0, calendarOf(row))
    expect(due, row.why).toBe(instant(row.expect as string))
  })

  it.each(rows.filter((row) => row.kind === 'thread'))('thread: $name', (row) => {
    const policy = policyOf(row)
    const facts = foldThread(eventsOf(row.events ?? []), policy, 1)
    const seen = observe(facts, policy, instant(row.now ?? '23:59'))
    for (const [key, value] of Object.entries(row.expect as Record<string, unknown>)) {
      const wanted = INSTANTS.has(key) && value !== null ? instant(value as string) : value
      expect(seen[key], `${key}: ${row.why}`).toEqual(wanted)
    }
  })
})
