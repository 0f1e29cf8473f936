import type { Sentiment, SentimentLabel } from '../model/mention.ts'

/** Log-probabilities up to a constant → label, score and confidence. */
export function toSentiment(negative: number, neutral: number, positive: number): Sentiment {
  const most = Math.max(negative, neutral, positive)
  const n = Math.exp(negative - most)
  const u = Math.exp(neutral - most)
  const p = Math.exp(positive - most)
  return fromShares(n / (n + u + p), u / (n + u + p), p / (n + u + p))
}

/** Probabilities → sentiment; the score is P(positive) − P(negative). */
export function fromShares(negative: number, neutral: number, positive: number): Sentiment {
  const label = labelOf(negative, neutral, positive)
  const confidence = Math.max(negative, neutral, positive)
  return { label, score: round(positive - negative), confidence: round(confidence) }
}

/** The probabilities of the classes from label, confidence and score. */
export function sharesOf({
  label,
  score,
  confidence,
}: Sentiment): readonly [number, number, number] {
  if (label === 'negative') return sharesFrom(confidence, confidence + score)
  if (label === 'positive') return sharesFrom(confidence - score, confidence)
  const rest = 1 - confidence
  return sharesFrom((rest - score) / 2, (rest + score) / 2)
}

/** Label, score and confidence are rounded, so that a share may come out a little below nothing. */
function sharesFrom(negative: number, positive: number): readonly [number, number, number] {
  const n = Math.max(0, negative)
  const p = Math.max(0, positive)
  return [n, Math.max(0, 1 - n - p), p]
}

function labelOf(negative: number, neutral: number, positive: number): SentimentLabel {
  if (negative >= neutral && negative >= positive) return 'negative'
  return positive > neutral ? 'positive' : 'neutral'
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000
}

/** The lexicon's word: three classes from the sum of valences. Used where there is no model. */
export function sentimentOfValence(sum: number): Sentiment {
  return toSentiment(-0.55 * sum - 0.2, 0.6 - 0.08 * Math.abs(sum), 0.55 * sum - 0.2)
}
