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
export const NEGATED_KEY = 0x5bd1e995

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
  reader: TextReader,
  at: number,
  slot: number,
): void {
  const { tokens, negated, scores } = reader
  const { inputs, words, wordScale, pairs, pairScale } = model
  const width = wordScale.length
  const hash = tokens.hash[at] as number
  const isNegated = negated[at] === 1
  const before = at > 0 ? (tokens.hash[at - 1] as number) : 7
  const pair =
    (Math.imul(Math.imul(before, 31) + hash, 2654435761) >>> (32 - model.pairBits)) * width
  const row = rowOf(model, hash, isNegated)
  const word = row * width
  const to = slot * width
  for (let i = 0; i < width; i += 1) {
    items[to + i] =
      (words[word + i] as number) * (wordScale[i] as number) +
      (pairs[pair + i] as number) * (pairScale[i] as number)
  }
  const score = scores[at] as number
  if (score !== 0) addInput(items, to, inputs, 0, width, score)
  if (isNegated) addInput(items, to, inputs, 4, width, 1)
  if (row === 1) addLearned(items, to, inputs, width, reader, wordFeature(hash, isNegated))
}

function addInput(
  items: Float32Array,
  to: number,
  inputs: Float32Array,
  row: number,
  width: number,
  value: number,
): void {
  for (let i = 0; i < width; i += 1)
    items[to + i] = (items[to + i] as number) + (inputs[row * width + i] as number) * value
}

/** What the linear part learned of a word; known words have it in their rows. */
function addLearned(
  items: Float32Array,
  to: number,
  inputs: Float32Array,
  width: number,
  { model }: TextReader,
  feature: number,
): void {
  if (model === undefined) return
  const { table, mask, columns, scale } = model.linear
  for (let head = 0; head < 3; head += 1) {
    const weight = (table[(feature & mask) * columns + head] as number) * (scale[head] as number)
    addInput(items, to, inputs, head + 1, width, weight)
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
    weigh(attention, at - from, 2, 0, 0, 0, 0, 0)
  weighSide(attention, reader, others, 0, first - 1, from - 1, from)
  weighSide(attention, reader, others, 1, last + 1, to, from)
}

/** From the subject outwards, counting the borders of clauses, the ends of sentences and the subjects in between. */
function weighSide(
  attention: TargetAttention,
  { tokens, lexicon }: TextReader,
  others: readonly number[],
  side: 0 | 1,
  begin: number,
  end: number,
  from: number,
): void {
  const step = side === 0 ? -1 : 1
  let borders = 0
  let stops = 0
  let between = 0
  let distance = 1
  for (let at = begin; at !== end; at += step) {
    if (endsScope(tokens, at, lexicon)) borders = Math.min(2, borders + 1)
    if (lexicon.stops.has(tokens.hash[at] as number)) stops = Math.min(2, stops + 1)
    if (others.length > 0 && others.includes(at)) between = 1
    const nearer = isNearer(others, at, distance)
    weigh(attention, at - from, side, distance, borders, stops, between, nearer)
    distance += 1
  }
}

function isNearer(others: readonly number[], at: number, distance: number): 0 | 1 {
  for (let i = 0; i < others.length; i += 1) {
    if (Math.abs((others[i] as number) - at) < distance) return 1
  }
  return 0
}

function weigh(
  { model, items, weights }: TargetAttention,
  slot: number,
  side: number,
  distance: number,
  borders: number,
  stops: number,
  between: number,
  nearer: number,
): void {
  const { heads, places } = model
  let step = Math.min(distance, STEPS.length - 1)
  while ((STEPS[step] as number) > distance) step -= 1
  const one = (side * STEPS.length + step) * heads
  const two = (BORDERS + side * 3 + borders) * heads
  const three = (STOPS + side * 3 + stops) * heads
  const four = (BETWEEN + side * 2 + between) * heads
  const five = (NEARER + nearer) * heads
  const six = (BOTH + (side * 3 + borders) * 2 + between) * heads
  for (let head = 0; head < heads; head += 1) {
    weights[slot * heads + head] =
      (items[(slot * heads + head) * PER_HEAD] as number) +
      (places[one + head] as number) +
      (places[two + head] as number) +
      (places[three + head] as number) +
      (places[four + head] as number) +
      (places[five + head] as number) +
      (places[six + head] as number)
  }
}

/** The votes, weighed by a softmax over the words and over nothing at all. */
function gatherVotes({ model, items, weights, logits }: TargetAttention, count: number): void {
  const { heads, nothing, out } = model
  logits.set(out)
  for (let head = 0; head < heads; head += 1) {
    let most = nothing[head] as number
    for (let i = 0; i < count; i += 1) most = Math.max(most, weights[i * heads + head] as number)
    let total = Math.exp((nothing[head] as number) - most)
    let negative = 0
    let neutral = 0
    let positive = 0
    for (let i = 0; i < count; i += 1) {
      const off = (weights[i * heads + head] as number) - most
      if (off < FAINT) continue
      const share = Math.exp(off)
      const at = (i * heads + head) * PER_HEAD
      total += share
      negative += share * (items[at + 1] as number)
      neutral += share * (items[at + 2] as number)
      positive += share * (items[at + 3] as number)
    }
    logits[0] = (logits[0] as number) + negative / total
    logits[1] = (logits[1] as number) + neutral / total
    logits[2] = (logits[2] as number) + positive / total
  }
}

/** Words whose weight lies so far below the heaviest count nothing. */
const FAINT = -12
