import { type Interval, rateOf, wilson } from './intervals.ts'

/** What is counted of one brand in one scope (same sources, language, window). */
export interface VoiceCount {
  readonly brand: string
  readonly count: number
  /** 0 to 1: how many of the query's hits are right, where it was measured. */
  readonly precision?: number
}

export interface Voice extends Interval {
  readonly brand: string
  readonly count: number
  readonly share: number
  /** The share after each count is multiplied by its query's precision; only where all brands have one. */
  readonly corrected?: number
}

/**
 * Shares of the naming-events of a set of brands: a post that names two counts once for each, so the shares sum to 1.
 * All shares are 0 when nobody was named.
 */
export function shareOfVoice(counts: readonly VoiceCount[]): readonly Voice[] {
  const total = sum(counts.map((each) => each.count))
  const isMeasured = counts.every((each) => each.precision !== undefined)
  const weighted = sum(counts.map((each) => each.count * (each.precision ?? 1)))
  return counts.map(({ brand, count, precision }) => ({
    brand,
    count,
    share: rateOf(count, total)?.rate ?? 0,
    ...(total === 0 ? { low: 0, high: 0 } : wilson(count, total)),
    ...(isMeasured && weighted > 0 ? { corrected: (count * (precision ?? 1)) / weighted } : {}),
  }))
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
