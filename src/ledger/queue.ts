import type { Priority } from '../model/config.ts'
import type { Opening } from '../model/ledger.ts'
import type { Instant } from '../model/post.ts'
import type { LadderStep } from './ladder.ts'

/** What the order of work looks at. Everything but the first three may be unknown; what is unknown adds nothing. */
export interface QueueThread {
  readonly thread: number
  readonly opening: Opening
  readonly intents: readonly string[]
  readonly waitingSince?: Instant
  readonly dueAt?: Instant

  readonly promiseDueAt?: Instant
  readonly priority?: Priority
  /** −1 to 1. */
  readonly sentiment?: number
  /** 0 to 1, for complaints. */
  readonly severity?: number
  /** Likes, replies and shares of the thread's posts. */
  readonly engagement?: number
  readonly followers?: number
  /** New replies and likes an hour. */
  readonly growthPerHour?: number
  readonly people?: number
  readonly step?: LadderStep
  /** 0 to 1: how unsure the opening was. */
  readonly doubt?: number
  readonly escalatedAt?: Instant
}

/** One reason of the order, with what it adds. */
export interface ScorePart {
  readonly name: string
  readonly value: number
  /** For people: "2 h 10 m overdue". */
  readonly why: string
}

export interface QueueScore {
  readonly score: number
  /** Largest first; they sum to the score. */
  readonly parts: readonly ScorePart[]
}

export type QueueSection = 'answer' | 'praise' | 'look'

/** Praise stands apart unless the same post also asks or complains; the look list is what we are unsure of. */
export function sectionOf(thread: Pick<QueueThread, 'opening' | 'intents'>): QueueSection {
  if (thread.opening === 'look') return 'look'
  const others = thread.intents.filter((intent) => intent !== 'praise' && intent !== 'news')
  return thread.intents.includes('praise') && others.length === 0 ? 'praise' : 'answer'
}

const INTENT_WEIGHT: Readonly<Record<string, number>> = {
  'safety-legal': 40,
  churn: 25,
  complaint: 20,
  bug: 16,
  question: 14,
  purchase: 14,
  request: 10,
  praise: 4,
}
const PRIORITY_WEIGHT: Readonly<Record<Priority, number>> = {
  low: -20,
  normal: 0,
  high: 30,
  urgent: 60,
}
const HOUR = 3_600_000

/**
 * Risk as a sum whose parts are shown: time, intent, strength of feeling, bystanders, the person's step, the age of
 * what listening uncovered, priority. `now` moves only the time parts.
 */
export function scoreThread(thread: QueueThread, now: Instant): QueueScore {
  const parts = [
    timePart(thread, now),
    intentPart(thread),
    feelingPart(thread),
    bystandersPart(thread),
    peoplePart(thread),
    stepPart(thread),
    agePart(thread, now),
    priorityPart(thread),
    doubtPart(thread),
  ].filter((part): part is ScorePart => part !== undefined && part.value !== 0)
  const sorted = parts.toSorted((a, b) => b.value - a.value || compareText(a.name, b.name))
  return { score: round(sorted.reduce((sum, part) => sum + part.value, 0)), parts: sorted }
}

/** 0 to 40 while time is left, by the share that is used; 60 to 100 when overdue, growing by the logarithm of the hours. */
function timePart(thread: QueueThread, now: Instant): ScorePart | undefined {
  const { dueAt, waitingSince } = thread
  if (dueAt === undefined || waitingSince === undefined) return undefined
  if (now >= dueAt) {
    const value = 60 + Math.min(40, 10 * Math.log2(1 + (now - dueAt) / HOUR))
    return { name: 'overdue', value: round(value), why: `${spanText(now - dueAt)} overdue` }
  }
  const used = Math.max(0, (now - waitingSince) / (dueAt - waitingSince))
  return { name: 'time', value: round(40 * used), why: `${spanText(dueAt - now)} left` }
}

function intentPart(thread: QueueThread): ScorePart | undefined {
  const best = thread.intents.toSorted(
    (a, b) => (INTENT_WEIGHT[b] ?? 0) - (INTENT_WEIGHT[a] ?? 0),
  )[0]
  return best === undefined
    ? undefined
    : { name: 'intent', value: INTENT_WEIGHT[best] ?? 0, why: best }
}

function feelingPart(thread: QueueThread): ScorePart | undefined {
  const strength = Math.max(thread.severity ?? 0, -(thread.sentiment ?? 0))
  if (strength <= 0) return undefined
  return {
    name: 'feeling',
    value: round(20 * Math.min(1, strength)),
    why: strength >= 0.66 ? 'very unhappy' : 'unhappy',
  }
}

