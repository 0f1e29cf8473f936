import type { FilterGroup, Model } from './model-file.ts'
import { rowOfWord } from './model-file.ts'
import type { Tokens } from './tokens.ts'

/** Words beyond are not read by the network; training reads as many. */
export const MOST_WORDS = 120

/** Buffers of the network, reused from text to text. */
export interface WordNetwork {
  readonly words: Model['words']
  /** Row offsets of the text's words, between rows of nothing on both sides. */
  readonly offsets: Int32Array
  readonly strongest: Int32Array
  /** What each filter answered, after bias and cut at zero. */
  readonly answers: Float32Array
}

/** Rows of nothing before and after the words: the widest filter less one. */
const PADDING = 2

export function createWordNetwork(words: Model['words']): WordNetwork {
  return {
    words,
    offsets: new Int32Array(MOST_WORDS + 2 * PADDING),
    strongest: new Int32Array(words.filters),
    answers: new Float32Array(words.filters),
  }
}

/**
 * A convolution over words with the filters multiplied out beforehand: a filter's answer at a place is the sum of one
 * small number per word, so that a post costs additions only. Writes one logit per head.
 */
export function runWordNetwork(network: WordNetwork, tokens: Tokens, logits: Float32Array): void {
  answerRange(network, tokens, 0, tokens.count)
  voteOut(network, logits.length, logits, 0)
}

/** What the filters answer to a part of the text as if it stood alone; `answers` hold it. */
export function answerRange(network: WordNetwork, tokens: Tokens, from: number, to: number): void {
  const { words, strongest, answers } = network
  const count = Math.min(to - from, MOST_WORDS)
  fillOffsets(network, tokens, from, count)
  strongest.fill(0)
  for (const group of words.groups) {
    if (group.width === 1) strongestOfOne(network, group, count)
    else if (group.width === 2) strongestOfTwo(network, group, count)
    else strongestOfThree(network, group, count)
  }
  for (let i = 0; i < words.filters; i += 1) {
    const answer = (strongest[i] ?? 0) * (words.scale[i] ?? 0) + (words.bias[i] ?? 0)
    answers[i] = answer > 0 ? answer : 0
  }
}

function fillOffsets(
  { words, offsets }: WordNetwork,
  tokens: Tokens,
  from: number,
  count: number,
): void {
  offsets[0] = 0
  offsets[1] = 0
  for (let i = 0; i < count; i += 1) {
    offsets[i + PADDING] = rowOfWord(words, tokens.hash[from + i] ?? 0) * words.columns
  }
  offsets[count + PADDING] = 0
  offsets[count + PADDING + 1] = 0
}

function strongestOfOne(network: WordNetwork, group: FilterGroup, count: number): void {
  const { offsets, strongest } = network
  const { table } = network.words
  const { first, column, count: filters } = group
  const end = count + PADDING
  for (let place = PADDING; place < end; place += 1) {
    const one = (offsets[place] as number) + column
    for (let i = 0; i < filters; i += 1) {
      const sum = table[one + i] as number
      if (sum > (strongest[first + i] as number)) strongest[first + i] = sum
    }
  }
}

function strongestOfTwo(network: WordNetwork, group: FilterGroup, count: number): void {
  const { offsets, strongest } = network
  const { table } = network.words
  const { first, column, count: filters } = group
  const end = count + PADDING
  for (let place = PADDING - 1; place < end; place += 1) {
    const one = (offsets[place] as number) + column
    const two = (offsets[place + 1] as number) + column + filters
    for (let i = 0; i < filters; i += 1) {
      const sum = (table[one + i] as number) + (table[two + i] as number)
      if (sum > (strongest[first + i] as number)) strongest[first + i] = sum
    }
  }
}

function strongestOfThree(network: WordNetwork, group: FilterGroup, count: number): void {
  const { offsets, strongest } = network
  const { table } = network.words
  const { first, column, count: filters } = group
  const end = count + PADDING
  for (let place = PADDING - 2; place < end; place += 1) {
    const one = (offsets[place] as number) + column
    const two = (offsets[place + 1] as number) + column + filters
    const three = (offsets[place + 2] as number) + column + 2 * filters
    for (let i = 0; i < filters; i += 1) {
      const sum =
        (table[one + i] as number) + (table[two + i] as number) + (table[three + i] as number)
      if (sum > (strongest[first + i] as number)) strongest[first + i] = sum
    }
  }
}

/** The logits of the first heads from the filters' present answers, written from `at` on. */
export function voteOut(network: WordNetwork, heads: number, into: Float32Array, at: number): void {
  const { answers, words } = network
  const { out, outBias, filters } = words
  for (let head = 0; head < heads; head += 1) {
    let sum = outBias[head] as number
    const row = head * filters
    for (let i = 0; i < filters; i += 1) sum += (out[row + i] as number) * (answers[i] as number)
    into[at + head] = sum
  }
}
