import type { SentimentLabel } from '../model/mention.ts'
import { IDIOMS } from './idioms.data.ts'
import type { Phrase, PhraseTable } from './phrases.ts'
import { compilePhrases, matchPhrases } from './phrases.ts'
import type { Tokens } from './tokens.ts'
import { NUMBER } from './tokens.ts'

/** Words whose meaning is given: sayings that mislead, and the domain words of the configuration ("dropped call": negative). */
export interface OwnWords {
  readonly table: PhraseTable
  /** What the given words of the text read last add to positive and take from negative. */
  tilt: number
  /** The token behind the last saying that was found. */
  end: number
  /** From and to of the words that are hidden, in pairs. */
  readonly hidden: number[]
}

const VALENCES = { negative: -2.5, neutral: 0, positive: 2.5 } as const
/** Groups of phrases: the model reads the words, or it must not. */
const KEEP = 0
const HIDE = 1

export function createOwnWords(words: Readonly<Record<string, SentimentLabel>>): OwnWords {
  const own = Object.entries(words).map(([phrase, label]) => ({
    words: phrase.trim().split(/\s+/).join(' '),
    value: VALENCES[label],
    group: label === 'neutral' ? HIDE : KEEP,
  }))
  const given = new Set(own.map((phrase) => phrase.words))
  const sayings = idiomPhrases().filter((phrase) => !given.has(phrase.words))
  return { table: compilePhrases([...own, ...sayings]), tilt: 0, end: 0, hidden: [] }
}

function idiomPhrases(): readonly Phrase[] {
  return IDIOMS.flatMap(([value, what, phrases]) =>
    phrases.split('|').map((words) => ({ words, value, group: what === 'hide' ? HIDE : KEEP })),
  )
}

/**
 * The longest saying at a place counts, and none inside it. Polar ones tilt the answer of the model, which does not know
 * them. Answers whether words must be hidden from it.
 */
export function findOwnWords(
  own: OwnWords,
  tokens: Tokens,
  scores: Float32Array,
  negated: Uint8Array,
): boolean {
  own.tilt = 0
  own.end = 0
  own.hidden.length = 0
  matchPhrases(own.table, tokens, (group, value, from, to) => {
    if (from < own.end) return
    own.end = to
    const turned = negated[from] === 1 ? -0.7 : 1
    for (let at = from; at < to; at += 1) scores[at] = 0
    scores[to - 1] = value * turned
    own.tilt += value * turned
    if (group === HIDE) own.hidden.push(from, to)
  })
  return own.hidden.length > 0
}

/** A hidden word is like a number: it stands there and says nothing. */
export function hideOwnWords(own: OwnWords, tokens: Tokens): void {
  for (let i = 0; i < own.hidden.length; i += 2) {
    for (let at = own.hidden[i] as number; at < (own.hidden[i + 1] as number); at += 1) {
      tokens.hash[at] = 0
      tokens.kind[at] = NUMBER
    }
  }
}
