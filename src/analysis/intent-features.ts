import type { Features } from './features.ts'
import { mixHash } from './features.ts'
import type { Tokens } from './tokens.ts'

/** Buckets of the intents' own table: 2 to this power. */
export const INTENT_BITS = 16

/**
 * Hashed features for intents, reused from text to text: buckets of words and pairs, of those at the beginning (a title, the
 * first sentence), and of letter runs. Each kind ends at its own `ends` and is weighed by its own length.
 */
export interface IntentFeatures {
  readonly ids: Int32Array
  readonly ends: [number, number, number]
  /** In which text a bucket was last seen, so that words count once. */
  readonly seen: Int32Array
  text: number
}

const MOST = 4000
/** A title or a first sentence is about so long. */
const BEGINNING = 10

const WORD_SEED = 0x2f0b4c47
const PAIR_SEED = 0x1c69b3f7
const FIRST_SEED = 0x4f1bbcdd
const FIRST_PAIR_SEED = 0x64a5e2cb
const LETTER_SEED = 0x27d4eb2f

export function createIntentFeatures(bits = INTENT_BITS): IntentFeatures {
  return {
    ids: new Int32Array(MOST),
    ends: [0, 0, 0],
    seen: new Int32Array(1 << bits),
    text: 0,
  }
}

/** Lists the buckets of a text; `features` are those of the same text, whose letter runs are taken over. */
export function listIntentFeatures(tokens: Tokens, features: Features, out: IntentFeatures): void {
  const { ends } = out
  ends[0] = addWords(tokens, tokens.count, WORD_SEED, PAIR_SEED, out, 0)
  const beginning = Math.min(BEGINNING, tokens.count)
  ends[1] = addWords(tokens, beginning, FIRST_SEED, FIRST_PAIR_SEED, out, ends[0])
  ends[2] = addLetters(features, out, ends[1])
}

function addWords(
  tokens: Tokens,
  count: number,
  wordSeed: number,
  pairSeed: number,
  out: IntentFeatures,
  from: number,
): number {
  const { ids, seen } = out
  const mask = seen.length - 1
  out.text = (out.text + 1) | 0
  let end = from
  let before = 0x7f4a7c15
  for (let at = 0; at < count; at += 1) {
    const hash = tokens.hash[at] as number
    const word = mixHash(hash ^ wordSeed) & mask
    const pair = mixHash((Math.imul(before, 31) + hash) ^ pairSeed) & mask
    before = hash
    if (seen[word] !== out.text) {
      seen[word] = out.text
      ids[end] = word
      end += 1
    }
    if (seen[pair] !== out.text) {
      seen[pair] = out.text
      ids[end] = pair
      end += 1
    }
  }
  return end
}

function addLetters(features: Features, { ids, seen }: IntentFeatures, from: number): number {
  const mask = seen.length - 1
  const count = Math.min(features.count - features.letters, MOST - from)
  for (let i = 0; i < count; i += 1) {
    ids[from + i] = mixHash((features.ids[features.letters + i] as number) ^ LETTER_SEED) & mask
  }
  return from + count
}
