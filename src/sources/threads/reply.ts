import * as v from 'valibot'
import { SourceError } from '../../errors.ts'
import type { HttpAnswer } from '../../model/http.ts'
import type { Post } from '../../model/post.ts'
import { countCodePoints } from '../../text/lengths.ts'
import { id } from '../json-fields.ts'
import { isUnclear, outcomeOf, refusalOf, sendJson } from '../json-send.ts'
import { present } from '../present.ts'
import type { ReplyRequest, ReplyResult } from '../source.ts'
import { apiUrl, askList, type Environment, explain, TOKEN_HINT } from './ask.ts'
import { OWN_FIELDS } from './wire.ts'

const MAX_LENGTH = 500
const FEW_MINUTES = 300_000
const madeSchema = v.object({ id })

/** Two steps: what is prepared in the first is seen by nobody, only the second publishes it. */
export async function sendReply(
  wanted: ReplyRequest,
  environment: Environment,
): Promise<ReplyResult> {
  let prepared: string
  try {
    refuseLong(wanted.text)
    prepared = await prepare(wanted, environment)
  } catch (error) {
    return { outcome: 'failed', error: outcomeOf(error).error }
  }
  try {
    const url = apiUrl(environment, '/me/threads_publish', { creation_id: prepared })
    const { answer, data } = await post(url, environment)
    const made = v.safeParse(madeSchema, data)
    if (answer.status < 300 && made.success)
      return { outcome: 'sent', post: toOwnPost(made.output.id, wanted, environment) }
    const isUnknown = answer.status < 300 || isUnclear(answer)
    return { outcome: isUnknown ? 'unknown' : 'failed', error: refusal(answer, data) }
  } catch (error) {
    return outcomeOf(error)
  }
}

async function prepare(wanted: ReplyRequest, environment: Environment): Promise<string> {
  const url = apiUrl(environment, '/me/threads', {
    media_type: 'TEXT',
    text: wanted.text,
    reply_to_id: wanted.to.id,
  })
  const { answer, data } = await post(url, environment)
  const made = v.safeParse(madeSchema, data)
  if (answer.status < 300 && made.success) return made.output.id
  throw refusal(answer, data)
}

// What is written goes into the body: addresses are kept short, and end up in logs.
function post(address: string, environment: Environment) {
  const url = new URL(address)
  const body = url.searchParams.toString()
  url.search = ''
  return sendJson(environment.http, {
    url: url.href,
    body,
    contentType: 'application/x-www-form-urlencoded',
  })
}

function refusal(answer: HttpAnswer, data: unknown): SourceError {
  return explain(answer) ?? refusalOf(answer, data, TOKEN_HINT)
}

/** The answer among our own latest ones, if it stands. */
export async function findReply(
  wanted: ReplyRequest,
  environment: Environment,
): Promise<Post | undefined> {
  const since = Math.floor((wanted.at - FEW_MINUTES) / 1000)
  const listed = await askList(environment, '/me/replies', { fields: OWN_FIELDS, since, limit: 50 })
  return listed?.posts.find((one) => one.parent === wanted.to.id)
}

function refuseLong(text: string): void {
  const length = countCodePoints(text)
  if (length <= MAX_LENGTH) return
  throw new SourceError(
    'unexpected-response',
    `the answer is too long for Threads: ${length} of ${MAX_LENGTH} characters`,
    { notSent: true },
  )
}

// The answer to a write holds its number only; the next scan brings the rest.
function toOwnPost(number: string, wanted: ReplyRequest, environment: Environment): Post {
  return present<Post>({
    platform: 'threads',
    source: environment.name,
    id: number,
    kind: 'comment',
    text: wanted.text,
    publishedAt: environment.now(),
    publishedPrecision: 'second',
    collectedAt: environment.now(),
    thread: wanted.to.thread,
    parent: wanted.to.id,
  })
}
