import { findSentences } from '../text/sentences.ts'
import { addField } from '../text/tokens.ts'
import { TokenBuffer } from '../text/tokens-buffer.ts'
import { type RunCharacters, runCharacters } from '../text/tokens-runs.ts'
import type { MatchablePost, MatchContext } from './match-post.ts'
import type { Match } from './match-spans.ts'
import type { Word } from './match-vocabulary.ts'
import { findsToken } from './match-words.ts'

/** Where a word stands: positions over title and text together, growing. */
export interface Occurrences {
  has(word: Word, mask: number): boolean
  positions(word: Word): readonly number[]
}

/** A post that has been split into words, with what is worked out about it on demand. */
export class Reading {
  readonly post: MatchablePost
  readonly context: MatchContext
  readonly tokens: TokenBuffer
  readonly occurrences: Occurrences
  /** Places that were joined to pairs for the present query. */
  tries = 0
  /** Places of the parts of the present query. */
  found: Map<object, readonly Match[]> | undefined
  private runs: (RunCharacters | undefined)[] | undefined
  private sentences: (Int32Array | undefined)[] | undefined

  constructor(
    post: MatchablePost,
    context: MatchContext,
    tokens: TokenBuffer,
    occurrences: Occurrences,
  ) {
    this.post = post
    this.context = context
    this.tokens = tokens
    this.occurrences = occurrences
  }

  /** Forgets what belongs to the query before. */
  beginQuery(): void {
    this.tries = 0
    this.found = undefined
  }

  runCharacters(field: number): RunCharacters {
    this.runs ??= []
    const known = this.runs[field]
    if (known !== undefined) return known
    const made = runCharacters(this.tokens, field)
    this.runs[field] = made
    return made
  }

  /** The number of the sentence in which a place of a field lies. */
  sentenceAt(field: number, place: number): number {
    const ends = this.sentences?.[field] ?? this.readSentences(field)
    let low = 0
    let high = ends.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((ends[middle] ?? 0) <= place) low = middle + 1
      else high = middle
    }
    return low
  }

  private readSentences(field: number): Int32Array {
    const text = this.tokens.texts[field] ?? ''
    // A title is a sentence of its own, whatever stands in it.
    const ends = field === 0 ? [text.length] : findSentences(text).map(({ end }) => end)
    const made = Int32Array.from(ends)
    this.sentences ??= []
    this.sentences[field] = made
    return made
  }
}

/** Splits a post into words; title and text are fields 0 and 1. */
export function readTokens(post: MatchablePost, tokens: TokenBuffer): void {
  tokens.reset()
  addField(tokens, post.title ?? '')
  addField(tokens, post.text)
}

/** Reads a post for one query, or for a few. */
export function readPost(post: MatchablePost, context: MatchContext): Reading {
  const tokens = new TokenBuffer()
  readTokens(post, tokens)
  return new Reading(post, context, tokens, new PlainOccurrences(tokens))
}

/** Looks every word up by itself. */
class PlainOccurrences implements Occurrences {
  private readonly tokens: TokenBuffer
  private readonly known = new Map<Word, readonly number[]>()
  private byHash: Map<number, number[]> | undefined

  constructor(tokens: TokenBuffer) {
    this.tokens = tokens
  }

  has(word: Word, mask: number): boolean {
    return hasInFields(this.positions(word), mask, this.tokens)
  }

  positions(word: Word): readonly number[] {
    const known = this.known.get(word)
    if (known !== undefined) return known
    const found = this.candidates(word).filter((token) => findsToken(word, this.tokens, token))
    this.known.set(word, found)
    return found
  }

  private candidates(word: Word): readonly number[] {
    if (word.kind !== 'literal')
      return Array.from({ length: this.tokens.count }, (_, token) => token)
    this.byHash ??= indexHashes(this.tokens)
    return this.byHash.get(word.hash) ?? []
  }
}

function indexHashes(tokens: TokenBuffer): Map<number, number[]> {
  const index = new Map<number, number[]>()
  const add = (hash: number, token: number) => {
    const list = index.get(hash)
    if (list === undefined) index.set(hash, [token])
    else if (list.at(-1) !== token) list.push(token)
  }
  let form = 0
  for (let token = 0; token < tokens.count; token += 1) {
    add(tokens.hashes[token] ?? 0, token)
    for (; form < tokens.formCount && tokens.formTokens[form] === token; form += 1) {
      add(tokens.formHashes[form] ?? 0, token)
    }
  }
  return index
}

/** Whether one of the positions lies in a field of the mask. */
export function hasInFields(
  positions: readonly number[],
  mask: number,
  tokens: TokenBuffer,
): boolean {
  const boundary = tokens.fieldStarts[1] ?? 0
  const first = positions[0]
  const last = positions.at(-1)
  if (first === undefined || last === undefined) return false
  return ((mask & 1) !== 0 && first < boundary) || ((mask & 2) !== 0 && last >= boundary)
}
