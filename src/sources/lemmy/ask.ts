import * as v from 'valibot'
import type { SourceError } from '../../errors.ts'
import type { HttpAnswer } from '../../model/http.ts'
import type { Post } from '../../model/post.ts'
import { buildUrl } from '../endpoint.ts'
import { bodyOf, errorMessage, limited, readItems, readJson } from '../json-answer.ts'
import type { AskEnvironment } from '../source.ts'
import { commentSchema, commentToPost, foundSchema, postSchema, postToPost } from './wire.ts'

export interface Settings {
  readonly endpoint: string
  readonly token?: string | undefined
  readonly communities?: readonly string[] | undefined
}
export type Environment = AskEnvironment<Settings>
export type Parameters = Readonly<Record<string, string | number | undefined>>

export const PAGE_SIZE = 50
export const LOGIN_HINT = 'set LEMMY_JWT (the token of a login at this server)'

export function apiUrl(environment: Environment, path: string, parameters: Parameters = {}) {
  return buildUrl(environment.settings.endpoint, '/api/v3', path, parameters)
}

export function headersOf(environment: Environment): Record<string, string> {
  const token = environment.settings.token ?? environment.secret?.('LEMMY_JWT')
  return token === undefined || token === '' ? {} : { authorization: `Bearer ${token}` }
}

export async function ask<Data>(
  environment: Environment,
  path: string,
  parameters: Parameters,
  schema: v.GenericSchema<unknown, Data>,
): Promise<Data | undefined> {
  const read = await readJson(
    environment.http,
    {
      url: apiUrl(environment, path, parameters),
      headers: headersOf(environment),
      ...(environment.signal === undefined ? {} : { signal: environment.signal }),
      explain,
    },
    schema,
  )
  return read?.data
}

// Older servers say "too often" with status 400.
function explain(answer: HttpAnswer): SourceError | undefined {
  const message = errorMessage(bodyOf(answer))
  return answer.status !== 429 && message === 'rate_limit_error'
    ? limited(message, answer)
    : undefined
}

// A comment that cannot be read holds its post: it must not be taken for that.
const viewSchema = v.lazy((view) =>
  typeof view === 'object' && view !== null && 'comment' in view ? commentSchema : postSchema,
)

export interface Found {
  /** Newest first, posts and comments together. */
  readonly posts: readonly Post[]
  readonly unreadable: number
  readonly isEmpty: boolean
}

/** One page of a search or list. */
export async function askList(
  environment: Environment,
  path: string,
  parameters: Parameters,
): Promise<Found | undefined> {
  const data = await ask(environment, path, parameters, foundSchema)
  if (data === undefined) return undefined
  const place = { source: environment.name, now: environment.now(), idOf: idsIn(data.comments) }
  const items = [...data.posts, ...data.comments]
  const { posts, unreadable } = readItems(items, viewSchema, (wire) =>
    'comment' in wire ? commentToPost(wire, place) : postToPost(wire, place),
  )
  return {
    posts: posts.toSorted((a, b) => (b.publishedAt ?? 0) - (a.publishedAt ?? 0)),
    unreadable,
    isEmpty: items.length === 0,
  }
}

function idsIn(comments: readonly unknown[]): (number: string) => string | undefined {
  const known = new Map<string, string>()
  for (const item of comments) {
    const read = v.safeParse(commentSchema, item)
    if (read.success) known.set(read.output.comment.id, read.output.comment.ap_id)
  }
  return (number) => known.get(number)
}
