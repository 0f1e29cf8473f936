import type { TextReader } from './text-reader.ts'
import { endsScope } from './valence.ts'

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

/** The clause of a subject, within what is its own. */
function clauseOf(reader: TextReader, { first, last, own }: Subject): Part {
  const { from, to } = sentenceAround(reader, first, last)
  const sentence = { from: Math.max(own.from, from), to: Math.min(own.to, to) }
  return clauseAround(reader, sentence, first, last)
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
  const part = subject.contested ? subject.own : clauseOf(reader, subject)
  return sumNear(reader, part, (subject.first + subject.last) / 2)
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
