import type { TokenBuffer } from '../text/tokens-buffer.ts'
import type { Occurrences } from './match-reading.ts'
import type { Word } from './match-vocabulary.ts'
import { findsToken } from './match-words.ts'

const STRIDE = 4
const NONE: readonly number[] = []

/**
 * Where the words of the queries stand in the present post: a linked list of positions for each word, in arrays that every
 * post uses again. Words that queries are looked up by are added while the post is read, the others when somebody asks.
 */
export class SharedOccurrences implements Occurrences {
  private readonly tokens: TokenBuffer
  /** For each word: the post it was met in last, head and tail of its list, the post in which it was last looked for. */
  private readonly lists: Int32Array
  private readonly expected: Uint8Array
  private positionsOf = new Int32Array(256)
  private next = new Int32Array(256)
  private used = 0
  private epoch = 0

  constructor(tokens: TokenBuffer, words: number) {
    this.tokens = tokens
    this.lists = new Int32Array(words * STRIDE)
    this.expected = new Uint8Array(words)
  }

  /** Says which words are added for every post. */
  expect(words: readonly Word[]): void {
    this.expected.fill(0)
    for (const { id } of words) this.expected[id] = 1
  }

  /** Forgets the post before. */
  begin(): void {
    this.epoch = (this.epoch + 1) | 0
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
    if (this.expected[word.id] === 0) this.look(word)
    const list = word.id * STRIDE
    if (this.lists[list] !== this.epoch) return false
    if (mask === 3) return true
    const boundary = this.tokens.fieldStarts[1] ?? 0
    if (mask === 1) return this.positionAt(list + 1) < boundary
    return mask === 2 && this.positionAt(list + 2) >= boundary
  }

  positions(word: Word): readonly number[] {
    if (this.expected[word.id] === 0) this.look(word)
    const list = word.id * STRIDE
    if (this.lists[list] !== this.epoch) return NONE
    const found: number[] = []
    for (let at = this.lists[list + 1] ?? -1; at !== -1; at = this.next[at] ?? -1) {
      found.push(this.positionsOf[at] ?? 0)
    }
    return found
  }

  /** Looks for a word that nobody has looked for in this post. */
  private look(word: Word): void {
    const { tokens, lists } = this
    const looked = word.id * STRIDE + 3
    if (lists[looked] === this.epoch) return
    lists[looked] = this.epoch
    if (word.kind === 'literal') this.lookUp(word)
    else {
      for (let token = 0; token < tokens.count; token += 1) {
        if (findsToken(word, tokens, token)) this.add(word.id, token)
      }
    }
  }

  private lookUp(word: Word): void {
    const { tokens } = this
    let form = 0
    for (let token = 0; token < tokens.count; token += 1) {
      let mayBe = tokens.hashes[token] === word.hash
      for (; form < tokens.formCount && tokens.formTokens[form] === token; form += 1) {
        mayBe ||= tokens.formHashes[form] === word.hash
      }
      if (mayBe && findsToken(word, tokens, token)) this.add(word.id, token)
    }
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
