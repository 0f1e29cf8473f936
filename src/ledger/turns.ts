import type { LedgerEvent } from '../model/ledger.ts'
import type { IntentName } from '../model/mention.ts'
import type { Instant } from '../model/post.ts'
import type { PostFacts, Reply } from './conversation.ts'
import { type Closing, settlingOf } from './settlement.ts'

/** A run of their posts that want an answer, up to our answer, a closing, or now. */
export interface Turn {
  /** 1 is the first answer that we owe in this thread. */
  readonly number: number
  readonly posts: readonly number[]
  readonly startPost: number
  /** Publication of the first unanswered post. */
  readonly start: Instant
  /** False: stays out of percentiles and is counted apart. */
  readonly trusted: boolean
  readonly collectedAt: Instant
  readonly intents: readonly IntentName[]
  readonly authors: readonly number[]
  readonly addressed: boolean
  /** The first human look at or after collection. */
  readonly seenAt?: Instant
  /** We have not answered in this thread before: the first-response target holds. */
  readonly isFirst: boolean
  readonly reply?: Reply
  readonly closing?: Closing
  /** All its posts vanished before an answer. */
  readonly goneAt?: Instant
  /** When the answer was or is due under the policy; absent without a target. */
  readonly dueAt?: Instant
}

/** The three parts of the response time, in milliseconds; they sum to it. */
export interface Lags {
  readonly discovery: number
  readonly triage: number
  readonly reply: number
  readonly response: number
  /** The order of the instants was impossible (answered before found or seen), and a part was set to zero. */
  readonly corrected: boolean
}

/** `needing` and `replies` in order of time; `events` give the human looks. */
export function cutTurns(
  needing: readonly PostFacts[],
  replies: readonly Reply[],
  closings: readonly Closing[],
  events: readonly LedgerEvent[],
): readonly Turn[] {
  const looks = events.filter(isLook)
  const turns: Turn[] = []
  for (const { posts, fate } of groupPosts(needing, replies, closings)) {
    turns.push(toTurn(posts, fate, turns, looks))
  }
  return turns
}

/** A reply answers what was published before it; of one instant, what the ledger knew before. */
function answers(reply: Reply, post: PostFacts): boolean {
  return reply.at > post.at || (reply.at === post.at && reply.event > post.event)
}

/** What ended the waiting of a post. */
interface Fate {
  readonly reply?: Reply
  readonly closing?: Closing
  readonly goneAt?: Instant
}

/**
 * A closing ends a turn when somebody spoke again before we answered; an answer that came after a closing with
 * nothing said between still answers.
 */
function fateOf(
  post: PostFacts,
  needing: readonly PostFacts[],
  replies: readonly Reply[],
  closings: readonly Closing[],
): Fate {
  const reply = replies.find((each) => answers(each, post))
  const closing = settlingOf(post, closings)
  if (reply !== undefined) {
    const isOver =
      closing !== undefined &&
      closing.at < reply.at &&
      needing.some((each) => each.event > closing.event && answers(reply, each))
    return isOver ? { closing } : { reply }
  }
  if (closing !== undefined) return { closing }
  return post.goneAt === undefined ? {} : { goneAt: post.goneAt }
}

/** Posts belong together when the same reply answers them, or the same closing settles them. */
function groupPosts(
  needing: readonly PostFacts[],
  replies: readonly Reply[],
  closings: readonly Closing[],
): readonly { readonly posts: readonly PostFacts[]; readonly fate: Fate }[] {
  const groups = new Map<string, { posts: PostFacts[]; fate: Fate }>()
  for (const post of needing) {
    const fate = fateOf(post, needing, replies, closings)
    const key = `${fate.reply?.event} ${fate.closing?.event} ${fate.goneAt !== undefined}`
    const group = groups.get(key)
    if (group === undefined) groups.set(key, { posts: [post], fate })
    else group.posts.push(post)
  }
  return [...groups.values()]
}

function toTurn(
  group: readonly PostFacts[],
  fate: Fate,
  earlier: readonly Turn[],
  looks: readonly LedgerEvent[],
): Turn {
  const first = group[0] as PostFacts
  const seenAt = looks.find((look) => look.at >= first.collectedAt && concerns(look, group))?.at
  return {
    number: earlier.length + 1,
    posts: group.map((post) => post.post),
    startPost: first.post,
    start: first.at,
    trusted: first.trusted,
    collectedAt: first.collectedAt,
    intents: [...new Set(group.flatMap((post) => post.intents))],
    authors: [...new Set(group.flatMap((post) => post.author ?? []))],
    addressed: group.some((post) => post.addressed),
    isFirst: !earlier.some((turn) => turn.reply !== undefined),
    ...(seenAt === undefined ? {} : { seenAt }),
    ...fate,
  }
}

const BLIND: ReadonlySet<LedgerEvent['type']> = new Set([
  'post',
  'opened',
  'edit_detected',
  'gone_detected',
  'erased',
  'merged',
  'split',
])

/** Whatever a person does to a thread shows that they looked at it. */
export function isLook(event: LedgerEvent): boolean {
  return event.type === 'seen' || (!BLIND.has(event.type) && event.actor !== PROGRAM)
}

/** The actor of what the program does by itself. */
export const PROGRAM = 'listen'

function concerns(look: LedgerEvent, group: readonly PostFacts[]): boolean {
  const post = 'post' in look ? look.post : undefined
  return (
    look.type === 'reply_recorded' ||
    look.type === 'reply_sent' ||
    post === undefined ||
    group.some((each) => each.post === post)
  )
}

/** The lags of an answered turn; undefined for one that is not answered. */
export function lagsOf(turn: Turn): Lags | undefined {
  if (turn.reply === undefined) return undefined
  const end = Math.max(turn.reply.at, turn.start)
  const found = clamp(turn.collectedAt, turn.start, end)
  const seen = clamp(turn.seenAt ?? end, found, end)
  return {
    discovery: found - turn.start,
    triage: seen - found,
    reply: end - seen,
    response: end - turn.start,
    corrected: found !== turn.collectedAt || (turn.seenAt !== undefined && seen !== turn.seenAt),
  }
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), high)
}
