import { seededRandom } from './random.ts'

export interface Interval {
  readonly low: number
  readonly high: number
}

/** A share with its interval and what it was counted from. */
export interface Rate extends Interval {
  readonly successes: number
  readonly n: number
  readonly rate: number
}

/** 95 %. */
const Z = 1.959963984540054

/** Wilson's score interval of a share (Wilson 1927); [0, 1] of nothing. */
export function wilson(successes: number, n: number, z = Z): Interval {
  if (n <= 0) return { low: 0, high: 1 }
  const share = successes / n
  const centre = share + (z * z) / (2 * n)
  const half = z * Math.sqrt((share * (1 - share)) / n + (z * z) / (4 * n * n))
  const scale = 1 + (z * z) / n
  return { low: Math.max(0, (centre - half) / scale), high: Math.min(1, (centre + half) / scale) }
}

/** A share with Wilson's interval; undefined of nothing. */
export function rateOf(successes: number, n: number): Rate | undefined {
  return n === 0 ? undefined : { successes, n, rate: successes / n, ...wilson(successes, n) }
}

/**
 * The percentile bootstrap interval of a statistic over units that are drawn with replacement (persons, not posts,
 * since a person's posts are not independent). The seed decides; undefined of nothing.
 */
export function bootstrap<Unit>(
  units: readonly Unit[],
  statistic: (sample: readonly Unit[]) => number | undefined,
  options: { readonly seed: number; readonly rounds?: number; readonly level?: number },
): Interval | undefined {
  if (units.length === 0) return undefined
  const random = seededRandom(options.seed)
  const { rounds = 1000, level = 0.95 } = options
  const values: number[] = []
  for (let round = 0; round < rounds; round += 1) {
    const sample = units.map(() => units[Math.floor(random() * units.length)] as Unit)
    const value = statistic(sample)
    if (value !== undefined) values.push(value)
  }
  if (values.length === 0) return undefined
  values.sort((a, b) => a - b)
  const at = (share: number) =>
    values[Math.min(values.length - 1, Math.max(0, Math.ceil(share * values.length) - 1))] as number
  return { low: at((1 - level) / 2), high: at((1 + level) / 2) }
}
