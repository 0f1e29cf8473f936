import type { Analysis } from '../model/mention.ts'
import { wordFeature } from './features.ts'
import type { TextReader } from './text-reader.ts'
import { HASHTAG, WORD } from './tokens.ts'

type Carrier = NonNullable<Analysis['words']>[number]

const MOST_CARRIERS = 6
/** Weaker words are noise. */
const LEAST_WEIGHT = 0.3

/** What a word alone adds to positive less what it adds to negative, by the feature table. */
function learnedWeight(reader: TextReader, at: number): number {
  const { model, tokens, negated } = reader
  if (model === undefined) return 0
  const { table, columns, mask, scale } = model.linear
  const row = (wordFeature(tokens.hash[at] ?? 0, negated[at] === 1) & mask) * columns
  return (table[row + 2] ?? 0) * (scale[2] ?? 0) - (table[row] ?? 0) * (scale[0] ?? 0)
}

/** The weight of one token: what our lists and the trained table say, in its context. */
export function tokenWeight(reader: TextReader, at: number): number {
  const learned = Math.max(-2, Math.min(2, learnedWeight(reader, at)))
  return (reader.scores[at] ?? 0) + learned
}

/** The words that carried the sentiment, strongest first. */
export function carriersOf(reader: TextReader, text: string): readonly Carrier[] {
  const { tokens } = reader
  const found: Carrier[] = []
  for (let at = 0; at < tokens.count; at += 1) {
    const kind = tokens.kind[at]
    if ((reader.scores[at] ?? 0) === 0 && kind !== WORD && kind !== HASHTAG) continue
    const weight = tokenWeight(reader, at)
    if (Math.abs(weight) < LEAST_WEIGHT) continue
    found.push({ word: text.slice(tokens.start[at], tokens.end[at]), weight: round(weight) })
  }
  found.sort((one, other) => Math.abs(other.weight) - Math.abs(one.weight))
  return found.slice(0, MOST_CARRIERS)
}

function round(value: number): number {
  return Math.round(value * 100) / 100
}
