import { adjustShare, type ErrorRates } from './adjusted-count.ts'
import { bootstrap, type Interval } from './intervals.ts'

export interface SentimentCounts {
  readonly positive: number
  readonly neutral: number
  readonly negative: number
}

export interface NetSentiment {
  /** (P − N) ÷ (P + N): among those who took sides. Absent when nobody did. */
  readonly polar?: number
  /** (P − N) ÷ all scored. Absent of nothing. */
  readonly all?: number
  readonly n: number
}

/** Both readings of net sentiment, −1 to 1; say which one is printed. */
export function netSentiment(counts: SentimentCounts): NetSentiment {
  const { positive, neutral, negative } = counts
  const n = positive + neutral + negative
  const difference = positive - negative
  return {
    ...(positive + negative === 0 ? {} : { polar: difference / (positive + negative) }),
    ...(n === 0 ? {} : { all: difference / n }),
    n,
  }
}

/** The interval of (P − N) ÷ all over persons, one entry for each person. */
export function netSentimentInterval(
  persons: readonly SentimentCounts[],
  seed: number,
  rounds = 1000,
): Interval | undefined {
  return bootstrap(persons, (sample) => netSentiment(addCounts(sample)).all, { seed, rounds })
}

/** (P − N) ÷ all with both shares corrected by the classifier's own errors, as measured on hand corrections. */
export function correctedNetSentiment(
  counts: SentimentCounts,
  errors: { readonly positive: ErrorRates; readonly negative: ErrorRates },
): number | undefined {
  const n = counts.positive + counts.neutral + counts.negative
  if (n === 0) return undefined
  const positive = adjustShare(counts.positive / n, errors.positive)
  const negative = adjustShare(counts.negative / n, errors.negative)
  return positive === undefined || negative === undefined ? undefined : positive - negative
}

function addCounts(counts: readonly SentimentCounts[]): SentimentCounts {
  return counts.reduce(
    (sum, each) => ({
      positive: sum.positive + each.positive,
      neutral: sum.neutral + each.neutral,
      negative: sum.negative + each.negative,
    }),
    { positive: 0, neutral: 0, negative: 0 },
  )
}
