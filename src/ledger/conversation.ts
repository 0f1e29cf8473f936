import type { LedgerEvent, Opening } from '../model/ledger.ts'
import type { IntentName, SentimentLabel } from '../model/mention.ts'
import type { Instant, Side } from '../model/post.ts'

/** What the ledger knows of one post. */
export interface PostFacts {
  readonly post: number
  /** The event that brought it; tells what was known when. */
  readonly event: number
  readonly side: Side
  /** The clock's instant: publication, or collection where publication cannot be trusted. */
  readonly at: Instant
  readonly collectedAt: Instant
  /** False: stays out of percentiles. */
  readonly trusted: boolean
  readonly addressed: boolean
  /** A person's correction stands over what the analysis said. */
  readonly intents: readonly IntentName[]
  readonly sentiment?: SentimentLabel
  readonly corrected: { readonly intents: boolean; readonly sentiment: boolean }
  readonly author?: number
  readonly asks: boolean
  readonly opened?: Opening
  readonly flags: readonly string[]
  readonly labels: readonly string[]
  readonly notes: readonly {
    readonly event: number
    readonly at: Instant
    readonly actor: string
    readonly text: number
  }[]
  readonly seenAt?: Instant
  readonly editedAt?: Instant
  readonly goneAt?: Instant
  readonly erased: boolean
  /** Another customer's answer: right or wrong. */
  readonly credited?: 'right' | 'wrong'
}

/** One answer of ours, seen on the site, sent or recorded. */
export interface Reply {
  /** The first event that told of it. */
  readonly event: number
  readonly at: Instant
  readonly asks: boolean
  readonly post?: number
  readonly draft?: number
  /** The person who sent it; absent where it was found on the site. */
  readonly actor?: string
}

export interface Conversation {
  /** In order of publication. */
  readonly posts: readonly PostFacts[]
  readonly replies: readonly Reply[]
  /** The strongest decision that was recorded for the thread as a whole. */
  readonly opened?: Opening
}

type PostEvent = Extract<LedgerEvent, { type: 'post' }>
type Draft = { -readonly [Key in keyof PostFacts]: PostFacts[Key] }

/** A date further ahead of its collection than this is a wrong date, not a slow clock. */
const LARGEST_SKEW = 86_400_000

/** Reads the posts and replies of one thread from its effective events. `ours` may be a competitor's side. */
export function readConversation(
  events: readonly LedgerEvent[],
  ours: Side = 'ours',
): Conversation {
  const posts = new Map<number, Draft>()
  for (const event of events) if (event.type === 'post') addPost(posts, event)
  for (const event of events) markPosts(posts, event)
  const opened = strongestOpening(
    events.map((event) =>
      event.type === 'opened' && postOf(posts, event) === undefined ? event.opening : undefined,
    ),
  )
  return {
    posts: [...posts.values()].sort((a, b) => a.at - b.at || a.event - b.event),
    replies: readReplies(events, posts, ours),
    ...(opened === undefined ? {} : { opened }),
  }
}

function postOf(posts: ReadonlyMap<number, Draft>, event: LedgerEvent): Draft | undefined {
  return 'post' in event && event.post !== undefined ? posts.get(event.post) : undefined
}

/** A look that names no post saw all that were there. */
function markPosts(posts: ReadonlyMap<number, Draft>, event: LedgerEvent): void {
  const post = postOf(posts, event)
  if (post !== undefined) markPost(post, event)
  else if (event.type === 'seen') {
    for (const each of posts.values()) if (each.event < event.id) each.seenAt ??= event.at
  }
}

const STRENGTH: readonly Opening[] = ['addressed', 'uncovered', 'look']

export function strongestOpening(openings: readonly (Opening | undefined)[]): Opening | undefined {
  return STRENGTH.find((opening) => openings.includes(opening))
}

