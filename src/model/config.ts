import type { Role } from './mention.ts'

/** A calendar day's office periods in minutes from midnight, local to the calendar's zone. */
export interface Calendar {
  readonly zone: string
  /** Monday first; several periods a day; [from, to) in minutes. No entry: closed. Empty week: always open. */
  readonly week: readonly (readonly (readonly [number, number])[])[]
  /** Closed days, as YYYY-MM-DD. */
  readonly holidays: readonly string[]
}

export type Priority = 'low' | 'normal' | 'high' | 'urgent'

/** First matching rule wins. `withinMinutes` is wall time, or calendar time where `clock` says so. */
export interface TargetRule {
  readonly intents?: readonly string[]
  readonly opening?: 'addressed' | 'uncovered'
  readonly priority?: Priority
  readonly firstMinutes: number
  readonly nextMinutes: number
  readonly solutionMinutes?: number
  readonly clock: 'wall' | 'calendar' | 'first-of'
  /** For first-of: minutes count in office time, but never later than this much wall time. Absent: the same minutes. */
  readonly wallLimitMinutes?: number
}

/** What decides when an answer is due and which uncovered posts open a thread. */
export interface Policy {
  /** Changes when the policy changes, so that projections know whether they are stale. */
  readonly version: string
  readonly targets: readonly TargetRule[]
  readonly calendar: Calendar
  readonly opening: {
    /** Uncovered posts with one of these intents at or above the confidence open a thread; below it: look list. */
    readonly intents: readonly string[]
    readonly confidence: number
    readonly lookConfidence: number
    /** Uncovered posts that are older than this when they are found open nothing: nobody waits any more. */
    readonly maxAgeMs?: number
  }
}

/** A saved query as the configuration gives it; the expression is parsed by query/. */
export interface QuerySetting {
  readonly name: string
  readonly role: Role
  readonly match: string
  /** Names of sources; absent: all. */
  readonly sources?: readonly string[]
}
