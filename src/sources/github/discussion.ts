import * as v from 'valibot'
import { SourceError } from '../../errors.ts'
import type { Post } from '../../model/post.ts'
import { id, listOf, maybe, text } from '../json-fields.ts'
import { isUnclear, outcomeOf, refusalOf, sendJson } from '../json-send.ts'
import { markdownToText } from '../markdown.ts'
import type { ReplyRequest, ReplyResult, ThreadAnswer } from '../source.ts'
import { apiUrl, type Environment, headersOf, LOGIN_HINT, restOf, tokenOf } from './ask.ts'
import {
  discussionCommentSchema,
  discussionCommentToPost,
  discussionSchema,
  discussionToPost,
} from './wire.ts'

const MAX_PAGES = 5
const FEW_MINUTES = 300_000

const COMMENT = 'id url bodyText createdAt lastEditedAt upvoteCount author { login url }'
const DISCUSSION = `query($owner: String!, $name: String!, $number: Int!, $after: String) {
  viewer { login }
  repository(owner: $owner, name: $name) {
    discussion(number: $number) {
      id url title bodyText createdAt lastEditedAt upvoteCount author { login url }
      comments(first: 100, after: $after) {
        totalCount
        pageInfo { endCursor hasNextPage }
        nodes { ${COMMENT} replies(first: 100) { totalCount nodes { ${COMMENT} } } }
      }
    }
  }
}`
const ANSWER = `mutation($input: AddDiscussionCommentInput!) {
  addDiscussionComment(input: $input) { comment { ${COMMENT} } }
}`

const commentsSchema = v.object({
  pageInfo: maybe(v.object({ endCursor: maybe(text), hasNextPage: maybe(v.boolean()) })),
  nodes: listOf(
    v.object({
      ...discussionCommentSchema.entries,
      replies: maybe(
        v.object({ totalCount: maybe(v.number()), nodes: listOf(discussionCommentSchema) }),
      ),
    }),
  ),
})
const answerSchema = v.object({
  data: v.object({
    viewer: maybe(v.object({ login: text })),
    repository: v.nullable(
      v.object({
        discussion: v.nullable(v.object({ id, comments: commentsSchema })),
      }),
    ),
  }),
})
const addedSchema = v.object({
  data: v.object({ addDiscussionComment: v.object({ comment: discussionCommentSchema }) }),
})

export interface Discussion extends ThreadAnswer {
  /** The node id of the discussion itself; absent where it is not there, or cannot be asked for. */
  readonly node?: string
  /** Who asks. */
  readonly login?: string
}

/** Whether a page is that of a discussion, which shares its numbers with issues. */
export function isDiscussion(url: string | undefined): boolean {
  return /^https?:\/\/[^/]+\/[^/]+\/[^/]+\/discussions\/\d+/.test(url ?? '')
}

/** A discussion with its comments and the answers below them. It takes a token. */
export async function readDiscussion(
  thread: string,
  environment: Environment,
): Promise<Discussion> {
  const where = placeOf(thread)
  const hasToken = tokenOf(environment.settings, environment.secret) !== undefined
  if (where === undefined || !hasToken) return { posts: [], gone: [], complete: false }
  const pages = await askPages(where, environment)
  const [first] = pages
  const last = pages.at(-1)
  if (first === undefined) return { posts: [], gone: [thread], isOver: true, complete: false }
  return {
    // Every page begins with the discussion itself.
    posts: pages.flatMap(({ posts }, index) => (index === 0 ? posts : posts.slice(1))),
    gone: [],
    complete: last?.after === undefined && pages.every(({ isWhole }) => isWhole),
    node: first.node,
    ...(first.login === undefined ? {} : { login: first.login }),
    ...(last?.rest === undefined ? {} : { nextInSeconds: last.rest }),
  }
}

function placeOf(thread: string) {
  const place = /^([\w.-]+)\/([\w.-]+)#(\d+)$/.exec(thread)
  return place === null ? undefined : { owner: place[1], name: place[2], number: Number(place[3]) }
}

async function askPages(where: object, environment: Environment) {
  const pages: NonNullable<Awaited<ReturnType<typeof askPage>>>[] = []
  let after: string | undefined
  do {
    const page = await askPage({ ...where, after: after ?? null }, environment)
    if (page === undefined) break
    pages.push(page)
    after = page.after
  } while (after !== undefined && pages.length < MAX_PAGES)
  return pages
}