function addPost(posts: Map<number, Draft>, event: PostEvent): void {
  const earlier = posts.get(event.post)
  const collectedAt = Math.min(event.collectedAt, earlier?.collectedAt ?? event.collectedAt)
  const { publishedAt } = event
  posts.set(event.post, {
    post: event.post,
    event: earlier?.event ?? event.id,
    side: event.side,
    at: Math.min(publishedAt ?? collectedAt, collectedAt),
    collectedAt,
    trusted: publishedAt !== undefined && publishedAt - collectedAt <= LARGEST_SKEW,
    addressed: event.addressed,
    intents: event.intents,
    ...(event.sentiment === undefined ? {} : { sentiment: event.sentiment }),
    corrected: { intents: false, sentiment: false },
    ...(event.author === undefined ? {} : { author: event.author }),
    asks: event.asks ?? false,
    flags: [],
    labels: [],
    notes: [],
    erased: false,
  })
}

function markPost(post: Draft, event: LedgerEvent): void {
  switch (event.type) {
    case 'opened':
      post.opened = strongestOpening([post.opened, event.opening]) ?? event.opening
      break
    case 'seen':
      post.seenAt ??= event.at
      break
    case 'flagged':
      post.flags = withMark(post.flags, event.flag, event.on)
      break
    case 'labelled':
      post.labels = withMark(post.labels, event.label, event.on)
      break
    case 'noted':
      post.notes = [
        ...post.notes,
        { event: event.id, at: event.at, actor: event.actor, text: event.text },
      ]
      break
    case 'corrected':
      correct(post, event)
      break
    default:
      markFate(post, event)
  }
}

function markFate(post: Draft, event: LedgerEvent): void {
  if (event.type === 'edit_detected') post.editedAt = event.at
  else if (event.type === 'gone_detected') post.goneAt ??= event.at
  else if (event.type === 'erased') {
    // Nobody can answer what is no longer there.
    post.erased = true
    post.goneAt ??= event.at
  } else if (event.type === 'credited') post.credited = event.correct ? 'right' : 'wrong'
}

function correct(post: Draft, event: Extract<LedgerEvent, { type: 'corrected' }>): void {
  if (event.sentiment !== undefined) post.sentiment = event.sentiment
  if (event.intents !== undefined) post.intents = event.intents
  post.corrected = {
    sentiment: post.corrected.sentiment || event.sentiment !== undefined,
    intents: post.corrected.intents || event.intents !== undefined,
  }
}

function withMark(marks: readonly string[], mark: string, on: boolean): readonly string[] {
  if (on) return marks.includes(mark) ? marks : [...marks, mark].sort()
  return marks.filter((each) => each !== mark)
}

/** A reply that was recorded by hand and one found on the site are one when they are so near in time. */
const SAME_REPLY = 15 * 60_000

/** A reply that was sent or recorded here and later found on the site is one reply. */
function readReplies(
  events: readonly LedgerEvent[],
  posts: ReadonlyMap<number, Draft>,
  ours: Side,
): readonly Reply[] {
  const replies: Reply[] = []
  for (const event of events) {
    const reply = toReply(event, posts, ours)
    if (reply === undefined) continue
    const index = replies.findIndex((each) => isSameReply(each, reply))
    const known = replies[index]
    if (known === undefined) replies.push(reply)
    else
      replies[index] = {
        ...reply,
        ...known,
        asks: known.asks || reply.asks,
        at: Math.min(known.at, reply.at),
      }
  }
  return replies.sort((a, b) => a.at - b.at || a.event - b.event)
}

function isSameReply(one: Reply, other: Reply): boolean {
  if (one.post !== undefined && other.post !== undefined) return one.post === other.post
  const isFound = one.actor === undefined || other.actor === undefined
  return isFound && one.post !== other.post && Math.abs(one.at - other.at) <= SAME_REPLY
}

function toReply(
  event: LedgerEvent,
  posts: ReadonlyMap<number, Draft>,
  ours: Side,
): Reply | undefined {
  if (event.type === 'post') {
    const post = posts.get(event.post)
    if (post?.side !== ours) return undefined
    return { event: event.id, at: post.at, asks: post.asks, post: post.post }
  }
  if (ours !== 'ours') return undefined
  if (event.type !== 'reply_sent' && event.type !== 'reply_recorded') return undefined
  return {
    event: event.id,
    at: event.publishedAt,
    asks: event.asks,
    actor: event.actor,
    ...(event.post === undefined ? {} : { post: event.post }),
    ...(event.type === 'reply_sent' ? { draft: event.draft } : {}),
  }
}
