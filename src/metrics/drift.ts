export interface DriftOptions {
  readonly mean: number
  readonly deviation: number
  /** Allowance in standard deviations. */
  readonly slack?: number
  /** Alarm level in standard deviations. */
  readonly limit?: number
}

/**
 * Upper one-sided CUSUM (Page 1954): the sums of what exceeds mean + slack, and the first place where they pass the
 * limit. Finds a slow rise of the negative share that no single day shows.
 */
export function detectDrift(
  series: readonly number[],
  options: DriftOptions,
): { readonly sums: readonly number[]; readonly alarmAt?: number } {
  const { mean, deviation, slack = 0.5, limit = 4 } = options
  let sum = 0
  const sums = series.map((value) => {
    sum = Math.max(0, sum + (value - mean) / deviation - slack)
    return sum
  })
  const alarmAt = sums.findIndex((each) => each > limit)
  return { sums, ...(alarmAt < 0 ? {} : { alarmAt }) }
}
