import * as v from 'valibot'
import { SourceError } from '../../errors.ts'
import type { HttpGet } from '../../model/http.ts'
import { buildUrl } from '../endpoint.ts'
import { text } from '../json-fields.ts'
import { refusalOf, sendJson } from '../json-send.ts'
import type { AskEnvironment } from '../source.ts'

export interface Settings {
  readonly endpoint?: string | undefined
  readonly subreddits?: readonly string[] | undefined
  readonly feed_user?: string | undefined
  readonly feed_token?: string | undefined
  readonly client_id?: string | undefined
  readonly client_secret?: string | undefined
  readonly refresh_token?: string | undefined
}
export type Environment = AskEnvironment<Settings>
type Secret = ((variable: string) => string | undefined) | undefined
type Parameters = Readonly<Record<string, string | number | undefined>>

export const KEY_HINT =
  'set REDDIT_CLIENT_ID and REDDIT_CLIENT_SECRET, or REDDIT_FEED_USER and REDDIT_FEED_TOKEN (www.reddit.com/prefs/feeds)'
export const WRITE_HINT =
  'set REDDIT_REFRESH_TOKEN, of a user who allowed submit, read and privatemessages'

// Reports of what a stranger's address is granted reach from ten requests a minute down to one.
const STRANGER_GAP_MS = 61_000
const READER_GAP_MS = 2_000
const PATIENCE_MS = 125_000

export interface Keys {
  readonly id: string
  readonly secret: string
  /** Stands for a user; without it the program reads as itself. */
  readonly refresh: string | undefined
}

export function keysOf(settings: Settings, secret: Secret): Keys | undefined {
  const id = settings.client_id ?? secret?.('REDDIT_CLIENT_ID')
  const key = settings.client_secret ?? secret?.('REDDIT_CLIENT_SECRET')
  const refresh = settings.refresh_token ?? secret?.('REDDIT_REFRESH_TOKEN')
  if (id === undefined || id === '' || key === undefined) return undefined
  return { id, secret: key, refresh: refresh === '' ? undefined : refresh }
}

const tokenSchema = v.object({ access_token: text })

/** A bearer token for the life of the client. */
export async function openSession(environment: Environment): Promise<string> {
  const keys = keysOf(environment.settings, environment.secret)
  if (keys === undefined)
    throw new SourceError('unauthorized', 'this needs a key of its API', { hint: KEY_HINT })
  const make = () => logIn(environment, keys)
  return environment.http.remember?.(sessionKey(environment), make) ?? make()
}

export function forgetSession(environment: Environment): void {
  environment.http.forget?.(sessionKey(environment))
}

function sessionKey(environment: Environment): string {
  return `reddit session ${environment.settings.endpoint ?? ''}`
}

async function logIn(environment: Environment, keys: Keys): Promise<string> {
  const form =
    keys.refresh === undefined
      ? { grant_type: 'client_credentials' }
      : { grant_type: 'refresh_token', refresh_token: keys.refresh }
  const { answer, data } = await sendJson(environment.http, {
    url: buildUrl(
      environment.settings.endpoint ?? 'https://www.reddit.com',
      '',
      '/api/v1/access_token',
    ),
    headers: {
      authorization: `Basic ${Buffer.from(`${keys.id}:${keys.secret}`).toString('base64')}`,
    },
    body: new URLSearchParams(form).toString(),
    contentType: 'application/x-www-form-urlencoded',
  })
  const read = v.safeParse(tokenSchema, data)
  if (answer.status === 200 && read.success) return read.output.access_token
  throw refusalOf(answer.status === 200 ? { ...answer, status: 401 } : answer, data, KEY_HINT)
}

export function apiUrl(
  environment: Environment,
  path: string,
  parameters: Parameters = {},
): string {
  const host = environment.settings.endpoint ?? 'https://oauth.reddit.com'
  return buildUrl(host, '', path, { ...parameters, raw_json: 1 })
}

/** A request for one of the feeds, as slow as its reader's rights want it. */
export function feedRequest(
  environment: Environment,
  path: string,
  parameters: Parameters,
): HttpGet {
  const { settings, secret } = environment
  const user = settings.feed_user ?? secret?.('REDDIT_FEED_USER')
  const feed = settings.feed_token ?? secret?.('REDDIT_FEED_TOKEN')
  const isReader = user !== undefined && feed !== undefined
  return {
    url: buildUrl(settings.endpoint ?? 'https://www.reddit.com', '', path, {
      ...parameters,
      ...(isReader ? { user, feed } : {}),
    }),
    headers: { accept: 'application/atom+xml' },
    gapMs: isReader ? READER_GAP_MS : STRANGER_GAP_MS,
    patienceMs: PATIENCE_MS,
    ...(environment.signal === undefined ? {} : { signal: environment.signal }),
    explain: (answer) =>
      answer.status === 403
        ? new SourceError('unauthorized', 'it blocks this address or program (status 403)', {
            hint: KEY_HINT,
          })
        : undefined,
  }
}
