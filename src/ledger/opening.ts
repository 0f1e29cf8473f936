import type { Policy } from '../model/config.ts'
import type { Opening } from '../model/ledger.ts'
import type { Intent, Sentiment } from '../model/mention.ts'

/** What the rule looks at. `intents` carry the classifier's confidence. */
export interface OpeningQuestion {
  readonly addressed: boolean
  readonly intents: readonly Intent[]
  readonly sentiment?: Sentiment
}

export interface OpeningDecision {
  readonly opening: Opening
  /** Which rule decided, for people: "addressed", "complaint 0.82 of 0.60", "negative feeling". */
  readonly rule: string
}

/**
 * Who speaks to us is always heard, whatever the words. What talks about us opens by intent and confidence; below
 * that it goes to the look list, and so does a bad feeling without an intent. Undefined: nothing to do.
 */
export function decideOpening(
  question: OpeningQuestion,
  policy: Policy,
): OpeningDecision | undefined {
  if (question.addressed) return { opening: 'addressed', rule: 'addressed' }
  const { intents, confidence, lookConfidence } = policy.opening
  if (question.intents.some((intent) => intent.name === 'spam' && intent.confidence >= confidence))
    return undefined
  const best = question.intents
    .filter((intent) => intents.includes(intent.name))
    .toSorted((a, b) => b.confidence - a.confidence)[0]
  if (best !== undefined && best.confidence >= confidence) {
    return {
      opening: 'uncovered',
      rule: `${best.name} ${best.confidence.toFixed(2)} of ${confidence.toFixed(2)}`,
    }
  }
  if (best !== undefined && best.confidence >= lookConfidence) {
    return {
      opening: 'look',
      rule: `${best.name} ${best.confidence.toFixed(2)} under ${confidence.toFixed(2)}`,
    }
  }
  return isHappyOrNews(question, confidence)
    ? undefined
    : { opening: 'look', rule: 'nothing says that they are content' }
}

/**
 * Silence about a dry complaint costs more than a look at a calm remark: only what is plainly happy, or news, stays out
 * of the look list.
 */
function isHappyOrNews(question: OpeningQuestion, confidence: number): boolean {
  const { sentiment, intents } = question
  const calm = intents.some(
    (intent) => ['praise', 'news'].includes(intent.name) && intent.confidence >= confidence,
  )
  if (sentiment?.label === 'negative') return false
  return calm || (sentiment?.label === 'positive' && sentiment.confidence >= confidence)
}

/**
 * How doubtful a look-list decision is: 1 at even odds, 0 where the classifier is sure. The list is read in this
 * order, because a look at the most doubtful teaches most.
 */
export function doubtOf(intents: readonly Intent[], policy: Policy): number {
  const best = Math.max(
    0,
    ...intents
      .filter((intent) => policy.opening.intents.includes(intent.name))
      .map((intent) => intent.confidence),
  )
  return 1 - Math.min(1, Math.abs(best - 0.5) * 2)
}
