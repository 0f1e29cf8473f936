import type { SentimentLabel } from '../model/mention.ts'
import type { PhraseTable } from './phrases.ts'
import { compilePhrases, matchPhrases } from './phrases.ts'
import type { Tokens } from './tokens.ts'
import { NUMBER } from './tokens.ts'

/** Domain words of the configuration ("dropped call": negative), one or several words each. */
export interface OwnWords {
  readonly table: PhraseTable
  readonly empty: boolean
  /** What the own words of the text read last add to positive and take from negative. */
  tilt: number
}

const VALENCES = { negative: -2.5, neutral: 0, positive: 2.5 } as const

export function createOwnWords(words: Readonly<Record<string, SentimentLabel>>): OwnWords {
  const phrases = Object.entries(words).map(([phrase, label]) => ({
    words: phrase.trim().split(/\s+/).join(' '),
    value: VALENCES[label],
    group: 0,
  }))
  return { table: compilePhrases(phrases), empty: phrases.length === 0, tilt: 0 }
}

/** The model does not know what a word means here: polar ones tilt its answer, neutral ones are hidden from it. */
export function applyOwnWords(
  own: OwnWords,
  tokens: Tokens,
  scores: Float32Array,
  negated: Uint8Array,
): void {
  own.tilt = 0
  if (own.empty) return
  matchPhrases(own.table, tokens, (_group, value, from, to) => {
    const turned = negated[from] === 1 ? -0.7 : 1
    for (let at = from; at < to; at += 1) scores[at] = 0
    scores[to - 1] = value * turned
    own.tilt += value * turned
    if (value === 0) hide(tokens, from, to)
  })
}

function hide(tokens: Tokens, from: number, to: number): void {
  for (let at = from; at < to; at += 1) {
    tokens.hash[at] = 0
    tokens.kind[at] = NUMBER
  }
}
