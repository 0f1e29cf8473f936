import type { PostFacts, Reply } from '../ledger/conversation.ts'
import { dueInstant, findTarget } from '../ledger/targets.ts'
import { cutTurns, type Turn } from '../ledger/turns.ts'
import { type Rate, rateOf } from '../metrics/intervals.ts'
import { type MeasuredTurn, measureResponse, type ResponseFigures } from '../metrics/response.ts'
import { countCanned } from '../metrics/shingles.ts'
import type { Policy } from '../model/config.ts'
import type { Instant } from '../model/post.ts'
import type { Period, Store, StoredPost } from '../store/store.ts'
import { namesOf } from './advice.ts'

/** How a competitor answers in public, by the same clocks as ours; only what our sources show. */
export interface FrontDoor extends ResponseFigures {
  readonly competitor: string
  readonly canned?: Rate
  /** Answers ÷ (answers + announcements). */
  readonly dialogue?: Rate
  /** Likes, replies and shares of the posts that they answered. */
  readonly answeredInFrontOf: number
  /** Complaints and questions that wait longest, oldest first: to learn from, never to spam. */
  readonly open: readonly { readonly post: StoredPost; readonly since: Instant }[]
}

export interface FrontDoorRequest {
  readonly competitor: string
  /** The queries whose mentions are about them. */
  readonly queries: readonly string[]
  readonly period: Period
  readonly now: Instant
  readonly zone: string
  readonly policy: Policy
}

const SHOWN_OPEN = 10

export async function readFrontDoor(store: Store, request: FrontDoorRequest): Promise<FrontDoor> {
  const { competitor, period, now } = request
  const theirs = await store.postsOfSide(`competitor:${competitor}`, {
    from: period.from,
    to: now + 1,
  })
  const asked = await listAsked(store, request)
  const turns = turnsOf(asked, theirs, request)
  const posts = new Map(asked.map((post) => [post.post, post]))
  const said = theirs.filter((post) => instantOf(post) < period.to)
  const answers = said.filter((post) => post.parent !== undefined)
  const { canned, n } = countCanned(
    answers.map((post) => ({
      at: instantOf(post),
      text: post.text,
      names: [...(post.to ?? []), ...namesOf(post)],
    })),
  )
  const cannedRate = rateOf(canned, n)
  const dialogue = rateOf(answers.length, said.length)
  return {
    ...measureResponse(turns.map(toMeasured), now),
    competitor,
    ...(cannedRate === undefined ? {} : { canned: cannedRate }),
    ...(dialogue === undefined ? {} : { dialogue }),
    answeredInFrontOf: sumReactions(
      turns.filter(({ reply }) => reply !== undefined),
      posts,
    ),
    open: turns
      .filter((turn) => turn.reply === undefined)
      .flatMap((turn) => {
        const post = posts.get(turn.startPost)
        return post === undefined ? [] : [{ post, since: turn.start }]
      })
      .slice(0, SHOWN_OPEN),
  }
}

function instantOf(post: StoredPost): Instant {
  return Math.min(post.publishedAt ?? post.collectedAt, post.collectedAt)
}

/** Posts about the competitor that want an answer, by the intents and the confidence that hold for us. */
async function listAsked(store: Store, request: FrontDoorRequest): Promise<readonly StoredPost[]> {
  const { period, now, zone, policy, queries } = request
  const { intents, confidence } = policy.opening
  const asked: StoredPost[] = []
  for await (const post of store.stream({ period, now, zone })) {
    const isAbout = post.mentions.some(({ query }) => queries.includes(query))
    const wants = post.analysis?.intents.some(
      (intent) => intents.includes(intent.name) && intent.confidence >= confidence,
    )
    if (post.side === 'theirs' && isAbout && wants === true) asked.push(post)
  }
  return asked
}

/** As in our own ledger: by conversation, from the first unanswered post to the answer. */
function turnsOf(
  asked: readonly StoredPost[],
  theirs: readonly StoredPost[],
  request: FrontDoorRequest,
): readonly Turn[] {
  const replies = groupByConversation(theirs)
  const turns = [...groupByConversation(asked)].flatMap(([key, posts]) => {
    const ordered = posts.toSorted((a, b) => instantOf(a) - instantOf(b))
    const answers = (replies.get(key) ?? []).map(toReply).sort((a, b) => a.at - b.at)
    return cutTurns(ordered.map(toFacts), answers, [], [])
  })
  return turns.map((turn) => withDue(turn, request.policy)).sort((a, b) => a.start - b.start)
}

function groupByConversation(
  posts: readonly StoredPost[],
): ReadonlyMap<string, readonly StoredPost[]> {
  const groups = new Map<string, StoredPost[]>()
  for (const post of posts) {
    const key = `${post.platform} ${post.thread ?? post.parent ?? post.id}`
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [post])
    else group.push(post)
  }
  return groups
}

function toReply(post: StoredPost): Reply {
  return { event: post.post, at: instantOf(post), asks: false, post: post.post }
}

function toFacts(post: StoredPost): PostFacts {
  return {
    post: post.post,
    event: post.post,
    side: 'theirs',
    at: instantOf(post),
    collectedAt: post.collectedAt,
    trusted: post.publishedAt !== undefined && post.publishedPrecision !== 'day',
    addressed: true,
    intents: (post.analysis?.intents ?? []).map(({ name }) => name),
    corrected: { intents: false, sentiment: false },
    asks: false,
    flags: [],
    labels: [],
    notes: [],
    erased: false,
  }
}

/** Judged by the promise that we give to those who speak to us. */
function withDue(turn: Turn, policy: Policy): Turn {
  const rule = findTarget(
    { intents: turn.intents, opening: 'addressed', priority: 'normal' },
    policy,
  )
  if (rule === undefined) return turn
  const dueAt = dueInstant(
    turn.start,
    turn.isFirst ? rule.firstMinutes : rule.nextMinutes,
    rule,
    policy.calendar,
  )
  return dueAt === undefined ? turn : { ...turn, dueAt }
}

function toMeasured(turn: Turn): MeasuredTurn {
  return {
    start: turn.start,
    trusted: turn.trusted,
    ...(turn.dueAt === undefined ? {} : { dueAt: turn.dueAt }),
    ...(turn.reply === undefined ? {} : { repliedAt: turn.reply.at }),
  }
}

function sumReactions(turns: readonly Turn[], posts: ReadonlyMap<number, StoredPost>): number {
  return turns.reduce((sum, { startPost }) => {
    const { likes = 0, replies = 0, shares = 0 } = posts.get(startPost) ?? {}
    return sum + likes + replies + shares
  }, 0)
}
