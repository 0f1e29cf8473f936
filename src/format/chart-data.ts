/** What a series or part means, so that colours agree between charts. */
export type Tone = 'good' | 'bad' | 'neutral'

/** Values over time or any ordered axis; undefined is a gap. */
export interface Series {
  readonly name: string
  readonly values: readonly (number | undefined)[]
}

export interface LineData {
  readonly title: string
  readonly unit: string
  /** One label for each place on the axis. */
  readonly labels: readonly string[]
  readonly series: readonly Series[]
  /** Places with a word about them: a peak, a launch, an outage. */
  readonly notes?: readonly { readonly at: number; readonly text: string }[]
}

export interface Bar {
  readonly label: string
  readonly value: number
  /** The interval's ends, drawn as whiskers. */
  readonly low?: number
  readonly high?: number
  /** What stands behind the bar instead of the number. */
  readonly text?: string
}

export interface BarData {
  readonly title: string
  readonly unit: string
  readonly bars: readonly Bar[]
  /** The axis ends here; default: the greatest value or interval end. */
  readonly most?: number
}

export interface StackData {
  readonly title: string
  readonly unit: string
  readonly parts: readonly { readonly name: string; readonly tone?: Tone }[]
  /** `values` in the order of `parts`. */
  readonly rows: readonly { readonly label: string; readonly values: readonly number[] }[]
}

export interface HeatData {
  readonly title: string
  readonly unit: string
  readonly rows: readonly string[]
  readonly columns: readonly string[]
  /** One list for each row; undefined: nothing known. */
  readonly values: readonly (readonly (number | undefined)[])[]
}

export interface DistributionData {
  readonly title: string
  readonly unit: string
  /** Bins in order; their labels name the range. */
  readonly bins: readonly { readonly label: string; readonly count: number }[]
  /** The target lies at the end of this bin (index). */
  readonly target?: { readonly after: number; readonly label: string }
}

/** The greatest of some numbers, 0 for none: spreads of long lists would overflow the stack. */
export function greatest(values: readonly (number | undefined)[]): number {
  return values.reduce<number>(
    (most, value) => (value !== undefined && value > most ? value : most),
    0,
  )
}

/** A round number at or above: 1, 2, 2.5, 5 or 10 times a power of ten, for the end of an axis. */
export function roundUp(value: number): number {
  if (!(value > 0)) return 1
  const power = 10 ** Math.floor(Math.log10(value))
  const step = [1, 2, 2.5, 5, 10].find((each) => each * power >= value * (1 - 1e-9)) ?? 10
  return step * power
}

/** Shares of a whole in whole units that sum to `units` (largest remainder). */
export function shareUnits(values: readonly number[], units: number): readonly number[] {
  const total = values.reduce((sum, value) => sum + Math.max(0, value), 0)
  if (total === 0) return values.map(() => 0)
  const exact = values.map((value) => (Math.max(0, value) / total) * units)
  const shares = exact.map(Math.floor)
  const order = exact
    .map((value, index) => ({ index, rest: value - Math.floor(value) }))
    .sort((left, right) => right.rest - left.rest || left.index - right.index)
  const missing = units - shares.reduce((sum, share) => sum + share, 0)
  for (const { index } of order.slice(0, missing)) shares[index] = (shares[index] ?? 0) + 1
  return shares
}
