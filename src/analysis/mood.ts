import type { Sentiment } from '../model/mention.ts'
import type { Calibration, MoodWeights } from './calibration.ts'
import { PLAIN_MOOD } from './calibration.ts'
import { sentimentOfValence, toSentiment } from './sentiment.ts'
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
  const weights = weightsOf(calibration, lang)
  const push = tilt + weights.lexicon * valence
  const of = (head: 0 | 1 | 2): number =>
    weights.linear * (logits.linear[head] ?? 0) + weights.network * (logits.network[head] ?? 0)
  return toSentiment(of(0) - push, of(1) - Math.abs(tilt) / 2, of(2) + push)
}

/** Stars say more than words: each star away from the middle tilts the odds. */
export function tiltOfRating(rating: number | undefined): number {
  return rating === undefined ? 0 : (rating - 3) * 1.2
}

/** The mood of the text that was read last. */
export function moodOf(reader: TextReader, lang: string, rating: number | undefined): Sentiment {
  const tilt = tiltOfRating(rating) + reader.own.tilt
  const valence = sumValence(reader, 0, reader.tokens.count)
  if (reader.model === undefined) return sentimentOfValence(valence + tilt)
  const { logits, model } = reader
  return moodOfLogits(logits, model.calibration, lang, squeezeValence(valence), tilt)
}
