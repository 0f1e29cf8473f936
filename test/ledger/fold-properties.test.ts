import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { effectiveEvents } from '../../src/ledger/effective.ts'
import { foldThread, foldThreads, statusAt, type ThreadFacts } from '../../src/ledger/fold.ts'
import { lagsOf, type Turn } from '../../src/ledger/turns.ts'
import type { Policy } from '../../src/model/config.ts'
import type { LedgerEvent } from '../../src/model/ledger.ts'
import { aPolicy, DAY, ledgers, MINUTE, START } from './events.ts'

const POLICY = aPolicy()
const OFFICE: Policy = aPolicy({
  version: 'office',
  targets: [{ firstMinutes: 30, nextMinutes: 30, solutionMinutes: 60, clock: 'calendar' }],
  calendar: {
    zone: 'Europe/Berlin',
    week: [
      [
        [540, 720],
        [780, 1020],
      ],
      [[540, 1020]],
      [[540, 1020]],
      [[540, 1020]],
      [[540, 1020]],
      [],
      [],
    ],
    holidays: ['2026-03-03'],
  },
  opening: { intents: ['praise'], confidence: 0.9, lookConfidence: 0.1 },
})

function append(events: readonly LedgerEvent[], body: object, thread = 1): readonly LedgerEvent[] {
  const id = Math.max(0, ...events.map((event) => event.id)) + 1
  return [
    ...events,
    { ...body, id, thread, at: START + 30 * DAY, actor: 'ann' } as unknown as LedgerEvent,
  ]
}

describe('the fold', () => {
  it('gives lags that are never negative and sum to the response time', () => {
    fc.assert(
      fc.property(ledgers({ moves: true }), (events) => {
        for (const turn of turnsOf(events)) {
          const lags = lagsOf(turn)
          if (lags !== undefined) {
            expect(Math.min(lags.discovery, lags.triage, lags.reply)).toBeGreaterThanOrEqual(0)
            expect(lags.discovery + lags.triage + lags.reply).toBe(lags.response)
            expect(lags.response).toBe((turn.reply?.at ?? 0) - turn.start)
          }
        }
      }),
    )
  })

  it('equals, for any prefix, what stood after each event was written', () => {
    fc.assert(
      fc.property(ledgers({ moves: true }), (events) => {
        const kept = new Map<number, ThreadFacts>()
        for (let length = 1; length <= events.length; length += 1) {
          const written = events.slice(0, length)
          const touched = connected(written, written.at(-1)?.thread ?? 0)
          const known = written.filter((event) => touched.has(event.thread))
          for (const [thread, facts] of foldThreads(known, POLICY)) kept.set(thread, facts)
          expect(kept).toEqual(foldThreads(written, POLICY))
        }
      }),
      { numRuns: 60 },
    )
  })

  it('agrees with a plain state machine on threads whose posts come in order', () => {
    fc.assert(
      fc.property(plainLedgers(), (events) => {
        const facts = foldThread(events, POLICY, 1)
        expect({ status: facts.status, waitingSince: facts.waitingSince }).toEqual(
          runMachine(events),
        )
      }),
    )
  })

  it('does not depend on the order in which the events are handed in', () => {
    fc.assert(
      fc.property(ledgers({ moves: true }), (events) => {
        expect(foldThreads(events.toReversed(), POLICY)).toEqual(foldThreads(events, POLICY))
      }),
    )
  })

  it('takes an undone event as never done, at any depth', () => {
    fc.assert(
      fc.property(
        ledgers({ moves: true }),
        fc.nat(),
        fc.integer({ min: 0, max: 4 }),
        (events, pick, depth) => {
          const target = events[pick % Math.max(1, events.length)]
          if (target === undefined) return
          let written = append(events, { type: 'undone', event: target.id }, target.thread)
          for (let round = 0; round < depth; round += 1) {
            written = append(written, { type: 'undone', event: written.at(-1)?.id }, target.thread)
          }
          const wanted = depth % 2 === 0 ? events.filter((event) => event.id !== target.id) : events
          expect(effectiveEvents(written)).toEqual(effectiveEvents(wanted))
          expect(comparable(written)).toEqual(comparable(wanted))
        },
      ),
    )
  })

  it('comes back to where it was when a merge is split again', () => {
    fc.assert(
      fc.property(ledgers({ moves: false }), (events) => {
        const before = foldThreads(events, POLICY)
        const posts = before.get(2)?.postFacts.map((post) => post.post) ?? []
        if (!before.has(1) || !before.has(2)) return
        const merged = append(events, { type: 'merged', into: 1 }, 2)
        const split = append(merged, { type: 'split', posts, to: 2 }, 1)
        expect(foldThreads(split, POLICY)).toEqual(before)
        expect(foldThreads(merged, POLICY).get(2)?.status).toBe('closed')
      }),
    )
  })

  it('keeps all pauses when policy and calendar change', () => {
    fc.assert(
      fc.property(ledgers({ moves: true }), (events) => {
        const one = [...foldThreads(events, POLICY).values()].map((facts) => facts.pauses)
        const other = [...foldThreads(events, OFFICE).values()].map((facts) => facts.pauses)
        expect(other).toEqual(one)
      }),
    )
  })

  it('has every post in exactly one thread, and every person counted where they speak', () => {
    fc.assert(
      fc.property(ledgers({ moves: true }), (events) => {
        const all = [...foldThreads(events, POLICY).values()]
        const posts = all.flatMap((facts) => facts.postFacts.map((post) => post.post))
        const live = effectiveEvents(events).flatMap((event) =>
          event.type === 'post' ? [event] : [],
        )
        expect(posts.toSorted()).toEqual([...new Set(live.map((event) => event.post))].toSorted())
        expect(all.reduce((sum, facts) => sum + facts.posts, 0)).toBe(posts.length)
        const people = new Set(all.flatMap((facts) => authorsOf(facts)))
        const told = new Set(
          live.flatMap((event) => (event.side === 'theirs' ? [event.author] : [])),
        )
        expect(people).toEqual(told)
        for (const facts of all) expect(facts.people).toBe(new Set(authorsOf(facts)).size)
      }),
    )
  })

  it('never lets the classifier silence who speaks to us', () => {
    fc.assert(
      fc.property(ledgers({ moves: true }), (events) => {
        const heard = new Set(turnsOf(events).flatMap((turn) => turn.posts))
        const spoke = [...foldThreads(events, POLICY).values()]
          .flatMap((facts) => facts.postFacts)
          .filter((post) => post.side === 'theirs' && post.addressed && !post.corrected.intents)
        for (const post of spoke) expect(heard.has(post.post)).toBe(true)
      }),
    )
  })

  it('hides by a snooze and nothing else', () => {
    fc.assert(
      fc.property(ledgers({ moves: true }), fc.integer({ min: 0, max: 40 }), (events, days) => {
        for (const facts of foldThreads(events, POLICY).values()) {
          const status = statusAt(facts, START + days * DAY)
          if (status !== 'snoozed') expect(status).toBe(facts.status)
          else expect(facts.snoozedUntil).toBeDefined()
        }
      }),
    )
  })
})

