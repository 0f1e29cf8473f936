import type { Lexicon } from './lexicon.ts'
import type { Tokens } from './tokens.ts'
import { CAPITALS, EMOJI, HASHTAG, LINK, MENTION, PUNCTUATION, STRETCHED } from './tokens.ts'

/** Ids below are control symbols and never stand in a text. */
const RESERVED = 6
const UNKNOWN = 0
const UNKNOWN_COST = -18
const LONGEST_PIECE = 20

/** What own-words.ts leaves of a word that the model must not read. */
const HIDDEN = 0

/** The encoder reads no more of a post. */
export const MOST_PIECES = 100

/** What stands for an emoji or a face, by its valence: the encoder's vocabulary has no emoji. */
const FEELINGS: Readonly<Record<number, string>> = {
  3: 'awesome',
  2: 'happy',
  1: 'smile',
  [-1]: 'worried',
  [-2]: 'sad',
  [-3]: 'angry',
}

export type Vocabulary = readonly (readonly [string, number])[]
export type PieceSplitter = (text: string, tokens: Tokens) => readonly number[]

/** The likeliest split of a text into pieces of a unigram vocabulary (Kudo 2018), by dynamic programming. */
export function createPieceSplitter(vocabulary: Vocabulary, lexicon: Lexicon): PieceSplitter {
  const pieces = new Map<string, number>()
  vocabulary.forEach(([piece], id) => {
    if (id >= RESERVED) pieces.set(piece, id)
  })
  const costs = vocabulary.map(([, cost]) => cost)
  return (text, tokens) => {
    const plain = speakPlainly(text, tokens, lexicon).normalize('NFKC')
    const marked = `\u2581${plain.trim().replace(/\s+/g, '\u2581')}`
    return splitBest(marked, pieces, costs).slice(0, MOST_PIECES)
  }
}

/** Posts as the encoder's training texts look: no links and handles, hashtags as words, nothing loud or stretched. */
function speakPlainly(text: string, tokens: Tokens, lexicon: Lexicon): string {
  let plain = ''
  let end = 0
  for (let at = 0; at < tokens.count; at += 1) {
    const start = tokens.start[at] as number
    if (start > end) plain += ' '
    end = tokens.end[at] as number
    plain += speakToken(text.slice(start, end), tokens, at, lexicon)
  }
  return plain
}

function speakToken(word: string, tokens: Tokens, at: number, lexicon: Lexicon): string {
  const kind = tokens.kind[at]
  if (kind === LINK || tokens.hash[at] === HIDDEN) return ''
  if (kind === MENTION) return '@'
  if (kind === PUNCTUATION) return word.slice(0, 3)
  if (kind === EMOJI) {
    const feeling = FEELINGS[lexicon.valence.get(tokens.hash[at] as number) ?? 0]
    return feeling === undefined ? '' : ` ${feeling} `
  }
  const shape = tokens.shape[at] as number
  const short = (shape & STRETCHED) === 0 ? word : word.replace(/(.)\1{2,}/gu, '$1$1')
  if (kind === HASHTAG) return short.slice(1).replace(/([a-z])([A-Z])/g, '$1 $2')
  return (shape & CAPITALS) !== 0 && word.length > 3 ? short.toLowerCase() : short
}

function splitBest(
  text: string,
  pieces: ReadonlyMap<string, number>,
  costs: readonly number[],
): readonly number[] {
  const best = new Float64Array(text.length + 1).fill(Number.NEGATIVE_INFINITY)
  const from = new Int32Array(text.length + 1)
  const piece = new Int32Array(text.length + 1)
  best[0] = 0
  const offer = (start: number, end: number, id: number, cost: number): void => {
    const total = (best[start] as number) + cost
    if (total <= (best[end] as number)) return
    best[end] = total
    from[end] = start
    piece[end] = id
  }
  for (let start = 0; start < text.length; start += 1) {
    offer(start, start + 1, UNKNOWN, UNKNOWN_COST)
    for (let end = start + 1; end <= Math.min(text.length, start + LONGEST_PIECE); end += 1) {
      const id = pieces.get(text.slice(start, end))
      if (id !== undefined) offer(start, end, id, costs[id] as number)
    }
  }
  const found: number[] = []
  for (let end = text.length; end > 0; end = from[end] as number) {
    const id = piece[end] as number
    if (id !== UNKNOWN || found.at(-1) !== UNKNOWN) found.push(id)
  }
  return found.reverse()
}
