import type { Word } from './match-vocabulary.ts'
import type { Feature } from './percolator-anchors.ts'

/** The guess before anything was seen weighs as much as so many posts. */
const PRIOR_POSTS = 64
/** After so many posts, and then after four times as many each time, the index is made anew. */
const FIRST_LOOK = 256

/**
 * How often the words of the queries are met in posts: guessed by length at first, then counted. Only words that queries are
 * looked up by are counted, each for as long as it serves so.
 */
export class FeatureCounts {
  private readonly words: readonly Word[]
  private readonly met: Uint32Array
  private readonly watched: Uint32Array
  private lastLook = 0
  private nextLook = FIRST_LOOK

  constructor(words: readonly Word[]) {
    this.words = words
    this.met = new Uint32Array(words.length)
    this.watched = new Uint32Array(words.length)
  }

  count(word: number): void {
    this.met[word] = (this.met[word] ?? 0) + 1
  }

  /** Whether enough new posts were seen to choose again what is rare. */
  isTimeToLook(posts: number): boolean {
    return posts >= this.nextLook
  }

  /** Credits the words that were counted since the last look with the posts that were read. */
  look(posts: number, counted: Iterable<number>): void {
    for (const word of counted) {
      this.watched[word] = (this.watched[word] ?? 0) + posts - this.lastLook
    }
    this.lastLook = posts
    this.nextLook = posts * 4
  }

  /** The share of posts that have the feature, as far as is known. */
  share(feature: Feature): number {
    if (feature.kind !== 'word') {
      return guessByLength(feature.text) * (feature.kind === 'run' ? 0.1 : 4)
    }
    const word = this.words[feature.id]
    const guess = word === undefined ? 1 : guessWord(word)
    const met = this.met[feature.id] ?? 0
    return (met + guess * PRIOR_POSTS) / ((this.watched[feature.id] ?? 0) + PRIOR_POSTS)
  }
}

function guessWord(word: Word): number {
  if (word.kind === 'wildcard') return guessByLength(word.wildcard?.prefix ?? '') * 3
  if (word.kind === 'fuzzy') return guessByLength(word.form.slice(word.edits)) * 2
  return guessByLength(word.form)
}

/** Short words are the frequent ones, in most languages. */
function guessByLength(form: string): number {
  return Math.min(1, 0.6 / form.length ** 2)
}
