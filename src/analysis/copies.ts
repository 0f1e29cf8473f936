import { type Fingerprint, SHORTEST } from './fingerprints.ts'

/** Changes with whatever changes fingerprints or the decision: what was kept of older rules is worked out again. */
export const COPIES_VERSION = '2'

/** Shorter texts with fewer letters are no copies even when they are equal: "thanks a lot" says nothing. */
const FEWEST_LETTERS = 40
/** Share of common shingles from which two posts are one text (Jaccard). */
const ALIKE = 0.55
/** Answers repeat each other's words: two of them must be nearly the same. */
const ALIKE_REPLIES = 0.8
/** A teaser inside its article: share of the teaser that stands at the beginning of the article. */
const CONTAINED = 0.85
const SHORTEST_TEASER = 20
/** Of one page under one address less is asked for: an excerpt, a revision, another cut. */
const ALIKE_PAGE = 0.3
/** Below so many words a changed number is another message: a price, a level, a version. */
const NUMBERS_MATTER = 40
/** By-lines and place names before the beginning, in words. */
const PREAMBLE = 24

/**
 * How sure it is that two texts are one: 1 for equal words, the share of common shingles for texts that are nearly
 * equal or where one is the beginning of the other, 0 where they are no copies. `samePage`: they have one address.
 */
export function likeness(one: Fingerprint, other: Fingerprint, samePage = false): number {
  if (one.exact !== '' && one.exact === other.exact) return samePage || saysEnough(one) ? 1 : 0
  if (samePage && one.title !== 0 && one.title === other.title) return 1
  if (one.words < SHORTEST || other.words < SHORTEST || one.isReply !== other.isReply) return 0
  return nearness(one, other, samePage)
}

function nearness(one: Fingerprint, other: Fingerprint, samePage: boolean): number {
  const { alike, contained } = overlapOf(one, other)
  if (samePage && alike >= ALIKE_PAGE) return alike
  if (alike >= (one.isReply ? ALIKE_REPLIES : ALIKE)) return numbersDiffer(one, other) ? 0 : alike
  return contained >= CONTAINED ? contained : 0
}

function saysEnough({ words, letters }: Fingerprint): boolean {
  return words >= SHORTEST || letters >= FEWEST_LETTERS
}

/** Two texts that say the same in the same words: equal, nearly equal, or an article and its own beginning. */
export function isCopy(one: Fingerprint, other: Fingerprint): boolean {
  return likeness(one, other) > 0
}

/** Each has a number that the other lacks, in a text where that makes another message. */
function numbersDiffer(one: Fingerprint, other: Fingerprint): boolean {
  if (Math.min(one.words, other.words) >= NUMBERS_MATTER) return false
  return (
    one.numbers.some((number) => !other.numbers.includes(number)) &&
    other.numbers.some((number) => !one.numbers.includes(number))
  )
}

/** `contained` is 0 unless the longer one is an article and the shorter one long enough to be its teaser. */
function overlapOf(
  one: Fingerprint,
  other: Fingerprint,
): { readonly alike: number; readonly contained: number } {
  const [small, large] = one.shingles.length <= other.shingles.length ? [one, other] : [other, one]
  const mine = new Set(small.shingles)
  const theirs = new Set(large.shingles)
  const common = countCommon(mine, theirs)
  const alike = common / (mine.size + theirs.size - common)
  if (!large.isArticle || small.words < SHORTEST_TEASER) return { alike, contained: 0 }
  const beginning = new Set(large.shingles.subarray(0, small.shingles.length + PREAMBLE))
  return { alike, contained: countCommon(mine, beginning) / mine.size }
}

function countCommon(one: ReadonlySet<number>, other: ReadonlySet<number>): number {
  let common = 0
  for (const item of one) if (other.has(item)) common += 1
  return common
}
