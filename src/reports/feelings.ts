import { errorRates } from '../metrics/adjusted-count.ts'
import { bootstrap } from '../metrics/intervals.ts'
import {
  correctedNetSentiment,
  netSentiment,
  netSentimentInterval,
  type SentimentCounts,
} from '../metrics/net-sentiment.ts'
import type { SentimentLabel } from '../model/mention.ts'
import type { Voice } from '../store/store.ts'

/** Below so many scored posts a net sentiment says nothing. */
export const TOO_FEW = 10
/** So many hand corrections are needed before they correct the whole. */
const ENOUGH_CORRECTIONS = 20
/** Below this share of confirmed answers people only marked mistakes, which tells nothing of how often they happen. */
const LEAST_CONFIRMED = 0.3
const SEED = 17

export interface FeelingFigures extends SentimentCounts {
  readonly unscored: number
  readonly scored: number
  /** (P − N) ÷ all scored; absent below TOO_FEW. */
  readonly net?: number
  /** 95 %, by bootstrap over persons. */
  readonly low?: number
  readonly high?: number
  /** By adjusted count, where enough hand corrections exist; 95 %, by bootstrap over the corrections. */
  readonly corrected?: number
  readonly correctedLow?: number
  readonly correctedHigh?: number
}

/** What a post feels towards a query's subject; a person's correction stands over the program's word. */
export function feelingOf(voice: Voice, query: string): SentimentLabel | undefined {
  return voice.corrected ? voice.sentiment : (saidOf(voice, query) ?? voice.sentiment)
}

function saidOf({ mentions }: Voice, query: string): SentimentLabel | undefined {
  return mentions.find((mention) => mention.query === query)?.sentiment
}

/** The figures of one query's posts; the interval takes longest, and is left out where nobody asks for it. */
export function measureFeeling(
  posts: readonly Voice[],
  query: string,
  options: { readonly interval: boolean } = { interval: true },
): FeelingFigures {
  const labels = posts.map((post) => feelingOf(post, query))
  const counts = countLabels(labels)
  const scored = counts.positive + counts.neutral + counts.negative
  const base = { ...counts, scored, unscored: posts.length - scored }
  if (scored < TOO_FEW) return base
  const interval = options.interval
    ? netSentimentInterval(personCounts(posts, query), SEED)
    : undefined
  const corrected = correct(posts, query, options.interval)
  const net = netSentiment(counts).all
  return {
    ...base,
    ...(net === undefined ? {} : { net }),
    ...(interval === undefined ? {} : interval),
    ...corrected,
  }
}

function countLabels(labels: readonly (SentimentLabel | undefined)[]): SentimentCounts {
  const count = (label: SentimentLabel) => labels.filter((each) => each === label).length
  return { positive: count('positive'), neutral: count('neutral'), negative: count('negative') }
}

function personCounts(posts: readonly Voice[], query: string): readonly SentimentCounts[] {
  const people = new Map<string | number, { positive: number; neutral: number; negative: number }>()
  for (const post of posts) {
    const label = feelingOf(post, query)
    if (label === undefined) continue
    const counts = people.get(post.person) ?? { positive: 0, neutral: 0, negative: 0 }
    people.set(post.person, counts)
    counts[label] += 1
  }
  return [...people.values()]
}

type Corrected = Pick<FeelingFigures, 'corrected' | 'correctedLow' | 'correctedHigh'>

/** The program's counts, corrected by the errors that people found in them. */
function correct(posts: readonly Voice[], query: string, interval: boolean): Corrected {
  const pairs = posts.flatMap((post) => {
    const said = post.corrected ? saidOf(post, query) : undefined
    return said === undefined || post.sentiment === undefined
      ? []
      : [{ truth: post.sentiment, said }]
  })
  const confirmed = pairs.filter(({ truth, said }) => truth === said).length
  if (pairs.length < ENOUGH_CORRECTIONS || confirmed < LEAST_CONFIRMED * pairs.length) return {}
  const counts = countLabels(posts.map((post) => saidOf(post, query)))
  const corrected = correctBy(counts, pairs)
  if (corrected === undefined) return {}
  const range = interval
    ? bootstrap(pairs, (sample) => correctBy(counts, sample), { seed: SEED, rounds: 400 })
    : undefined
  return range === undefined
    ? { corrected }
    : { corrected, correctedLow: range.low, correctedHigh: range.high }
}

function correctBy(
  counts: SentimentCounts,
  pairs: readonly { readonly truth: SentimentLabel; readonly said: SentimentLabel }[],
): number | undefined {
  const positive = errorRates(pairs, 'positive')
  const negative = errorRates(pairs, 'negative')
  return positive === undefined || negative === undefined
    ? undefined
    : correctedNetSentiment(counts, { positive, negative })
}
