import { SourceError } from '../../errors.ts'
import type { HttpAnswer } from '../../model/http.ts'
import type { Post } from '../../model/post.ts'
import { buildUrl } from '../endpoint.ts'
import { bodyOf, limited, readItems, readJson } from '../json-answer.ts'
import type { AskEnvironment } from '../source.ts'
import { mediaSchema, pageSchema, toPost } from './wire.ts'

export interface Settings {
  readonly endpoint: string
  readonly token?: string | undefined
}
export type Environment = AskEnvironment<Settings>
export type Parameters = Readonly<Record<string, string | number | undefined>>

export const TOKEN_HINT =
  'set THREADS_ACCESS_TOKEN (developers.facebook.com: an app with the Threads API; a token lasts 60 days)'

export function tokenOf(environment: Environment): string {
  const token = environment.settings.token ?? environment.secret?.('THREADS_ACCESS_TOKEN')
  if (token === undefined || token === '')
    throw new SourceError('unauthorized', 'a token is needed', { hint: TOKEN_HINT, notSent: true })
  return token
}

/** The token is a part of the address, as the service documents it; messages never show values of addresses. */
export function apiUrl(environment: Environment, path: string, parameters: Parameters = {}) {
  return buildUrl(environment.settings.endpoint, '/v1.0', path, {
    ...parameters,
    access_token: tokenOf(environment),
  })
}

export interface Listed {
  readonly posts: readonly Post[]
  readonly unreadable: number
  readonly isEmpty: boolean
  readonly after: string | undefined
}

/** One page of posts, newest first. */
export async function askList(
  environment: Environment,
  path: string,
  parameters: Parameters,
): Promise<Listed | undefined> {
  const read = await readJson(
    environment.http,
    {
      url: apiUrl(environment, path, parameters),
      ...(environment.signal === undefined ? {} : { signal: environment.signal }),
      explain,
    },
    pageSchema,
  )
  if (read === undefined) return undefined
  const { data, paging } = read.data
  const place = { source: environment.name, now: environment.now() }
  const { posts, unreadable } = readItems(data, mediaSchema, (media) => toPost(media, place))
  return {
    posts: posts.toSorted((a, b) => (b.publishedAt ?? 0) - (a.publishedAt ?? 0)),
    unreadable,
    isEmpty: data.length === 0,
    after: paging?.cursors?.after,
  }
}

interface ErrorBody {
  readonly error?: {
    readonly message?: unknown
    readonly code?: unknown
    readonly is_transient?: unknown
  }
}

/** Numbers of errors that mean "too often" for an app, a user, a page or in all. */
const LIMITS = new Set([4, 17, 32, 613, 80_001, 80_002])
const HOUR = 3600

/** Meta's own numbers say more than the status, which is 400 for most things. */
export function explain(answer: HttpAnswer): SourceError | undefined {
  const { error } = (bodyOf(answer) ?? {}) as ErrorBody
  if (typeof error !== 'object' || error === null) return undefined
  const code = Number(error.code)
  const words = `it says: ${String(error.message ?? '').slice(0, 200)} (code ${code})`
  if (LIMITS.has(code)) return limitedFor(words, answer)
  if (code === 190 || code === 102)
    return new SourceError('unauthorized', words, {
      hint: `the token is not valid any more: ${TOKEN_HINT}`,
    })
  if (code === 10 || (code >= 200 && code < 300))
    return new SourceError('unauthorized', words, {
      hint: 'the app lacks a permission, which Meta gives after its review',
    })
  if (error.is_transient === true || code === 1 || code === 2)
    return new SourceError('unreachable', words)
  return undefined
}

// How long it takes stands in a header of its own, in minutes.
function limitedFor(words: string, answer: HttpAnswer): SourceError {
  const usage = answer.headers['x-business-use-case-usage'] ?? ''
  const minutes = Number(/"estimated_time_to_regain_access"\s*:\s*(\d+)/.exec(usage)?.[1] ?? 0)
  if (minutes > 0)
    return new SourceError('rate-limited', words, { retryAfterSeconds: minutes * 60 })
  return answer.waitSeconds === undefined
    ? new SourceError('rate-limited', words, { retryAfterSeconds: HOUR })
    : limited(words, answer)
}
