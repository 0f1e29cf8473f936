import { type Fingerprint, SHORTEST } from './fingerprints.ts'

/** Changes with whatever changes fingerprints or the decision: what was kept of older rules is worked out again. */
export const COPIES_VERSION = '2'

/** Shorter texts with fewer letters are no copies even when they are equal: "thanks a lot" says nothing. */
const FEWEST_LETTERS = 40
/** Share of common shingles (Jaccard) from which two posts are one text. */
const ALIKE = 0.75
/** Or the shorter one is a run of words of the longer one, and at least this share of it: nothing was filled in. */
const RUN = 0.75
const LONGEST_RUN = 150
/** Of articles, and of posts that point at one address, less is asked for: nobody writes the same by accident. */
const ALIKE_ARTICLES = 0.55
/** People answer in the same few words: shorter answers are each their own. */
const SHORTEST_ANSWER = 20
/** A teaser inside its article: share of the teaser that stands at the beginning of the article. */
const CONTAINED = 0.85
const SHORTEST_TEASER = 20
/** Of one page under one address less is asked for: an excerpt, a revision, another cut. */
const ALIKE_PAGE = 0.3
/** Below so many words a changed number is another message: a price, a level, a version. */
const NUMBERS_MATTER = 80
/** By-lines and place names before the beginning, in words. */
const PREAMBLE = 24

/**
 * How sure it is that two texts are one: 1 for equal words, the share of common shingles for texts that are nearly
 * equal or where one is the beginning of the other, 0 where they are no copies. `samePage`: they have one address.
 */
export function likeness(one: Fingerprint, other: Fingerprint, samePage = false): number {
  if (!samePage && (isBriefAnswer(one) || isBriefAnswer(other))) return 0
  if (areEqual(one, other)) return samePage || saysEnough(one) ? 1 : 0
  if (samePage && one.title !== 0 && one.title === other.title) return 1
  if (one.words < SHORTEST || other.words < SHORTEST || one.isReply !== other.isReply) return 0
  return nearness(one, other, samePage)
}

/** The same words in the same order. */
function areEqual(one: Fingerprint, other: Fingerprint): boolean {
  if (one.shingles.length === 0) return one.exact !== '' && one.exact === other.exact
  if (one.shingles.length !== other.shingles.length || one.length !== other.length) return false
  return one.shingles.every((shingle, at) => shingle === other.shingles[at])
}

function nearness(one: Fingerprint, other: Fingerprint, samePage: boolean): number {
  const { alike, contained } = overlapOf(one, other)
  if (samePage && alike >= ALIKE_PAGE) return alike
  const least = isSameMatter(one, other) ? ALIKE_ARTICLES : ALIKE
  if (alike >= least || (alike >= ALIKE_ARTICLES && isRunOf(one, other))) {
    return numbersDiffer(one, other) ? 0 : alike
  }
  return contained >= CONTAINED ? contained : 0
}

function isBriefAnswer({ isReply, words }: Fingerprint): boolean {
  return isReply && words < SHORTEST_ANSWER
}

function saysEnough({ words, letters }: Fingerprint): boolean {
  return words >= SHORTEST || letters >= FEWEST_LETTERS
}

function isSameMatter(one: Fingerprint, other: Fingerprint): boolean {
  if (one.isReply) return false
  if (one.isArticle && other.isArticle) return true
  return one.links.some((link) => other.links.includes(link))
}

/** Two texts that say the same in the same words: equal, nearly equal, or an article and its own beginning. */
export function isCopy(one: Fingerprint, other: Fingerprint): boolean {
  return likeness(one, other) > 0
}

/** One was cut off, or something was put before or behind it; the word at the cut may be cut too. */
function isRunOf({ shingles: one }: Fingerprint, { shingles: other }: Fingerprint): boolean {
  const shorter = Math.min(one.length, other.length)
  const longer = Math.max(one.length, other.length)
  if (longer > LONGEST_RUN) return false
  const run = longestRun(one, other)
  return run >= shorter - 1 && run >= RUN * longer
}

function longestRun(one: Uint32Array, other: Uint32Array): number {
  let best = 0
  let before = new Uint8Array(other.length + 1)
  for (const shingle of one) {
    const runs = new Uint8Array(other.length + 1)
    for (let at = 0; at < other.length; at += 1) {
      if (other[at] !== shingle) continue
      const run = (before[at] ?? 0) + 1
      runs[at + 1] = run
      if (run > best) best = run
    }
    before = runs
  }
  return best
}

/** Each has a number that the other lacks, in a text where that makes another message. */
function numbersDiffer(one: Fingerprint, other: Fingerprint): boolean {
  if (Math.min(one.words, other.words) >= NUMBERS_MATTER) return false
  return (
    one.numbers.some((number) => !other.numbers.includes(number)) &&
    other.numbers.some((number) => !one.numbers.includes(number))
  )
}

/** `contained` is 0 unless both are articles and the shorter one is long enough to be a teaser. */
function overlapOf(
  one: Fingerprint,
  other: Fingerprint,
): { readonly alike: number; readonly contained: number } {
  const [small, large] = one.shingles.length <= other.shingles.length ? [one, other] : [other, one]
  const mine = new Set(small.shingles)
  const theirs = new Set(large.shingles)
  const common = countCommon(mine, theirs)
  const alike = common / (mine.size + theirs.size - common)
  const canBeTeaser = small.isArticle && large.isArticle && small.words >= SHORTEST_TEASER
  if (!canBeTeaser) return { alike, contained: 0 }
  const beginning = new Set(large.shingles.subarray(0, small.shingles.length + PREAMBLE))
  return { alike, contained: countCommon(mine, beginning) / mine.size }
}

function countCommon(one: ReadonlySet<number>, other: ReadonlySet<number>): number {
  let common = 0
  for (const item of one) if (other.has(item)) common += 1
  return common
}
