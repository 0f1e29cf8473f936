import type { Calendar, Policy, Priority, TargetRule } from '../model/config.ts'
import type { Opening } from '../model/ledger.ts'
import type { Instant } from '../model/post.ts'
import { addCalendarMinutes } from './calendar.ts'

/** What decides which target holds. */
export interface TargetQuestion {
  readonly intents: readonly string[]
  readonly opening: Opening
  readonly priority: Priority
}

const MINUTE = 60_000

/** The first rule that matches; undefined where none does, and for the look list, which has no promise. */
export function findTarget(question: TargetQuestion, policy: Policy): TargetRule | undefined {
  if (question.opening === 'look') return undefined
  return policy.targets.find(
    (rule) =>
      (rule.opening === undefined || rule.opening === question.opening) &&
      (rule.priority === undefined || rule.priority === question.priority) &&
      (rule.intents === undefined ||
        rule.intents.some((intent) => question.intents.includes(intent))),
  )
}

/** When an answer is due that was asked for at `from`; undefined when the office never opens again. */
export function dueInstant(
  from: Instant,
  minutes: number,
  rule: TargetRule,
  calendar: Calendar,
): Instant | undefined {
  if (rule.clock === 'wall') return from + minutes * MINUTE
  const office = addCalendarMinutes(from, minutes, calendar)
  if (rule.clock === 'calendar') return office
  const wall = from + (rule.wallLimitMinutes ?? minutes) * MINUTE
  return office === undefined ? wall : Math.min(wall, office)
}

export type DueStage = 'calm' | 'half' | 'soon' | 'overdue'

/** How much of the time is used up: half from 50 %, soon from 80 %, overdue from 100 % on. */
export function dueStage(from: Instant, due: Instant, now: Instant): DueStage {
  if (now >= due) return 'overdue'
  const used = (now - from) / (due - from)
  if (used >= 0.8) return 'soon'
  return used >= 0.5 ? 'half' : 'calm'
}
