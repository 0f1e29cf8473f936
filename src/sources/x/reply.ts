import * as v from 'valibot'
import { SourceError } from '../../errors.ts'
import type { Post } from '../../model/post.ts'
import { countWeighted } from '../../text/lengths.ts'
import { readJson } from '../json-answer.ts'
import { id, maybe, published, text } from '../json-fields.ts'
import { isUnclear, outcomeOf, refusalOf, sendJson } from '../json-send.ts'
import { present } from '../present.ts'
import type { ReplyRequest, ReplyResult } from '../source.ts'
import { apiUrl, askPosts, type Environment, explain } from './ask.ts'
import { instantOf, postUrl } from './post.ts'
import { type Keys, signRequest } from './sign.ts'
import { foundSchema } from './wire.ts'

const FEW_MINUTES = 300_000
const MAX_LENGTH = 280
const OWN_POSTS = 20
const KEYS_HINT =
  'set X_API_KEY, X_API_SECRET, X_ACCESS_TOKEN and X_ACCESS_SECRET (console.x.com), or answer on the site and record it with: listen reply POST --sent'
const RULES =
  'X lets programs answer only who named or quoted the account first; answer on the site and record it with: listen reply POST --sent'

const sentSchema = v.object({ data: v.object({ id, text: maybe(text) }) })
const meSchema = v.object({ data: v.object({ id, username: text, name: maybe(text) }) })

/** Publishes an answer. X knows no key of ours, but refuses the same words twice: then it is looked up. */
export async function sendReply(
  wanted: ReplyRequest,
  environment: Environment,
): Promise<ReplyResult> {
  const url = apiUrl(environment, '/tweets')
  let authorization: string
  try {
    refuseLong(wanted.text)
    authorization = sign('POST', url, wanted.key, environment)
  } catch (error) {
    return { outcome: 'failed', error: outcomeOf(error).error }
  }
  try {
    const { answer, data } = await sendJson(environment.http, {
      url,
      headers: { authorization },
      body: { text: wanted.text, reply: { in_reply_to_tweet_id: wanted.to.id } },
    })
    const sent = v.safeParse(sentSchema, data)
    if (answer.status < 300 && sent.success)
      return { outcome: 'sent', post: toOwnPost(sent.output.data.id, wanted, environment) }
    const error = refusalOf(answer, data, answer.status === 403 ? RULES : KEYS_HINT)
    const isUnknown = answer.status < 300 || isUnclear(answer) || /duplicate/i.test(error.message)
    return { outcome: isUnknown ? 'unknown' : 'failed', error }
  } catch (error) {
    return outcomeOf(error)
  }
}

/** The answer among our own latest posts, if it stands. */
export async function findReply(
  wanted: ReplyRequest,
  environment: Environment,
): Promise<Post | undefined> {
  const me = await readMe(wanted.key, environment)
  if (me === undefined) return undefined
  const start = new Date(wanted.at - FEW_MINUTES).toISOString()
  const asked = await askPosts(environment, {
    path: `/users/${me.id}/tweets`,
    parameters: (most) => ({ max_results: most, start_time: `${start.slice(0, 19)}Z` }),
    most: OWN_POSTS,
    schema: foundSchema,
  })
  return asked?.posts.find((post) => post.parent === wanted.to.id)
}

async function readMe(seed: string, environment: Environment) {
  const url = apiUrl(environment, '/users/me')
  const headers = { authorization: sign('GET', url, seed, environment) }
  const read = await readJson(environment.http, { url, headers, explain }, meSchema)
  return read?.data.data
}

function sign(method: string, url: string, key: string, environment: Environment): string {
  const at = environment.now()
  return signRequest({ method, url, at, seed: `${method} ${key} ${at}` }, keysOf(environment))
}

function keysOf({ secret }: Environment): Keys {
  const apiKey = secret?.('X_API_KEY')
  const apiSecret = secret?.('X_API_SECRET')
  const token = secret?.('X_ACCESS_TOKEN')
  const own = secret?.('X_ACCESS_SECRET')
  if (!apiKey || !apiSecret || !token || !own)
    throw new SourceError('unauthorized', 'an answer needs the keys of an account', {
      hint: KEYS_HINT,
    })
  return { apiKey, apiSecret, token, secret: own }
}

// Accounts that pay may write more, but nobody can tell which account this is.
function refuseLong(words: string): void {
  const length = countWeighted(words)
  if (length <= MAX_LENGTH) return
  throw new SourceError(
    'unexpected-response',
    `the answer is too long for X: ${length} of ${MAX_LENGTH} characters`,
    { notSent: true },
  )
}

// The answer to a write holds its number and words only; the next scan brings the rest.
function toOwnPost(number: string, wanted: ReplyRequest, environment: Environment): Post {
  return present<Post>({
    platform: 'x',
    source: environment.name,
    id: number,
    url: postUrl(number),
    kind: 'comment',
    text: wanted.text,
    ...published(instantOf(number) ?? environment.now()),
    collectedAt: environment.now(),
    thread: wanted.to.thread,
    parent: wanted.to.id,
  })
}
