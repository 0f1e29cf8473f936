import { describe, expect, it } from 'vitest'
import {
  type MeasuredTurn,
  measureBacklog,
  measureResponse,
  waitingTimes,
} from '../../src/metrics/response.ts'

const MINUTE = 60_000
const NOW = 10_000 * MINUTE

/** A turn that began so many minutes before now, with a target of an hour. */
function aTurn(
  ago: number,
  changes: Partial<MeasuredTurn> & { readonly after?: number } = {},
): MeasuredTurn {
  const start = NOW - ago * MINUTE
  const { after, ...rest } = changes
  return {
    start,
    trusted: true,
    dueAt: start + 60 * MINUTE,
    ...(after === undefined ? {} : { repliedAt: start + after * MINUTE }),
    ...rest,
  }
}

describe('the figures of answering', () => {
  const turns = [
    aTurn(500, { after: 20 }),
    aTurn(400, { after: 60 }),
    aTurn(300, { after: 90 }),
    aTurn(200), // overdue
    aTurn(30), // not yet at risk
    aTurn(600, { closed: { at: NOW - 590 * MINUTE, reason: 'spam' } }),
    aTurn(600, { closed: { at: NOW - 560 * MINUTE, reason: 'moved-private' } }),
    aTurn(600, { closed: { at: NOW - 500 * MINUTE, reason: 'solved' } }), // no accepted reason
    aTurn(700, { goneAt: NOW - 650 * MINUTE }),
    aTurn(100, { trusted: false, after: 10 }),
  ]
  const figures = measureResponse(turns, NOW)

  it('counts who was answered of those who were owed an answer', () => {
    // Answered 20, 60, 90 and the undated one; waiting 2; ignored 1: 4 of 7.
    expect(figures.responseRate).toMatchObject({ successes: 4, n: 7 })
    expect(figures).toMatchObject({
      turns: 10,
      owed: 7,
      answered: 4,
      waiting: 2,
      ignored: 1,
      vanished: 1,
      untrusted: 1,
    })
    expect(figures.excused).toEqual({ spam: 1, 'moved-private': 1 })
  })

  it('counts the overdue as failures and leaves out who is not yet at risk', () => {
    // In time: 20 and 60. At risk: these, 90, the overdue one, the ignored one (its hour is over): 2 of 5.
    expect(figures.withinTarget).toMatchObject({ successes: 2, n: 5 })
    expect(figures.overdue).toBe(1)
  })

  it('gives times of the answered and a median that knows of the waiting', () => {
    expect(figures.minutes).toEqual({ n: 3, p50: 60, p75: 90, p90: 90, max: 90 })
    // Waits: 20, 60, 90 answered; 200, 30, 40 (private), 100 (solved), 50 (gone) cut off. At 20: 7/8 wait;
    // at 60 four are at risk: 7/8 · 3/4 = 0.656; at 90 three: · 2/3 = 0.4375, the first under a half.
    expect(waitingTimes(turns, NOW).filter((each) => each.answered)).toHaveLength(3)
    expect(waitingTimes(turns, NOW)).toHaveLength(8)
    expect(figures.medianMinutes).toBe(90)
  })

  it('gives what went private a rate of its own', () => {
    // Ours are all but the spam: 9.
    expect(figures.movedPrivate).toMatchObject({ successes: 1, n: 9 })
  })

  it('says nothing of nothing', () => {
    const none = measureResponse([], NOW)
    expect(none.responseRate).toBeUndefined()
    expect(none.withinTarget).toBeUndefined()
    expect(none.medianMinutes).toBeUndefined()
    expect(none.minutes).toEqual({ n: 0 })
  })

  it('takes an answer at exactly the target as in time, and a wait of exactly the target as not yet overdue', () => {
    expect(measureResponse([aTurn(60)], NOW).withinTarget).toBeUndefined()
    expect(measureResponse([aTurn(90, { after: 60 })], NOW).withinTarget).toMatchObject({
      successes: 1,
      n: 1,
    })
  })
})

describe('the backlog', () => {
  it('tells ages and what nobody looked at for a week', () => {
    const week = 7 * 1440
    const backlog = measureBacklog(
      [
        aTurn(10),
        aTurn(120, { seenAt: NOW }),
        aTurn(week + 1),
        aTurn(week + 9, { seenAt: NOW }),
        aTurn(50, { after: 1 }),
      ],
      NOW,
    )
    expect(backlog).toMatchObject({ waiting: 4, overdue: 3, agedOut: 1 })
    expect(backlog.age).toEqual({ n: 4, p50: 120, p75: week + 1, p90: week + 9, max: week + 9 })
  })
})
