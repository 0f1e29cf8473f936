import type { StoredTurn } from '../store/dialogue-store.ts'
import type { Period, Store, StoredPost } from '../store/store.ts'
import { saysThanks } from './deeds.ts'

/** A question to us that another customer answered. */
export interface CommunityAnswer {
  readonly thread: number
  readonly question: StoredPost
  readonly answer: StoredPost
  /** Who asked said that it helped, or a person of ours credited it. */
  readonly confirmed: boolean
  /** A person of ours marked it as wrong: somebody should say what is right. */
  readonly wrong: boolean
}

const FEWEST_WORDS = 5

/** Questions of the period that outsiders answered before us: neither ours nor ignored. */
export async function readCommunityAnswers(
  store: Store,
  period: Period,
): Promise<readonly CommunityAnswer[]> {
  const turns = await store.turns(period)
  const answers: CommunityAnswer[] = []
  for (const turn of turns) answers.push(...(await answersIn(store, turn)))
  return answers
}

async function answersIn(store: Store, turn: StoredTurn): Promise<readonly CommunityAnswer[]> {
  const { posts, events } = await store.thread(turn.thread)
  const question = posts.find(({ post }) => post === turn.startPost)
  if (question === undefined || !asksSomething(turn, question)) return []
  const credits = new Map(
    events.flatMap((event) =>
      event.type === 'credited' ? [[event.post, event.correct] as const] : [],
    ),
  )
  const until = turn.repliedAt ?? Number.POSITIVE_INFINITY
  return posts
    .filter((post) => isAnswer(post, question) && instantOf(post) < until)
    .map((answer) => ({
      thread: turn.thread,
      question,
      answer,
      confirmed: credits.get(answer.post) ?? wasThanked(answer, question, posts),
      wrong: credits.get(answer.post) === false,
    }))
}

function instantOf(post: StoredPost): number {
  return post.publishedAt ?? post.collectedAt
}

/** By its intent, or because it has a question mark: a question about a delivery is a complaint to many a classifier. */
function asksSomething({ intents }: StoredTurn, { title = '', text }: StoredPost): boolean {
  const isQuestion = intents.includes('question') || intents.includes('purchase')
  return isQuestion || /[?\uff1f]/.test(`${title} ${text}`)
}

/** Said after the question, by somebody else, in more than a few words, and not a question itself. */
function isAnswer(post: StoredPost, question: StoredPost): boolean {
  const isOutsider = post.side === 'theirs' && post.author?.id !== question.author?.id
  // The title of a reply repeats the question, so that its intent is no witness; the end of its own words is.
  const asks = /[?\uff1f]["')\]]*$/.test(post.text.trimEnd())
  return (
    isOutsider &&
    !asks &&
    instantOf(post) > instantOf(question) &&
    speaksTo(post, question) &&
    post.text.split(/\s+/).length >= FEWEST_WORDS
  )
}

/** Where the site says what a post replies to, it must be the question: the rest of a long thread answers others. */
function speaksTo(post: StoredPost, question: StoredPost): boolean {
  return post.parent === undefined || post.parent === question.id
}

function wasThanked(
  answer: StoredPost,
  question: StoredPost,
  posts: readonly StoredPost[],
): boolean {
  return posts.some(
    (post) =>
      post.author?.id === question.author?.id &&
      instantOf(post) > instantOf(answer) &&
      saysThanks(post),
  )
}
