import type { Policy, Priority } from '../model/config.ts'
import type { LedgerEvent, Opening, OutcomeKind, Status } from '../model/ledger.ts'
import type { Instant } from '../model/post.ts'
import { type Conversation, type PostFacts, type Reply, readConversation } from './conversation.ts'
import { type Decisions, readDecisions } from './decisions.ts'
import { effectiveEvents } from './effective.ts'
import { findNeeds, type Needs } from './needs-answer.ts'
import { type OpenPromise, openPromises } from './promises.ts'
import { type Routes, routeEvents } from './routing.ts'
import { type Closing, isNewVoice, settlingOf, standingClosings } from './settlement.ts'
import { findPauses, type Pause, solutionDue } from './solution.ts'
import { dueInstant, findTarget } from './targets.ts'
import { cutTurns, isLook, type Turn } from './turns.ts'

/** Everything that follows from the events of one thread and the policy; nothing here depends on now. */
export interface ThreadFacts {
  readonly thread: number
  /** Without the snooze, which ends by itself: see statusAt. */
  readonly status: Exclude<Status, 'snoozed'>
  readonly opening?: Opening
  readonly firstPost?: number
  readonly lastTheirPost?: number
  /** Publication of the first post that wants an answer. */
  readonly openedAt?: Instant
  /** The first unanswered post of theirs. */
  readonly waitingPost?: number
  readonly waitingSince?: Instant
  /** False where the waiting post has no trustworthy date: the clock then runs from its collection. */
  readonly clockTrusted: boolean
  readonly dueAt?: Instant
  readonly promiseDueAt?: Instant
  readonly promises: readonly OpenPromise[]
  /** When the solution is due, pauses taken out; absent while it is paused. */
  readonly solutionDueAt?: Instant
  readonly snoozedUntil?: Instant | 'reply'
  readonly assigned?: string
  readonly priority: Priority
  /** The first human look at the latest turn. */
  readonly seenAt?: Instant
  /** Our latest answer. */
  readonly answeredAt?: Instant
  readonly posts: number
  readonly people: number
  readonly postFacts: readonly PostFacts[]
  /** Our posts after the first of theirs. */
  readonly replies: readonly Reply[]
  readonly turns: readonly Turn[]
  readonly pauses: readonly Pause[]
  readonly closing?: Closing & { readonly channel?: string; readonly ticket?: string }
  readonly outcome?: {
    readonly kind: OutcomeKind
    readonly by: 'person' | 'silence' | 'us'
    readonly at: Instant
    readonly evidence?: number
  }
  readonly escalation?: { readonly owner: string; readonly due?: Instant; readonly at: Instant }
  /** Drafts that a second person said yes to. */
  readonly approvals: readonly { readonly draft: number; readonly actor: string }[]
  readonly mergedInto?: number
  readonly splitFrom?: number
}

/**
 * The facts of one thread. `events` are its own and those of every thread that merges and splits connect with it,
 * in any order; `thread` is the one that is asked for, by default that of the first event.
 */
export function foldThread(
  events: readonly LedgerEvent[],
  policy: Policy,
  thread = events[0]?.thread ?? 0,
): ThreadFacts {
  return foldRouted(thread, routeEvents(effectiveEvents(events)), policy)
}

/** The facts of every thread in the events: the definition that projections are compared with. */
export function foldThreads(
  events: readonly LedgerEvent[],
  policy: Policy,
): ReadonlyMap<number, ThreadFacts> {
  const routes = routeEvents(effectiveEvents(events))
  const threads = new Set(events.flatMap(threadsOf))
  return new Map([...threads].map((thread) => [thread, foldRouted(thread, routes, policy)]))
}

/** Also those that only an undone merge or split names: their facts must be brought back. */
function threadsOf(event: LedgerEvent): readonly number[] {
  if (event.type === 'merged') return [event.thread, event.into]
  return event.type === 'split' ? [event.thread, event.to] : [event.thread]
}

