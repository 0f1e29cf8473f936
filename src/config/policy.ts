import { createHash } from 'node:crypto'
import type { Calendar, Policy, TargetRule } from '../model/config.ts'
import { parseDuration } from './duration.ts'
import { toWeek } from './hours.ts'
import type { RawSettings } from './schema.ts'

const DEFAULT_OPENING = {
  intents: ['complaint', 'question', 'request', 'bug', 'churn', 'safety-legal'],
  confidence: 0.6,
  lookConfidence: 0.3,
  youngerThan: '30d',
}

/** The answering rules of the file as the ledger reads them; its version is a hash of all that matters. */
export function toPolicy(raw: RawSettings, holidays: readonly string[]): Policy {
  const { answer } = raw
  const calendar: Calendar = {
    zone: raw.timezone,
    week: answer.hours ? toWeek(answer.hours) : [],
    holidays: [...holidays].sort(),
  }
  const opening = {
    intents: answer.uncovered?.intents ?? DEFAULT_OPENING.intents,
    confidence: answer.uncovered?.confidence ?? DEFAULT_OPENING.confidence,
    lookConfidence: answer.uncovered?.look ?? DEFAULT_OPENING.lookConfidence,
    maxAgeMs: toMinutes(answer.uncovered?.younger_than ?? DEFAULT_OPENING.youngerThan) * 60_000,
  }
  const targets = [...(answer.targets ?? []).map(toTarget), ...defaultTargets(answer.within)]
  const content = JSON.stringify({ targets, calendar, opening })
  return {
    version: createHash('sha256').update(content).digest('hex').slice(0, 12),
    targets,
    calendar,
    opening,
  }
}

function toTarget(rule: NonNullable<RawSettings['answer']['targets']>[number]): TargetRule {
  const first = toMinutes(rule.within)
  return {
    firstMinutes: first,
    nextMinutes: rule.next ? toMinutes(rule.next) : first,
    clock: rule.clock,
    ...(rule.intents ? { intents: rule.intents } : {}),
    ...(rule.opening ? { opening: rule.opening } : {}),
    ...(rule.priority ? { priority: rule.priority } : {}),
    ...(rule.latest ? { wallLimitMinutes: toMinutes(rule.latest) } : {}),
    ...(rule.solved ? { solutionMinutes: toMinutes(rule.solved) } : {}),
  }
}

/** The promise: complaints and questions addressed to us within `within`; everything else within a day. */
function defaultTargets(within: string): TargetRule[] {
  const minutes = toMinutes(within)
  const urgent = ['complaint', 'question', 'bug', 'churn', 'safety-legal']
  return [
    {
      intents: urgent,
      opening: 'addressed',
      firstMinutes: minutes,
      nextMinutes: minutes,
      clock: 'wall',
    },
    { firstMinutes: Math.max(minutes, 1440), nextMinutes: Math.max(minutes, 1440), clock: 'wall' },
  ]
}

function toMinutes(text: string): number {
  return (parseDuration(text) ?? 0) / 60_000
}
