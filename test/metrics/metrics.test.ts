import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { adjustShare, errorRates } from '../../src/metrics/adjusted-count.ts'
import { findBursts } from '../../src/metrics/bursts.ts'
import { decomposeChange, decomposeCounts } from '../../src/metrics/decompose.ts'
import { detectDrift } from '../../src/metrics/drift.ts'
import { bootstrap, rateOf, wilson } from '../../src/metrics/intervals.ts'
import { medianWaiting, quantileWaiting, survivalCurve } from '../../src/metrics/kaplan-meier.ts'
import { contrastWords } from '../../src/metrics/log-odds.ts'
import {
  correctedNetSentiment,
  netSentiment,
  netSentimentInterval,
} from '../../src/metrics/net-sentiment.ts'
import { describeDistribution, median, percentile } from '../../src/metrics/percentiles.ts'
import { shareOfVoice } from '../../src/metrics/share-of-voice.ts'
import { negativeBinomialTail, normalTail, poissonTail } from '../../src/metrics/tails.ts'

describe('wilson', () => {
  // Newcombe 1998, Statistics in Medicine 17, table I, method 3.
  it.each([
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ])('gives %i of %i the interval %f to %f', (successes, n, low, high) => {
    const interval = wilson(successes, n)
    expect(interval.low).toBeCloseTo(low, 4)
    expect(interval.high).toBeCloseTo(high, 4)
  })

  it('knows nothing of nothing', () => {
    expect(wilson(0, 0)).toEqual({ low: 0, high: 1 })
    expect(rateOf(0, 0)).toBeUndefined()
  })

  it('contains the share and stays within 0 and 1', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 500 }), fc.nat(500), (n, some) => {
        const rate = rateOf(Math.min(some, n), n)
        if (rate === undefined) throw new Error('no rate')
        expect(rate.low).toBeLessThanOrEqual(rate.rate + 1e-12)
        expect(rate.high).toBeGreaterThanOrEqual(rate.rate - 1e-12)
        expect(rate.low).toBeGreaterThanOrEqual(0)
        expect(rate.high).toBeLessThanOrEqual(1)
      }),
    )
  })
})

describe('bootstrap', () => {
  const mean = (values: readonly number[]) =>
    values.reduce((sum, value) => sum + value, 0) / values.length

  it('is the same for the same seed and differs for another', () => {
    const units = Array.from({ length: 40 }, (_, index) => index)
    const one = bootstrap(units, mean, { seed: 1 })
    expect(bootstrap(units, mean, { seed: 1 })).toEqual(one)
    expect(bootstrap(units, mean, { seed: 2 })).not.toEqual(one)
  })

  it('comes near the interval of the normal theory', () => {
    // Mean 19.5, standard deviation 11.54, error 11.54 / √40 = 1.825: 19.5 ± 3.58.
    const units = Array.from({ length: 40 }, (_, index) => index)
    const interval = bootstrap(units, mean, { seed: 7, rounds: 4000 })
    expect(interval?.low).toBeCloseTo(19.5 - 3.58, 0)
    expect(interval?.high).toBeCloseTo(19.5 + 3.58, 0)
  })

  it('knows nothing of nothing', () => {
    expect(bootstrap([], () => 1, { seed: 1 })).toBeUndefined()
  })
})

describe('percentiles', () => {
  // The worked example of the nearest-rank method: 15, 20, 35, 40, 50.
  it.each([
    [5, 15],
    [30, 20],
    [40, 20],
    [50, 35],
    [100, 50],
  ])('takes the nearest rank: %i % of five values', (percent, value) => {
    expect(percentile([50, 15, 40, 20, 35], percent)).toBe(value)
  })

  it('gives no p95 under twenty values', () => {
    const values = Array.from({ length: 19 }, (_, index) => index + 1)
    expect(describeDistribution(values)).toEqual({ n: 19, p50: 10, p75: 15, p90: 18, max: 19 })
    expect(describeDistribution([...values, 20]).p95).toBe(19)
    expect(describeDistribution([])).toEqual({ n: 0 })
  })

  it('has a median between two middle values', () => {
    expect(median([1, 9, 3, 5])).toBe(4)
    expect(median([9, 1, 3])).toBe(3)
    expect(median([])).toBeUndefined()
  })
})

