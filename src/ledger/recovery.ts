import type { SentimentLabel } from '../model/mention.ts'
import type { Instant } from '../model/post.ts'

export const VERDICTS = ['recovered', 'softened', 'silent', 'unhappy', 'worse'] as const
export type Verdict = (typeof VERDICTS)[number]

/** A post of one person, as far as feeling goes. `score` is −1 to 1, absent where the language is not covered. */
export interface Feeling {
  readonly post: number
  readonly at: Instant
  readonly label?: SentimentLabel
  readonly score?: number
  /** They thank us in words. */
  readonly thanks?: boolean
}

export interface Recovery {
  readonly verdict: Verdict
  /** The post before the answer and the one that decided. */
  readonly before: number
  readonly after?: number
}

export const DAY = 86_400_000
/** The windows that reports use, in days. */
export const RECOVERY_WINDOWS = [7, 30] as const
/** From this score on a post counts as happy. */
const HAPPY = 0.2
/** A rise or fall by less is no change. */
const CHANGE = 0.3

/**
 * What became of an unhappy person after `from` (our answer, or for the control group the moment when one would have
 * been due), by their posts in (from, from + days]. Recovered: the last scored post is happy, or they thank us.
 * Softened: it rose by 0.3 or more. Worse: it fell so much. Undefined: they had no negative post before.
 */
export function judgeRecovery(
  feelings: readonly Feeling[],
  from: Instant,
  days: number,
): Recovery | undefined {
  const ordered = feelings.toSorted((a, b) => a.at - b.at || a.post - b.post)
  const before = ordered.findLast((feeling) => feeling.at <= from && feeling.label === 'negative')
  if (before === undefined) return undefined
  const later = ordered.filter((feeling) => feeling.at > from && feeling.at <= from + days * DAY)
  const thanks = later.findLast((feeling) => feeling.thanks === true)
  const last = later.findLast((feeling) => feeling.score !== undefined)
  if (thanks !== undefined && (last === undefined || thanks.at >= last.at)) {
    return { verdict: 'recovered', before: before.post, after: thanks.post }
  }
  if (last?.score === undefined) return silentOrUnscored(before, later)
  return { verdict: verdictOf(before.score ?? -0.5, last), before: before.post, after: last.post }
}

/** Somebody who spoke again in words we cannot score is not silent, but nothing shows a change. */
function silentOrUnscored(before: Feeling, later: readonly Feeling[]): Recovery {
  const last = later.at(-1)
  if (last === undefined) return { verdict: 'silent', before: before.post }
  return { verdict: 'unhappy', before: before.post, after: last.post }
}

function verdictOf(before: number, last: Feeling): Verdict {
  const after = last.score ?? 0
  if (after >= HAPPY || last.label === 'positive') return 'recovered'
  if (after - before >= CHANGE) return 'softened'
  return before - after >= CHANGE ? 'worse' : 'unhappy'
}

export interface RecoveryTotals {
  readonly people: number
  readonly counts: Readonly<Record<Verdict, number>>
}

/** Counts persons, one verdict each. Silence is not joy: rates are given over all and over those who spoke again. */
export function countRecovery(verdicts: readonly Verdict[]): RecoveryTotals {
  const counts: Record<Verdict, number> = {
    recovered: 0,
    softened: 0,
    silent: 0,
    unhappy: 0,
    worse: 0,
  }
  for (const verdict of verdicts) counts[verdict] += 1
  return { people: verdicts.length, counts }
}
