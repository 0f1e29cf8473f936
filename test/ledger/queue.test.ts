import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decideOpening, doubtOf } from '../../src/ledger/opening.ts'
import {
  orderQueue,
  type QueueThread,
  scoreThread,
  sectionOf,
  spanText,
} from '../../src/ledger/queue.ts'
import { dueStage } from '../../src/ledger/targets.ts'
import { aPolicy, MINUTE, START } from './events.ts'

const HOUR = 60 * MINUTE
const NOW = START + 100 * HOUR

function aThread(changes: Partial<QueueThread> = {}): QueueThread {
  return {
    thread: 1,
    opening: 'addressed',
    intents: ['complaint'],
    waitingSince: NOW - HOUR,
    dueAt: NOW,
    ...changes,
  }
}

const threads = fc.array(
  fc.record(
    {
      thread: fc.nat(500),
      opening: fc.constantFrom('addressed' as const, 'uncovered' as const, 'look' as const),
      intents: fc.subarray(['complaint', 'praise', 'question', 'bug']),
      waitingSince: fc.integer({ min: NOW - 500 * HOUR, max: NOW }),
      dueAt: fc.integer({ min: NOW - 400 * HOUR, max: NOW + 100 * HOUR }),
      promiseDueAt: fc.integer({ min: NOW - 50 * HOUR, max: NOW + 50 * HOUR }),
      engagement: fc.nat(10_000),
      sentiment: fc.double({ min: -1, max: 1, noNaN: true }),
    },
    { requiredKeys: ['thread', 'opening', 'intents'] },
  ),
  { maxLength: 40 },
)

describe('the order of the queue', () => {
  it('has scores that are the sum of the parts that it shows', () => {
    fc.assert(
      fc.property(threads, (list) => {
        for (const thread of list as readonly QueueThread[]) {
          const { score, parts } = scoreThread(thread, NOW)
          expect(score).toBeCloseTo(
            parts.reduce((sum, part) => sum + part.value, 0),
            6,
          )
          for (const part of parts) expect(part.why).not.toBe('')
        }
      }),
    )
  })

  it('does not depend on the order of what it is given', () => {
    fc.assert(
      fc.property(threads, (list) => {
        const unique = [
          ...new Map((list as readonly QueueThread[]).map((each) => [each.thread, each])).values(),
        ]
        const numbers = (order: readonly QueueThread[]) =>
          orderQueue(order, NOW).map((each) => each.thread.thread)
        expect(numbers(unique.toReversed())).toEqual(numbers(unique))
      }),
    )
  })

  it('puts answers before praise before the look list', () => {
    const order = orderQueue(
      [
        aThread({ thread: 1, opening: 'look', engagement: 9000 }),
        aThread({ thread: 2, intents: ['praise'], engagement: 9000 }),
        aThread({ thread: 3, intents: [] }),
      ],
      NOW,
    )
    expect(order.map((each) => [each.thread.thread, each.section])).toEqual([
      [3, 'answer'],
      [2, 'praise'],
      [1, 'look'],
    ])
  })

  it('puts promises first: broken ones, then those of the day', () => {
    const order = orderQueue(
      [
        aThread({ thread: 1, dueAt: NOW - 90 * HOUR, intents: ['safety-legal'] }),
        aThread({ thread: 2, promiseDueAt: NOW + 2 * HOUR }),
        aThread({ thread: 3, promiseDueAt: NOW - HOUR }),
        aThread({ thread: 4, promiseDueAt: NOW + 80 * HOUR, dueAt: NOW + HOUR }),
      ],
      NOW,
    )
    expect(order.map((each) => each.thread.thread)).toEqual([3, 2, 1, 4])
    expect(order[0]?.promise).toEqual({ due: NOW - HOUR, broken: true })
    expect(order[3]?.promise).toBeUndefined()
  })

  it('does not let an uncovered question drown behind an addressed joke', () => {
    const joke = aThread({
      thread: 1,
      intents: [],
      waitingSince: NOW - 2 * HOUR,
      dueAt: NOW + 22 * HOUR,
    })
    const question = aThread({
      thread: 2,
      opening: 'uncovered',
      intents: ['question'],
      waitingSince: NOW - 2 * HOUR,
      dueAt: NOW + 2 * HOUR,
    })
    expect(orderQueue([joke, question], NOW).map((each) => each.thread.thread)).toEqual([2, 1])
  })

  it.each([
    ['longer overdue', { dueAt: NOW - 5 * HOUR }, { dueAt: NOW - HOUR }],
    ['overdue before not yet due', { dueAt: NOW - MINUTE }, { dueAt: NOW + MINUTE }],
    ['churn before a request', { intents: ['churn'] }, { intents: ['request'] }],
    ['unhappier', { sentiment: -0.9 }, { sentiment: -0.1 }],
    ['more bystanders', { engagement: 900 }, { engagement: 9 }],
    ['more people', { people: 12 }, { people: 2 }],
    ['who defends us', { step: 'defends-us' as const }, { step: 'mentions-us' as const }],
    ['urgent', { priority: 'urgent' as const }, { priority: 'normal' as const }],
  ])('ranks higher: %s', (_name, higher, lower) => {
    expect(scoreThread(aThread(higher), NOW).score).toBeGreaterThan(
      scoreThread(aThread(lower), NOW).score,
    )
  })

  it('says how long in words', () => {
    expect(
      [0, 12 * MINUTE, 130 * MINUTE, 120 * MINUTE, 76 * HOUR, 48 * HOUR].map(spanText),
    ).toEqual(['0 m', '12 m', '2 h 10 m', '2 h', '3 d 4 h', '2 d'])
  })

  it('keeps praise that asks something among the answers', () => {
    expect(sectionOf({ opening: 'addressed', intents: ['praise', 'question'] })).toBe('answer')
    expect(sectionOf({ opening: 'addressed', intents: ['praise'] })).toBe('praise')
    expect(sectionOf({ opening: 'addressed', intents: [] })).toBe('answer')
  })

  it('warns at half, at four fifths and at the end', () => {
    const at = (minutes: number) => dueStage(START, START + 60 * MINUTE, START + minutes * MINUTE)
    expect([0, 29, 30, 47, 48, 59, 60, 90].map(at)).toEqual([
      'calm',
      'calm',
      'half',
      'half',
      'soon',
      'soon',
      'overdue',
      'overdue',
    ])
  })
})

