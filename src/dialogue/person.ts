import { NotFoundError, UsageError } from '../errors.ts'
import { createZoneClock } from '../format/time.ts'
import type { LadderEvidence } from '../ledger/ladder.ts'
import { type Feeling, judgeRecovery, RECOVERY_WINDOWS, type Verdict } from '../ledger/recovery.ts'
import type { Instant } from '../model/post.ts'
import type { Store, StoredPost, ThreadState } from '../store/store.ts'
import { saysThanks } from './deeds.ts'
import { createThreadReader, evidenceOf, type PersonRow, readPerson } from './people.ts'

/** Everything that we know of one person, from what they said in public. */
export interface PersonView extends PersonRow {
  readonly posts: readonly StoredPost[]
  /** Our answers in their threads, newest first. */
  readonly replies: readonly StoredPost[]
  /** Their threads with what waits and what we promised. */
  readonly threads: readonly ThreadState[]
  readonly evidence: readonly LadderEvidence[]
  /** Mean score of their posts by month, oldest first. */
  readonly feeling: readonly {
    readonly month: string
    readonly posts: number
    readonly score: number
  }[]
  /** What became of them after each answer of ours to an unhappy post. */
  readonly recoveries: readonly {
    readonly answeredAt: Instant
    readonly days: number
    readonly verdict: Verdict
  }[]
}

export interface PersonRequest {
  /** A handle with or without @, a name, an id, or `platform:one of these`. */
  readonly who: string
  readonly now: Instant
  readonly zone: string
}

const MOST_POSTS = 500

/** Throws NotFoundError where nobody is meant, UsageError where several are. */
export async function readPersonView(store: Store, request: PersonRequest): Promise<PersonView> {
  const { now, zone } = request
  const summary = await store.person(await findAuthor(store, request.who))
  const clock = createZoneClock(zone)
  const reading = { now, clock, threads: createThreadReader(store) }
  const posts = await store.personPosts(summary.person, MOST_POSTS)
  const threads = await readThreads(store, posts)
  const replies = threads.flatMap(({ posts: own }) => own.filter((post) => post.side === 'ours'))
  return {
    ...(await readPerson(store, summary, reading)),
    posts,
    replies: replies.sort((a, b) => instantOf(b) - instantOf(a)),
    threads: threads.map(({ state }) => state),
    evidence: await evidenceOf(store, summary.person, posts, reading),
    feeling: feelingByMonth(posts, (at) => clock.day(at).slice(0, 7)),
    recoveries: recoveriesOf(posts, replies, now),
  }
}

/** The number of the one author that is meant. */
export async function findAuthor(store: Store, who: string): Promise<number> {
  const found = await store.findAuthors(who)
  const people = new Map<number, number>()
  for (const { author } of found) people.set((await store.person(author)).person, author)
  const [first] = people.values()
  if (first === undefined) {
    throw new NotFoundError(`nobody here is called ${who}`, {
      hint: 'see `listen people`; a name is written as on the site',
    })
  }
  if (people.size === 1) return first
  const names = found.map((each) => `${each.platform}:${each.handle ?? each.id}`)
  throw new UsageError(`${who} may be ${names.join(' or ')}`, { hint: 'name the platform too' })
}

async function readThreads(
  store: Store,
  posts: readonly StoredPost[],
): Promise<readonly Awaited<ReturnType<Store['thread']>>[]> {
  const numbers = new Set(posts.flatMap(({ threadNumber }) => threadNumber ?? []))
  const threads: Awaited<ReturnType<Store['thread']>>[] = []
  for (const number of numbers) threads.push(await store.thread(number))
  return threads
}

function instantOf(post: StoredPost): Instant {
  return post.publishedAt ?? post.collectedAt
}

function feelingByMonth(
  posts: readonly StoredPost[],
  monthOf: (at: Instant) => string,
): PersonView['feeling'] {
  const months = new Map<string, number[]>()
  for (const post of posts) {
    if (post.sentiment === undefined) continue
    const month = monthOf(instantOf(post))
    const scores = months.get(month) ?? []
    months.set(month, scores)
    scores.push(post.sentiment.score)
  }
  return [...months]
    .map(([month, scores]) => ({
      month,
      posts: scores.length,
      score: scores.reduce((sum, score) => sum + score, 0) / scores.length,
    }))
    .sort((a, b) => (a.month < b.month ? -1 : 1))
}

/** What recovery looks at in a post. */
export function toFeeling(post: StoredPost): Feeling {
  return {
    post: post.post,
    at: instantOf(post),
    ...(post.sentiment === undefined
      ? {}
      : { label: post.sentiment.label, score: post.sentiment.score }),
    ...(saysThanks(post) ? { thanks: true } : {}),
  }
}

/** A window that is not over yet gives no verdict. */
function recoveriesOf(
  posts: readonly StoredPost[],
  replies: readonly StoredPost[],
  now: Instant,
): PersonView['recoveries'] {
  const feelings = posts.map(toFeeling)
  return replies.flatMap((reply) => {
    const answeredAt = instantOf(reply)
    return RECOVERY_WINDOWS.flatMap((days) => {
      const recovery =
        answeredAt + days * 86_400_000 <= now
          ? judgeRecovery(feelings, answeredAt, days)
          : undefined
      return recovery === undefined ? [] : [{ answeredAt, days, verdict: recovery.verdict }]
    })
  })
}