function turnsOf(events: readonly LedgerEvent[]): readonly Turn[] {
  return [...foldThreads(events, POLICY).values()].flatMap((facts) => facts.turns)
}

/** A thread that only an undone event named is left out. */
function comparable(events: readonly LedgerEvent[]): unknown {
  const all = [...foldThreads(events, POLICY)]
  return new Map(all.filter(([, facts]) => facts.posts > 0 || facts.replies.length > 0))
}

function authorsOf(facts: ThreadFacts): readonly (number | undefined)[] {
  return facts.postFacts.filter((post) => post.side === 'theirs').map((post) => post.author)
}

/** The thread and all that merges and splits connect with it, whether undone or not. */
function connected(events: readonly LedgerEvent[], thread: number): ReadonlySet<number> {
  const links = events.flatMap((event) => {
    if (event.type === 'merged') return [[event.thread, event.into]]
    return event.type === 'split' ? [[event.thread, event.to]] : []
  })
  const found = new Set([thread])
  for (const each of found) {
    for (const link of links) if (link.includes(each)) for (const other of link) found.add(other)
  }
  return found
}

/** One thread of addressed posts, replies, closings and reopenings, a minute apart, each known when it happens. */
function plainLedgers(): fc.Arbitrary<readonly LedgerEvent[]> {
  const kinds = fc.constantFrom('post', 'post', 'reply', 'closed', 'reopened', 'seen')
  return fc.array(kinds, { minLength: 1, maxLength: 20 }).map((list) =>
    list.map((kind, index) => {
      const at = START + index * MINUTE
      const base = { id: index + 1, thread: 1, at, actor: kind === 'post' ? 'listen' : 'ann' }
      const bodies: Record<string, object> = {
        post: {
          type: 'post',
          post: index + 1,
          side: 'theirs',
          publishedAt: at,
          collectedAt: at,
          addressed: true,
          intents: ['complaint'],
        },
        reply: { type: 'reply_recorded', publishedAt: at, asks: false },
        closed: { type: 'closed', reason: 'no-answer-wanted' },
        reopened: { type: 'reopened' },
        seen: { type: 'seen' },
      }
      return { ...base, ...bodies[kind] } as unknown as LedgerEvent
    }),
  )
}

interface Machine {
  /** Closings that stand, with the waiting that each of them ended. */
  closings: { waiting: number | undefined; quiet: boolean }[]
  waiting: number | undefined
  answered: boolean
  looked: boolean
  isClosed: boolean
}

/** The rules of docs/dialogue.md, step by step. */
const STEPS: Readonly<Record<string, (machine: Machine, event: LedgerEvent) => void>> = {
  post: (machine, event) => {
    machine.isClosed = false
    const last = machine.closings.at(-1)
    if (last) last.quiet = false
    machine.waiting ??= event.at
  },
  reply_recorded: (machine) => {
    const settled = machine.isClosed && machine.closings.at(-1)?.waiting !== undefined
    if (machine.waiting !== undefined || settled) machine.answered = true
    machine.waiting = undefined
    for (const closing of machine.closings) closing.waiting = undefined
  },
  closed: (machine) => {
    const last = machine.closings.at(-1)
    if (last?.quiet) last.waiting ??= machine.waiting
    else machine.closings.push({ waiting: machine.waiting, quiet: true })
    machine.isClosed = true
    machine.waiting = undefined
  },
  reopened: (machine) => {
    const back = machine.closings.pop()
    if (back?.waiting !== undefined) machine.waiting = back.waiting
    const last = machine.closings.at(-1)
    if (last) last.quiet = false
    machine.isClosed = false
  },
}

function runMachine(events: readonly LedgerEvent[]): {
  status: string
  waitingSince: number | undefined
} {
  const machine: Machine = {
    closings: [],
    waiting: undefined,
    answered: false,
    looked: false,
    isClosed: false,
  }
  for (const event of events) {
    if (event.actor === 'ann') machine.looked = true
    STEPS[event.type]?.(machine, event)
  }
  return { status: statusOf(machine), waitingSince: machine.waiting }
}

function statusOf(machine: Machine): string {
  if (machine.waiting !== undefined) return machine.answered || machine.looked ? 'open' : 'new'
  if (machine.isClosed) return 'closed'
  if (machine.answered) return 'waiting'
  return machine.looked ? 'open' : 'new'
}
