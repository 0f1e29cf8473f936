import * as v from 'valibot'
import { SourceError } from '../../errors.ts'
import type { HttpAnswer } from '../../model/http.ts'
import type { Post } from '../../model/post.ts'
import { readItems, readJson } from '../json-answer.ts'
import type { ThreadAnswer } from '../source.ts'
import type { Gap, Step } from '../walk.ts'
import { apiUrl, type Environment, forgetSession, openSession, WRITE_HINT } from './session.ts'
import { isDeleted, listingSchema, type Thing, thingSchema, toPost } from './wire.ts'

const PAGE_SIZE = 100
type Parameters = Readonly<Record<string, string | number | undefined>>

/** One page of a listing of posts and comments; private messages in it are passed over. */
export async function readListing(
  path: string,
  parameters: Parameters,
  gap: Gap,
  environment: Environment,
): Promise<Step | undefined> {
  const read = await ask(
    environment,
    path,
    { ...parameters, limit: PAGE_SIZE, after: gap.cursor },
    listingSchema,
  )
  if (read === undefined) return undefined
  const { children, after } = read.data.data
  const things = children.filter((child) => kindOf(child) !== 't4')
  const { posts, unreadable } = readItems(things, thingSchema, (thing) =>
    toPost(thing, placeOf(environment)),
  )
  const nextInSeconds = restOf(read.answer)
  return {
    posts,
    unreadable,
    ...(after === undefined || children.length === 0 ? {} : { next: { cursor: after } }),
    ...(nextInSeconds === undefined ? {} : { nextInSeconds }),
  }
}

/** A post with its comments, flat. */
export async function readTree(thread: string, environment: Environment): Promise<ThreadAnswer> {
  const read = await ask(
    environment,
    `/comments/${thread.replace(/^t3_/, '')}`,
    { limit: 500, sort: 'new' },
    v.array(listingSchema),
  )
  const posts: Post[] = []
  const gone: string[] = []
  let complete = read !== undefined
  const nodes: unknown[] = read?.data.flatMap((listing) => listing.data.children) ?? []
  for (const node of nodes) {
    const thing = v.safeParse(thingSchema, node)
    // More of it is behind a link, or cannot be read: it is there all the same.
    if (kindOf(node) === 'more' || !thing.success) complete = false
    if (!thing.success) continue
    if (isDeleted(thing.output)) gone.push(thing.output.data.name)
    const post = toPost(thing.output, placeOf(environment))
    if (post !== undefined) posts.push(post)
    nodes.push(...childrenOf(thing.output))
  }
  return { posts, gone, complete }
}

export async function ask<Data>(
  environment: Environment,
  path: string,
  parameters: Parameters,
  schema: v.GenericSchema<unknown, Data>,
) {
  const token = await openSession(environment)
  return readJson(
    environment.http,
    {
      url: apiUrl(environment, path, parameters),
      headers: { authorization: `bearer ${token}` },
      ...(environment.signal === undefined ? {} : { signal: environment.signal }),
      explain: (answer) => explain(answer, environment),
    },
    schema,
  )
}

function explain(answer: HttpAnswer, environment: Environment): SourceError | undefined {
  // A token lives for an hour or a day: the next request asks for a new one.
  if (answer.status === 401) forgetSession(environment)
  if (answer.status !== 403) return undefined
  return new SourceError('unauthorized', 'this key may not read that (status 403)', {
    hint: WRITE_HINT,
  })
}

/** Seconds to rest when the window's last request is used up. */
function restOf(answer: HttpAnswer): number | undefined {
  const remaining = Number(answer.headers['x-ratelimit-remaining'] ?? Number.NaN)
  return remaining < 1 ? answer.waitSeconds : undefined
}

function placeOf(environment: Environment) {
  return { source: environment.name, now: environment.now() }
}

function childrenOf(thing: Thing): readonly unknown[] {
  return thing.data.replies?.data.children ?? []
}

function kindOf(node: unknown): unknown {
  return (node as { kind?: unknown } | null)?.kind
}
