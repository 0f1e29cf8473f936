import { type Rate, rateOf } from './intervals.ts'
import { medianWaiting, type Waiting } from './kaplan-meier.ts'
import { type Distribution, describeDistribution } from './percentiles.ts'

/** One turn that asked for an answer, as the figures see it. Instants in milliseconds. */
export interface MeasuredTurn {
  readonly start: number
  /** False: no trustworthy date; stays out of times and is counted. */
  readonly trusted: boolean
  readonly dueAt?: number
  readonly repliedAt?: number
  /** Closed without an answer. */
  readonly closed?: { readonly at: number; readonly reason: string }
  /** The post vanished before an answer. */
  readonly goneAt?: number
  readonly seenAt?: number
}

/** Reasons that excuse an answer; what is closed for another counts as ignored. */
export const ACCEPTED_REASONS: readonly string[] = [
  'not-us',
  'spam',
  'answered-by-customer',
  'legal-hold',
  'no-answer-wanted',
  'moved-private',
]
/** These never asked us anything: they are no waiting at all, not even one that was cut off. */
const NEVER_OURS: readonly string[] = ['not-us', 'spam']

export interface ResponseFigures {
  readonly turns: number
  /** Turns that wanted an answer of ours: all but those excused or vanished. */
  readonly owed: number
  readonly answered: number
  /** answered ÷ owed; undefined when nothing was owed. */
  readonly responseRate?: Rate
  /** Answered in time ÷ (answered + unanswered that are overdue). */
  readonly withinTarget?: Rate
  /** Minutes from publication to answer, answered turns only; never read it without the two shares above. */
  readonly minutes: Distribution
  /** Kaplan–Meier median in minutes with the unanswered as censored; undefined while fewer than half are answered. */
  readonly medianMinutes?: number
  readonly waiting: number
  readonly overdue: number
  /** Closed without an answer for no accepted reason. */
  readonly ignored: number
  readonly excused: Readonly<Record<string, number>>
  readonly vanished: number
  readonly untrusted: number
  /** moved-private ÷ turns that were ours. */
  readonly movedPrivate?: Rate
}

const MINUTE = 60_000

/** The figures of the turns that opened in a period, as they stand at `now`. */
export function measureResponse(
  turns: readonly MeasuredTurn[],
  now: number,
  accepted: readonly string[] = ACCEPTED_REASONS,
): ResponseFigures {
  const answered = turns.filter((turn) => turn.repliedAt !== undefined)
  const open = turns.filter((turn) => fateOf(turn) === 'waiting')
  const closed = turns.filter((turn) => fateOf(turn) === 'closed')
  const ignored = closed.filter((turn) => !accepted.includes(turn.closed?.reason ?? ''))
  const owed = answered.length + open.length + ignored.length
  const ours = turns.filter(
    (turn) => !NEVER_OURS.includes(turn.closed?.reason ?? '') || turn.repliedAt !== undefined,
  )
  const movedPrivate = rateOf(countReason(closed, 'moved-private'), ours.length)
  const responseRate = rateOf(answered.length, owed)
  const withinTarget = rateWithinTarget([...answered, ...open, ...ignored], now)
  const median = medianWaiting(waitingTimes(turns, now))
  return {
    turns: turns.length,
    owed,
    answered: answered.length,
    ...(responseRate === undefined ? {} : { responseRate }),
    ...(withinTarget === undefined ? {} : { withinTarget }),
    minutes: describeDistribution(answered.filter((turn) => turn.trusted).map(minutesOf)),
    ...(median === undefined ? {} : { medianMinutes: median }),
    waiting: open.length,
    overdue: open.filter((turn) => turn.dueAt !== undefined && now > turn.dueAt).length,
    ignored: ignored.length,
    excused: countExcused(closed, accepted),
    vanished: turns.filter((turn) => fateOf(turn) === 'gone').length,
    untrusted: turns.filter((turn) => !turn.trusted).length,
    ...(movedPrivate === undefined ? {} : { movedPrivate }),
  }
}

function fateOf(turn: MeasuredTurn): 'answered' | 'closed' | 'gone' | 'waiting' {
  if (turn.repliedAt !== undefined) return 'answered'
  if (turn.closed !== undefined) return 'closed'
  return turn.goneAt === undefined ? 'waiting' : 'gone'
}

function minutesOf(turn: MeasuredTurn): number {
  return Math.max(0, (turn.repliedAt ?? turn.start) - turn.start) / MINUTE
}

/** Unanswered turns younger than their target are not yet at risk and count on neither side. */
function rateWithinTarget(turns: readonly MeasuredTurn[], now: number): Rate | undefined {
  const atRisk = turns.filter(
    (turn) =>
      turn.trusted &&
      turn.dueAt !== undefined &&
      (turn.repliedAt !== undefined || now > turn.dueAt),
  )
  const inTime = atRisk.filter(
    (turn) => turn.repliedAt !== undefined && turn.repliedAt <= (turn.dueAt ?? 0),
  )
  return rateOf(inTime.length, atRisk.length)
}

/** Minutes waited, for the product-limit curve. */
export function waitingTimes(turns: readonly MeasuredTurn[], now: number): readonly Waiting[] {
  return turns
    .filter(
      (turn) =>
        turn.trusted &&
        !(turn.repliedAt === undefined && NEVER_OURS.includes(turn.closed?.reason ?? '')),
    )
    .map((turn) => {
      const end = turn.repliedAt ?? turn.closed?.at ?? turn.goneAt ?? now
      return {
        time: Math.max(0, end - turn.start) / MINUTE,
        answered: turn.repliedAt !== undefined,
      }
    })
}

function countReason(turns: readonly MeasuredTurn[], reason: string): number {
  return turns.filter((turn) => turn.closed?.reason === reason).length
}

function countExcused(
  closed: readonly MeasuredTurn[],
  accepted: readonly string[],
): Readonly<Record<string, number>> {
  const reasons = accepted.map((reason) => [reason, countReason(closed, reason)] as const)
  return Object.fromEntries(reasons.filter(([, count]) => count > 0))
}

export interface Backlog {
  readonly waiting: number
  readonly overdue: number
  /** Minutes. */
  readonly age: Distribution
  /** Nobody looked for seven days. */
  readonly agedOut: number
}

const WEEK = 7 * 24 * 60 * MINUTE

/** What still waits at `now`, whenever it came. */
export function measureBacklog(turns: readonly MeasuredTurn[], now: number): Backlog {
  const open = turns.filter((turn) => fateOf(turn) === 'waiting')
  return {
    waiting: open.length,
    overdue: open.filter((turn) => turn.dueAt !== undefined && now > turn.dueAt).length,
    age: describeDistribution(open.map((turn) => Math.max(0, now - turn.start) / MINUTE)),
    agedOut: open.filter((turn) => turn.seenAt === undefined && now - turn.start > WEEK).length,
  }
}
