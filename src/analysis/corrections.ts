import type { Sentiment, SentimentLabel } from '../model/mention.ts'
import { SENTIMENT_LABELS } from '../model/mention.ts'
import { fromShares } from './sentiment.ts'

/** What the program said of a post and what a person said. */
export interface Correction {
  readonly said: Sentiment
  readonly truth: SentimentLabel
  readonly lang?: string | undefined
  readonly source?: string | undefined
}

/** Rows: what people said; columns: what the program said; both in the order negative, neutral, positive. */
export interface Confusion {
  readonly group: string
  readonly total: number
  readonly right: number
  readonly counts: readonly (readonly number[])[]
}

/** Confusion matrices of all corrections, of each language and of each source, largest first inside each kind. */
export function confusionsOf(corrections: readonly Correction[]): readonly Confusion[] {
  const by = (kind: 'lang' | 'source'): readonly Confusion[] =>
    groupBy(corrections, (each) => each[kind] ?? 'unknown')
      .map(([name, some]) => confusionOf(`${kind} ${name}`, some))
      .sort((one, other) => other.total - one.total || (one.group < other.group ? -1 : 1))
  return [confusionOf('all', corrections), ...by('lang'), ...by('source')]
}

function groupBy<Item>(
  items: readonly Item[],
  key: (item: Item) => string,
): readonly (readonly [string, readonly Item[]])[] {
  const groups = new Map<string, Item[]>()
  for (const item of items) {
    const list = groups.get(key(item)) ?? []
    list.push(item)
    groups.set(key(item), list)
  }
  return [...groups]
}

function confusionOf(group: string, corrections: readonly Correction[]): Confusion {
  const counts = SENTIMENT_LABELS.map((truth) =>
    SENTIMENT_LABELS.map(
      (said) =>
        corrections.filter((each) => each.truth === truth && each.said.label === said).length,
    ),
  )
  const right = corrections.filter((each) => each.truth === each.said.label).length
  return { group, total: corrections.length, right, counts }
}

/** From so many corrections on, a calibration is learned. */
export const LEAST_CORRECTIONS = 50

/** New log-odds = heat · old + bias, by class. */
export interface LocalCalibration {
  readonly heat: number
  readonly bias: readonly [number, number, number]
  /** How many corrections it was learned from. */
  readonly from: number
}

/** A local calibration in force; every learning counts the version up. */
export type AppliedCalibration = LocalCalibration & { readonly version: number }

export interface Learned {
  /** Absent when it should not be applied: then nothing changes. */
  readonly calibration?: LocalCalibration
  /** Why there is none: held-back corrections got no better, or people only marked mistakes and confirmed too little. */
  readonly refused?: 'no help' | 'one-sided'
  /** On corrections that each fold held back. */
  readonly before: { readonly accuracy: number; readonly macroRecall: number }
  readonly after: { readonly accuracy: number; readonly macroRecall: number }
}

const FOLDS = 5
/** Below this share of confirmed answers the corrections show mistakes only: to learn from them would turn what is right, too. */
const LEAST_CONFIRMED = 0.3

/**
 * A local calibration from people's corrections, with its effect on held-back ones (five folds, dealt in order).
 * Undefined below LEAST_CORRECTIONS. It is only proposed where accuracy does not fall and something improves.
 */
export function learnCalibration(corrections: readonly Correction[]): Learned | undefined {
  if (corrections.length < LEAST_CORRECTIONS) return undefined
  const byFold = Array.from({ length: FOLDS }, (_, fold) =>
    fitCalibration(corrections.filter((__, at) => at % FOLDS !== fold)),
  )
  const after = corrections.map((each, at) => ({
    ...each,
    said: applyCalibration(each.said, byFold[at % FOLDS]),
  }))
  const [was, is] = [quality(corrections), quality(after)]
  const helps =
    is.accuracy >= was.accuracy && is.accuracy + is.macroRecall > was.accuracy + was.macroRecall
  const shown = { before: was, after: is }
  if (was.accuracy < LEAST_CONFIRMED) return { ...shown, refused: 'one-sided' }
  return helps
    ? { ...shown, calibration: fitCalibration(corrections) }
    : { ...shown, refused: 'no help' }
}

function quality(corrections: readonly Correction[]): Learned['before'] {
  const right = (some: readonly Correction[]): number =>
    some.filter((each) => each.said.label === each.truth).length / Math.max(1, some.length)
  const there = SENTIMENT_LABELS.map((label) => corrections.filter((each) => each.truth === label))
  const recalls = there.filter((some) => some.length > 0).map(right)
  return {
    accuracy: right(corrections),
    macroRecall: recalls.reduce((sum, value) => sum + value, 0) / Math.max(1, recalls.length),
  }
}

/** The sentiment as the local calibration sees it; undefined calibration: as it is. */
export function applyCalibration(
  said: Sentiment,
  calibration: LocalCalibration | undefined,
): Sentiment {
  if (calibration === undefined) return said
  const shares = turn(sharesOf(said), calibration.heat, calibration.bias)
  return fromShares(shares[0] ?? 0, shares[1] ?? 0, shares[2] ?? 0)
}

/** The three probabilities that a label, a score and a confidence stand for. */
export function sharesOf({ label, score, confidence }: Sentiment): readonly number[] {
  const [negative, neutral, positive] =
    label === 'neutral'
      ? [(1 - confidence - score) / 2, confidence, (1 - confidence + score) / 2]
      : label === 'positive'
        ? [confidence - score, 1 - 2 * confidence + score, confidence]
        : [confidence, 1 - 2 * confidence - score, confidence + score]
  return [negative, neutral, positive].map((share) => Math.min(0.999, Math.max(0.001, share ?? 0)))
}

function turn(shares: readonly number[], heat: number, bias: readonly number[]): readonly number[] {
  const odds = shares.map((share, at) => Math.exp(heat * Math.log(share) + (bias[at] ?? 0)))
  const total = odds.reduce((sum, value) => sum + value, 0)
  return odds.map((value) => value / total)
}

/** Weight of "leave it as it is", in corrections. */
const PRIOR = 8

/** Maximum likelihood with a pull towards no change: gradient steps on four numbers. */
function fitCalibration(corrections: readonly Correction[]): LocalCalibration {
  let heat = 1
  const bias: [number, number, number] = [0, 0, 0]
  const rows = corrections.map((each) => ({
    shares: sharesOf(each.said),
    truth: SENTIMENT_LABELS.indexOf(each.truth),
  }))
  const rate = 0.5 / (rows.length + PRIOR)
  for (let round = 0; round < 300; round += 1) {
    let slopeHeat = PRIOR * (heat - 1)
    const slopes = bias.map((value) => PRIOR * value)
    for (const { shares, truth } of rows) {
      turn(shares, heat, bias).forEach((share, at) => {
        const slope = share - (at === truth ? 1 : 0)
        slopes[at] = (slopes[at] ?? 0) + slope
        slopeHeat += slope * Math.log(shares[at] ?? 1)
      })
    }
    heat -= rate * 0.3 * slopeHeat
    slopes.forEach((slope, at) => {
      bias[at as 0 | 1 | 2] -= rate * slope
    })
  }
  return { heat: Math.max(0.1, heat), bias, from: corrections.length }
}
