import { wordFeature } from './features.ts'
import type { TextReader } from './text-reader.ts'
import { endsScope } from './valence.ts'
import { answerRange } from './word-network.ts'

/** Tokens of a subject's place and of what stands around it, ends exclusive. */
interface Part {
  readonly from: number
  readonly to: number
}

const NEAR = 3
const SIDE = 8

/** The parts of a text that speak of a subject: near, its clause, what follows, what goes before. */
export function partsAround(reader: TextReader, first: number, last: number): readonly Part[] {
  const { tokens } = reader
  const sentence = sentenceAround(reader, first, last)
  const within = (from: number, to: number): Part => ({
    from: Math.max(sentence.from, from),
    to: Math.min(sentence.to, to),
  })
  return [
    { from: Math.max(0, first - NEAR), to: Math.min(tokens.count, last + 1 + NEAR) },
    clauseAround(reader, sentence, first, last),
    within(first, last + 1 + SIDE),
    within(first - SIDE, last + 1),
  ]
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

/** How many numbers describe a subject in its text. */
export function countTargetFeatures(reader: TextReader): number {
  const filters = reader.network?.answers.length ?? 0
  return PARTS * (filters + PER_PART) + MOOD_INPUTS
}

const PARTS = 4
const PER_PART = 4
const MOOD_INPUTS = 7

/**
 * Numbers for the subject at tokens first … last of the text that was read last: the filters' answers, valence and
 * learned word weights of each part, then the logits and the valence of the whole. Needs a model.
 */
export function describeTarget(
  reader: TextReader,
  first: number,
  last: number,
  out: Float32Array,
): void {
  const { network, tokens, logits } = reader
  if (network === undefined) return
  let at = 0
  for (const part of partsAround(reader, first, last)) {
    answerRange(network, tokens, part.from, part.to)
    out.set(network.answers, at)
    at += network.answers.length
    at = describeWords(reader, part, (first + last) / 2, out, at)
  }
  for (let head = 0; head < 3; head += 1) {
    out[at + head] = logits.linear[head] ?? 0
    out[at + 3 + head] = logits.network[head] ?? 0
  }
  out[at + 6] = sumNear(reader, { from: 0, to: tokens.count }, (first + last) / 2)
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
  return at + PER_PART
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
