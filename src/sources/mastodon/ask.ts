import type * as v from 'valibot'
import { SourceError } from '../../errors.ts'
import type { HttpAnswer } from '../../model/http.ts'
import { buildUrl } from '../endpoint.ts'
import { bodyOf, errorMessage, type JsonAnswer, readJson } from '../json-answer.ts'
import type { AskEnvironment } from '../source.ts'

export interface Settings {
  readonly endpoint: string
  readonly token?: string | undefined
  readonly tags?: readonly string[] | undefined
  readonly stream?: string | boolean | undefined
}
export type Environment = AskEnvironment<Settings>
type Parameters = Readonly<Record<string, string | number | undefined>>

export const LOGIN_HINT =
  'set MASTODON_ACCESS_TOKEN (on your server: Preferences, Development, New application; read, and write:statuses to answer)'

export function tokenOf(
  settings: Settings,
  secret: ((variable: string) => string | undefined) | undefined,
): string | undefined {
  const token = settings.token ?? secret?.('MASTODON_ACCESS_TOKEN')
  return token === '' ? undefined : token
}

export function authorization(
  environment: Pick<Environment, 'settings' | 'secret'>,
): Record<string, string> {
  const token = tokenOf(environment.settings, environment.secret)
  return token === undefined ? {} : { authorization: `Bearer ${token}` }
}

export function apiUrl(
  environment: Environment,
  path: string,
  parameters: Parameters = {},
): string {
  return buildUrl(environment.settings.endpoint, '/api', path, parameters)
}

export function serverHost(environment: Pick<Environment, 'settings'>): string {
  return new URL(environment.settings.endpoint).host
}

export function ask<Data>(
  environment: Environment,
  path: string,
  parameters: Parameters,
  schema: v.GenericSchema<unknown, Data>,
): Promise<JsonAnswer<Data> | undefined> {
  return readJson(
    environment.http,
    {
      url: apiUrl(environment, path, parameters),
      headers: authorization(environment),
      ...(environment.signal === undefined ? {} : { signal: environment.signal }),
      explain,
    },
    schema,
  )
}

/** The place to go on, as the server's Link header names it: the value of `max_id` of the older page. */
export function olderThan(answer: HttpAnswer): string | undefined {
  const link = /<([^>]+)>\s*;\s*rel="?next"?/i.exec(answer.headers.link ?? '')?.[1]
  // Only the number is taken from it: the address itself could lead anywhere.
  return link !== undefined && URL.canParse(link)
    ? (new URL(link).searchParams.get('max_id') ?? undefined)
    : undefined
}

// Servers that are closed to strangers say so with 401 or 422.
function explain(answer: HttpAnswer): SourceError | undefined {
  const message = errorMessage(bodyOf(answer)) ?? ''
  if (answer.status !== 401 && !/authenticated user/i.test(message)) return undefined
  const said = message === '' ? `status ${answer.status}` : message
  return new SourceError('unauthorized', `it wants a login for this: ${said}`, { hint: LOGIN_HINT })
}
