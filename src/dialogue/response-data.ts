import { type OfficeClock, officeClock } from '../ledger/calendar.ts'
import { sectionOf } from '../ledger/queue.ts'
import { type Rate, rateOf } from '../metrics/intervals.ts'
import { type Distribution, describeDistribution } from '../metrics/percentiles.ts'
import {
  type Backlog,
  measureBacklog,
  measureResponse,
  type ResponseFigures,
} from '../metrics/response.ts'
import { COMPARED_REPLIES, countCanned, type SentReply } from '../metrics/shingles.ts'
import type { Policy } from '../model/config.ts'
import type { Instant } from '../model/post.ts'
import type { StoredTurn } from '../store/dialogue-store.ts'
import type { Period, Store, StoredPost } from '../store/store.ts'
import { namesOf } from './advice.ts'

export type TurnGroup = 'addressed' | 'uncovered' | 'praise'

/** Minutes of each part of the response time, over answered turns with a trustworthy date. */
export interface LagFigures {
  readonly discovery: Distribution
  readonly triage: Distribution
  readonly reply: Distribution
}

export interface GroupFigures extends ResponseFigures {
  readonly lags: LagFigures
  /** Minutes of office time from publication to answer. */
  readonly calendarMinutes: Distribution
}

export interface ResponseData {
  readonly all: GroupFigures
  readonly groups: Readonly<Record<TurnGroup, GroupFigures>>
  readonly backlog: Backlog
  readonly byActor: readonly {
    readonly actor: string
    readonly answered: number
    readonly minutes: Distribution
  }[]
  /** Replies so like one of the 200 before them that they count as canned. */
  readonly canned?: Rate
  readonly dialogue: DialogueFigures
}

/** How much of what our accounts say is said to somebody. */
export interface DialogueFigures {
  readonly replies: number
  readonly broadcasts: number
  /** replies ÷ (replies + broadcasts). */
  readonly ratio?: Rate
  /** Threads with a post of each side ÷ threads that wanted an answer. */
  readonly reciprocity?: Rate
  /** Likes, replies and shares of the posts that we answered. */
  readonly answeredInFrontOf: number
}

export interface ResponseRequest {
  readonly period: Period
  readonly now: Instant
  readonly policy: Policy
}

/** The figures of the turns that began in the period as they stand now; the look list is in none of them. */
export async function readResponseData(
  store: Store,
  request: ResponseRequest,
): Promise<ResponseData> {
  const { period, now, policy } = request
  const turns = (await store.turns(period)).filter(isOwed)
  const clock = officeClock(policy.calendar)
  const group = (name: TurnGroup) =>
    measureGroup(
      turns.filter((turn) => groupOf(turn) === name),
      now,
      clock,
    )
  const waiting = (await store.turns({ from: 0, to: now }, { open: true })).filter(isOwed)
  const ours = await store.postsOfSide('ours', period)
  const canned = await rateCanned(store, ours.filter(isReply), period.from)
  return {
    all: measureGroup(turns, now, clock),
    groups: {
      addressed: group('addressed'),
      uncovered: group('uncovered'),
      praise: group('praise'),
    },
    backlog: measureBacklog(waiting, now),
    byActor: measureActors(turns),
    ...(canned === undefined ? {} : { canned }),
    dialogue: await measureDialogue(store, turns, ours),
  }
}

export function groupOf(turn: Pick<StoredTurn, 'opening' | 'intents'>): TurnGroup {
  if (turn.opening === undefined || turn.opening === 'look') return 'uncovered'
  return sectionOf({ opening: turn.opening, intents: turn.intents }) === 'praise'
    ? 'praise'
    : turn.opening
}

/** On the look list nobody knows yet whether an answer is owed. */
function isOwed(turn: StoredTurn): boolean {
  return turn.opening === 'addressed' || turn.opening === 'uncovered'
}

const MINUTE = 60_000

