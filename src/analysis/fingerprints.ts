import type { Tokens } from './tokens.ts'
import {
  createTokens,
  HASHTAG,
  hashWord,
  LINK,
  MAX_TOKENS,
  MENTION,
  NUMBER,
  scanTokens,
  WORD,
} from './tokens.ts'

/** What of a post decides whether it is a copy. */
export interface CopyText {
  readonly title?: string | null | undefined
  readonly text: string
  /** It answers another post. */
  readonly isReply?: boolean
  /** An article may be announced by its own beginning, in another article. */
  readonly isArticle?: boolean
}

/** A text as the comparison sees it: bare words, runs of three of them, and a few keys to look candidates up by. */
export interface Fingerprint {
  /** Of a text without shingles: equal bare words, equal hash. "" without words, and where the shingles tell. */
  readonly exact: string
  /** Of a text too long to be read to its end: all its characters. */
  readonly length: number
  /** Words; a letter of a script without blanks counts half. */
  readonly words: number
  /** Letters and digits of all words. */
  readonly letters: number
  /** Hashes of three words in a row, in the order of the text. Empty below SHORTEST words. */
  readonly shingles: Uint32Array
  /** Hashes of the numbers that stand in it. */
  readonly numbers: readonly number[]
  /** Hashes of the links that stand in it. */
  readonly links: readonly number[]
  /** Signed 32-bit keys, at most MOST_KEYS; copies nearly always share one. Empty below SHORTEST words. */
  readonly keys: readonly number[]
  /** Of the title's words; 0 where it has fewer than four. */
  readonly title: number
  readonly isReply: boolean
  readonly isArticle: boolean
}

/** Texts with fewer words are copies only when they are equal. */
export const SHORTEST = 8
export const MOST_KEYS = 5
/** Keys are the smallest shingles of the whole text and, of a long one, those of its beginning. */
const WHOLE_KEYS = 4
const LONG_WHOLE_KEYS = 3
const LEAD_KEYS = 2
const LEAD = 24
const LONG = 40

const SHORTEST_TITLE = 4

/** Reads texts one after the other; one for many posts, because its arrays are used again. */
export interface CopyReader {
  read(post: CopyText): Fingerprint
}

export function createCopyReader(): CopyReader {
  const tokens = createTokens()
  const words = new WordList()
  return {
    read: (post) => {
      words.clear()
      collectWords(words, ownWords(post.text), tokens)
      const title = post.title ? titleHash(post.title, tokens) : 0
      if (words.weight < SHORTEST && post.title) {
        words.clear()
        collectWords(words, `${post.title}\n${ownWords(post.text)}`, tokens)
      }
      return toFingerprint(words, title, post)
    },
  }
}

function toFingerprint(words: WordList, title: number, post: CopyText): Fingerprint {
  const isLong = words.weight >= SHORTEST
  const shingles = isLong ? shinglesOf(words) : NO_SHINGLES
  return {
    exact: shingles.length > 0 || words.count === 0 ? '' : hashOfWords(words),
    length: words.isCut ? post.text.length : 0,
    words: words.weight,
    letters: words.letters,
    shingles,
    numbers: words.numbers,
    links: words.links,
    keys: isLong ? keysOf(shingles, words) : [],
    title,
    isReply: post.isReply === true,
    isArticle: post.isArticle === true,
  }
}

const NO_SHINGLES = new Uint32Array(0)
const MOST_WORDS = 1200

/** Bare words of one text: hashes and lengths in arrays that are used again. */
class WordList {
  readonly hash = new Int32Array(MOST_WORDS)
  readonly length = new Uint8Array(MOST_WORDS)
  numbers: number[] = []
  links: number[] = []
  isCut = false
  count = 0
  weight = 0
  letters = 0

  clear(): void {
    this.count = 0
    this.weight = 0
    this.letters = 0
    this.numbers = []
    this.links = []
    this.isCut = false
  }

  add(hash: number, length: number, weight: number): void {
    if (this.count === MOST_WORDS) return
    this.hash[this.count] = hash
    this.length[this.count] = Math.min(255, length)
    this.count += 1
    this.weight += weight
    this.letters += length
  }
}

/** Without the lines that quote somebody else; the whole text where nothing else is left. */
function ownWords(text: string): string {
  if (!text.includes('>')) return text
  const own = text.replaceAll(/^[ \t]*(?:>|&gt;).*$/gm, '')
  return own.trim() === '' ? text : own
}

const RETWEET = hashWord('rt')

/** No links, handles, signs, emoji; numbers by their digits; "RT @who" at the start dropped. */
function collectWords(words: WordList, text: string, tokens: Tokens): void {
  scanTokens(text, tokens)
  for (let at = isRepost(tokens) ? 2 : 0; at < tokens.count; at += 1) {
    const kind = tokens.kind[at]
    if (kind === NUMBER) addNumber(words, text.slice(tokens.start[at], tokens.end[at]))
    if (kind === LINK) words.links.push(hashWord(text.slice(tokens.start[at], tokens.end[at])))
    if (kind === WORD || kind === HASHTAG) addWord(words, text, tokens, at)
  }
  words.isCut = tokens.count === MAX_TOKENS
}