async function askPage(variables: object, environment: Environment) {
  const { answer, data } = await askGraphQl(DISCUSSION, variables, environment)
  const read = v.safeParse(answerSchema, data)
  if (isMissing(data)) return undefined
  if (answer.status !== 200 || !read.success) throw refusalOf(answer, data, LOGIN_HINT)
  const { viewer, repository } = read.output.data
  const discussion = repository?.discussion
  const raw = (data as { data?: { repository?: { discussion?: unknown } } }).data?.repository
  const first = v.safeParse(discussionSchema, raw?.discussion)
  if (!discussion) return undefined
  if (!first.success) throw refusalOf(answer, data, LOGIN_HINT)
  const place = { source: environment.name, now: environment.now() }
  const starter = discussionToPost(first.output, place)
  const under = (parent: string) => ({ ...place, thread: starter.thread, parent })
  const comments = discussion.comments.nodes ?? []
  return {
    node: discussion.id,
    login: viewer?.login,
    posts: [
      starter,
      ...comments.flatMap((comment) => [
        discussionCommentToPost(comment, under(discussion.id)),
        ...(comment.replies?.nodes ?? []).map((reply) =>
          discussionCommentToPost(reply, under(comment.id)),
        ),
      ]),
    ],
    after: discussion.comments.pageInfo?.hasNextPage
      ? discussion.comments.pageInfo.endCursor
      : undefined,
    isWhole: comments.every(
      ({ replies }) => (replies?.totalCount ?? 0) <= (replies?.nodes?.length ?? 0),
    ),
    rest: restOf(answer),
  }
}

function isMissing(data: unknown): boolean {
  const { errors } = (data ?? {}) as { errors?: readonly { type?: unknown }[] }
  return Array.isArray(errors) && errors.some((error) => error?.type === 'NOT_FOUND')
}

function askGraphQl(query: string, variables: object, environment: Environment) {
  return sendJson(environment.http, {
    url: apiUrl(environment, '/graphql'),
    headers: headersOf(environment),
    bucket: 'graphql',
    body: { query, variables },
  })
}

/** Answers in a discussion: below the comment that is answered, or below that which it stands under. */
export async function sendDiscussionReply(
  wanted: ReplyRequest,
  environment: Environment,
): Promise<ReplyResult> {
  let input: object
  try {
    input = await inputOf(wanted, environment)
  } catch (error) {
    return { outcome: 'failed', error: outcomeOf(error).error }
  }
  try {
    const { answer, data } = await askGraphQl(ANSWER, { input }, environment)
    const read = v.safeParse(addedSchema, data)
    if (answer.status === 200 && read.success) {
      const place = {
        source: environment.name,
        now: environment.now(),
        thread: wanted.to.thread,
        parent: wanted.to.id,
      }
      const { comment } = read.output.data.addDiscussionComment
      const post = discussionCommentToPost(comment, place)
      return { outcome: 'sent', post: post.text === '' ? { ...post, text: wanted.text } : post }
    }
    const hasErrors = Array.isArray((data as { errors?: unknown } | undefined)?.errors)
    const isUnknown = isUnclear(answer) || (answer.status < 300 && !hasErrors)
    return { outcome: isUnknown ? 'unknown' : 'failed', error: refusalOf(answer, data, LOGIN_HINT) }
  } catch (error) {
    return outcomeOf(error)
  }
}

async function inputOf(wanted: ReplyRequest, environment: Environment): Promise<object> {
  const { to, text: body } = wanted
  const { node } = await readDiscussion(to.thread ?? '', environment)
  if (node === undefined)
    throw new SourceError('gone', 'the discussion that is answered is not there')
  if (to.id === node) return { discussionId: node, body }
  const isNested = to.parent !== undefined && to.parent !== node
  return { discussionId: node, body, replyToId: isNested ? to.parent : to.id }
}

/** Our comment of the same words since the answer was approved, if it stands. */
export async function findDiscussionReply(
  wanted: ReplyRequest,
  environment: Environment,
): Promise<Post | undefined> {
  const { posts, login } = await readDiscussion(wanted.to.thread ?? '', environment)
  const { text: words } = markdownToText(wanted.text)
  return posts.find(
    (post) =>
      post.author?.id === login &&
      squeeze(post.text) === squeeze(words) &&
      (post.publishedAt ?? 0) >= wanted.at - FEW_MINUTES,
  )
}

// The service makes plain text in its own way: only the words are compared.
function squeeze(words: string): string {
  return words.replaceAll(/\s+/g, ' ').trim()
}
