import type * as v from 'valibot'
import { SourceError } from '../../errors.ts'
import type { HttpAnswer } from '../../model/http.ts'
import type { Instant, Post } from '../../model/post.ts'
import { buildUrl } from '../endpoint.ts'
import { bodyOf, errorMessage, limited, readItems, readJson } from '../json-answer.ts'
import type { AskEnvironment, Meter } from '../source.ts'
import { toPost } from './post.ts'
import { type Found, tweetSchema } from './wire.ts'

export interface Settings {
  readonly endpoint: string
  readonly token?: string | undefined
  readonly limit: number
  readonly archive: boolean
}
export type Environment = AskEnvironment<Settings>
export type Parameters = Readonly<Record<string, string | number | undefined>>

export const TOKEN_HINT = 'set X_BEARER_TOKEN (console.x.com: your app, Keys and tokens)'
/** The service gives no smaller page than this. */
export const SMALLEST_PAGE = 10

const FIELDS = {
  'tweet.fields':
    'attachments,author_id,conversation_id,created_at,edit_history_tweet_ids,entities,in_reply_to_user_id,lang,note_tweet,public_metrics,referenced_tweets',
  'user.fields': 'name,public_metrics,username',
  'media.fields': 'alt_text,media_key,preview_image_url,type,url',
  expansions: 'attachments.media_keys,author_id',
}

export function apiUrl(environment: Environment, path: string, parameters: Parameters = {}) {
  return buildUrl(environment.settings.endpoint, '/2', path, parameters)
}

export interface Asked {
  readonly found: Found
  readonly posts: readonly Post[]
  readonly unreadable: number
}

/**
 * Asks for posts that cost money: at most as many as the month's limit leaves, counted before they are asked for, so
 * that a crash can only count too many. Throws `rate-limited` when fewer are left than one page holds.
 */
export async function askPosts(
  environment: Environment,
  request: {
    readonly path: string
    readonly parameters: (most: number) => Parameters
    readonly most: number
    readonly schema: v.GenericSchema<unknown, Found>
    /** Share of the month's limit that this may use up, 0 to 1. */
    readonly share?: number
  },
): Promise<Asked | undefined> {
  const headers = bearer(environment)
  const meter = environment.meter ?? unmetered()
  const allowed = Math.floor(environment.settings.limit * (request.share ?? 1))
  const most = await meter.take(request.most, allowed)
  const refuse = async (error: unknown) => {
    await meter.settle(most, [])
    throw error
  }
  if (most < Math.min(SMALLEST_PAGE, request.most))
    return refuse(usedUp(environment, request.share))
  const read = await readJson(
    environment.http,
    {
      url: apiUrl(environment, request.path, { ...request.parameters(most), ...FIELDS }),
      headers,
      ...(environment.signal === undefined ? {} : { signal: environment.signal }),
      explain: (answer) => explain(answer),
    },
    request.schema,
  ).catch(refuse)
  if (read === undefined) {
    await meter.settle(most, [])
    return undefined
  }
  await meter.settle(most, namesOf(read.data.data))
  const place = {
    source: environment.name,
    now: environment.now(),
    includes: read.data.includes,
  }
  const items = readItems(read.data.data, tweetSchema, (tweet) => toPost(tweet, place))
  return { found: read.data, ...items }
}

/** Every item is charged for, also one that cannot be read. */
function namesOf(items: readonly unknown[]): readonly string[] {
  return items.map((item, index) =>
    String((item as { id?: unknown } | null)?.id ?? `no id ${index}`),
  )
}

/** Where nobody counts, one request takes no more than a month's limit. */
function unmetered(): Meter {
  return { take: async (wanted, limit) => Math.min(wanted, limit), settle: async () => {} }
}

const HOUR = 3600

function usedUp(environment: Environment, share = 1): SourceError {
  const month = monthName(environment.now())
  const { limit } = environment.settings
  const part = share < 1 ? ', but for what searching needs' : ''
  return new SourceError(
    'rate-limited',
    `the limit of ${limit} posts for ${month} is used up${part}; nothing more is read until the next month, or until limit: is raised`,
    // Asking again costs nothing: the limit is ours.
    { retryAfterSeconds: HOUR },
  )
}

function monthName(now: Instant): string {
  return new Intl.DateTimeFormat('en-GB', {
    month: 'long',
    year: 'numeric',
    timeZone: 'UTC',
  }).format(now)
}

function bearer(environment: Environment): Record<string, string> {
  const token = environment.settings.token ?? environment.secret?.('X_BEARER_TOKEN')
  if (token === undefined || token === '')
    throw new SourceError('unauthorized', 'reading needs a token', { hint: TOKEN_HINT })
  return { authorization: `Bearer ${token}` }
}

const DAY = 86_400

export function explain(answer: HttpAnswer): SourceError | undefined {
  const data = bodyOf(answer)
  const message = errorMessage((data as { detail?: unknown } | undefined)?.detail ?? data) ?? ''
  const title = String((data as { title?: unknown } | undefined)?.title ?? '')
  if (answer.status === 402 || /credits/i.test(title))
    return new SourceError('unauthorized', `it says: ${message} (status ${answer.status})`, {
      hint: 'the credits of the account are used up: console.x.com',
    })
  // A cap of the whole month, not of a quarter of an hour.
  if (/UsageCapExceeded/i.test(title) && !/daily/i.test(message))
    return new SourceError('rate-limited', `it says: ${message}`, { retryAfterSeconds: DAY })
  if (answer.status === 403)
    return new SourceError('unauthorized', `it says: ${message} (status 403)`, { hint: TOKEN_HINT })
  if (answer.status !== 429 && /too many requests/i.test(title)) return limited(message, answer)
  return undefined
}
