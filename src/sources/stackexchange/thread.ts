import * as v from 'valibot'
import type { Post } from '../../model/post.ts'
import { readItems } from '../json-answer.ts'
import type { ThreadAnswer } from '../source.ts'
import { ask, type Environment, restOf, spareQuota } from './ask.ts'
import { answerSchema, commentId, commentSchema, postId, questionSchema, toPost } from './wire.ts'

const PAGE = { pagesize: 100, order: 'desc', sort: 'creation' } as const

async function questionOf(
  answer: string,
  site: string,
  environment: Environment,
): Promise<string | undefined> {
  const found = await ask(environment, `/answers/${answer}`, { site })
  const read = v.safeParse(answerSchema, found?.items[0])
  const number = read.success ? read.output.question_id : undefined
  return number === answer ? undefined : number
}

/** A question, its answers, and the comments on all of them. */
export async function readThread(thread: string, environment: Environment): Promise<ThreadAnswer> {
  await spareQuota(environment)
  const [site = '', number = ''] = thread.split('/')
  const place = { source: environment.name, now: environment.now(), site }
  const question = await ask(environment, `/questions/${number}`, { site })
  if (question === undefined || question.items.length === 0) {
    // A user's posts come without the question that an answer belongs to.
    const above = await questionOf(number, site, environment)
    if (above !== undefined) return readThread(postId(site, above), environment)
    return { posts: [], gone: [thread], complete: false }
  }
  const answers = await ask(environment, `/questions/${number}/answers`, { site, ...PAGE })
  const asked = readItems(question.items, questionSchema, (item) =>
    toPost(item, { id: thread, thread, parent: undefined }, place),
  )
  const answered = readItems(answers?.items ?? [], answerSchema, (item) =>
    toPost(item, { id: postId(site, item.answer_id), thread, parent: thread }, place),
  )
  const posts: Post[] = [...asked.posts, ...answered.posts]
  const ids = posts.map((post) => post.id.split('/')[1]).join(';')
  const comments = await ask(environment, `/posts/${ids}/comments`, { site, ...PAGE })
  const below = readItems(comments?.items ?? [], commentSchema, (item) =>
    toPost(
      item,
      { id: commentId(site, item.comment_id), thread, parent: postId(site, item.post_id) },
      place,
    ),
  )
  posts.push(...below.posts)
  const isRead = asked.unreadable + answered.unreadable + below.unreadable === 0
  const rest = restOf(comments ?? {}, environment.now())
  return {
    posts,
    gone: [],
    complete: isRead && answers?.has_more !== true && comments?.has_more !== true,
    ...(rest === undefined ? {} : { nextInSeconds: rest }),
  }
}
