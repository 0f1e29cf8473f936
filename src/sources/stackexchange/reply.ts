import * as v from 'valibot'
import { SourceError } from '../../errors.ts'
import type { Post } from '../../model/post.ts'
import { buildUrl } from '../endpoint.ts'
import { readItems } from '../json-answer.ts'
import { isUnclear, outcomeOf, refusalOf, sendJson } from '../json-send.ts'
import type { ReplyRequest, ReplyResult } from '../source.ts'
import { ask, type Environment, keyOf } from './ask.ts'
import { commentId, commentSchema, envelopeSchema, postId, toPost } from './wire.ts'

const SHORTEST = 15
const LONGEST = 600
const FEW_MINUTES = 300_000
const HINT =
  'set STACKEXCHANGE_KEY and STACKEXCHANGE_ACCESS_TOKEN (scope write_access); comments need 50 reputation'

/** Publishes a comment on a question or answer. */
export async function sendReply(
  wanted: ReplyRequest,
  environment: Environment,
): Promise<ReplyResult> {
  let login: { key: string; token: string }
  try {
    login = needLogin(environment)
    refuseLength(wanted.text)
  } catch (error) {
    return { outcome: 'failed', error: outcomeOf(error).error }
  }
  const [site = '', number = ''] = wanted.to.id.split('/')
  try {
    const { answer, data } = await sendJson(environment.http, {
      url: buildUrl(environment.settings.endpoint, '/2.3', `/posts/${number}/comments/add`),
      body: new URLSearchParams({
        body: wanted.text,
        site,
        key: login.key,
        access_token: login.token,
        filter: 'withbody',
      }).toString(),
      contentType: 'application/x-www-form-urlencoded',
    })
    const read = v.safeParse(envelopeSchema, data)
    const post =
      answer.status === 200 && read.success
        ? toComments(read.output.items, wanted, environment)[0]
        : undefined
    if (post !== undefined) return { outcome: 'sent', post }
    return {
      outcome: isUnclear(answer) ? 'unknown' : 'failed',
      error: refusalOf(answer, data, HINT),
    }
  } catch (error) {
    return outcomeOf(error)
  }
}

/** A comment of the same words on that post since the answer was approved. */
export async function findReply(
  wanted: ReplyRequest,
  environment: Environment,
): Promise<Post | undefined> {
  const [site = '', number = ''] = wanted.to.id.split('/')
  const read = await ask(environment, `/posts/${number}/comments`, {
    site,
    pagesize: 100,
    order: 'desc',
    sort: 'creation',
  })
  const words = wanted.text.replace(/\s+/g, ' ').trim()
  return toComments(read?.items ?? [], wanted, environment).find(
    (post) =>
      post.text.replace(/\s+/g, ' ').trim() === words &&
      (post.publishedAt ?? 0) >= wanted.at - FEW_MINUTES,
  )
}

function toComments(
  items: readonly unknown[],
  wanted: ReplyRequest,
  environment: Environment,
): readonly Post[] {
  const [site = ''] = wanted.to.id.split('/')
  const place = { source: environment.name, now: environment.now(), site }
  return readItems(items, commentSchema, (item) =>
    toPost(
      item,
      {
        id: commentId(site, item.comment_id),
        thread: wanted.to.thread,
        parent: postId(site, item.post_id),
      },
      place,
    ),
  ).posts
}

function needLogin(environment: Environment): { key: string; token: string } {
  const key = keyOf(environment)
  const token = environment.settings.token ?? environment.secret?.('STACKEXCHANGE_ACCESS_TOKEN')
  if (key === undefined || token === undefined) {
    throw new SourceError('unauthorized', 'an answer needs a login', { hint: HINT })
  }
  return { key, token }
}

function refuseLength(text: string): void {
  if (text.length >= SHORTEST && text.length <= LONGEST) return
  throw new SourceError(
    'unexpected-response',
    `a comment has ${SHORTEST} to ${LONGEST} characters, this one has ${text.length}`,
    { notSent: true },
  )
}
