import type { AlertRule } from '../config/settings.ts'
import { judgeSpike, testShare } from '../metrics/spikes.ts'
import type { Instant } from '../model/post.ts'

/** What one rule sees: numbers only, so that it can be tried on any moment of the past. */
export interface AlertSight {
  /** Posts, people and clusters within the rule's window. */
  readonly posts: number
  readonly people: number
  readonly clusters: number
  readonly negative: number
  readonly scored: number
  /** The same windows before this one, oldest first, in the rule's own count. */
  readonly history: readonly number[]
  /** Feelings of the history together. */
  readonly negativeBefore: number
  readonly scoredBefore: number
  readonly overdue: number
  /** The most followers or reactions of one author in the window. */
  readonly weight: number
  /** Sources without a successful look for longer than the window: silence, not a failed fetch. */
  readonly silent: readonly string[]
  /** The strongest posts, for the message. */
  readonly examples: readonly number[]
}

/** A rule that rings now, and why. */
export interface Alert {
  readonly rule: string
  readonly at: Instant
  readonly why: string
  readonly isCritical: boolean
  readonly posts: number
  readonly people: number
  readonly clusters: number
  readonly examples: readonly number[]
}

/** Chances under which a spike rings. */
const CHANCE: Readonly<Record<AlertRule['sensitivity'], number>> = {
  low: 0.00005,
  medium: 0.0005,
  high: 0.005,
}
const DIP = 0.01

/** Whether the rule rings on what it sees; undefined: it does not. */
export function judgeRule(rule: AlertRule, sight: AlertSight, at: Instant): Alert | undefined {
  const why = JUDGES[rule.when](rule, sight)
  if (why === undefined) return undefined
  const { posts, people, clusters, examples } = sight
  return {
    rule: rule.name,
    at,
    why,
    isCritical: rule.isCritical,
    posts,
    people,
    clusters,
    examples,
  }
}

type Judge = (rule: AlertRule, sight: AlertSight) => string | undefined

const JUDGES: Readonly<Record<AlertRule['when'], Judge>> = {
  every: (_rule, { posts, people }) =>
    posts > 0 ? `${posts} new ${posts === 1 ? 'match' : 'matches'} by ${people} people` : undefined,
  threshold: (rule, sight) =>
    sight[rule.of] >= rule.count
      ? `${sight[rule.of]} ${rule.of}, the limit is ${rule.count}`
      : undefined,
  spike: (rule, sight) => {
    const verdict = judgeSpike(sight.history, sight[rule.of], {
      chance: CHANCE[rule.sensitivity],
      fewest: rule.count,
    })
    return verdict?.isSpike
      ? `${verdict.value} ${rule.of}, about ${Math.round(verdict.expected)} are usual (${verdict.deviations.toFixed(1)} deviations)`
      : undefined
  },
  dip: (rule, sight) => {
    const now = { successes: sight.negative, n: sight.scored }
    const before = { successes: sight.negativeBefore, n: sight.scoredBefore }
    const test = testShare(now, before, rule.count)
    return test !== undefined && test.chance < DIP
      ? `${percent(now)} of ${now.n} scored posts are unhappy, ${percent(before)} before`
      : undefined
  },
  overdue: (rule, { overdue }) =>
    overdue >= rule.count ? `${overdue} answers are overdue` : undefined,
  person: (rule, { weight, posts }) =>
    posts > 0 && weight >= rule.count ? `somebody with a weight of ${weight} spoke` : undefined,
  silence: (_rule, { silent }) =>
    silent.length > 0 ? `nothing new from ${silent.join(', ')}` : undefined,
}

function percent({ successes, n }: { readonly successes: number; readonly n: number }): string {
  return n === 0 ? '0 %' : `${Math.round((100 * successes) / n)} %`
}
