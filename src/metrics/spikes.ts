import { median } from './percentiles.ts'
import { negativeBinomialTail, normalTail } from './tails.ts'

/** The simplest baseline: above mean + 3 standard deviations of the last 14 values, as Huginn's peak detector does. */
export function isPeak(
  history: readonly number[],
  value: number,
  options: {
    readonly window?: number
    readonly deviations?: number
    readonly fewest?: number
  } = {},
): boolean {
  const { window = 14, deviations = 3, fewest = 4 } = options
  const recent = history.slice(-window)
  if (recent.length < fewest) return false
  const mean = recent.reduce((sum, each) => sum + each, 0) / recent.length
  const variance = recent.reduce((sum, each) => sum + (each - mean) ** 2, 0) / recent.length
  return value > mean + deviations * Math.sqrt(variance)
}

/** (value − median) ÷ (1.4826 · MAD) with a floor under the spread; undefined without history. */
export function robustZ(history: readonly number[], value: number, floor = 1): number | undefined {
  const centre = median(history)
  if (centre === undefined) return undefined
  const spread = 1.4826 * (median(history.map((each) => Math.abs(each - centre))) ?? 0)
  return (value - centre) / Math.max(spread, floor)
}

/** What a count is compared with and how unlikely it is. */
export interface SpikeVerdict {
  readonly isSpike: boolean
  readonly value: number
  readonly expected: number
  /** Of the expectation; at least that of a Poisson count. */
  readonly variance: number
  /** P(a count so large or larger) under the baseline. */
  readonly chance: number
  /** (value − expected) ÷ standard deviation, for people. */
  readonly deviations: number
}

export interface SpikeOptions {
  /** Values that make a season: 7 for days, 168 for hours. */
  readonly season?: number
  /** How many seasons the baseline is learnt from. */
  readonly seasons?: number
  readonly chance?: number
  /** Smaller counts never ring. */
  readonly fewest?: number
  /** Fewer values than this are no history. */
  readonly shortest?: number
}

/**
 * Is the last count out of the ordinary? The baseline is the level of the last seasons times the season's shape, both
 * by medians, so that old peaks do not hide new ones; the spread is what the past shows, never less than chance. The
 * tail is negative binomial. Undefined while there is too little history.
 */
export function judgeSpike(
  history: readonly number[],
  value: number,
  options: SpikeOptions = {},
): SpikeVerdict | undefined {
  const { season = 7, seasons = 8, chance: limit = 0.0005, fewest = 5, shortest = 14 } = options
  const recent = history.slice(-season * seasons)
  if (recent.length < shortest) return undefined
  const model = learnSeason(recent, season)
  const expected = model.expected(recent.length)
  const variance = expected * model.dispersion * (1 + 1 / (recent.length / season))
  const chance = negativeBinomialTail(value, expected, variance)
  return {
    isSpike: value >= fewest && chance < limit,
    value,
    expected,
    variance,
    chance,
    deviations: (value - expected) / Math.sqrt(variance),
  }
}

interface SeasonModel {
  expected(index: number): number
  readonly dispersion: number
}

/** A count's expectation is never quite zero: half an event in the whole history. */
function learnSeason(values: readonly number[], season: number): SeasonModel {
  const smallest = 0.5 / values.length
  const level = Math.max(trimmedMean(values), smallest)
  const shape = seasonShape(values, season, level)
  const expected = (index: number) => Math.max(level * (shape[index % season] ?? 1), smallest)
  const residuals = values.map(
    (value, index) => (value - expected(index)) / Math.sqrt(expected(index)),
  )
  return { expected, dispersion: Math.max(1, spreadOf(residuals)) }
}

/** The variance of what lies within three robust deviations: outliers are left out, ordinary noise is not. */
function spreadOf(residuals: readonly number[]): number {
  const robust = 1.4826 * (median(residuals.map(Math.abs)) ?? 0)
  const ordinary = residuals.filter((each) => Math.abs(each) <= 3 * Math.max(robust, 1))
  const variance = ordinary.reduce((sum, each) => sum + each * each, 0) / ordinary.length
  return Math.max(robust * robust, variance)
}

/** Each place of the season against the level, drawn towards 1 as if one ordinary season more had been seen. */
function seasonShape(values: readonly number[], season: number, level: number): readonly number[] {
  return Array.from({ length: season }, (_, place) => {
    const own = values.filter((_value, index) => index % season === place)
    return own.length < 2 ? 1 : (own.length * (trimmedMean(own) / level) + 1) / (own.length + 1)
  })
}

/** The mean of the middle four fifths; for small counts steadier than the median, which sticks to whole numbers. */
function trimmedMean(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const cut = Math.floor(sorted.length / 10) + (sorted.length >= 5 && sorted.length < 10 ? 1 : 0)
  const kept = sorted.slice(cut, sorted.length - cut)
  return kept.length === 0 ? 0 : kept.reduce((sum, value) => sum + value, 0) / kept.length
}

/** Judges every value of a series by those before it; values that were spikes are left out of the later baselines. */
export function findSpikes(
  series: readonly number[],
  options: SpikeOptions = {},
): readonly (SpikeVerdict & { readonly index: number })[] {
  const cleaned: number[] = []
  const spikes: (SpikeVerdict & { index: number })[] = []
  for (const [index, value] of series.entries()) {
    const verdict = judgeSpike(cleaned, value, options)
    if (verdict?.isSpike) spikes.push({ ...verdict, index })
    cleaned.push(verdict?.isSpike ? Math.round(verdict.expected) : value)
  }
  return spikes
}

export interface ShareTest {
  readonly z: number
  /** One-sided: that the share now is higher by chance alone. */
  readonly chance: number
}

/** Two-proportion z test: did the (negative) share rise? Undefined where either side is under `fewest`, or nothing varies. */
export function testShare(
  now: { readonly successes: number; readonly n: number },
  before: { readonly successes: number; readonly n: number },
  fewest = 20,
): ShareTest | undefined {
  if (now.n < fewest || before.n < fewest) return undefined
  const pooled = (now.successes + before.successes) / (now.n + before.n)
  const error = Math.sqrt(pooled * (1 - pooled) * (1 / now.n + 1 / before.n))
  if (error === 0) return undefined
  const z = (now.successes / now.n - before.successes / before.n) / error
  return { z, chance: normalTail(z) }
}
