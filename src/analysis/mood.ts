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

export function moodOfLogits(
  logits: Logits,
  calibration: Calibration | undefined,
  lang: string,
  tilt = 0,
): Sentiment {
  const { linear, network, bias } = weightsOf(calibration, lang)
  const of = (head: 0 | 1 | 2): number =>
    linear * (logits.linear[head] ?? 0) + network * (logits.network[head] ?? 0) + bias[head]
  return toSentiment(of(0) - tilt, of(1) - Math.abs(tilt) / 2, of(2) + tilt)
}

/** Stars say more than words: each star away from the middle tilts the odds. */
export function tiltOfRating(rating: number | undefined): number {
  return rating === undefined ? 0 : (rating - 3) * 1.2
}

/** The mood of the text that was read last. */
export function moodOf(reader: TextReader, lang: string, rating: number | undefined): Sentiment {
  const tilt = tiltOfRating(rating)
  if (reader.model !== undefined) {
    return moodOfLogits(reader.logits, reader.model.calibration, lang, tilt + reader.own.tilt)
  }
  return sentimentOfValence(sumValence(reader, 0, reader.tokens.count) + tilt)
}
