import type { Calendar, Policy, Priority, TargetRule } from '../model/config.ts'
import type { Opening } from '../model/ledger.ts'
import type { Instant } from '../model/post.ts'
import { addCalendarMinutes, calendarMinutes } from './calendar.ts'

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

/** Minutes on the clock that the rule counts in; first-of counts office time. */
export function minutesByRule(
  from: Instant,
  to: Instant,
  rule: TargetRule,
  calendar: Calendar,
): number {
  return rule.clock === 'wall'
    ? Math.max(0, to - from) / MINUTE
    : calendarMinutes(from, to, calendar)
}

export type DueStage = 'calm' | 'half' | 'soon' | 'overdue'

/** How much of the time is used up: half from 50 %, soon from 80 %, overdue from 100 % on. */
export function dueStage(from: Instant, due: Instant, now: Instant): DueStage {
  if (now >= due) return 'overdue'
  const used = (now - from) / (due - from)
  if (used >= 0.8) return 'soon'
  return used >= 0.5 ? 'half' : 'calm'
}

const UNHAPPY = ['complaint', 'question', 'request', 'bug', 'churn', 'safety-legal'] as const

/**
 * What the product ships: an hour for complaints and questions addressed to us (surveys of 2012–13 in which 72 %
 * of complainants expected that; a default, not a truth), a working day for what listening uncovered, a day for praise.
 */
export const DEFAULT_POLICY: Policy = {
  version: 'default-1',
  targets: [
    {
      intents: ['safety-legal'],
      firstMinutes: 30,
      nextMinutes: 30,
      solutionMinutes: 1440,
      clock: 'wall',
    },
    { priority: 'urgent', firstMinutes: 30, nextMinutes: 30, clock: 'wall' },
    {
      opening: 'addressed',
      intents: [...UNHAPPY],
      firstMinutes: 60,
      nextMinutes: 60,
      solutionMinutes: 4320,
      clock: 'wall',
    },
    {
      opening: 'uncovered',
      intents: [...UNHAPPY],
      firstMinutes: 240,
      nextMinutes: 60,
      solutionMinutes: 4320,
      clock: 'wall',
    },
    { intents: ['praise'], firstMinutes: 1440, nextMinutes: 1440, clock: 'wall' },
    { opening: 'addressed', firstMinutes: 60, nextMinutes: 60, clock: 'wall' },
    { firstMinutes: 1440, nextMinutes: 1440, clock: 'wall' },
  ],
  calendar: { zone: 'UTC', week: [], holidays: [] },
  opening: { intents: [...UNHAPPY, 'praise'], confidence: 0.6, lookConfidence: 0.3 },
}
