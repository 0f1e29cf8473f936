import type { Tokens } from './tokens.ts'
import { HASHTAG, isLetterUnit, lowerUnit, STRETCHED, WORD } from './tokens.ts'

/** Hashed features of one text, reused from text to text; `count` of `ids` are valid, none twice. */
export interface Features {
  count: number
  /** Where the runs of letters begin in `ids`. */
  letters: number
  readonly ids: Int32Array
}

export const MAX_FEATURES = 6000

export function createFeatures(): Features {
  return { count: 0, letters: 0, ids: new Int32Array(MAX_FEATURES) }
}

const FNV_PRIME = 0x01000193
const WORD_SEED = 0x2545f491
const NEGATED_SEED = 0x5bd1e995
const PAIR_SEED = 0x1b873593
const TRIPLE_SEED = 0x6c62272e
const SHAPE_SEED = 0x3c6ef372
const LETTER_SEED = 0x51ed270b | 0

/** Shortest and longest run of letters taken from a word with its borders. */
const SHORTEST_RUN = 3
const LONGEST_RUN = 5
/** Longer words are cut: a URL-like monster must not fill the buffer. */
const LONGEST_WORD = 24

/** The finaliser of MurmurHash3. */
export function mixHash(value: number): number {
  let h = value
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return h ^ (h >>> 16)
}

/** The feature of one word: in a negation's scope another one than outside. */
export function wordFeature(hash: number, negated: boolean): number {
  return mixHash(hash ^ (negated ? NEGATED_SEED : WORD_SEED))
}

/** Words with their negation, pairs, triples, loud words, and runs of letters. Repeated features may stand twice. */
export function extractFeatures(
  text: string,
  tokens: Tokens,
  negated: Uint8Array,
  features: Features,
): void {
  features.count = 0
  addWords(tokens, negated, features)
  features.letters = features.count
  addLetters(text, tokens, features)
}

function addWords(tokens: Tokens, negated: Uint8Array, features: Features): void {
  const { ids } = features
  let count = 0
  let before = 0x9747b28c | 0
  let beforeThat = 0
  for (let at = 0; at < tokens.count; at += 1) {
    const hash = tokens.hash[at] ?? 0
    ids[count] = mixHash(hash ^ WORD_SEED)
    ids[count + 1] = mixHash(Math.imul(before, 31) + hash + PAIR_SEED)
    ids[count + 2] = mixHash(Math.imul(Math.imul(beforeThat, 31) + before, 31) + hash + TRIPLE_SEED)
    count += 3
    if (negated[at] === 1) {
      ids[count] = mixHash(hash ^ NEGATED_SEED)
      count += 1
    }
    const shape = tokens.shape[at] ?? 0
    if ((shape & 3) !== 0) {
      ids[count] = mixHash(hash ^ (SHAPE_SEED + (shape & STRETCHED)))
      count += 1
    }
    beforeThat = before
    before = hash
    if (count > MAX_FEATURES - 8) break
  }
  features.count = count
}

function addLetters(text: string, tokens: Tokens, features: Features): void {
  const units = new Uint16Array(LONGEST_WORD + 2)
  for (let at = 0; at < tokens.count; at += 1) {
    const kind = tokens.kind[at]
    if (kind !== WORD && kind !== HASHTAG) continue
    const length = borderedWord(text, tokens.start[at] ?? 0, tokens.end[at] ?? 0, units)
    if (features.count > MAX_FEATURES - 3 * length) return
    addRuns(units, length, features)
  }
}

/** Writes "<word>" in lower case with stretched letters cut to two; answers its length. */
function borderedWord(text: string, start: number, end: number, units: Uint16Array): number {
  let length = 1
  units[0] = 60
  for (let i = start; i < end && length <= LONGEST_WORD; i += 1) {
    const low = lowerUnit(text.charCodeAt(i))
    if (!isLetterUnit(low) && (low < 48 || low > 57)) continue
    if (length > 2 && low === units[length - 1] && low === units[length - 2]) continue
    units[length] = low
    length += 1
  }
  units[length] = 62
  return length + 1
}

function addRuns(units: Uint16Array, length: number, features: Features): void {
  const { ids } = features
  let count = features.count
  for (let from = 0; from + SHORTEST_RUN <= length; from += 1) {
    let hash = LETTER_SEED
    const to = Math.min(length, from + LONGEST_RUN)
    for (let i = from; i < to; i += 1) {
      hash = Math.imul(hash ^ (units[i] ?? 0), FNV_PRIME)
      if (i - from >= SHORTEST_RUN - 1) {
        ids[count] = mixHash(hash)
        count += 1
      }
    }
  }
  features.count = count
}
