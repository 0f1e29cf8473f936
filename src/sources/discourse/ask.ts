import type * as v from 'valibot'
import { SourceError } from '../../errors.ts'
import type { HttpAnswer } from '../../model/http.ts'
import { buildUrl } from '../endpoint.ts'
import { bodyOf, errorMessage, type JsonAnswer, readJson } from '../json-answer.ts'
import type { AskEnvironment } from '../source.ts'

export interface Settings {
  readonly endpoint: string
  readonly api_key?: string | undefined
  readonly api_username?: string | undefined
  readonly search?: boolean | undefined
}
export type Environment = AskEnvironment<Settings>

export const LOGIN_HINT =
  'set DISCOURSE_API_KEY and DISCOURSE_API_USERNAME (a user API key, or one from the forum’s administrators)'

export function loginOf(environment: Environment): Record<string, string> | undefined {
  const key = environment.settings.api_key ?? environment.secret?.('DISCOURSE_API_KEY')
  const name = environment.settings.api_username ?? environment.secret?.('DISCOURSE_API_USERNAME')
  if (key === undefined || key === '' || name === undefined) return undefined
  return { 'api-key': key, 'api-username': name }
}

export function ask<Data>(
  environment: Environment,
  path: string,
  parameters: Readonly<Record<string, string | number | undefined>>,
  schema: v.GenericSchema<unknown, Data>,
): Promise<JsonAnswer<Data> | undefined> {
  const [plain = path, query] = path.split('?')
  const url = buildUrl(environment.settings.endpoint, '', plain, parameters)
  return readJson(
    environment.http,
    {
      url: query === undefined ? url : `${url}?${query}`,
      headers: loginOf(environment) ?? {},
      ...(environment.signal === undefined ? {} : { signal: environment.signal }),
      explain,
    },
    schema,
  )
}

// The wait stands in the body as often as in the headers.
function explain(answer: HttpAnswer): SourceError | undefined {
  if (answer.status !== 429) return undefined
  const body = bodyOf(answer) as { extras?: { wait_seconds?: unknown } } | undefined
  const seconds = body?.extras?.wait_seconds
  const wait = answer.waitSeconds ?? (typeof seconds === 'number' ? Math.ceil(seconds) : 60)
  return new SourceError('rate-limited', `it says: ${errorMessage(body) ?? 'too many requests'}`, {
    retryAfterSeconds: wait,
  })
}

export function placeOf(environment: Environment) {
  return { source: environment.name, now: environment.now(), forum: environment.settings.endpoint }
}
