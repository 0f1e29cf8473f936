import type { TokenBuffer } from '../text/tokens-buffer.ts'
import type { Occurrences } from './match-reading.ts'
import type { Word } from './match-vocabulary.ts'

const STRIDE = 4
const NONE: readonly number[] = []

/**
 * Where the words of all queries stand in the present post: a linked list of positions for each word, in arrays that every
 * post uses again.
 */
export class SharedOccurrences implements Occurrences {
  private readonly tokens: TokenBuffer
  /** For each word: the post it was seen in last, and the head and tail of its list. */
  private readonly lists: Int32Array
  private positionsOf = new Int32Array(256)
  private next = new Int32Array(256)
  private used = 0
  private epoch = 0

  constructor(tokens: TokenBuffer, words: number) {
    this.tokens = tokens
    this.lists = new Int32Array(words * STRIDE)
  }

  /** Forgets the post before. */
  begin(): void {
    this.epoch += 1
    this.used = 0
  }

  /** Adds a position, in growing order; answers whether it is the word's first in this post. */
  add(id: number, token: number): boolean {
    const { lists } = this
    const list = id * STRIDE
    const isFirst = lists[list] !== this.epoch
    const tail = lists[list + 2] ?? 0
    if (!isFirst && this.positionsOf[tail] === token) return false
    const at = this.used
    if (at === this.positionsOf.length) this.grow()
    this.positionsOf[at] = token
    this.next[at] = -1
    this.used = at + 1
    if (isFirst) {
      lists[list] = this.epoch
      lists[list + 1] = at
    } else this.next[tail] = at
    lists[list + 2] = at
    return isFirst
  }

  has(word: Word, mask: number): boolean {
    const list = word.id * STRIDE
    if (this.lists[list] !== this.epoch) return false
    if (mask === 3) return true
    const boundary = this.tokens.fieldStarts[1] ?? 0
    if (mask === 1) return this.positionAt(list + 1) < boundary
    return mask === 2 && this.positionAt(list + 2) >= boundary
  }

  positions(word: Word): readonly number[] {
    const list = word.id * STRIDE
    if (this.lists[list] !== this.epoch) return NONE
    const found: number[] = []
    for (let at = this.lists[list + 1] ?? -1; at !== -1; at = this.next[at] ?? -1) {
      found.push(this.positionsOf[at] ?? 0)
    }
    return found
  }

  private positionAt(end: number): number {
    return this.positionsOf[this.lists[end] ?? 0] ?? 0
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