describe('the opening rule', () => {
  const policy = aPolicy()
  const intent = (name: 'complaint' | 'spam' | 'news', confidence: number) => ({ name, confidence })

  it.each([
    [
      'who speaks to us, even in spam',
      { addressed: true, intents: [intent('spam', 0.99)] },
      'addressed',
    ],
    ['a sure complaint', { addressed: false, intents: [intent('complaint', 0.6)] }, 'uncovered'],
    ['a doubtful complaint', { addressed: false, intents: [intent('complaint', 0.59)] }, 'look'],
    ['a faint complaint', { addressed: false, intents: [intent('complaint', 0.29)] }, 'look'],
    [
      'a plainly happy post',
      {
        addressed: false,
        intents: [],
        sentiment: { label: 'positive' as const, score: 0.8, confidence: 0.7 },
      },
      undefined,
    ],
    [
      'a post that may be happy',
      {
        addressed: false,
        intents: [],
        sentiment: { label: 'positive' as const, score: 0.3, confidence: 0.5 },
      },
      'look',
    ],
    ['news', { addressed: false, intents: [intent('news', 0.9)] }, undefined],
    [
      'spam that complains',
      { addressed: false, intents: [intent('spam', 0.8), intent('complaint', 0.9)] },
      undefined,
    ],
    [
      'a bad feeling without an intent',
      {
        addressed: false,
        intents: [],
        sentiment: { label: 'negative' as const, score: -0.5, confidence: 0.5 },
      },
      'look',
    ],
    [
      'a good feeling',
      {
        addressed: false,
        intents: [],
        sentiment: { label: 'positive' as const, score: 0.5, confidence: 0.9 },
      },
      undefined,
    ],
  ])('decides for %s', (_name, question, opening) => {
    expect(decideOpening(question, policy)?.opening).toBe(opening)
  })

  it('tells its reason', () => {
    expect(
      decideOpening({ addressed: false, intents: [intent('complaint', 0.82)] }, policy)?.rule,
    ).toBe('complaint 0.82 of 0.60')
  })

  it('doubts most at even odds', () => {
    expect(doubtOf([intent('complaint', 0.5)], policy)).toBe(1)
    expect(doubtOf([intent('complaint', 0.3)], policy)).toBeCloseTo(0.6)
    expect(doubtOf([], policy)).toBe(0)
  })
})
