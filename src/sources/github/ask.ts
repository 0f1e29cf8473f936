import type * as v from 'valibot'
import type { HttpAnswer } from '../../model/http.ts'
import { buildUrl } from '../endpoint.ts'
import { type JsonAnswer, readJson } from '../json-answer.ts'
import type { AskEnvironment } from '../source.ts'

export interface Settings {
  readonly endpoint: string
  readonly token?: string | undefined
  readonly repositories?: readonly string[] | undefined
  readonly pulls?: boolean | undefined
}
export type Environment = AskEnvironment<Settings>
type Parameters = Readonly<Record<string, string | number | undefined>>
type Secret = ((variable: string) => string | undefined) | undefined

const SEARCH_PATIENCE_MS = 65_000

export const LOGIN_HINT =
  'set GITHUB_TOKEN (github.com/settings/tokens; read access to public repositories, issues to answer)'

export function tokenOf(settings: Settings, secret: Secret): string | undefined {
  const token = settings.token ?? secret?.('GITHUB_TOKEN')
  return token === '' ? undefined : token
}

export function headersOf(environment: Environment): Record<string, string> {
  const token = tokenOf(environment.settings, environment.secret)
  return {
    accept: 'application/vnd.github+json',
    'x-github-api-version': '2022-11-28',
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
  }
}

export function apiUrl(
  environment: Environment,
  path: string,
  parameters: Parameters = {},
): string {
  return buildUrl(environment.settings.endpoint, '', path, parameters)
}

export function ask<Data>(
  environment: Environment,
  path: string,
  parameters: Parameters,
  schema: v.GenericSchema<unknown, Data>,
): Promise<JsonAnswer<Data> | undefined> {
  const isSearch = path.startsWith('/search/')
  return readJson(
    environment.http,
    {
      url: apiUrl(environment, path, parameters),
      headers: headersOf(environment),
      // Searches have a small limit of their own, which is there again within a minute.
      ...(isSearch ? { bucket: 'search', patienceMs: SEARCH_PATIENCE_MS } : {}),
      ...(environment.signal === undefined ? {} : { signal: environment.signal }),
    },
    schema,
  )
}

/** Seconds to rest when the bucket of this kind of request is empty. */
export function restOf(answer: HttpAnswer): number | undefined {
  return answer.headers['x-ratelimit-remaining'] === '0' ? answer.waitSeconds : undefined
}

/** Whether the Link header names an older page. */
export function hasNext(answer: HttpAnswer): boolean {
  return /rel="?next"?/.test(answer.headers.link ?? '')
}
