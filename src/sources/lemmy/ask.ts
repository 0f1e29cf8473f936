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

/** Servers of the 0.19 line speak version 3, later ones both for a time, then only version 4. */
export type Version = 3 | 4

export function apiUrl(
  environment: Environment,
  version: Version,
  path: string,
  parameters: Parameters = {},
) {
  return buildUrl(environment.settings.endpoint, `/api/v${version}`, path, parameters)
}

export function tokenOf(settings: Settings, secret: Environment['secret']): string | undefined {
  const token = settings.token ?? secret?.('LEMMY_JWT')
  return token === '' ? undefined : token
}

export function headersOf(environment: Environment): Record<string, string> {
  const token = tokenOf(environment.settings, environment.secret)
  return token === undefined ? {} : { authorization: `Bearer ${token}` }
}

/** What is asked for, in the words of each version. */
export type Question = (version: Version) => {
  readonly path: string
  readonly parameters: Parameters
}

/** Asks in version 3; in version 4 once the server is known to have only that. */
export async function ask<Data>(
  environment: Environment,
  question: Question,
  schema: v.GenericSchema<unknown, Data>,
): Promise<Data | undefined> {
  const version = await knownVersion(environment)
  const seen = { isMissing: false }
  try {
    return await askIn(version, environment, question, schema, seen)
  } catch (error) {
    const mayBeNewer = version === 3 && seen.isMissing
    if (!mayBeNewer || !(await hasVersion4(environment))) throw error
    environment.http.forget?.(versionKey(environment))
    await environment.http.remember?.(versionKey(environment), async () => 4)
    return askIn(4, environment, question, schema)
  }
}

/** The version that is spoken in this run, as far as it is known. */
export async function knownVersion(environment: Environment): Promise<Version> {
  const first = async (): Promise<Version> => 3
  return (environment.http.remember ?? firstTime)(versionKey(environment), first)
}

function firstTime<Value>(_key: string, make: () => Promise<Value>): Promise<Value> {
  return make()
}

function versionKey({ settings }: Environment): string {
  return `lemmy version ${settings.endpoint}`
}

/** Whether the address of the site answers in version 4; asked once, where version 3 was not found. */
function hasVersion4(environment: Environment): Promise<boolean> {
  const probe = () =>
    askIn(4, environment, () => ({ path: '/site', parameters: {} }), v.looseObject({})).then(
      () => true,
      () => false,
    )
  const key = `${versionKey(environment)} is 4`
  return environment.http.remember?.(key, probe) ?? probe()
}

async function askIn<Data>(
  version: Version,
  environment: Environment,
  question: Question,
  schema: v.GenericSchema<unknown, Data>,
  seen: { isMissing?: boolean } = {},
): Promise<Data | undefined> {
  const { path, parameters } = question(version)
  const read = await readJson(
    environment.http,
    {
      url: apiUrl(environment, version, path, parameters),
      headers: headersOf(environment),
      ...(environment.signal === undefined ? {} : { signal: environment.signal }),
      explain: (answer) => {
        // Status 404: the thing is not there, or nobody speaks this version.
        seen.isMissing = answer.status === 404
        return explain(answer)
      },
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
  /** Where the next page begins; only version 4 says so. */
  readonly next: string | undefined
  readonly version: Version
}

/** One page of a search or list. */
export async function askList(
  environment: Environment,
  question: Question,
): Promise<Found | undefined> {
  const data = await ask(environment, question, foundSchema)
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
    next: data.next_page,
    version: await knownVersion(environment),
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