describe('Kaplan and Meier', () => {
  // Remission weeks under 6-MP (Freireich and others 1963), the textbook case.
  const answered = [6, 6, 6, 7, 10, 13, 16, 22, 23]
  const censored = [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35]
  const weeks = [
    ...answered.map((time) => ({ time, answered: true })),
    ...censored.map((time) => ({ time, answered: false })),
  ]

  it('gives the published curve', () => {
    const curve = survivalCurve(weeks)
    expect(curve.map((point) => [point.time, point.atRisk])).toEqual([
      [6, 21],
      [7, 17],
      [10, 15],
      [13, 12],
      [16, 11],
      [22, 7],
      [23, 6],
    ])
    const published = [0.857, 0.807, 0.753, 0.69, 0.627, 0.538, 0.448]
    for (const [index, point] of curve.entries())
      expect(point.survival).toBeCloseTo(published[index] as number, 3)
  })

  it('has its median where half are answered, and none before', () => {
    expect(medianWaiting(weeks)).toBe(23)
    expect(
      medianWaiting([
        { time: 5, answered: true },
        { time: 9, answered: false },
      ]),
    ).toBe(5)
    expect(medianWaiting([{ time: 9, answered: false }])).toBeUndefined()
    expect(quantileWaiting(weeks, 0.25)).toBe(13)
  })
})

describe('share of voice', () => {
  it('shares the naming-events', () => {
    // 60 + 30 + 10 namings.
    const shares = shareOfVoice([
      { brand: 'acme', count: 60 },
      { brand: 'globex', count: 30 },
      { brand: 'initech', count: 10 },
    ])
    expect(shares.map((voice) => voice.share)).toEqual([0.6, 0.3, 0.1])
    expect(shares[0]?.corrected).toBeUndefined()
    expect(shares[0]?.low).toBeCloseTo(0.502, 3)
    expect(shares[0]?.high).toBeCloseTo(0.6906, 3)
  })

  it('corrects by precision where every query has one', () => {
    // 100 × 0.5 = 50 and 50 × 1 = 50: half and half.
    const [acme, globex] = shareOfVoice([
      { brand: 'acme', count: 100, precision: 0.5 },
      { brand: 'globex', count: 50, precision: 1 },
    ])
    expect(acme?.corrected).toBe(0.5)
    expect(globex?.corrected).toBe(0.5)
    expect(acme?.share).toBeCloseTo(2 / 3)
  })

  it('gives zero where nobody was named', () => {
    expect(shareOfVoice([{ brand: 'acme', count: 0 }])[0]?.share).toBe(0)
  })
})

describe('net sentiment', () => {
  it('has two readings', () => {
    // (30 − 10) ÷ 40 and (30 − 10) ÷ 100.
    expect(netSentiment({ positive: 30, neutral: 60, negative: 10 })).toEqual({
      polar: 0.5,
      all: 0.2,
      n: 100,
    })
    expect(netSentiment({ positive: 0, neutral: 5, negative: 0 })).toEqual({ all: 0, n: 5 })
    expect(netSentiment({ positive: 0, neutral: 0, negative: 0 })).toEqual({ n: 0 })
  })

  it('draws its interval over persons, so that one loud person widens it', () => {
    const many = Array.from({ length: 60 }, (_, index) =>
      index % 3 === 0
        ? { positive: 0, neutral: 0, negative: 1 }
        : { positive: 1, neutral: 0, negative: 0 },
    )
    const loud = [
      { positive: 0, neutral: 0, negative: 20 },
      ...Array.from({ length: 40 }, () => ({ positive: 1, neutral: 0, negative: 0 })),
    ]
    const steady = netSentimentInterval(many, 3)
    const shaky = netSentimentInterval(loud, 3)
    if (!steady || !shaky) throw new Error('no interval')
    expect(shaky.high - shaky.low).toBeGreaterThan(steady.high - steady.low)
    expect(steady.low).toBeLessThan(1 / 3)
    expect(steady.high).toBeGreaterThan(1 / 3)
  })

  it('is corrected by the errors of the classifier', () => {
    // p̂ = (0.4 − 0.2) ÷ (0.8 − 0.2) = 1/3 and (0.1 − 0.1) ÷ (0.7 − 0.1) = 0.
    const errors = {
      positive: { truePositive: 0.8, falsePositive: 0.2 },
      negative: { truePositive: 0.7, falsePositive: 0.1 },
    }
    const corrected = correctedNetSentiment({ positive: 40, neutral: 50, negative: 10 }, errors)
    expect(corrected).toBeCloseTo(1 / 3)
  })
})