export function measureGroup(
  turns: readonly StoredTurn[],
  now: Instant,
  clock: OfficeClock,
): GroupFigures {
  const answered = turns.filter((turn) => turn.repliedAt !== undefined && turn.trusted)
  const lags = answered.map(lagsOfTurn)
  return {
    ...measureResponse(turns, now),
    lags: {
      discovery: describeDistribution(lags.map((lag) => lag.discovery)),
      triage: describeDistribution(lags.map((lag) => lag.triage)),
      reply: describeDistribution(lags.map((lag) => lag.reply)),
    },
    calendarMinutes: describeDistribution(
      answered.map((turn) => clock.minutesBetween(turn.start, turn.repliedAt ?? turn.start)),
    ),
  }
}

/** As ledger/turns.ts: impossible orders are set to zero, and the parts sum to the whole. */
function lagsOfTurn(turn: StoredTurn): {
  readonly discovery: number
  readonly triage: number
  readonly reply: number
} {
  const end = Math.max(turn.repliedAt ?? turn.start, turn.start)
  const found = Math.min(Math.max(turn.collectedAt, turn.start), end)
  const seen = Math.min(Math.max(turn.seenAt ?? end, found), end)
  return {
    discovery: (found - turn.start) / MINUTE,
    triage: (seen - found) / MINUTE,
    reply: (end - seen) / MINUTE,
  }
}

function measureActors(turns: readonly StoredTurn[]): ResponseData['byActor'] {
  const minutes = new Map<string, number[]>()
  for (const { actor, repliedAt, start, trusted } of turns) {
    if (actor === undefined || repliedAt === undefined || !trusted) continue
    const list = minutes.get(actor) ?? []
    minutes.set(actor, list)
    list.push(Math.max(0, repliedAt - start) / MINUTE)
  }
  return [...minutes]
    .map(([actor, list]) => ({ actor, answered: list.length, minutes: describeDistribution(list) }))
    .sort((a, b) => b.answered - a.answered || (a.actor < b.actor ? -1 : 1))
}

function instantOf(post: StoredPost): Instant {
  return post.publishedAt ?? post.collectedAt
}

function isReply(post: Pick<StoredPost, 'parent' | 'to'>): boolean {
  return post.parent !== undefined || (post.to?.length ?? 0) > 0
}

/** How far back the replies are looked for that a first one of the period may repeat. */
const QUARTER = 90 * 24 * 60 * MINUTE

async function rateCanned(
  store: Store,
  replies: readonly StoredPost[],
  from: Instant,
): Promise<Rate | undefined> {
  if (replies.length === 0) return undefined
  const before = await store.postsOfSide('ours', { from: from - QUARTER, to: from })
  const earlier = before.filter(isReply).slice(0, COMPARED_REPLIES)
  const { canned, n } = countCanned([...earlier, ...replies].map(toSentReply), from)
  return rateOf(canned, n)
}

function toSentReply(post: StoredPost): SentReply {
  return { at: instantOf(post), text: post.text, names: [...(post.to ?? []), ...namesOf(post)] }
}

async function measureDialogue(
  store: Store,
  turns: readonly StoredTurn[],
  ours: readonly StoredPost[],
): Promise<DialogueFigures> {
  const replies = ours.filter(isReply).length
  const broadcasts = ours.length - replies
  const threads = new Set(turns.map(({ thread }) => thread))
  const answered = turns.filter(({ repliedAt }) => repliedAt !== undefined)
  const ratio = rateOf(replies, replies + broadcasts)
  const reciprocity = rateOf(new Set(answered.map(({ thread }) => thread)).size, threads.size)
  return {
    replies,
    broadcasts,
    ...(ratio === undefined ? {} : { ratio }),
    ...(reciprocity === undefined ? {} : { reciprocity }),
    answeredInFrontOf: await sumReactions(store, answered),
  }
}

async function sumReactions(store: Store, turns: readonly StoredTurn[]): Promise<number> {
  const posts = await store.posts(turns.map(({ startPost }) => startPost))
  return posts.reduce(
    (sum, { likes = 0, replies = 0, shares = 0 }) => sum + likes + replies + shares,
    0,
  )
}