function isRepost(tokens: Tokens): boolean {
  return tokens.count > 2 && tokens.hash[0] === RETWEET && tokens.kind[1] === MENTION
}

function addNumber(words: WordList, digits: string): void {
  const hash = hashWord(digits)
  words.numbers.push(hash)
  words.add(hash, digits.length, 1)
}

function addWord(words: WordList, text: string, tokens: Tokens, at: number): void {
  const start = tokens.start[at] ?? 0
  const end = tokens.end[at] ?? 0
  if (!hasNoBlanks(text.charCodeAt(start))) words.add(tokens.hash[at] ?? 0, end - start, 1)
  else for (let unit = start; unit < end; unit += 1) words.add(mix(text.charCodeAt(unit)), 3, 0.5)
}

/** Thai, and everything from the CJK radicals to the Hangul: a run of letters there is a sentence, not a word. */
function hasNoBlanks(unit: number): boolean {
  return (unit >= 0x0e00 && unit < 0x0f00) || (unit >= 0x2e80 && unit < 0xac00)
}

function titleHash(title: string, tokens: Tokens): number {
  scanTokens(title, tokens)
  let hash = 17
  let count = 0
  for (let at = 0; at < tokens.count; at += 1) {
    const kind = tokens.kind[at]
    if (kind !== WORD && kind !== HASHTAG && kind !== NUMBER) continue
    const word =
      kind === NUMBER ? hashWord(title.slice(tokens.start[at], tokens.end[at])) : tokens.hash[at]
    hash = mix(hash ^ (word ?? 0))
    count += 1
  }
  return count < SHORTEST_TITLE ? 0 : hash
}

function hashOfWords(words: WordList): string {
  let low = 17
  let high = 31
  for (let at = 0; at < words.count; at += 1) {
    const word = words.hash[at] ?? 0
    low = mix(low ^ word)
    high = mix(Math.imul(high, 0x9e3779b1) + word)
  }
  return hex(high) + hex(low)
}

function hex(value: number): string {
  return (value >>> 0).toString(16).padStart(8, '0')
}

/** The finaliser of MurmurHash3: every bit of the input moves half of the output. */
function mix(value: number): number {
  let h = value
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return h ^ (h >>> 16)
}

function shinglesOf({ hash, count }: WordList): Uint32Array {
  const shingles = new Uint32Array(Math.max(0, count - 2))
  for (let at = 0; at < shingles.length; at += 1) {
    const two = mix(mix(hash[at] ?? 0) + (hash[at + 1] ?? 0))
    shingles[at] = mix(two + (hash[at + 2] ?? 0))
  }
  return shingles
}

/**
 * The smallest shingles by rank (bottom-k sketch, Broder 1997; Cohen and Kaplan 2007). Runs of long words rank four
 * times lower than others, so that "as well as" seldom leads anywhere; both texts rank them alike.
 */
function keysOf(shingles: Uint32Array, words: WordList): number[] {
  if (words.weight <= LONG) return smallest(shingles, words, shingles.length, WHOLE_KEYS)
  const whole = smallest(shingles, words, shingles.length, LONG_WHOLE_KEYS)
  const lead = smallest(shingles, words, Math.min(LEAD, shingles.length), LEAD_KEYS)
  return [...whole, ...lead.filter((key) => !whole.includes(key))]
}

const LONG_LETTERS = 14

function smallest(
  shingles: Uint32Array,
  { length }: WordList,
  end: number,
  most: number,
): number[] {
  const ranks: number[] = []
  const keys: number[] = []
  for (let at = 0; at < end; at += 1) {
    const shingle = shingles[at] ?? 0
    const letters = (length[at] ?? 0) + (length[at + 1] ?? 0) + (length[at + 2] ?? 0)
    const rank = letters >= LONG_LETTERS ? shingle : 4 * shingle
    if (ranks.length < most || rank < (ranks[most - 1] ?? 0)) {
      insertKey(ranks, keys, rank, shingle | 0, most)
    }
  }
  return keys
}

/** Keeps both lists in the order of the ranks, without what is there already, and not longer than `most`. */
function insertKey(ranks: number[], keys: number[], rank: number, key: number, most: number): void {
  if (ranks.includes(rank)) return
  let place = Math.min(ranks.length, most - 1)
  while (place > 0 && (ranks[place - 1] ?? 0) > rank) {
    ranks[place] = ranks[place - 1] ?? 0
    keys[place] = keys[place - 1] ?? 0
    place -= 1
  }
  ranks[place] = rank
  keys[place] = key
}
