import type { TokenBuffer } from '../text/tokens-buffer.ts'
import type { Occurrences } from './match-reading.ts'
import type { Word } from './match-vocabulary.ts'

/**
 * Where the words of all queries stand in the present post: a linked list of positions for each word, in arrays that every
 * post uses again.
 */
export class SharedOccurrences implements Occurrences {
  private readonly tokens: TokenBuffer
  private readonly epochs: Int32Array
  private readonly heads: Int32Array
  private readonly tails: Int32Array
  private positionsOf = new Int32Array(256)
  private next = new Int32Array(256)
  private used = 0
  private epoch = 0

  constructor(tokens: TokenBuffer, words: number) {
    this.tokens = tokens
    this.epochs = new Int32Array(words)
    this.heads = new Int32Array(words)
    this.tails = new Int32Array(words)
  }

  /** Forgets the post before. */
  begin(): void {
    this.epoch += 1
    this.used = 0
  }

  /** Adds a position, in growing order; answers whether it is the word's first in this post. */
  add(id: number, token: number): boolean {
    const isFirst = this.epochs[id] !== this.epoch
    const tail = this.tails[id] ?? 0
    if (!isFirst && this.positionsOf[tail] === token) return false
    const at = this.used
    if (at === this.positionsOf.length) this.grow()
    this.positionsOf[at] = token
    this.next[at] = -1
    this.used = at + 1
    if (isFirst) {
      this.epochs[id] = this.epoch
      this.heads[id] = at
    } else this.next[tail] = at
    this.tails[id] = at
    return isFirst
  }

  has(word: Word, mask: number): boolean {
    if (this.epochs[word.id] !== this.epoch) return false
    if (mask === 3) return true
    const boundary = this.tokens.fieldStarts[1] ?? 0
    if (mask === 1) return (this.positionsOf[this.heads[word.id] ?? 0] ?? 0) < boundary
    return mask === 2 && (this.positionsOf[this.tails[word.id] ?? 0] ?? 0) >= boundary
  }

  positions(word: Word): readonly number[] {
    const found: number[] = []
    if (this.epochs[word.id] !== this.epoch) return found
    for (let at = this.heads[word.id] ?? -1; at !== -1; at = this.next[at] ?? -1) {
      found.push(this.positionsOf[at] ?? 0)
    }
    return found
  }

  private grow(): void {
    const positions = new Int32Array(this.positionsOf.length * 2)
    positions.set(this.positionsOf)
    this.positionsOf = positions
    const next = new Int32Array(this.next.length * 2)
    next.set(this.next)
    this.next = next
  }
}
