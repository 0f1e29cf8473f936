import * as v from 'valibot'
import { SourceError } from '../../errors.ts'
import type { Post } from '../../model/post.ts'
import { countGraphemes } from '../../text/graphemes.ts'
import { findLinks } from '../../text/links-in-text.ts'
import { listOf } from '../json-fields.ts'
import { isUnclear, outcomeOf, refusalOf, sendJson } from '../json-send.ts'
import type { ReplyRequest, ReplyResult } from '../source.ts'
import {
  apiUrl,
  ask,
  authorization,
  type Environment,
  LOGIN_HINT,
  serverHost,
  tokenOf,
} from './ask.ts'
import { toPost } from './post.ts'
import { localId, readStatus } from './thread.ts'
import {
  accountSchema,
  instanceSchema,
  statusesSchema,
  statusSchema,
  type WireStatus,
} from './wire.ts'

const DEFAULT_LENGTH = 500
const DEFAULT_URL_LENGTH = 23
const FEW_MINUTES = 300_000

/** Publishes an answer; the server knows it again by the key for an hour. */
export async function sendReply(
  wanted: ReplyRequest,
  environment: Environment,
): Promise<ReplyResult> {
  let parent: WireStatus
  let status: string
  try {
    parent = await readParent(wanted, environment)
    status = addressed(wanted.text, parent, environment)
    await refuseLong(status, environment)
  } catch (error) {
    return { outcome: 'failed', error: outcomeOf(error).error }
  }
  try {
    const { answer, data } = await sendJson(environment.http, {
      url: apiUrl(environment, '/v1/statuses'),
      headers: { ...authorization(environment), 'idempotency-key': wanted.key },
      body: {
        status,
        in_reply_to_id: parent.id,
        visibility: parent.visibility === 'unlisted' ? 'unlisted' : 'public',
        ...(wanted.lang === undefined ? {} : { language: wanted.lang }),
      },
    })
    const sent = v.safeParse(statusSchema, data)
    if (answer.status === 200 && sent.success) {
      return { outcome: 'sent', post: toOwnPost(sent.output, parent, environment) }
    }
    return {
      outcome: isUnclear(answer) ? 'unknown' : 'failed',
      error: refusalOf(answer, data, LOGIN_HINT),
    }
  } catch (error) {
    return outcomeOf(error)
  }
}

/** The answer among our own latest posts, if it stands. */
export async function findReply(
  wanted: ReplyRequest,
  environment: Environment,
): Promise<Post | undefined> {
  const parent = await readParent(wanted, environment)
  const me = await ask(environment, '/v1/accounts/verify_credentials', {}, accountSchema)
  if (me === undefined) return undefined
  const read = await ask(
    environment,
    `/v1/accounts/${me.data.id}/statuses`,
    { limit: 40 },
    statusesSchema,
  )
  const latest = v.parse(listOf(statusSchema), read?.data) ?? []
  const found = latest.find(
    (status) =>
      status.in_reply_to_id === parent.id && (status.created_at ?? 0) >= wanted.at - FEW_MINUTES,
  )
  return found === undefined ? undefined : toOwnPost(found, parent, environment)
}

async function readParent(wanted: ReplyRequest, environment: Environment): Promise<WireStatus> {
  if (tokenOf(environment.settings, environment.secret) === undefined) {
    throw new SourceError('unauthorized', 'an answer needs a login', { hint: LOGIN_HINT })
  }
  return readStatus(await localId(wanted.to.id, environment), environment)
}

// Nobody is told of an answer that does not name them.
function addressed(text: string, parent: WireStatus, environment: Environment): string {
  const acct = parent.account.acct
  const local = acct.endsWith(`@${serverHost(environment)}`)
    ? acct.slice(0, acct.lastIndexOf('@'))
    : acct
  return text.toLowerCase().includes(`@${local.toLowerCase()}`) ? text : `@${local} ${text}`
}

async function refuseLong(status: string, environment: Environment): Promise<void> {
  const limits = await readLimits(environment)
  const length = countCharacters(status, limits.url)
  if (length <= limits.status) return
  throw new SourceError(
    'unexpected-response',
    `the answer is too long for this server: ${length} of ${limits.status} characters`,
    { notSent: true },
  )
}

function readLimits(environment: Environment): Promise<{ status: number; url: number }> {
  const read = async () => {
    const instance = await ask(environment, '/v2/instance', {}, instanceSchema).catch(
      () => undefined,
    )
    const statuses = instance?.data.configuration?.statuses
    return {
      status: statuses?.max_characters ?? DEFAULT_LENGTH,
      url: statuses?.characters_reserved_per_url ?? DEFAULT_URL_LENGTH,
    }
  }
  return (
    environment.http.remember?.(`mastodon limits ${environment.settings.endpoint}`, read) ?? read()
  )
}

/** As Mastodon counts: a link is as long as any other link, a remote mention as its name, letters by grapheme. */
export function countCharacters(status: string, urlLength: number): number {
  let plain = ''
  let from = 0
  for (const link of findLinks(status).filter((one) =>
    /^https?:\/\//i.test(status.slice(one.start, one.end)),
  )) {
    plain += status.slice(from, link.start) + 'x'.repeat(urlLength)
    from = link.end
  }
  plain = (plain + status.slice(from)).replace(/(@[\w.-]+)@[\w.-]+\w/g, '$1')
  return countGraphemes(plain)
}

function toOwnPost(status: WireStatus, parent: WireStatus, environment: Environment): Post {
  return toPost(status, {
    source: environment.name,
    now: environment.now(),
    host: serverHost(environment),
    uriOf: (id) => (id === parent.id ? parent.uri : undefined),
  })
}
