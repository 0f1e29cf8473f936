import { describe, expect, it } from 'vitest'
import { seededRandom } from '../../src/metrics/random.ts'
import { findSpikes, isPeak, judgeSpike, robustZ, testShare } from '../../src/metrics/spikes.ts'

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

  it('finds more known events with fewer false alarms than mean + 3 deviations over 14 days', () => {
    const runs = Array.from({ length: 60 }, (_, index) => simulate(index + 1))
    const events = runs.reduce((sum, { known }) => sum + known.size, 0)
    const ours = countAlarms(runs, (series) => findSpikes(series).map(({ index }) => index))
    const plain = countAlarms(runs, (series) =>
      [...series.keys()].filter((day) => isPeak(series.slice(0, day), series[day] ?? 0)),
    )
    const told = `events ${events}; season: ${ours.found} found, ${ours.false} false; mean + 3σ: ${plain.found} found, ${plain.false} false`
    expect(ours.found, told).toBeGreaterThan(plain.found)
    expect(ours.false, told).toBeLessThan(plain.false)
    expect(ours.found / events, told).toBeGreaterThan(0.8)
  })
})

interface Simulation {
  readonly series: readonly number[]
  readonly known: ReadonlySet<number>
}

/** Known events found, and days that rang for nothing; from day 28 on, when both have a history. */
function countAlarms(
  runs: readonly Simulation[],
  detect: (series: readonly number[]) => readonly number[],
): { readonly found: number; readonly false: number } {
  const alarms = runs.flatMap(({ series, known }) =>
    detect(series)
      .filter((day) => day >= 28)
      .map((day) => known.has(day)),
  )
  const found = alarms.filter((isKnown) => isKnown).length
  return { found, false: alarms.length - found }
}

/** A series of 140 days with a weekly shape, extra-Poisson noise and six events of known days. */
function simulate(seed: number): Simulation {
  const random = seededRandom(seed)
  const level = 4 + 40 * random()
  const known = new Set<number>()
  while (known.size < 6) known.add(28 + Math.floor(random() * 112))
  const series = Array.from({ length: 140 }, (_, day) => {
    const mean = level * (day % 7 < 5 ? 1.2 : 0.45) * (0.8 + 0.4 * random())
    return drawPoisson(known.has(day) ? mean * 2.2 + 8 : mean, random)
  })
  return { series, known }
}

function drawPoisson(mean: number, random: () => number): number {
  const limit = Math.exp(-mean)
  let count = 0
  for (let product = random(); product > limit; product *= random()) count += 1
  return count
}