describe('adjusted count', () => {
  it('undoes known errors and stays within 0 and 1', () => {
    expect(adjustShare(0.4, { truePositive: 0.8, falsePositive: 0.2 })).toBeCloseTo(1 / 3)
    expect(adjustShare(0.1, { truePositive: 0.8, falsePositive: 0.2 })).toBe(0)
    expect(adjustShare(0.9, { truePositive: 0.8, falsePositive: 0.2 })).toBe(1)
    expect(adjustShare(0.5, { truePositive: 0.3, falsePositive: 0.3 })).toBeUndefined()
  })

  it('learns the errors from corrections', () => {
    // 4 true negatives of which 3 were said, 5 others of which 1 was said.
    const pairs = [
      ...['negative', 'negative', 'negative', 'neutral'].map((said) => ({
        truth: 'negative',
        said,
      })),
      ...['negative', 'neutral', 'positive', 'neutral', 'neutral'].map((said) => ({
        truth: 'neutral',
        said,
      })),
    ]
    expect(errorRates(pairs, 'negative')).toEqual({ truePositive: 0.75, falsePositive: 0.2 })
    expect(errorRates(pairs, 'positive')).toBeUndefined()
  })
})

describe('tails', () => {
  it('gives Poisson tails', () => {
    // 1 − e⁻²(1 + 2 + 2 + 4/3 + 2/3); 1 − e^−0.5; the rest by an independent sum.
    expect(poissonTail(5, 2)).toBeCloseTo(0.0526530173, 9)
    expect(poissonTail(1, 0.5)).toBeCloseTo(0.3934693403, 9)
    expect(poissonTail(20, 5) / 3.4521e-7).toBeCloseTo(1, 3)
    expect(poissonTail(0, 3)).toBe(1)
    expect(poissonTail(3, 0)).toBe(0)
  })

  it('gives negative binomial tails', () => {
    // Mean 2 and variance 4: size 2, chance ½; P(0) = ¼, P(1) = ¼, P(2) = 3/16.
    expect(negativeBinomialTail(2, 2, 4)).toBeCloseTo(0.5, 9)
    expect(negativeBinomialTail(3, 2, 4)).toBeCloseTo(0.3125, 9)
    expect(negativeBinomialTail(5, 2, 2)).toBeCloseTo(poissonTail(5, 2), 9)
  })

  it('gives normal tails', () => {
    expect(normalTail(1.959964)).toBeCloseTo(0.025, 6)
    expect(normalTail(-1.959964)).toBeCloseTo(0.975, 6)
    expect(normalTail(0)).toBeCloseTo(0.5, 6)
  })
})

