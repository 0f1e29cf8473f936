/**
 * How raw outputs become probabilities; fitted on dev by training/calibrate.ts and kept in the model file.
 * `mood`: the logits of the three classes are `linear`·z₁ + `network`·z₂ + `lexicon`·v, by language group.
 * `intents`: logistic weights by head over [1, linear, network, phrases, mood score, own head]; "NAME long" for long posts,
 * "NAME@KIND" for kinds of text with a head of their own.
 */
export interface Calibration {
  readonly mood: Readonly<Record<string, MoodWeights>>
  readonly intents: Readonly<Record<string, readonly number[]>>
}

export interface MoodWeights {
  readonly linear: number
  readonly network: number
  readonly lexicon: number
}

export const PLAIN_MOOD: MoodWeights = { linear: 0.5, network: 0.5, lexicon: 0.2 }

export function sigmoid(value: number): number {
  return 1 / (1 + Math.exp(-value))
}

/** The probability of a weighted sum; missing weights count nothing. */
export function logistic(weights: readonly number[], inputs: readonly number[]): number {
  let sum = 0
  for (let i = 0; i < inputs.length; i += 1) sum += (weights[i] ?? 0) * (inputs[i] ?? 0)
  return sigmoid(sum)
}
