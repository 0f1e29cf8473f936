import type { Tokens } from './tokens.ts'
import { createTokens, HASHTAG, hashWord, MENTION, NUMBER, scanTokens, WORD } from './tokens.ts'

/**
 * What is kept of a text to find its copies: the hash of its bare words, the smallest hashes of its 3-word shingles
 * (all of them for posts, a bottom-k sketch for articles), and keys under which candidates are looked up.
 */
export interface Fingerprint {
  /** 16 hexadecimal digits; equal bare words, equal hash. "" where the text has no words. */
  readonly exact: string
  readonly words: number
  /** Ascending, at most SKETCH_SIZE unsigned 32-bit numbers. Empty below SHORTEST words. */
  readonly sketch: readonly number[]
  /** True when the sketch holds every shingle. */
  readonly whole: boolean
  /** BAND_COUNT unsigned 32-bit keys; two copies share one with high probability. Empty below SHORTEST words. */
  readonly bands: readonly number[]
}

/** Texts with fewer words are copies only when they are equal: "thanks a lot" says nothing. */
export const SHORTEST = 8
export const SKETCH_SIZE = 96
export const BAND_COUNT = 14
const ROWS = 3

/** Share of common shingles from which two posts are one text (Jaccard). */
const ALIKE = 0.55
/** A teaser inside its article: share of the smaller one that stands in the larger one. */
const CONTAINED = 0.85

/** Bare words: no links, handles, signs, emoji; numbers by their digits; "RT" at the start dropped. */
export function fingerprint(text: string): Fingerprint {
  const words = bareWords(text, scanTokens(text, createTokens()))
  const exact = words.length === 0 ? '' : hashOfWords(words)
  if (words.length < SHORTEST) {
    return { exact, words: words.length, sketch: [], whole: true, bands: [] }
  }
  const shingles = shinglesOf(words)
  return {
    exact,
    words: words.length,
    sketch: [...shingles.slice(0, SKETCH_SIZE)],
    whole: shingles.length <= SKETCH_SIZE,
    bands: bandsOf(shingles),
  }
}

const RETWEET = hashWord('rt')

function bareWords(text: string, tokens: Tokens): number[] {
  const words: number[] = []
  for (let at = 0; at < tokens.count; at += 1) {
    const kind = tokens.kind[at]
    if (kind === NUMBER) words.push(hashWord(text.slice(tokens.start[at], tokens.end[at])))
    if (kind === WORD || kind === HASHTAG) words.push(tokens.hash[at] ?? 0)
  }
  const retweet = words[0] === RETWEET && tokens.kind[1] === MENTION
  return retweet ? words.slice(1) : words
}

function hashOfWords(words: readonly number[]): string {
  let low = 17
  let high = 31
  for (const word of words) {
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

/** Distinct hashes of three words in a row, ascending. */
function shinglesOf(words: readonly number[]): Uint32Array {
  const found = new Set<number>()
  for (let at = 0; at + 2 < words.length; at += 1) {
    const joined = mix(mix(mix(words[at] ?? 0) + (words[at + 1] ?? 0)) + (words[at + 2] ?? 0))
    found.add(joined >>> 0)
  }
  return Uint32Array.from(found).sort()
}

/** MinHash: the smallest of each re-hash, ROWS of them to a key (Broder 1997; banding as in Leskovec et al., ch. 3). */
function bandsOf(shingles: Uint32Array): number[] {
  const bands: number[] = []
  for (let band = 0; band < BAND_COUNT; band += 1) {
    let key = band + 1
    for (let row = 0; row < ROWS; row += 1) {
      key = mix(key ^ smallest(shingles, Math.imul(band * ROWS + row + 1, 0x9e3779b1)))
    }
    bands.push(key >>> 0)
  }
  return bands
}

function smallest(shingles: Uint32Array, seed: number): number {
  let least = 0xffffffff
  for (const shingle of shingles) {
    const value = mix(shingle ^ seed) >>> 0
    if (value < least) least = value
  }
  return least
}

/** Two texts that say the same in the same words: equal, nearly equal, or one the beginning of the other. */
export function isCopy(one: Fingerprint, other: Fingerprint): boolean {
  if (one.exact !== '' && one.exact === other.exact) return true
  if (one.words < SHORTEST || other.words < SHORTEST) return false
  const { alike, contained } = overlapOf(one, other)
  if (alike >= ALIKE) return true
  return Math.min(one.words, other.words) >= 20 && contained >= CONTAINED
}

/** Jaccard and containment of the shingle sets; estimated on the common range of the sketches where one is cut. */
export function overlapOf(
  one: Fingerprint,
  other: Fingerprint,
): { readonly alike: number; readonly contained: number } {
  const limit = Math.min(lastOf(one), lastOf(other))
  const mine = one.sketch.filter((hash) => hash <= limit)
  const theirs = new Set(other.sketch.filter((hash) => hash <= limit))
  const common = mine.filter((hash) => theirs.has(hash)).length
  const union = mine.length + theirs.size - common
  const smaller = Math.min(mine.length, theirs.size)
  return {
    alike: union === 0 ? 0 : common / union,
    contained: smaller === 0 ? 0 : common / smaller,
  }
}

function lastOf(print: Fingerprint): number {
  return print.whole ? 0xffffffff : (print.sketch.at(-1) ?? 0)
}

/** Finds copies among what was added before, without comparing all pairs. */
export interface CopyIndex<Id> {
  /** Ids of earlier texts that are copies of this one, oldest first; then remembers it. */
  add(id: Id, print: Fingerprint): readonly Id[]
}

/** `most` candidates are verified per text, so that a flood of one template stays cheap. */
export function createCopyIndex<Id>(most = 200): CopyIndex<Id> {
  const entries: { readonly id: Id; readonly print: Fingerprint }[] = []
  const byExact = new Map<string, number>()
  const byBand = new Map<number, number[]>()
  return {
    add(id, print) {
      const twin = print.exact === '' ? undefined : byExact.get(print.exact)
      const near = candidatesOf(byBand, print.bands, most)
      if (twin !== undefined) near.add(twin)
      const copies = [...near].sort((a, b) => a - b).filter((at) => isCopyAt(entries, at, print))
      if (twin === undefined) remember({ entries, byExact, byBand }, id, print)
      return copies.map((at) => entries[at]?.id).filter((found) => found !== undefined)
    },
  }
}

interface IndexParts<Id> {
  readonly entries: { readonly id: Id; readonly print: Fingerprint }[]
  readonly byExact: Map<string, number>
  readonly byBand: Map<number, number[]>
}

/** An exact twin is not entered again: the first one answers for it. */
function remember<Id>(parts: IndexParts<Id>, id: Id, print: Fingerprint): void {
  const at = parts.entries.push({ id, print }) - 1
  if (print.exact !== '') parts.byExact.set(print.exact, at)
  for (const band of print.bands) {
    const list = parts.byBand.get(band)
    if (list === undefined) parts.byBand.set(band, [at])
    else list.push(at)
  }
}

function candidatesOf(
  byBand: ReadonlyMap<number, readonly number[]>,
  bands: readonly number[],
  most: number,
): Set<number> {
  const found = new Set<number>()
  for (const band of bands) {
    for (const at of byBand.get(band) ?? []) {
      if (found.size >= most) return found
      found.add(at)
    }
  }
  return found
}

function isCopyAt<Id>(
  entries: readonly { readonly id: Id; readonly print: Fingerprint }[],
  at: number,
  print: Fingerprint,
): boolean {
  const entry = entries[at]
  return entry !== undefined && isCopy(entry.print, print)
}
