/** A sorted copy answers many percentiles. */
export interface Distribution {
  readonly n: number
  readonly p50?: number
  readonly p75?: number
  readonly p90?: number
  /** Absent under 20 values, where it would be the largest one by another name. */
  readonly p95?: number
  readonly max?: number
}

const FEWEST_FOR_P95 = 20

/** The smallest value with at least `percent` % of the values at or below it (nearest rank); undefined of nothing. */
export function percentile(values: readonly number[], percent: number): number | undefined {
  return ofSorted(
    values.toSorted((a, b) => a - b),
    percent,
  )
}

/** Percentiles by nearest rank. */
export function describeDistribution(values: readonly number[]): Distribution {
  const sorted = values.toSorted((a, b) => a - b)
  const n = sorted.length
  if (n === 0) return { n }
  return {
    n,
    p50: rank(sorted, 50),
    p75: rank(sorted, 75),
    p90: rank(sorted, 90),
    ...(n < FEWEST_FOR_P95 ? {} : { p95: rank(sorted, 95) }),
    max: rank(sorted, 100),
  }
}

/** The middle value, or the mean of the two middle ones. */
export function median(values: readonly number[]): number | undefined {
  const sorted = values.toSorted((a, b) => a - b)
  const half = sorted.length / 2
  const upper = sorted[Math.floor(half)]
  if (upper === undefined) return undefined
  return Number.isInteger(half) ? ((sorted[half - 1] as number) + upper) / 2 : upper
}

function ofSorted(sorted: readonly number[], percent: number): number | undefined {
  return sorted.length === 0 ? undefined : rank(sorted, percent)
}

function rank(sorted: readonly number[], percent: number): number {
  const position = Math.max(1, Math.ceil((percent / 100) * sorted.length))
  return sorted[position - 1] as number
}
