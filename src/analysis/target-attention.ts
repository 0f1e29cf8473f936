import { wordFeature } from './features.ts'
import type { TargetModel } from './model-file.ts'
import { rowOfWord } from './model-file.ts'
import type { Subject } from './target-features.ts'
import type { TextReader } from './text-reader.ts'
import { endsScope } from './valence.ts'

/**
 * Attention over the words around a subject: every word has a weight and three votes for each head, known by table; where it
 * stands (side, distance, borders of clauses and other subjects in between) adds to its weight. Additions and one softmax a head.
 */
export interface TargetAttention {
  readonly model: TargetModel
  /** Weight and votes of each head, for each word of the window. */
  readonly items: Float32Array
  readonly weights: Float32Array
  /** Logits of negative, neutral and positive. */
  readonly logits: Float32Array
}

/** So many words around the subject are read. */
const WINDOW = 48
/** Numbers of a head: its weight and three votes. */
const PER_HEAD = 4
/** Where a new step of distance begins. */
const STEPS = [0, 1, 2, 3, 4, 5, 6, 8, 10, 14, 20]
const SIDES = 3
const BORDERS = SIDES * STEPS.length
const STOPS = BORDERS + 9
const BETWEEN = STOPS + 9
const NEARER = BETWEEN + 6
const BOTH = NEARER + 2
/** Words in a negation's scope have rows of their own where training met them. */
const NEGATED_KEY = 0x5bd1e995

export function createTargetAttention(model: TargetModel): TargetAttention {
  return {
    model,
    items: new Float32Array(WINDOW * model.heads * PER_HEAD),
    weights: new Float32Array((WINDOW + 1) * model.heads),
    logits: new Float32Array(3),
  }
}

/** Fills `logits` for a subject of the text that was read last; `others` are the places of other subjects. */
export function attendTarget(
  attention: TargetAttention,
  reader: TextReader,
  subject: Subject,
  others: readonly number[],
): void {
  const { count } = reader.tokens
  const from = Math.max(0, Math.min(subject.first - WINDOW / 2, count - WINDOW))
  const to = Math.min(count, from + WINDOW)
  for (let at = from; at < to; at += 1) fillItem(attention, reader, at, at - from)
  weighPlaces(attention, reader, subject, others, from, to)
  gatherVotes(attention, to - from)
}

function fillItem(
  { model, items }: TargetAttention,
  { tokens, negated, scores, model: trained }: TextReader,
  at: number,
  slot: number,
): void {
  const width = model.heads * PER_HEAD
  const hash = tokens.hash[at] as number
  const isNegated = negated[at] === 1
  const before = at > 0 ? (tokens.hash[at - 1] as number) : 7
  const pair = Math.imul(Math.imul(before, 31) + hash, 2654435761) >>> (32 - model.pairBits)
  const word = rowOf(model, hash, isNegated) * width
  const inputs = model.inputs
  const score = scores[at] as number
  const table = trained?.linear
  const row = table === undefined ? 0 : (wordFeature(hash, isNegated) & table.mask) * table.columns
  const learned = (head: number): number =>
    table === undefined ? 0 : (table.table[row + head] as number) * (table.scale[head] as number)
  const [negative, neutral, positive] = [learned(0), learned(1), learned(2)]
  for (let i = 0; i < width; i += 1) {
    items[slot * width + i] =
      (model.words[word + i] as number) * (model.wordScale[i] as number) +
      (model.pairs[pair * width + i] as number) * (model.pairScale[i] as number) +
      (inputs[i] as number) * score +
      (inputs[width + i] as number) * negative +
      (inputs[2 * width + i] as number) * neutral +
      (inputs[3 * width + i] as number) * positive +
      (isNegated ? (inputs[4 * width + i] as number) : 0)
  }
}

/** Row 1 is of all words that are not known. */
function rowOf(model: TargetModel, hash: number, isNegated: boolean): number {
  const own = isNegated ? rowOfWord(model.index, hash ^ NEGATED_KEY) : 1
  return own === 1 ? rowOfWord(model.index, hash) : own
}

/** Adds to every word's weight what its place says. */
function weighPlaces(
  attention: TargetAttention,
  reader: TextReader,
  { first, last }: Subject,
  others: readonly number[],
  from: number,
  to: number,
): void {
  for (let at = Math.max(from, first); at <= Math.min(last, to - 1); at += 1)
    weigh(attention, at - from, placeOf(2, 0, 0, 0, 0, others, at))
  let crossed = NOTHING_CROSSED
  for (let at = first - 1; at >= from; at -= 1) {
    crossed = cross(reader, crossed, others, at)
    weigh(attention, at - from, placeOf(0, first - at, ...crossed, others, at))
  }
  crossed = NOTHING_CROSSED
  for (let at = last + 1; at < to; at += 1) {
    crossed = cross(reader, crossed, others, at)
    weigh(attention, at - from, placeOf(1, at - last, ...crossed, others, at))
  }
}

/** Borders of clauses and ends of sentences between a word and the subject, and whether another subject is. */
type Crossed = readonly [borders: number, stops: number, between: number]
const NOTHING_CROSSED: Crossed = [0, 0, 0]

function cross(
  { tokens, lexicon }: TextReader,
  [borders, stops, between]: Crossed,
  others: readonly number[],
  at: number,
): Crossed {
  return [
    borders + (endsScope(tokens, at, lexicon) ? 1 : 0),
    stops + (lexicon.stops.has(tokens.hash[at] as number) ? 1 : 0),
    others.includes(at) ? 1 : between,
  ]
}

function weigh(
  { model, items, weights }: TargetAttention,
  slot: number,
  ids: readonly number[],
): void {
  const { heads, places } = model
  for (let head = 0; head < heads; head += 1) {
    let sum = items[(slot * heads + head) * PER_HEAD] as number
    for (const id of ids) sum += places[id * heads + head] as number
    weights[slot * heads + head] = sum
  }
}

function placeOf(
  side: number,
  distance: number,
  borders: number,
  stops: number,
  between: number,
  others: readonly number[],
  at: number,
): readonly number[] {
  let step = 0
  while (step + 1 < STEPS.length && (STEPS[step + 1] as number) <= distance) step += 1
  const nearer = others.some((other) => Math.abs(other - at) < distance) ? 1 : 0
  const crossed = Math.min(2, borders)
  return [
    side * STEPS.length + step,
    BORDERS + side * 3 + crossed,
    STOPS + side * 3 + Math.min(2, stops),
    BETWEEN + side * 2 + between,
    NEARER + nearer,
    BOTH + (side * 3 + crossed) * 2 + between,
  ]
}

/** The votes, weighed by a softmax over the words and over nothing at all. */
function gatherVotes({ model, items, weights, logits }: TargetAttention, count: number): void {
  const { heads, nothing, out } = model
  logits.set(out)
  for (let head = 0; head < heads; head += 1) {
    let most = nothing[head] as number
    for (let i = 0; i < count; i += 1) most = Math.max(most, weights[i * heads + head] as number)
    let total = Math.exp((nothing[head] as number) - most)
    const votes = [0, 0, 0]
    for (let i = 0; i < count; i += 1) {
      const share = Math.exp((weights[i * heads + head] as number) - most)
      total += share
      const at = (i * heads + head) * PER_HEAD + 1
      for (let c = 0; c < 3; c += 1) votes[c] = (votes[c] ?? 0) + share * (items[at + c] as number)
    }
    for (let c = 0; c < 3; c += 1) logits[c] = (logits[c] as number) + (votes[c] ?? 0) / total
  }
}
