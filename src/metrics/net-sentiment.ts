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

/** From so many persons on the bootstrap and the normal approximation hardly differ. */
const MANY = 1000

/**
 * The interval of (P − N) ÷ all over persons, one entry for each person: by bootstrap, and for many persons as that of
 * a ratio of means by linearisation (Cochran 1977, Sampling Techniques, section 6.4), which takes no drawing.
 */
export function netSentimentInterval(
  persons: readonly SentimentCounts[],
  seed: number,
  rounds = 1000,
): Interval | undefined {
  if (persons.length > MANY) return ratioInterval(persons)
  return bootstrap(persons, (sample) => netSentiment(addCounts(sample)).all, { seed, rounds })
}

const Z_95 = 1.959963984540054

function ratioInterval(persons: readonly SentimentCounts[]): Interval | undefined {
  const { all: net, n } = netSentiment(addCounts(persons))
  if (net === undefined) return undefined
  let squares = 0
  for (const { positive, neutral, negative } of persons) {
    const rest = positive - negative - net * (positive + neutral + negative)
    squares += rest * rest
  }
  const units = persons.length
  const spread = (Z_95 * Math.sqrt((squares * units) / (units - 1))) / n
  return { low: Math.max(-1, net - spread), high: Math.min(1, net + spread) }
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
  let [positive, neutral, negative] = [0, 0, 0]
  for (const each of counts) {
    positive += each.positive
    neutral += each.neutral
    negative += each.negative
  }
  return { positive, neutral, negative }
}
