import { listWords } from '../text/tokens.ts'

/** A share of 0 to 1 with its interval. */
export interface Estimate {
  readonly rate: number
  readonly low: number
  readonly high: number
}

/** How many posts there are, how many of them a person judged, and how many were found to be meant. */
export interface Judged {
  readonly total: number
  readonly judged: number
  readonly relevant: number
}

export interface Measured {
  /** Of the posts that the query finds, how many are meant. Absent where nothing was judged. */
  readonly precision?: Estimate
  /** Of the posts that are meant and that the widened query finds, how many the query finds. */
  readonly recall?: Estimate
  /** Posts that are meant but missed, as far as the widened query reaches. */
  readonly missed?: number
}

/**
 * Precision from judged finds, recall from judged posts that only the widened query finds. The interval of the recall
 * takes the unfavourable ends of both samples together, so it is wider than 95 %. `interval` is Wilson's.
 */
export function measureQuery(
  found: Judged,
  nearby: Judged,
  interval: (successes: number, n: number) => { readonly low: number; readonly high: number },
): Measured {
  if (found.judged === 0) return {}
  const precision = {
    rate: found.relevant / found.judged,
    ...interval(found.relevant, found.judged),
  }
  if (nearby.total > 0 && nearby.judged === 0) return { precision }
  const missing =
    nearby.judged === 0
      ? { rate: 0, low: 0, high: 0 }
      : { rate: nearby.relevant / nearby.judged, ...interval(nearby.relevant, nearby.judged) }
  const share = (hit: number, miss: number): number => {
    const all = hit * found.total + miss * nearby.total
    return all === 0 ? 0 : (hit * found.total) / all
  }
  return {
    precision,
    recall: {
      rate: share(precision.rate, missing.rate),
      low: share(precision.low, missing.high),
      high: share(precision.high, missing.low),
    },
    missed: missing.rate * nearby.total,
  }
}

/** A post that a person judged. */
export interface JudgedText {
  readonly title?: string | undefined
  readonly text: string
  readonly relevant: boolean
}

/** A word or two words in a row, and in how many posts of each side they stand. */
export interface ExclusionWord {
  readonly word: string
  /** Posts that are not meant. */
  readonly here: number
  /** Posts that are meant: what excluding the word would cost. */
  readonly there: number
  readonly background: number
}

/** A word has to stand in so many unwanted posts before it is proposed. */
const ENOUGH = 2

/**
 * The words and pairs of words of judged posts, each counted once a post. The caller ranks them by log-odds (with a prior
 * as large as the number of posts), `proposeExclusions` picks.
 */
export function countExclusions(posts: readonly JudgedText[]): readonly ExclusionWord[] {
  const counts = new Map<string, { here: number; there: number }>()
  for (const post of posts) {
    for (const word of new Set([...phrasesOf(post.title ?? ''), ...phrasesOf(post.text)])) {
      const count = counts.get(word) ?? { here: 0, there: 0 }
      if (post.relevant) count.there += 1
      else count.here += 1
      counts.set(word, count)
    }
  }
  return [...counts].map(([word, { here, there }]) => ({
    word,
    here,
    there,
    background: here + there,
  }))
}

function phrasesOf(text: string): readonly string[] {
  const words = listWords(text)
  return words.flatMap((word, at) => {
    const next = words[at + 1]
    return next === undefined ? [word] : [word, `${word} ${next}`]
  })
}

/** What one exclusion does to the judged posts. */
export interface ExclusionCost {
  readonly expression: string
  readonly removes: number
  readonly costs: number
}

/** The best exclusions that cost at most so many good posts for each unwanted one, as they would be written. */
export function proposeExclusions(
  ranked: readonly {
    readonly word: string
    readonly here: number
    readonly there: number
    readonly z: number
  }[],
  options: { readonly most?: number; readonly z?: number; readonly costPerPost?: number } = {},
): readonly ExclusionCost[] {
  const { most = 10, z = 1.96, costPerPost = 0.25 } = options
  return ranked
    .filter((one) => one.here >= ENOUGH && one.z >= z && one.there <= one.here * costPerPost)
    .slice(0, most)
    .map(({ word, here, there }) => ({
      expression: `NOT ${/^[\p{L}\p{N}_]+$/u.test(word) ? word : `"${word}"`}`,
      removes: here,
      costs: there,
    }))
}
