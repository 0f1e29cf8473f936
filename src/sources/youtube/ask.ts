import type * as v from 'valibot'
import { SourceError } from '../../errors.ts'
import type { HttpAnswer } from '../../model/http.ts'
import type { Instant } from '../../model/post.ts'
import { buildUrl } from '../endpoint.ts'
import { bodyOf, type JsonAnswer, readJson } from '../json-answer.ts'
import type { AskEnvironment } from '../source.ts'

export interface Settings {
  readonly endpoint?: string | undefined
  readonly api_key?: string | undefined
  readonly channels?: readonly string[] | undefined
}
export type Environment = AskEnvironment<Settings>
type Secret = ((variable: string) => string | undefined) | undefined

export const KEY_HINT = 'set YOUTUBE_API_KEY (console.cloud.google.com, YouTube Data API v3)'

export function keyOf(settings: Settings, secret: Secret): string | undefined {
  const key = settings.api_key ?? secret?.('YOUTUBE_API_KEY')
  return key === '' ? undefined : key
}

export function apiUrl(
  environment: Environment,
  path: string,
  parameters: Readonly<Record<string, string | number | undefined>>,
): string {
  const home = environment.settings.endpoint ?? 'https://www.googleapis.com'
  return buildUrl(home, '/youtube/v3', path, parameters)
}

export function ask<Data>(
  environment: Environment,
  path: string,
  parameters: Readonly<Record<string, string | number | undefined>>,
  schema: v.GenericSchema<unknown, Data>,
): Promise<JsonAnswer<Data> | undefined> {
  const key = keyOf(environment.settings, environment.secret)
  return readJson(
    environment.http,
    {
      url: apiUrl(environment, path, parameters),
      // As a header and not in the address: addresses end up in logs.
      ...(key === undefined ? {} : { headers: { 'x-goog-api-key': key } }),
      ...(environment.signal === undefined ? {} : { signal: environment.signal }),
      explain: (answer) => explain(answer, environment.now()),
    },
    schema,
  )
}

interface ErrorBody {
  readonly error?: {
    readonly message?: unknown
    readonly errors?: readonly { readonly reason?: unknown }[]
  }
}

export function explain(answer: HttpAnswer, now: Instant): SourceError | undefined {
  const { error } = (bodyOf(answer) ?? {}) as ErrorBody
  const reason = String(error?.errors?.[0]?.reason ?? '')
  const words = `it says: ${String(error?.message ?? reason)} (${reason})`
  if (reason === 'quotaExceeded' || reason === 'dailyLimitExceeded') {
    return new SourceError('rate-limited', words, { retryAfterSeconds: untilReset(now) })
  }
  if (/^(?:user)?rateLimitExceeded/i.test(reason)) {
    return new SourceError('rate-limited', words, { retryAfterSeconds: answer.waitSeconds ?? 900 })
  }
  if (/^(?:key|accessNotConfigured|forbidden|authError)/.test(reason)) {
    return new SourceError('unauthorized', words, { hint: KEY_HINT })
  }
  return reason === '' ? undefined : new SourceError('unexpected-response', words)
}

const DAY = 86_400
const EIGHT_HOURS = 8 * 3600

/** Seconds until midnight in California, where the day of the quota ends; in summer an hour more than needed. */
export function untilReset(now: Instant): number {
  const second = Math.floor(now / 1000) % DAY
  return ((EIGHT_HOURS - second + DAY - 1) % DAY) + 1
}

/** Searches cost a hundred units of ten thousand a day: the seconds between two of them, shared among channels. */
export function pause(searches: number): number {
  return Math.ceil(DAY / Math.max(Math.floor(95 / searches), 1))
}
