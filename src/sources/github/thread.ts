import * as v from 'valibot'
import { SourceError } from '../../errors.ts'
import type { Instant, Post } from '../../model/post.ts'
import { readItems } from '../json-answer.ts'
import { listOf } from '../json-fields.ts'
import { isUnclear, outcomeOf, refusalOf, sendJson } from '../json-send.ts'
import type { Approval, ReplyRequest, ReplyResult, ThreadAnswer } from '../source.ts'
import {
  apiUrl,
  ask,
  type Environment,
  hasNext,
  headersOf,
  LOGIN_HINT,
  restOf,
  tokenOf,
} from './ask.ts'
import {
  commentSchema,
  commentToPost,
  issueSchema,
  issueToPost,
  listSchema,
  meSchema,
  reactionSchema,
  threadOf,
  toAuthor,
} from './wire.ts'

const MAX_PAGES = 5
const LONGEST = 65_536
const FEW_MINUTES = 300_000

/** An issue with all its comments, oldest first as they are given. */
export async function readThread(thread: string, environment: Environment): Promise<ThreadAnswer> {
  const path = pathOf(thread)
  if (path === undefined) return { posts: [], gone: [], complete: false }
  const place = { source: environment.name, now: environment.now() }
  try {
    const issue = await ask(environment, path, {}, issueSchema)
    if (issue === undefined) return { posts: [], gone: [], complete: false }
    const { posts, complete, rest } = await readComments(path, environment, place)
    return {
      posts: [issueToPost(issue.data, place), ...posts],
      gone: [],
      complete,
      ...(rest === undefined ? {} : { nextInSeconds: rest }),
    }
  } catch (error) {
    const isGone =
      error instanceof SourceError && (error.kind === 'gone' || /status 404/.test(error.message))
    if (isGone) return { posts: [], gone: [thread], isOver: true, complete: false }
    throw error
  }
}

async function readComments(
  path: string,
  environment: Environment,
  place: { readonly source: string; readonly now: Instant },
) {
  const posts: Post[] = []
  let isLast = false
  let isRead = true
  let rest: number | undefined
  for (let page = 1; page <= MAX_PAGES && !isLast; page += 1) {
    const read = await ask(environment, `${path}/comments`, { per_page: 100, page }, listSchema)
    if (read === undefined) break
    const { posts: some, unreadable } = readItems(read.data, commentSchema, (comment) =>
      commentToPost(comment, place),
    )
    posts.push(...some)
    // What cannot be read is there all the same.
    isRead &&= unreadable === 0
    isLast = !hasNext(read.answer)
    rest = restOf(read.answer)
  }
  return { posts, complete: isLast && isRead, rest }
}

/** Who gave a thumb up or a heart. */
export async function readLikers(
  url: string | undefined,
  environment: Environment,
): Promise<readonly Approval[]> {
  const path = url === undefined ? undefined : reactionsPath(url)
  if (path === undefined) return []
  const read = await ask(environment, path, { per_page: 100 }, listSchema)
  const all = v.parse(listOf(reactionSchema), read?.data) ?? []
  return all
    .filter(({ content }) => content === '+1' || content === 'heart')
    .flatMap(({ user, created_at: at }) => {
      const author = toAuthor(user)
      return author === undefined
        ? []
        : [{ author, how: 'like' as const, ...(at === undefined ? {} : { at }) }]
    })
}

/** Publishes a comment. The service knows no key of ours: an unclear outcome is looked up among the comments. */
export async function sendReply(
  wanted: ReplyRequest,
  environment: Environment,
): Promise<ReplyResult> {
  const path = pathOf(wanted.to.thread ?? threadOf(wanted.to.url ?? '') ?? '')
  const refusal = refuseEarly(wanted, path, environment)
  if (refusal !== undefined) return { outcome: 'failed', error: refusal }
  try {
    const { answer, data } = await sendJson(environment.http, {
      url: apiUrl(environment, `${path}/comments`),
      headers: headersOf(environment),
      body: { body: wanted.text },
    })
    const read = v.safeParse(commentSchema, data)
    if (answer.status === 201 && read.success) {
      return {
        outcome: 'sent',
        post: commentToPost(read.output, { source: environment.name, now: environment.now() }),
      }
    }
    return {
      outcome: isUnclear(answer) ? 'unknown' : 'failed',
      error: refusalOf(answer, data, LOGIN_HINT),
    }
  } catch (error) {
    return outcomeOf(error)
  }
}

/** Our comment of the same words since the answer was approved, if it stands. */
export async function findReply(
  wanted: ReplyRequest,
  environment: Environment,
): Promise<Post | undefined> {
  const path = pathOf(wanted.to.thread ?? threadOf(wanted.to.url ?? '') ?? '')
  if (path === undefined) return undefined
  const me = await ask(environment, '/user', {}, meSchema)
  const since = new Date(wanted.at - FEW_MINUTES).toISOString()
  const read = await ask(environment, `${path}/comments`, { since, per_page: 100 }, listSchema)
  const comments = v.parse(listOf(commentSchema), read?.data) ?? []
  const found = comments.find(
    (one) => one.user?.login === me?.data.login && one.body?.trim() === wanted.text.trim(),
  )
  return found === undefined
    ? undefined
    : commentToPost(found, { source: environment.name, now: environment.now() })
}

function refuseEarly(
  wanted: ReplyRequest,
  path: string | undefined,
  environment: Environment,
): SourceError | undefined {
  if (tokenOf(environment.settings, environment.secret) === undefined) {
    return new SourceError('unauthorized', 'an answer needs a login', { hint: LOGIN_HINT })
  }
  if (path === undefined)
    return new SourceError(
      'unexpected-response',
      'only issues and pull requests can be answered from here',
    )
  if (wanted.text.length <= LONGEST) return undefined
  return new SourceError(
    'unexpected-response',
    `the answer is too long for GitHub: ${wanted.text.length} of ${LONGEST} characters`,
    { notSent: true },
  )
}

function pathOf(thread: string): string | undefined {
  const match = /^([\w.-]+\/[\w.-]+)#(\d+)$/.exec(thread)
  return match === null ? undefined : `/repos/${match[1]}/issues/${match[2]}`
}

function reactionsPath(url: string): string | undefined {
  const path = pathOf(threadOf(url) ?? '')
  const comment = /#issuecomment-(\d+)$/.exec(url)?.[1]
  if (comment === undefined) return path === undefined ? undefined : `${path}/reactions`
  return path?.replace(/\/issues\/\d+$/, `/issues/comments/${comment}/reactions`)
}
