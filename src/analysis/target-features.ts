import { wordFeature } from './features.ts'
import type { TextReader } from './text-reader.ts'
import { endsScope } from './valence.ts'
import { answerRange, voteOut } from './word-network.ts'

/** A run of tokens, end exclusive. */
export interface Part {
  readonly from: number
  readonly to: number
}

/** A subject's words and the part of the text that is its own: other subjects' clauses are not. */
export interface Subject {
  readonly first: number
  readonly last: number
  readonly own: Part
  /** Other subjects have clauses of their own: the mood of the whole says less. */
  readonly contested: boolean
}

const NEAR = 3

/** The parts of a text that speak of a subject: near, and its clause. */
export function partsAround(reader: TextReader, { first, last, own }: Subject): readonly Part[] {
  const within = (part: Part): Part => ({
    from: Math.max(own.from, part.from),
    to: Math.min(own.to, part.to),
  })
  const sentence = within(sentenceAround(reader, first, last))
  return [
    within({ from: first - NEAR, to: last + 1 + NEAR }),
    clauseAround(reader, sentence, first, last),
  ]
}

/**
 * The part of the text that is a subject's own: up to the clause of the subject before and of the one after. Subjects
 * within one clause share it.
 */
export function ownPart(
  reader: TextReader,
  first: number,
  last: number,
  others: readonly number[],
): Part & { readonly contested: boolean } {
  const before = others.filter((place) => place < first).at(-1)
  const after = others.find((place) => place > last)
  const from = before === undefined ? 0 : (lastBorder(reader, before + 1, first) ?? 0)
  const to = after === undefined ? reader.tokens.count : lastBorder(reader, last + 1, after)
  const contested = from > 0 || (to !== undefined && after !== undefined)
  return { from, to: to ?? reader.tokens.count, contested }
}

/** The border nearest before `to` and not before `from`, where a new clause begins. */
function lastBorder({ tokens, lexicon }: TextReader, from: number, to: number): number | undefined {
  for (let at = to - 1; at >= from; at -= 1) {
    if (endsScope(tokens, at, lexicon)) return at
  }
  return undefined
}

/** Up to the full stops, questions and shouts on both sides. */
function sentenceAround({ tokens, lexicon }: TextReader, first: number, last: number): Part {
  let from = first
  while (from > 0 && !lexicon.stops.has(tokens.hash[from - 1] as number)) from -= 1
  let to = last + 1
  while (to < tokens.count && !lexicon.stops.has(tokens.hash[to] as number)) to += 1
  return { from, to }
}

/** Up to the next border of a clause; one of fewer than four words reaches one border further. */
function clauseAround(reader: TextReader, sentence: Part, first: number, last: number): Part {
  const from = borderBefore(reader, sentence, first)
  const to = borderAfter(reader, sentence, last + 1)
  if (to - from >= 4) return { from, to }
  return {
    from: from > sentence.from ? borderBefore(reader, sentence, from - 1) : from,
    to: to < sentence.to ? borderAfter(reader, sentence, to + 1) : to,
  }
}

function borderBefore({ tokens, lexicon }: TextReader, sentence: Part, at: number): number {
  let from = at
  while (from > sentence.from && !endsScope(tokens, from - 1, lexicon)) from -= 1
  return from
}

function borderAfter({ tokens, lexicon }: TextReader, sentence: Part, at: number): number {
  let to = at
  while (to < sentence.to && !endsScope(tokens, to, lexicon)) to += 1
  return to
}

/** The valence around a subject where there is no model. */
export function valenceAround(reader: TextReader, subject: Subject): number {
  const part = subject.contested ? subject.own : partsAround(reader, subject)[1]
  return part === undefined ? 0 : sumNear(reader, part, (subject.first + subject.last) / 2)
}

/** How many numbers describe a subject in its text. */
export function countTargetFeatures(reader: TextReader): number {
  const filters = reader.network?.answers.length ?? 0
  return PARTS * (filters + PER_PART) + 2 * MOOD_INPUTS
}

const PARTS = 2
const PER_PART = 7
const MOOD_INPUTS = 7

/**
 * Numbers for a subject of the text that was read last: the filters' answers, their vote, valence and learned word
 * weights of each part, then the logits and the valence of the whole, in places of their own where it is contested.
 * Needs a model.
 */
export function describeTarget(
  reader: TextReader,
  subject: Subject,
  parts: readonly Part[],
  out: Float32Array,
): void {
  const { network, tokens, logits } = reader
  if (network === undefined) return
  const middle = (subject.first + subject.last) / 2
  let at = 0
  for (const part of parts) {
    answerRange(network, tokens, part.from, part.to)
    out.set(network.answers, at)
    at += network.answers.length
    voteOut(network, 3, out, at)
    at = describeWords(reader, part, middle, out, at + 3)
  }
  out.fill(0, at)
  if (subject.contested) at += MOOD_INPUTS
  for (let head = 0; head < 3; head += 1) {
    out[at + head] = logits.linear[head] as number
    out[at + 3 + head] = logits.network[head] as number
  }
  out[at + 6] = sumNear(reader, { from: 0, to: tokens.count }, middle)
}

function describeWords(
  reader: TextReader,
  part: Part,
  middle: number,
  out: Float32Array,
  at: number,
): number {
  const weights = [0, 0, 0]
  for (let i = part.from; i < part.to; i += 1) {
    const row = rowOf(reader, i)
    for (let head = 0; head < 3; head += 1)
      weights[head] = (weights[head] ?? 0) + learned(reader, row, head)
  }
  const length = Math.sqrt(Math.max(1, part.to - part.from))
  out[at] = sumNear(reader, part, middle)
  for (let head = 0; head < 3; head += 1) out[at + 1 + head] = (weights[head] ?? 0) / length
  return at + 4
}

function rowOf({ model, tokens, negated }: TextReader, at: number): number {
  if (model === undefined) return 0
  const feature = wordFeature(tokens.hash[at] as number, negated[at] === 1)
  return (feature & model.linear.mask) * model.linear.columns
}

function learned({ model }: TextReader, row: number, head: number): number {
  return model === undefined
    ? 0
    : (model.linear.table[row + head] as number) * (model.linear.scale[head] as number)
}

/** Valences, the nearer the heavier. */
function sumNear({ scores }: TextReader, part: Part, middle: number): number {
  let total = 0
  for (let at = part.from; at < part.to; at += 1) {
    const score = scores[at] as number
    if (score !== 0) total += score / (1 + Math.abs(at - middle) / 4)
  }
  return total
}
