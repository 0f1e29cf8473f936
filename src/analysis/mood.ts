import type { Intent, Sentiment } from '../model/mention.ts'
import type { Calibration, MoodWeights } from './calibration.ts'
import { PLAIN_MOOD } from './calibration.ts'
import { fromShares, sentimentOfValence, sharesOf, toSentiment } from './sentiment.ts'
import type { Logits, TextReader } from './text-reader.ts'
import { sumValence } from './text-reader.ts'

/** The weights of a language: English has its own, the others share theirs. */
function weightsOf(calibration: Calibration | undefined, lang: string): MoodWeights {
  const mood = calibration?.mood
  return mood?.[lang] ?? mood?.[lang === 'en' ? 'en' : 'other'] ?? PLAIN_MOOD
}

/** The sum of valences, squeezed: the tenth kind word adds less than the first. */
export function squeezeValence(sum: number): number {
  return (3 * sum) / Math.sqrt(sum * sum + 9)
}

/** `valence` is squeezed; `tilt` moves odds from negative to positive. */
export function moodOfLogits(
  logits: Logits,
  calibration: Calibration | undefined,
  lang: string,
  valence: number,
  tilt = 0,
): Sentiment {
  return moodOfParts(logits, weightsOf(calibration, lang), valence, tilt)
}

/** The same from any parts: those that are named in `weights` and there count. */
export function moodOfParts(
  parts: Logits & { readonly encoder?: Float32Array },
  weights: MoodWeights & { readonly encoder?: number },
  valence: number,
  tilt: number,
): Sentiment {
  const push = tilt + weights.lexicon * valence
  const of = (head: 0 | 1 | 2): number =>
    weights.linear * (parts.linear[head] ?? 0) +
    weights.network * (parts.network[head] ?? 0) +
    (weights.encoder ?? 0) * (parts.encoder?.[head] ?? 0)
  return toSentiment(of(0) - push, of(1) - Math.abs(tilt) / 2, of(2) + push)
}

/** Stars say more than words: each star away from the middle tilts the odds. */
export function tiltOfRating(rating: number | undefined): number {
  return rating === undefined ? 0 : (rating - 3) * 1.2
}

/** What stars and given words say of the text that was read last. */
export function tiltOf(reader: TextReader, rating: number | undefined): number {
  return tiltOfRating(rating) + reader.own.tilt
}

/** The mood of the text that was read last. */
export function moodOf(reader: TextReader, lang: string, rating: number | undefined): Sentiment {
  const tilt = tiltOf(reader, rating)
  const valence = sumValence(reader, 0, reader.tokens.count)
  if (reader.model === undefined) return sentimentOfValence(valence + tilt)
  const { logits, model } = reader
  return moodOfLogits(logits, model.calibration, lang, squeezeValence(valence), tilt)
}

/** By how much a certain complaint or bug moves the odds to negative; on dev 1 to 2 are alike, 3 is too much. */
const GRIEVANCE = 1.2
/** By how much a certain question moves the odds away from positive: who asks is not content yet. */
const DOUBT = 0.8

/** Who complains or reports a fault is not content, however dry the words; neither need be certain. */
export function leanOnIntents(sentiment: Sentiment, intents: readonly Intent[]): Sentiment {
  let grievance = 0
  let doubt = 0
  for (const { name, confidence } of intents) {
    if (name === 'complaint' || name === 'bug') grievance = Math.max(grievance, confidence)
    else if (name === 'question') doubt = Math.max(doubt, confidence)
  }
  if (grievance + doubt === 0) return sentiment
  const [n, neutral, p] = sharesOf(sentiment)
  const negative = n * Math.exp(GRIEVANCE * grievance)
  const positive = p * Math.exp(-DOUBT * doubt)
  const sum = negative + neutral + positive
  return fromShares(negative / sum, neutral / sum, positive / sum)
}