function foldRouted(thread: number, routes: Routes, policy: Policy): ThreadFacts {
  const events = routes.events.get(thread) ?? []
  const conversation = readConversation(events)
  const splitFrom = routes.splitFrom.get(thread)
  const mergedInto = routes.mergedInto.get(thread)
  const inherited =
    splitFrom === undefined
      ? undefined
      : readConversation(routes.events.get(splitFrom) ?? []).opened
  const needs = findNeeds(
    conversation,
    policy,
    conversation.posts.length > 0 ? inherited : undefined,
  )
  const closings = standingClosings(events)
  const decisions = readDecisions(events)
  const turns = cutTurns(needs.posts, conversation.replies, closings, events).map((turn) =>
    withDue(turn, needs.opening, decisions.priority, policy),
  )
  return {
    thread,
    ...describePosts(conversation, turns),
    ...describeClock(conversation, needs, turns, decisions, policy),
    ...describeState(events, conversation, needs, turns, closings, mergedInto !== undefined),
    ...decisions,
    ...describePromises(events, decisions),
    turns,
    ...(mergedInto === undefined ? {} : { mergedInto }),
    ...(splitFrom === undefined ? {} : { splitFrom }),
  }
}

type PostPart = Pick<
  ThreadFacts,
  'firstPost' | 'lastTheirPost' | 'answeredAt' | 'posts' | 'people' | 'postFacts' | 'replies'
>

function describePosts(conversation: Conversation, turns: readonly Turn[]): PostPart {
  const { posts } = conversation
  const theirs = posts.filter((post) => post.side === 'theirs')
  const first = theirs[0] ?? posts[0]
  const last = theirs.at(-1)
  const replies = conversation.replies.filter(
    (reply) => theirs[0] !== undefined && reply.at >= theirs[0].at,
  )
  const answeredAt = turns.some((turn) => turn.reply !== undefined) ? replies.at(-1)?.at : undefined
  return {
    ...(first === undefined ? {} : { firstPost: first.post }),
    ...(last === undefined ? {} : { lastTheirPost: last.post }),
    ...(answeredAt === undefined ? {} : { answeredAt }),
    posts: posts.length,
    people: countPeople(theirs),
    postFacts: posts,
    replies,
  }
}

/** A post without an author is a person of its own. */
function countPeople(theirs: readonly PostFacts[]): number {
  const known = new Set(theirs.flatMap((post) => post.author ?? []))
  return known.size + theirs.filter((post) => post.author === undefined).length
}

type ClockPart = Pick<
  ThreadFacts,
  | 'opening'
  | 'openedAt'
  | 'waitingPost'
  | 'waitingSince'
  | 'clockTrusted'
  | 'dueAt'
  | 'solutionDueAt'
  | 'seenAt'
  | 'pauses'
>

function describeClock(
  conversation: Conversation,
  needs: Needs,
  turns: readonly Turn[],
  decisions: Decisions,
  policy: Policy,
): ClockPart {
  const waiting = openTurn(turns)
  const pauses = findPauses(conversation)
  const solutionDueAt = needs.opening
    ? solutionDue(turns, needs.opening, decisions, pauses, policy)
    : undefined
  const seenAt = turns.at(-1)?.seenAt
  return {
    ...(needs.opening === undefined ? {} : { opening: needs.opening }),
    ...(turns[0] === undefined ? {} : { openedAt: turns[0].start }),
    ...(waiting === undefined
      ? {}
      : { waitingPost: waiting.startPost, waitingSince: waiting.start }),
    clockTrusted: waiting?.trusted ?? true,
    ...(waiting?.dueAt === undefined ? {} : { dueAt: waiting.dueAt }),
    ...(solutionDueAt === undefined ? {} : { solutionDueAt }),
    ...(seenAt === undefined ? {} : { seenAt }),
    pauses,
  }
}

/** The turn that still waits for an answer. */
export function openTurn(turns: readonly Turn[]): Turn | undefined {
  return turns.find(
    (turn) => turn.reply === undefined && turn.closing === undefined && turn.goneAt === undefined,
  )
}

