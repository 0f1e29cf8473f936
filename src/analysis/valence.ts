import type { Lexicon } from './lexicon.ts'
import type { Tokens } from './tokens.ts'
import { CAPITALS, PUNCTUATION, STRETCHED } from './tokens.ts'

/** How far a negation reaches when nothing ends it before. */
const NEGATION_REACH = 5

/** What "not" leaves of a word: turned and weakened, as people mean it ("not great" is milder than "bad"). */
const TURNED = -0.7

/**
 * Writes the valence of every token in its context: turned by a negation whose scope has not ended, strengthened by
 * degree words and capitals. `negated` says which tokens stand in a negation's scope.
 */
export function scoreTokens(
  tokens: Tokens,
  lexicon: Lexicon,
  scores: Float32Array,
  negated: Uint8Array,
): void {
  let reach = 0
  let degree = 1
  for (let at = 0; at < tokens.count; at += 1) {
    const hash = tokens.hash[at] as number
    if (endsScope(tokens, at, lexicon)) reach = 0
    negated[at] = reach > 0 ? 1 : 0
    const value = lexicon.valence.get(hash) ?? 0
    scores[at] = value === 0 ? 0 : inContext(value, degree, reach > 0, tokens.shape[at] as number)
    degree = lexicon.degree.get(hash) ?? 1
    reach = lexicon.negators.has(hash) ? NEGATION_REACH : Math.max(0, reach - 1)
  }
}

function inContext(value: number, degree: number, turned: boolean, shape: number): number {
  const loud = (shape & (CAPITALS | STRETCHED)) === 0 ? 1 : 1.2
  return value * degree * loud * (turned ? TURNED : 1)
}

/** A clause ends at punctuation, or at a turning word. */
export function endsScope(tokens: Tokens, at: number, lexicon: Lexicon): boolean {
  if (tokens.kind[at] === PUNCTUATION) return true
  return lexicon.scopeEnds.has(tokens.hash[at] as number)
}
