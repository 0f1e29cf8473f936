import { NotFoundError } from '../errors.ts'
import { judgeRecovery, type Verdict } from '../ledger/recovery.ts'
import { seededRandom } from '../metrics/random.ts'
import type { Instant } from '../model/post.ts'
import type { StoredTurn } from '../store/dialogue-store.ts'
import type { Store, StoredPost } from '../store/store.ts'
import { toFeeling } from './person.ts'

/** An old thread up to the moment of our answer, and what really followed. */
export interface Rehearsal {
  readonly thread: number
  /** What the one who answered had before them, oldest first. */
  readonly before: readonly StoredPost[]
  /** The post that was answered. */
  readonly post: StoredPost
  readonly sent: StoredPost
  /** How long the person had waited, in milliseconds. */
  readonly waited: number
  /** What was said after our answer. */
  readonly after: readonly StoredPost[]
  /** What became of the person within 30 days; absent where they were not unhappy. */
  readonly verdict?: Verdict
}

export interface RehearsalRequest {
  readonly now: Instant
  /** Decides which threads come, so that a lesson can be repeated. */
  readonly seed: number
  readonly limit: number
}

const YEAR = 365 * 86_400_000

/** Answered turns of the last year in an order that the seed decides. */
export async function chooseRehearsals(
  store: Store,
  request: RehearsalRequest,
): Promise<readonly StoredTurn[]> {
  const turns = await store.turns({ from: request.now - YEAR, to: request.now })
  const random = seededRandom(request.seed)
  return turns
    .filter((turn) => turn.repliedAt !== undefined)
    .map((turn) => ({ turn, place: random() }))
    .sort((a, b) => a.place - b.place)
    .slice(0, request.limit)
    .map(({ turn }) => turn)
}

/** Throws NotFoundError where our answer is not stored. */
export async function readRehearsal(store: Store, turn: StoredTurn): Promise<Rehearsal> {
  const { posts } = await store.thread(turn.thread)
  const ordered = posts.toSorted((a, b) => instantOf(a) - instantOf(b) || a.post - b.post)
  const post = ordered.find((each) => each.post === turn.startPost)
  const sent = ordered.find((each) => each.side === 'ours' && instantOf(each) >= turn.start)
  if (post === undefined || sent === undefined) {
    throw new NotFoundError(`the answer in thread ${turn.thread} is not stored`)
  }
  const verdict = await verdictOf(store, post, sent)
  return {
    thread: turn.thread,
    before: ordered.filter((each) => instantOf(each) < instantOf(sent)),
    post,
    sent,
    waited: instantOf(sent) - turn.start,
    after: ordered.filter((each) => instantOf(each) > instantOf(sent)),
    ...(verdict === undefined ? {} : { verdict }),
  }
}

async function verdictOf(
  store: Store,
  post: StoredPost,
  sent: StoredPost,
): Promise<Verdict | undefined> {
  const person = (await store.peopleOf([post.post])).get(post.post)
  if (person === undefined) return undefined
  const feelings = (await store.personPosts(person.person, 300)).map(toFeeling)
  return judgeRecovery(feelings, instantOf(sent), 30)?.verdict
}

function instantOf(post: StoredPost): Instant {
  return post.publishedAt ?? post.collectedAt
}