/** Logarithmic, so that a crowd counts and a bigger crowd counts a little more. */
function bystandersPart(thread: QueueThread): ScorePart | undefined {
  const watching =
    (thread.engagement ?? 0) + (thread.followers ?? 0) / 100 + 5 * (thread.growthPerHour ?? 0)
  if (watching <= 0) return undefined
  const told = [
    thread.engagement ? `${thread.engagement} reactions` : undefined,
    thread.followers ? `${thread.followers} followers` : undefined,
    thread.growthPerHour ? `${round(thread.growthPerHour)} more an hour` : undefined,
  ].filter((text) => text !== undefined)
  return {
    name: 'bystanders',
    value: round(Math.min(25, 5 * Math.log10(1 + watching) * 2)),
    why: told.join(', '),
  }
}

function peoplePart(thread: QueueThread): ScorePart | undefined {
  const people = thread.people ?? 1
  return people < 2
    ? undefined
    : { name: 'people', value: round(Math.min(15, 5 * Math.log2(people))), why: `${people} people` }
}

const STEP_WEIGHT: Readonly<Partial<Record<LadderStep, number>>> = {
  'praises-twice': 4,
  'defends-us': 8,
  'answers-others': 10,
  'brings-others': 12,
}

function stepPart(thread: QueueThread): ScorePart | undefined {
  const value = thread.step === undefined ? undefined : STEP_WEIGHT[thread.step]
  return value === undefined
    ? undefined
    : { name: 'person', value, why: String(thread.step).replaceAll('-', ' ') }
}

/** An uncovered question must not drown behind an addressed joke: it gains with every hour. */
function agePart(thread: QueueThread, now: Instant): ScorePart | undefined {
  if (thread.opening === 'addressed' || thread.waitingSince === undefined) return undefined
  const hours = Math.max(0, now - thread.waitingSince) / HOUR
  return {
    name: 'age',
    value: round(Math.min(20, 5 * Math.log2(1 + hours))),
    why: `uncovered ${spanText(hours * HOUR)} ago`,
  }
}

function priorityPart(thread: QueueThread): ScorePart | undefined {
  const { priority } = thread
  return priority === undefined
    ? undefined
    : { name: 'priority', value: PRIORITY_WEIGHT[priority], why: priority }
}

function doubtPart(thread: QueueThread): ScorePart | undefined {
  if (thread.opening !== 'look' || thread.doubt === undefined) return undefined
  return { name: 'doubt', value: round(30 * thread.doubt), why: 'the classifier is unsure' }
}

export interface Queued<Thread extends QueueThread> {
  readonly thread: Thread
  readonly section: QueueSection
  readonly score: QueueScore
  /** A promise is due within a day or broken: it comes before every score. */
  readonly promise?: { readonly due: Instant; readonly broken: boolean }
}

const DAY = 24 * HOUR

/**
 * The order of work, the same for the command and the screen: within each section broken promises first, then those
 * due within a day, each by date; then by score; then who waits longest; then the number, so that the order is total.
 */
export function orderQueue<Thread extends QueueThread>(
  threads: readonly Thread[],
  now: Instant,
): readonly Queued<Thread>[] {
  return threads
    .map((thread): Queued<Thread> => {
      const due = thread.promiseDueAt
      const isNear = due !== undefined && due - now <= DAY
      return {
        thread,
        section: sectionOf(thread),
        score: scoreThread(thread, now),
        ...(isNear ? { promise: { due, broken: due < now } } : {}),
      }
    })
    .sort(compareQueued)
}

const SECTIONS: readonly QueueSection[] = ['answer', 'praise', 'look']

function compareQueued(a: Queued<QueueThread>, b: Queued<QueueThread>): number {
  return (
    SECTIONS.indexOf(a.section) - SECTIONS.indexOf(b.section) ||
    comparePromises(a.promise?.due, b.promise?.due) ||
    b.score.score - a.score.score ||
    (a.thread.waitingSince ?? 0) - (b.thread.waitingSince ?? 0) ||
    a.thread.thread - b.thread.thread
  )
}

function comparePromises(a: Instant | undefined, b: Instant | undefined): number {
  if (a === undefined || b === undefined) return a === b ? 0 : a === undefined ? 1 : -1
  return a - b
}

/** "3 d 4 h", "2 h 10 m", "12 m"; never negative. */
export function spanText(milliseconds: number): string {
  const minutes = Math.max(0, Math.floor(milliseconds / 60_000))
  const [days, hours, rest] = [
    Math.floor(minutes / 1440),
    Math.floor((minutes % 1440) / 60),
    minutes % 60,
  ]
  if (days > 0) return hours > 0 ? `${days} d ${hours} h` : `${days} d`
  if (hours > 0) return rest > 0 ? `${hours} h ${rest} m` : `${hours} h`
  return `${rest} m`
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
