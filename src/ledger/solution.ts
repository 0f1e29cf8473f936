import type { Policy } from '../model/config.ts'
import type { Opening } from '../model/ledger.ts'
import type { Instant } from '../model/post.ts'
import type { Conversation } from './conversation.ts'
import type { Decisions } from './decisions.ts'
import { dueInstant, findTarget } from './targets.ts'
import type { Turn } from './turns.ts'

/** Time in which we wait for them because we asked something. Without `to` it still runs. */
export interface Pause {
  readonly from: Instant
  readonly to?: Instant
}

/** A pause begins with a reply that asks and ends with their next post; no snooze and no policy makes or ends one. */
export function findPauses(conversation: Conversation): readonly Pause[] {
  const theirs = conversation.posts.filter((post) => post.side === 'theirs')
  const pauses: Pause[] = []
  for (const reply of conversation.replies) {
    const running = pauses.at(-1)
    const isRunning = running !== undefined && (running.to === undefined || running.to > reply.at)
    if (!reply.asks || isRunning || (theirs[0]?.at ?? Number.POSITIVE_INFINITY) > reply.at) continue
    const next = theirs.find((post) => post.at > reply.at)
    pauses.push(next === undefined ? { from: reply.at } : { from: reply.at, to: next.at })
  }
  return pauses
}

/** Milliseconds of [from, to) that were not paused. */
export function unpausedBetween(from: Instant, to: Instant, pauses: readonly Pause[]): number {
  let sum = Math.max(0, to - from)
  for (const pause of pauses)
    sum -= Math.max(0, Math.min(pause.to ?? to, to) - Math.max(pause.from, from))
  return Math.max(0, sum)
}

/** Time to solution so far or at the outcome "solved", pauses taken out; undefined for a thread that never opened. */
export function timeToSolution(
  facts: {
    readonly openedAt?: Instant
    readonly outcome?: Decisions['outcome']
    readonly pauses: readonly Pause[]
  },
  now: Instant,
): { readonly milliseconds: number; readonly solved: boolean } | undefined {
  if (facts.openedAt === undefined) return undefined
  const solved = facts.outcome?.kind === 'solved'
  const end = solved && facts.outcome !== undefined ? facts.outcome.at : now
  return { milliseconds: unpausedBetween(facts.openedAt, end, facts.pauses), solved }
}

/** When the solution is due; undefined when solved, without a target, or while the clock is paused. */
export function solutionDue(
  turns: readonly Turn[],
  opening: Opening,
  decisions: Decisions,
  pauses: readonly Pause[],
  policy: Policy,
): Instant | undefined {
  const first = turns[0]
  if (first === undefined || decisions.outcome?.kind === 'solved') return undefined
  const rule = findTarget({ intents: first.intents, opening, priority: decisions.priority }, policy)
  if (rule?.solutionMinutes === undefined) return undefined
  return pushByPauses(dueInstant(first.start, rule.solutionMinutes, rule, policy.calendar), pauses)
}

/** Every pause that began before the moment pushes it back by its length. */
function pushByPauses(due: Instant | undefined, pauses: readonly Pause[]): Instant | undefined {
  let at = due
  for (const pause of pauses) {
    if (at === undefined || pause.from >= at) break
    at = pause.to === undefined ? undefined : at + (pause.to - pause.from)
  }
  return at
}
