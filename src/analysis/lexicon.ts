import {
  EMOJI_LEXICON,
  LEXICON,
  NEGATORS,
  SCOPE_ENDS,
  SOFTENERS,
  STRENGTHENERS,
} from './lexicon.data.ts'
import { CLASS_HASH, hashEmoji, hashWord } from './tokens.ts'

/** Word hashes to what they do. Valences are −3 to 3; languages share one table, the model tells them apart. */
export interface Lexicon {
  readonly valence: ReadonlyMap<number, number>
  readonly negators: ReadonlySet<number>
  readonly scopeEnds: ReadonlySet<number>
  readonly degree: ReadonlyMap<number, number>
  /** Signs that end a sentence. */
  readonly stops: ReadonlySet<number>
}

/** About 1,400 words: 1 ms. */
export function createLexicon(): Lexicon {
  const valence = new Map<number, number>()
  for (const lists of Object.values(LEXICON)) addValences(valence, lists, hashWord)
  addValences(valence, EMOJI_LEXICON, hashEmoji)
  for (const [hash, value] of faces()) valence.set(hash, value)
  return {
    valence,
    negators: hashSet(Object.values(NEGATORS).join(' ')),
    scopeEnds: hashSet(Object.values(SCOPE_ENDS).join(' ')),
    degree: degrees(),
    stops: new Set([
      ...hashSet('. ! ? ; …'),
      CLASS_HASH.ellipsis,
      CLASS_HASH.shout,
      CLASS_HASH.wonder,
    ]),
  }
}

function faces(): readonly (readonly [number, number])[] {
  return [
    [CLASS_HASH.happy, 2],
    [CLASS_HASH.wink, 1],
    [CLASS_HASH.tongue, 1],
    [CLASS_HASH.heart, 2],
    [CLASS_HASH.sad, -2],
    [CLASS_HASH.doubt, -1],
    [CLASS_HASH.broken, -2],
  ]
}

function addValences(
  into: Map<number, number>,
  lists: Readonly<Record<string, string>>,
  hash: (word: string) => number,
): void {
  for (const [value, words] of Object.entries(lists)) {
    for (const word of words.split(' ')) into.set(hash(word), Number(value))
  }
}

export function hashSet(words: string): ReadonlySet<number> {
  return new Set(words.split(' ').map(hashWord))
}

function degrees(): ReadonlyMap<number, number> {
  const degree = new Map<number, number>()
  for (const hash of hashSet(STRENGTHENERS)) degree.set(hash, 1.3)
  for (const hash of hashSet(SOFTENERS)) degree.set(hash, 0.6)
  return degree
}
