import { SourceError } from '../../errors.ts'
import type { HttpAnswer } from '../../model/http.ts'
import { buildUrl } from '../endpoint.ts'
import { bodyOf, readJson } from '../json-answer.ts'
import type { AskEnvironment } from '../source.ts'
import { envelopeSchema } from './wire.ts'

export interface Settings {
  readonly endpoint: string
  readonly sites: readonly string[]
  readonly key?: string | undefined
  readonly token?: string | undefined
}
export type Environment = AskEnvironment<Settings>
type Parameters = Readonly<Record<string, string | number | undefined>>

/** The filter `withbody` adds the body to what comes anyway. */
const FILTER = 'withbody'
export const KEY_HINT =
  'a key (STACKEXCHANGE_KEY, from stackapps.com) lifts the limit from 300 to 10,000 requests a day'

export function keyOf(environment: Pick<Environment, 'settings' | 'secret'>): string | undefined {
  return environment.settings.key ?? environment.secret?.('STACKEXCHANGE_KEY')
}

export async function ask(
  environment: Environment,
  path: string,
  parameters: Parameters & { readonly site: string },
) {
  const url = buildUrl(environment.settings.endpoint, '/2.3', path, {
    ...parameters,
    filter: FILTER,
    key: keyOf(environment),
  })
  const read = await readJson(
    environment.http,
    {
      url,
      ...(environment.signal === undefined ? {} : { signal: environment.signal }),
      explain,
    },
    envelopeSchema,
  )
  if (read === undefined) return undefined
  const rest = restOf(read.data, environment.now())
  if (rest !== undefined) environment.http.rest?.(url, rest)
  noteQuota(environment, read.data)
  return read.data
}

interface Quota {
  readonly quota_remaining?: number | undefined
  readonly quota_max?: number | undefined
}

const quotaKey = ({ settings }: Environment) => `stackexchange quota ${settings.endpoint}`

function noteQuota(environment: Environment, quota: Quota): void {
  environment.http.forget?.(quotaKey(environment))
  void environment.http.remember?.(quotaKey(environment), async () => quota)
}

/**
 * Conversations may use up to two thirds of the day's requests; the last third is for searches. Throws when it is
 * reached, as far as an answer of this run told.
 */
export async function spareQuota(environment: Environment): Promise<void> {
  const make = async (): Promise<Quota> => ({})
  const quota = (await environment.http.remember?.(quotaKey(environment), make)) ?? {}
  const { quota_remaining: left, quota_max: all } = quota
  if (left === undefined || all === undefined || left > all / 3) return
  throw new SourceError(
    'rate-limited',
    `${left} of ${all} requests of the day are left, for searches`,
    {
      retryAfterSeconds: untilMidnight(environment.now()),
      notSent: true,
      hint: KEY_HINT,
    },
  )
}

function untilMidnight(now: number): number {
  return DAY_SECONDS - (Math.floor(now / 1000) % DAY_SECONDS)
}

const THROTTLED = 502
const DAY_SECONDS = 86_400

/** Seconds to rest after an answer: what it asks for, or until the quota of the day is there again. */
export function restOf(
  envelope: {
    readonly backoff?: number | undefined
    readonly quota_remaining?: number | undefined
  },
  now: number,
): number | undefined {
  if (envelope.quota_remaining === 0) return untilMidnight(now)
  return envelope.backoff === undefined || envelope.backoff === 0 ? undefined : envelope.backoff
}

// All errors come with status 400 and a number of their own.
function explain(answer: HttpAnswer): SourceError | undefined {
  const { error_id: code, error_message: message } = (bodyOf(answer) ?? {}) as Record<
    string,
    unknown
  >
  if (typeof code !== 'number') return undefined
  const words = `it says: ${String(message)} (error ${code})`
  if (code === THROTTLED) {
    const seconds = Number(/in (\d+) seconds/.exec(String(message))?.[1] ?? 900)
    return new SourceError('rate-limited', words, {
      retryAfterSeconds: Math.min(seconds, DAY_SECONDS),
      hint: KEY_HINT,
    })
  }
  const isLogin = code >= 401 && code <= 407 && code !== 404
  return isLogin ? new SourceError('unauthorized', words, { hint: KEY_HINT }) : undefined
}