function withDue(
  turn: Turn,
  opening: Opening | undefined,
  priority: Priority,
  policy: Policy,
): Turn {
  const dueAt = opening === undefined ? undefined : dueOf(turn, opening, priority, policy)
  return dueAt === undefined ? turn : { ...turn, dueAt }
}

/** When the answer of a turn is due under the policy. */
function dueOf(
  turn: Turn,
  opening: Opening,
  priority: Priority,
  policy: Policy,
): Instant | undefined {
  const rule = findTarget({ intents: turn.intents, opening, priority }, policy)
  if (rule === undefined) return undefined
  return dueInstant(
    turn.start,
    turn.isFirst ? rule.firstMinutes : rule.nextMinutes,
    rule,
    policy.calendar,
  )
}

type StatePart = Pick<ThreadFacts, 'status' | 'snoozedUntil' | 'closing'>

function describeState(
  events: readonly LedgerEvent[],
  conversation: Conversation,
  needs: Needs,
  turns: readonly Turn[],
  closings: readonly Closing[],
  isMerged: boolean,
): StatePart {
  const last = closings.at(-1)
  const unsettled = needs.posts.filter((post) => settlingOf(post, closings) === undefined)
  const isVoice = (event: number) =>
    unsettled.some((post) => isNewVoice(post, event, conversation.replies))
  const isClosed =
    last !== undefined &&
    !wasReopened(events) &&
    openTurn(turns) === undefined &&
    !isVoice(last.event)
  const closing = isClosed ? closingOf(last, events) : undefined
  const snoozedUntil = isClosed ? undefined : snoozeOf(events, conversation, isVoice)
  return {
    status: isClosed || isMerged ? 'closed' : activeStatus(events, turns),
    ...(closing === undefined ? {} : { closing }),
    ...(snoozedUntil === undefined ? {} : { snoozedUntil }),
  }
}

function wasReopened(events: readonly LedgerEvent[]): boolean {
  return (
    events.findLast(({ type }) => type === 'closed' || type === 'reopened')?.type === 'reopened'
  )
}

function closingOf(closing: Closing, events: readonly LedgerEvent[]): ThreadFacts['closing'] {
  const event = events.find((each) => each.id === closing.event)
  if (event?.type !== 'closed') return closing
  return {
    ...closing,
    ...(event.channel === undefined ? {} : { channel: event.channel }),
    ...(event.ticket === undefined ? {} : { ticket: event.ticket }),
  }
}

function activeStatus(
  events: readonly LedgerEvent[],
  turns: readonly Turn[],
): 'new' | 'open' | 'waiting' {
  const answered = turns.some((turn) => turn.reply !== undefined)
  if (answered && openTurn(turns) === undefined) return 'waiting'
  return answered || events.some(isLook) ? 'open' : 'new'
}

/** A snooze holds until its time, a reopening, a closing, or a new voice; "until they reply" until any post of theirs. */
function snoozeOf(
  events: readonly LedgerEvent[],
  conversation: Conversation,
  isVoice: (event: number) => boolean,
): Instant | 'reply' | undefined {
  const last = events.findLast((event) => ['snoozed', 'reopened', 'closed'].includes(event.type))
  if (last?.type !== 'snoozed' || isVoice(last.id)) return undefined
  const replied = conversation.posts.some((post) => post.side === 'theirs' && post.event > last.id)
  return last.until === 'reply' && replied ? undefined : last.until
}

function describePromises(
  events: readonly LedgerEvent[],
  decisions: Decisions,
): Pick<ThreadFacts, 'promises' | 'promiseDueAt'> {
  const promises = openPromises(events, decisions.outcome?.kind)
  const due = promises.map((promise) => promise.due)
  return { promises, ...(due.length === 0 ? {} : { promiseDueAt: Math.min(...due) }) }
}

/** The status at a moment: a snooze hides what is open or waiting until it ends. */
export function statusAt(
  facts: Pick<ThreadFacts, 'status' | 'snoozedUntil'>,
  now: Instant,
): Status {
  if (facts.status === 'closed' || facts.snoozedUntil === undefined) return facts.status
  return facts.snoozedUntil === 'reply' || facts.snoozedUntil > now ? 'snoozed' : facts.status
}
