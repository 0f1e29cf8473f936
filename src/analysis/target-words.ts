import { mixHash } from './features.ts'
import type { Part, Subject } from './target-features.ts'
import type { TextReader } from './text-reader.ts'

/** Buckets for words around a subject: a restaurant's "crowded" and "fresh" are learned here. */
export const TARGET_BUCKETS = 8192

/** Hashed words of one subject, reused; `count` of `ids` are valid. */
export interface TargetWords {
  count: number
  readonly ids: Int32Array
}

const MOST = 400
const NEAR_SEED = 0x3ad8025f
const CLAUSE_SEED = 0x1f123bb5
const SUBJECT_SEED = 0x7feb352d
const NEGATED = 0x2c1b3c6d

export function createTargetWords(): TargetWords {
  return { count: 0, ids: new Int32Array(MOST) }
}

/** The subject's own words, the words near it with their pairs, and those of its clause. */
export function listTargetWords(
  reader: TextReader,
  subject: Subject,
  [near, clause]: readonly Part[],
  words: TargetWords,
): void {
  words.count = 0
  const { tokens } = reader
  for (let at = subject.first; at <= subject.last; at += 1) {
    add(words, (tokens.hash[at] as number) ^ SUBJECT_SEED)
  }
  if (near !== undefined) addPart(reader, near, NEAR_SEED, words)
  if (clause !== undefined) addPart(reader, clause, CLAUSE_SEED, words)
}

function addPart(
  { tokens, negated }: TextReader,
  part: Part,
  seed: number,
  words: TargetWords,
): void {
  let before = 0
  for (let at = part.from; at < part.to; at += 1) {
    const hash = tokens.hash[at] as number
    add(words, hash ^ seed ^ (negated[at] === 1 ? NEGATED : 0))
    if (seed === NEAR_SEED) add(words, Math.imul(before, 31) + hash)
    before = hash
  }
}

function add(words: TargetWords, hash: number): void {
  if (words.count >= MOST) return
  words.ids[words.count] = mixHash(hash) & (TARGET_BUCKETS - 1)
  words.count += 1
}

/**
 * The logit of a class: `weights` hold, for each of the three classes, the numbers' weights, the constant, and the buckets'.
 */
export function scoreTarget(
  weights: Float32Array | Float64Array,
  numbers: Float32Array,
  words: TargetWords,
  head: number,
): number {
  const { ids, count } = words
  const width = numbers.length
  const base = head * (width + 1 + TARGET_BUCKETS)
  const buckets = base + width + 1
  let sum = weights[base + width] as number
  for (let i = 0; i < width; i += 1) sum += (weights[base + i] as number) * (numbers[i] as number)
  let spoken = 0
  for (let i = 0; i < count; i += 1) spoken += weights[buckets + (ids[i] as number)] as number
  return sum + spoken / Math.sqrt(count + 1)
}
