import { describe, expect, it } from 'vitest'
import { isPeak, judgeSpike, robustZ, testShare } from '../../src/metrics/spikes.ts'
import { type Alarms, compareDetectors, KINDS } from './series.ts'

const NOTHING: Alarms = { found: 0, false: 0 }

describe('simple baselines', () => {
  it('rings above mean and three deviations', () => {
    // 10 and 12 in turn: mean 11, deviation 1; the limit is 14.
    const history = [10, 12, 10, 12, 10, 12]
    expect(isPeak(history, 14)).toBe(false)
    expect(isPeak(history, 15)).toBe(true)
    expect(isPeak([10, 12], 99)).toBe(false)
  })

  it('measures in medians', () => {
    // Median 10, deviations 1 1 0 1 1: MAD 1; (20 − 10) ÷ 1.4826.
    expect(robustZ([9, 9, 10, 11, 11], 20)).toBeCloseTo(6.745, 3)
    expect(robustZ([5, 5, 5], 9, 2)).toBe(2)
    expect(robustZ([], 1)).toBeUndefined()
  })
})

describe('shares', () => {
  it('tests whether a share rose', () => {
    // 40 of 100 after 20 of 100: pooled 0.3, error 0.0648, z 3.086.
    const test = testShare({ successes: 40, n: 100 }, { successes: 20, n: 100 })
    expect(test?.z).toBeCloseTo(3.086, 3)
    expect(test?.chance).toBeCloseTo(0.00101, 4)
    expect(testShare({ successes: 5, n: 10 }, { successes: 20, n: 100 })).toBeUndefined()
    expect(testShare({ successes: 0, n: 50 }, { successes: 0, n: 50 })).toBeUndefined()
  })
})

describe('spikes against a season', () => {
  const quiet = Array.from({ length: 56 }, (_, day) => (day % 7 < 5 ? 20 : 4))

  it('expects the weekday and knows a Saturday like a Monday is a spike', () => {
    expect(judgeSpike(quiet, 20)?.isSpike).toBe(false)
    expect(judgeSpike(quiet.slice(0, 54), 20)?.isSpike).toBe(false === 54 % 7 < 5)
    const saturday = judgeSpike(quiet.slice(0, 54), 20)
    expect(saturday?.expected).toBeLessThan(7)
    expect(saturday?.isSpike).toBe(true)
  })

  it('says nothing on too little history and rings for no small counts', () => {
    expect(judgeSpike([1, 2, 3], 50)).toBeUndefined()
    expect(
      judgeSpike(
        Array.from({ length: 30 }, () => 0),
        4,
      )?.isSpike,
    ).toBe(false)
    expect(
      judgeSpike(
        Array.from({ length: 30 }, () => 0),
        5,
      )?.isSpike,
    ).toBe(true)
  })

  it.each(KINDS)('finds known events with few false alarms: %o', (kind) => {
    const { events, days, season, plain } = compareDetectors(kind, 40, [0.0005, 0.005])
    const [medium = NOTHING, high = NOTHING] = season
    const told = JSON.stringify({ events, medium, high, plain })
    expect(medium.false / (days - events), told).toBeLessThan(0.003)
    // At one of the two sensitivities it finds more of what the plain baseline finds.
    expect(Math.max(medium.found, high.found), told).toBeGreaterThan(plain.found)
  })

  it('is better on both than mean + 3 deviations over 14 days, on ordinary series and over all kinds', () => {
    const all = KINDS.map((kind) => compareDetectors(kind, 40))
    const [ordinary] = all
    const sum = (pick: (each: (typeof all)[number]) => number) =>
      all.reduce((total, each) => total + pick(each), 0)
    expect(ordinary?.season[0]?.found).toBeGreaterThan(ordinary?.plain.found ?? 0)
    expect(ordinary?.season[0]?.false).toBeLessThan(ordinary?.plain.false ?? 0)
    expect(sum(({ season }) => season[0]?.found ?? 0)).toBeGreaterThan(
      sum(({ plain }) => plain.found),
    )
    expect(sum(({ season }) => season[0]?.false ?? 0)).toBeLessThan(sum(({ plain }) => plain.false))
  })
})
