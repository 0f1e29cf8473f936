import * as v from 'valibot'
import { SourceError } from '../../errors.ts'
import type { Post } from '../../model/post.ts'
import { isUnclear, outcomeOf, refusalOf, sendJson } from '../json-send.ts'
import type { ReplyRequest, ReplyResult } from '../source.ts'
import { apiUrl, ask, type Environment, explain } from './ask.ts'
import { forgetSession, openSession, WRITE_HINT } from './session.ts'
import { commentSchema, commentToPost, pageSchema, threadSchema } from './wire.ts'

const MAX_LENGTH = 10_000
const FEW_MINUTES = 300_000
const NEWEST = 100

/** Publishes a comment below a video, or an answer below a comment; it costs 50 units of the day's quota. */
export async function sendReply(
  wanted: ReplyRequest,
  environment: Environment,
): Promise<ReplyResult> {
  let token: string
  try {
    refuseLong(wanted.text)
    token = await openSession(environment)
  } catch (error) {
    return { outcome: 'failed', error: outcomeOf(error).error }
  }
  try {
    const { answer, data } = await publish(wanted, token, environment)
    const post = answer.status === 200 ? readSent(data, wanted, environment) : undefined
    if (post !== undefined) return { outcome: 'sent', post }
    const isUnknown = answer.status < 300 || isUnclear(answer)
    const error = explain(answer, environment.now()) ?? refusalOf(answer, data, WRITE_HINT)
    return { outcome: isUnknown ? 'unknown' : 'failed', error }
  } catch (error) {
    return outcomeOf(error)
  }
}

/** A token that has run out wrote nothing, so that another one may try once more. */
async function publish(wanted: ReplyRequest, token: string, environment: Environment) {
  const { path, body } = requestOf(wanted)
  const send = (bearer: string) =>
    sendJson(environment.http, {
      url: apiUrl(environment, path, { part: 'snippet' }),
      headers: { authorization: `Bearer ${bearer}` },
      body,
    })
  const sent = await send(token)
  if (sent.answer.status !== 401) return sent
  forgetSession(environment)
  const fresh = await openSession(environment).catch(() => undefined)
  return fresh === undefined ? sent : send(fresh)
}

/** Whoever answers an answer writes below the comment that it stands under: there is one level. */
function requestOf({ to, text }: ReplyRequest): { readonly path: string; readonly body: object } {
  if (isVideo(to)) {
    const topLevelComment = { snippet: { textOriginal: text } }
    return {
      path: '/commentThreads',
      body: { snippet: { videoId: to.id, topLevelComment } },
    }
  }
  return { path: '/comments', body: { snippet: { parentId: topOf(to.id), textOriginal: text } } }
}

function isVideo(to: ReplyRequest['to']): boolean {
  return to.id === to.thread
}

function topOf(comment: string): string {
  return comment.split('.')[0] ?? comment
}

function readSent(data: unknown, wanted: ReplyRequest, environment: Environment): Post | undefined {
  const thread = v.safeParse(threadSchema, data)
  const single = v.safeParse(commentSchema, data)
  const comment = thread.success
    ? thread.output.snippet.topLevelComment
    : single.success
      ? single.output
      : undefined
  if (comment === undefined) return undefined
  const place = { source: environment.name, now: environment.now() }
  return { ...commentToPost(comment, wanted.to.thread, place), parent: wanted.to.id }
}

/** An answer with our words below the same comment or video, written since it was approved. */
export async function findReply(
  wanted: ReplyRequest,
  environment: Environment,
): Promise<Post | undefined> {
  const place = { source: environment.name, now: environment.now() }
  const comments = isVideo(wanted.to)
    ? await newestBelowVideo(wanted.to.id, environment)
    : await newestBelowComment(topOf(wanted.to.id), environment)
  const found = comments
    .map((comment) => commentToPost(comment, wanted.to.thread, place))
    .find((post) => post.text === wanted.text && (post.publishedAt ?? 0) >= wanted.at - FEW_MINUTES)
  return found === undefined ? undefined : { ...found, parent: wanted.to.id }
}

async function newestBelowVideo(videoId: string, environment: Environment) {
  const asked = { part: 'snippet', videoId, order: 'time', maxResults: NEWEST }
  const read = await ask(environment, '/commentThreads', asked, pageSchema)
  return (read?.data.items ?? []).flatMap((item) => {
    const thread = v.safeParse(threadSchema, item)
    return thread.success ? [thread.output.snippet.topLevelComment] : []
  })
}

async function newestBelowComment(parentId: string, environment: Environment) {
  const asked = { part: 'snippet', parentId, maxResults: NEWEST }
  const read = await ask(environment, '/comments', asked, pageSchema)
  return (read?.data.items ?? []).flatMap((item) => {
    const comment = v.safeParse(commentSchema, item)
    return comment.success ? [comment.output] : []
  })
}

function refuseLong(text: string): void {
  if (text.length <= MAX_LENGTH) return
  throw new SourceError(
    'unexpected-response',
    `the answer is too long for YouTube: ${text.length} of ${MAX_LENGTH} characters`,
    { notSent: true },
  )
}
