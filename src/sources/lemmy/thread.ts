import * as v from 'valibot'
import { SourceError } from '../../errors.ts'
import type { Post } from '../../model/post.ts'
import { id, maybe, text } from '../json-fields.ts'
import { isUnclear, outcomeOf, refusalOf, sendJson } from '../json-send.ts'
import { markdownToText } from '../markdown.ts'
import type { ReplyRequest, ReplyResult, ThreadAnswer } from '../source.ts'
import {
  apiUrl,
  ask,
  type Environment,
  headersOf,
  knownVersion,
  LOGIN_HINT,
  PAGE_SIZE,
  type Question,
} from './ask.ts'
import {
  commentSchema,
  commentToPost,
  isGone,
  postSchema,
  postToPost,
  type WireComment,
} from './wire.ts'

const MAX_PAGES = 10

const viewIds = v.object({
  post: v.object({ id }),
  comment: maybe(v.object({ id })),
})
const resolvedSchema = v.object({
  post: maybe(viewIds),
  comment: maybe(viewIds),
  // Version 4 names the one thing that was found, whatever it is.
  resolve: maybe(viewIds),
})
const wholeSchema = v.object({ post_view: postSchema })
const list = v.array(v.unknown())
const next_page = maybe(text)
const commentsSchema = v.union([
  v.object({ comments: list, next_page }),
  v.pipe(
    v.object({ items: list, next_page }),
    v.transform(({ items, next_page }) => ({ comments: items, next_page })),
  ),
])
const sentSchema = v.object({ comment_view: commentSchema })

/** A post with its comments. Its number on this server is looked up first: its name is its address of origin. */
export async function readThread(thread: string, environment: Environment): Promise<ThreadAnswer> {
  const number = (await resolve(thread, environment))?.post
  const whole =
    number &&
    (await ask(environment, () => ({ path: '/post', parameters: { id: number } }), wholeSchema))
  if (!number || !whole) return { posts: [], gone: [], complete: false }
  const comments = await readComments(number, environment)
  const ids = new Map(comments.found.map(({ comment }) => [comment.id, comment.ap_id]))
  const place = {
    source: environment.name,
    now: environment.now(),
    idOf: (one: string) => ids.get(one),
  }
  const { post } = whole.post_view
  return {
    posts: [
      postToPost(whole.post_view, place),
      ...comments.found.map((wire) => commentToPost(wire, place)),
    ].filter((one) => one !== undefined),
    gone: [post, ...comments.found.map(({ comment }) => comment)]
      .filter(isGone)
      .map((one) => one.ap_id),
    complete: comments.complete,
  }
}

async function readComments(post: string, environment: Environment) {
  const found: WireComment[] = []
  let isRead = true
  let cursor: string | undefined
  for (let page = 1; page <= MAX_PAGES; page += 1) {
    const data = await ask(environment, commentsOf(post, page, cursor), commentsSchema)
    const items = data?.comments ?? []
    for (const item of items) {
      const read = v.safeParse(commentSchema, item)
      if (read.success) found.push(read.output)
      else isRead = false
    }
    const isNewer = (await knownVersion(environment)) === 4
    cursor = data?.next_page
    const isLast = isNewer ? cursor === undefined || items.length === 0 : items.length < PAGE_SIZE
    if (isLast) return { found, complete: data !== undefined && isRead }
  }
  return { found, complete: false }
}

function commentsOf(post: string, page: number, cursor: string | undefined): Question {
  return (version) => ({
    path: '/comment/list',
    parameters:
      version === 4
        ? { post_id: post, sort: 'new', type_: 'all', limit: PAGE_SIZE, page_cursor: cursor }
        : { post_id: post, sort: 'New', type_: 'All', limit: PAGE_SIZE, page },
  })
}

async function resolve(
  address: string,
  environment: Environment,
): Promise<{ readonly post: string; readonly comment?: string } | undefined> {
  const question: Question = () => ({ path: '/resolve_object', parameters: { q: address } })
  const data = await ask(environment, question, resolvedSchema)
  const view = data?.comment ?? data?.post ?? data?.resolve
  if (view === undefined) return undefined
  return {
    post: view.post.id,
    ...(view.comment === undefined ? {} : { comment: view.comment.id }),
  }
}

/** Publishes an answer. The service knows no key of ours: an unclear outcome is looked up in the thread. */
export async function sendReply(
  wanted: ReplyRequest,
  environment: Environment,
): Promise<ReplyResult> {
  const headers = headersOf(environment)
  if (headers.authorization === undefined)
    return failed(new SourceError('unauthorized', 'an answer needs a login', { hint: LOGIN_HINT }))
  let target: Awaited<ReturnType<typeof resolve>>
  try {
    target = await resolve(wanted.to.id, environment)
  } catch (error) {
    return failed(outcomeOf(error).error)
  }
  if (target === undefined)
    return failed(new SourceError('gone', 'the post that is answered is not known to this server'))
  try {
    const { answer, data } = await sendJson(environment.http, {
      url: apiUrl(environment, await knownVersion(environment), '/comment'),
      headers,
      body: {
        content: wanted.text,
        post_id: Number(target.post),
        ...(target.comment === undefined ? {} : { parent_id: Number(target.comment) }),
      },
    })
    const read = v.safeParse(sentSchema, data)
    const place = { source: environment.name, now: environment.now() }
    const post =
      answer.status === 200 && read.success
        ? commentToPost(read.output.comment_view, place)
        : undefined
    if (post !== undefined) return { outcome: 'sent', post: { ...post, parent: wanted.to.id } }
    if (answer.status < 300 || isUnclear(answer))
      return { outcome: 'unknown', error: refusalOf(answer, data, LOGIN_HINT) }
    return failed(refusalOf(answer, data, LOGIN_HINT))
  } catch (error) {
    return outcomeOf(error)
  }
}

function failed(error: SourceError): ReplyResult {
  return { outcome: 'failed', error }
}

/** The answer with our words below that post, written since it was approved. */
export async function findReply(
  wanted: ReplyRequest,
  environment: Environment,
): Promise<Post | undefined> {
  const thread = await readThread(wanted.to.thread ?? wanted.to.id, environment)
  const { text } = markdownToText(wanted.text)
  return thread.posts.find(
    (post) =>
      post.parent === wanted.to.id &&
      post.text === text &&
      (post.publishedAt ?? 0) >= wanted.at - 300_000,
  )
}
