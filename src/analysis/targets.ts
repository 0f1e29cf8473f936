import type { Hit, Sentiment } from '../model/mention.ts'
import type { Lexicon } from './lexicon.ts'
import { sentimentOfValence } from './sentiment.ts'
import type { Tokens } from './tokens.ts'
import { hashWord } from './tokens.ts'
import { endsScope } from './valence.ts'

/** A query's subject in the text: the places where its words stand. */
export interface Target {
  readonly query: string
  readonly hits: readonly Hit[]
}

/** "left A for B": what stands before the word loses or wins against what stands after it. */
const BEFORE_WINS = 'beats beat outperforms outshines destroys crushes trumps tops'
const AFTER_WINS = 'left leave leaving ditch ditched ditching dumped'

export interface ComparisonWords {
  readonly beforeWins: ReadonlySet<number>
  readonly leave: ReadonlySet<number>
}

export function createComparisonWords(): ComparisonWords {
  return {
    beforeWins: new Set(BEFORE_WINS.split(' ').map(hashWord)),
    leave: new Set(AFTER_WINS.split(' ').map(hashWord)),
  }
}

/** Token indices that the hits touch; `shift` moves hits of the text behind a title. */
export function tokensOfHits(tokens: Tokens, hits: readonly Hit[], shift: number): number[] {
  const found: number[] = []
  for (let at = 0; at < tokens.count; at += 1) {
    const start = tokens.start[at] ?? 0
    const end = tokens.end[at] ?? 0
    if (hits.some((hit) => overlaps(hit, start, end, shift))) found.push(at)
  }
  return found
}

function overlaps(hit: Hit, start: number, end: number, shift: number): boolean {
  const moved = hit.field === 'title' ? 0 : shift
  return hit.start + moved < end && hit.end + moved > start
}

/** The valence around the subject: near words count more, words across a clause border far less. */
export function valenceTowards(
  tokens: Tokens,
  scores: Float32Array,
  lexicon: Lexicon,
  places: readonly number[],
): number {
  let best = 0
  for (let at = 0; at < tokens.count; at += 1) {
    const score = scores[at] ?? 0
    if (score === 0) continue
    best += score * nearness(tokens, lexicon, places, at)
  }
  return best
}

function nearness(tokens: Tokens, lexicon: Lexicon, places: readonly number[], at: number): number {
  let nearest = 0
  for (const place of places) {
    const distance = Math.abs(place - at)
    if (distance > 25) continue
    let borders = 0
    for (let i = Math.min(place, at) + 1; i < Math.max(place, at); i += 1) {
      if (endsScope(tokens, i, lexicon)) borders += 1
    }
    nearest = Math.max(nearest, 0.5 ** borders / (1 + distance / 8))
  }
  return nearest
}

/** −1 or 1 where a comparison decides, else 0. */
export function comparisonSign(
  tokens: Tokens,
  words: ComparisonWords,
  places: readonly number[],
): number {
  const first = places[0]
  if (first === undefined) return 0
  for (let at = 0; at < tokens.count; at += 1) {
    const hash = tokens.hash[at] ?? 0
    if (words.beforeWins.has(hash)) return first < at ? 1 : -1
    if (words.leave.has(hash) && first > at) return leaveSign(tokens, at, first)
  }
  return 0
}

/** "left A for B", "left A and went to B": A loses, what follows the preposition wins. */
function leaveSign(tokens: Tokens, leave: number, place: number): number {
  const towards = new Set(['for', 'to'].map(hashWord))
  for (let at = leave + 1; at < place; at += 1) {
    if (towards.has(tokens.hash[at] ?? 0)) return 1
  }
  return place - leave <= 4 ? -1 : 0
}

export function towardsSentiment(valence: number, sign: number): Sentiment {
  return sentimentOfValence(sign === 0 ? valence * 1.3 : sign * 3)
}
