import type { Word } from './match-vocabulary.ts'
import type { Feature } from './percolator-anchors.ts'

/** The guess before anything was seen weighs as much as so many posts. */
const PRIOR_POSTS = 64
/** After so many posts, and then after four times as many each time, the index is made anew. */
const FIRST_LOOK = 256

/** How often the words of the queries are met in posts: guessed by length at first, then counted. */
export class FeatureCounts {
  private readonly words: readonly Word[]
  private readonly counts: Uint32Array
  private posts = 0
  private nextLook = FIRST_LOOK

  constructor(words: readonly Word[]) {
    this.words = words
    this.counts = new Uint32Array(words.length)
  }

  count(word: Word): void {
    this.counts[word.id] = (this.counts[word.id] ?? 0) + 1
  }

  /** Whether enough new posts were seen to choose again what is rare. */
  isTimeToLook(posts: number): boolean {
    this.posts = posts
    if (posts < this.nextLook) return false
    this.nextLook *= 4
    return true
  }

  /** The share of posts that have the feature, as far as is known. */
  share(feature: Feature): number {
    if (feature.kind !== 'word')
      return guessByLength(feature.text) * (feature.kind === 'run' ? 0.1 : 4)
    const word = this.words[feature.id]
    const guess = word === undefined ? 1 : guessWord(word)
    return ((this.counts[feature.id] ?? 0) + guess * PRIOR_POSTS) / (this.posts + PRIOR_POSTS)
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