describe('contrasts', () => {
  // δ and z by an independent program (Python) from the paper's formula, α₀ = 10.
  it('gives the log-odds with a prior', () => {
    const contrasts = contrastWords(
      [
        { word: 'slow', here: 8, there: 1, background: 20 },
        { word: 'nice', here: 1, there: 9, background: 20 },
        { word: 'acme', here: 10, there: 10, background: 60 },
      ],
      10,
    )
    expect(contrasts.map((each) => each.word)).toEqual(['slow', 'acme', 'nice'])
    expect(contrasts[0]?.delta).toBeCloseTo(1.555371, 5)
    expect(contrasts[0]?.z).toBeCloseTo(2.362778, 5)
    expect(contrasts[2]?.z).toBeCloseTo(-2.476346, 5)
  })

  it('says nothing without a background', () => {
    expect(contrastWords([{ word: 'a', here: 1, there: 0, background: 0 }])).toEqual([])
  })
})

describe('bursts', () => {
  it('finds when a topic burned and how strongly', () => {
    const quiet = Array.from({ length: 10 }, () => ({ relevant: 2, total: 100 }))
    const batches = [...quiet, { relevant: 30, total: 110 }, { relevant: 25, total: 105 }, ...quiet]
    const bursts = findBursts(batches)
    expect(bursts.map(({ start, end }) => [start, end])).toEqual([[10, 11]])
    expect(bursts[0]?.weight).toBeGreaterThan(5)
  })

  it('finds none in an even stream or in silence', () => {
    expect(findBursts(Array.from({ length: 20 }, () => ({ relevant: 3, total: 50 })))).toEqual([])
    expect(findBursts([{ relevant: 0, total: 0 }])).toEqual([])
  })
})

describe('drift', () => {
  it('sums what exceeds the slack and rings past the limit', () => {
    // In deviations 1, 2, 0, 3, 3; less 0.5 each: 0.5, 2, 1.5, 4, 6.5; over 4 at the last.
    const { sums, alarmAt } = detectDrift([11, 12, 10, 13, 13], { mean: 10, deviation: 1 })
    expect(sums).toEqual([0.5, 2, 1.5, 4, 6.5])
    expect(alarmAt).toBe(4)
    expect(detectDrift([10, 10, 10], { mean: 10, deviation: 1 }).alarmAt).toBeUndefined()
  })
})

describe('why a count moved', () => {
  it('gives each driver its points of the whole change', () => {
    // 10 before, 18 now: +80 %. The press release alone came 6 times more: +60 points.
    const row = (period: 'before' | 'now', cluster: string, source: string) => ({
      period,
      facets: { cluster, source },
    })
    const items = [
      ...Array.from({ length: 10 }, () => row('before', 'none', 'forum')),
      ...Array.from({ length: 12 }, () => row('now', 'none', 'forum')),
      ...Array.from({ length: 6 }, () => row('now', 'press release', 'news')),
    ]
    const movement = decomposeChange(items)
    expect(movement).toMatchObject({ before: 10, now: 18, change: 8, percent: 80 })
    expect(movement.drivers[0]).toEqual({
      dimension: 'cluster',
      value: 'press release',
      before: 0,
      now: 6,
      change: 6,
      points: 60,
    })
  })

  it('has drivers that sum to the change in every dimension', () => {
    const item = fc.record({
      period: fc.constantFrom('before' as const, 'now' as const),
      facets: fc.record({
        source: fc.constantFrom('a', 'b', 'c'),
        author: fc.constantFrom('x', 'y'),
      }),
    })
    fc.assert(
      fc.property(fc.array(item), (items) => {
        const movement = decomposeChange(items)
        for (const dimension of items.length > 0 ? ['source', 'author'] : []) {
          const own = movement.drivers.filter((driver) => driver.dimension === dimension)
          expect(own.reduce((sum, driver) => sum + driver.change, 0)).toBe(movement.change)
        }
        const rows = movement.drivers.map(({ dimension, value, before, now }) => ({
          dimension,
          value,
          before,
          now,
        }))
        expect(decomposeCounts(rows, movement)).toEqual(movement)
      }),
    )
  })

  it('has no percentage where there was nothing before', () => {
    expect(decomposeChange([{ period: 'now', facets: {} }]).percent).toBeUndefined()
  })
})
