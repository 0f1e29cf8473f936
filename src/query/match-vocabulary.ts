import type { FoldedLetter } from '../text/fold.ts'
import type { Wildcard } from './wildcard.ts'

/** A test of one token. Equal words of many queries are one object, so that a post is read once for all. */
export interface Word {
  /** Counts from 0 within its vocabulary. */
  readonly id: number
  /** How the folded form is compared. */
  readonly kind: 'literal' | 'wildcard' | 'fuzzy'
  /** The folded form; for wildcards with * and ?. */
  readonly form: string
  readonly hash: number
  readonly wildcard?: Wildcard
  readonly edits: number
  /** Letters with the accents they ask for; absent where the term has no accent. */
  readonly letters?: readonly FoldedLetter[]
  /** The token must be written exactly so, case and accents included. */
  readonly exact?: string
}

/** The words of one or of many compiled queries. */
export class Vocabulary {
  readonly words: Word[] = []
  private readonly known = new Map<string, Word>()

  /** The word with that key, made on first use. */
  intern(key: string, make: (id: number) => Word): Word {
    const known = this.known.get(key)
    if (known !== undefined) return known
    const word = make(this.words.length)
    this.words.push(word)
    this.known.set(key, word)
    return word
  }
}
