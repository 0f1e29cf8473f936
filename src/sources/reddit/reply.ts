import * as v from 'valibot'
import { SourceError } from '../../errors.ts'
import type { Post } from '../../model/post.ts'
import { text } from '../json-fields.ts'
import { isUnclear, outcomeOf, refusalOf, sendJson } from '../json-send.ts'
import type { ReplyRequest, ReplyResult } from '../source.ts'
import { ask, readListing } from './listing.ts'
import { apiUrl, type Environment, keysOf, openSession, WRITE_HINT } from './session.ts'
import { thingSchema, toPost } from './wire.ts'

const MAX_LENGTH = 10_000
const FEW_MINUTES = 300_000

const resultSchema = v.object({
  json: v.object({
    errors: v.optional(v.array(v.array(v.unknown())), []),
    data: v.optional(v.object({ things: v.array(thingSchema) })),
  }),
})
const meSchema = v.object({ name: text })

/** Publishes a comment. The service knows no key of ours: an unclear outcome is looked up among our comments. */
export async function sendReply(
  wanted: ReplyRequest,
  environment: Environment,
): Promise<ReplyResult> {
  let token: string
  try {
    refuseEarly(wanted, environment)
    token = await openSession(environment)
  } catch (error) {
    return { outcome: 'failed', error: outcomeOf(error).error }
  }
  try {
    const { answer, data } = await sendJson(environment.http, {
      url: apiUrl(environment, '/api/comment'),
      headers: { authorization: `bearer ${token}` },
      body: new URLSearchParams({
        thing_id: wanted.to.id,
        text: wanted.text,
        api_type: 'json',
      }).toString(),
      contentType: 'application/x-www-form-urlencoded',
    })
    if (answer.status !== 200) {
      return {
        outcome: isUnclear(answer) ? 'unknown' : 'failed',
        error: refusalOf(answer, data, WRITE_HINT),
      }
    }
    return readResult(data, environment)
  } catch (error) {
    return outcomeOf(error)
  }
}

// Refusals come with status 200 and a list of errors.
function readResult(data: unknown, environment: Environment): ReplyResult {
  const read = v.safeParse(resultSchema, data)
  const [error] = read.success ? read.output.json.errors : []
  if (error !== undefined) {
    const [code = '', message = ''] = error.map(String)
    const kind = code === 'RATELIMIT' ? 'rate-limited' : 'unexpected-response'
    return {
      outcome: 'failed',
      error: new SourceError(kind, `it says: ${message || code}`, {
        ...(kind === 'rate-limited' ? { retryAfterSeconds: readMinutes(message) * 60 } : {}),
      }),
    }
  }
  const thing = read.success ? read.output.json.data?.things[0] : undefined
  const post = thing && toPost(thing, { source: environment.name, now: environment.now() })
  if (post !== undefined) return { outcome: 'sent', post }
  return {
    outcome: 'unknown',
    error: new SourceError('unexpected-response', 'it does not show the answer'),
  }
}

function readMinutes(message: string): number {
  return Number(/(\d+)\s*minute/i.exec(message)?.[1] ?? 15)
}

/** Our comment below that post, if it stands. */
export async function findReply(
  wanted: ReplyRequest,
  environment: Environment,
): Promise<Post | undefined> {
  const me = await ask(environment, '/api/v1/me', {}, meSchema)
  if (me === undefined) return undefined
  const page = await readListing(`/user/${me.data.name}/comments`, { sort: 'new' }, {}, environment)
  return page?.posts.find(
    (post) => post.parent === wanted.to.id && (post.publishedAt ?? 0) >= wanted.at - FEW_MINUTES,
  )
}

function refuseEarly(wanted: ReplyRequest, environment: Environment): void {
  if (keysOf(environment.settings, environment.secret)?.refresh === undefined) {
    throw new SourceError('unauthorized', 'an answer needs a login', { hint: WRITE_HINT })
  }
  if (wanted.text.length > MAX_LENGTH) {
    throw new SourceError(
      'unexpected-response',
      `the answer is too long for Reddit: ${wanted.text.length} of ${MAX_LENGTH} characters`,
      { notSent: true },
    )
  }
}
