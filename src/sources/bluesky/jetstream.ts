import * as v from 'valibot'
import { SourceError } from '../../errors.ts'
import type { Post } from '../../model/post.ts'
import { parseJson } from '../json.ts'
import { maybe, text } from '../json-fields.ts'
import type { StreamEnvironment, StreamPage } from '../source.ts'
import { toPost } from './post.ts'
import { recordSchema } from './wire.ts'

const HOST = 'wss://jetstream2.us-east.bsky.network'
const COLLECTION = 'app.bsky.feed.post'
/** Heard again after a break: cursors are by the server's clock, and those of two servers differ. */
const OVERLAP_US = 5_000_000
const FIRST_WAIT_MS = 1000
const MOST_WAIT_MS = 60_000
const MAX_POSTS = 500

const stateSchema = v.object({ cursor: v.pipe(v.number(), v.safeInteger()) })
const eventSchema = v.object({
  did: text,
  time_us: v.pipe(v.number(), v.safeInteger()),
  commit: maybe(
    v.object({
      operation: text,
      collection: text,
      rkey: text,
      cid: maybe(text),
      record: maybe(recordSchema),
    }),
  ),
})
type Event = v.InferOutput<typeof eventSchema>
type Environment = StreamEnvironment<{ readonly stream?: string | undefined }>

/**
 * All new posts of the network until the signal. Each page carries the cursor behind its last event; after a break it
 * is replayed from a few seconds before, so that events come twice rather than never.
 */
export async function* streamPosts(environment: Environment): AsyncGenerator<StreamPage> {
  const known = v.safeParse(stateSchema, environment.state)
  const place: Place = { cursor: known.success ? known.output.cursor : undefined, failures: 0 }
  while (!environment.signal.aborted) {
    let broken: SourceError | undefined
    try {
      yield* listenOnce(place, environment)
    } catch (error) {
      if (!(error instanceof SourceError)) throw error
      broken = error
    }
    if (!environment.signal.aborted) await waitAfter(broken, place, environment)
  }
}

interface Place {
  cursor: number | undefined
  /** Connections in a row that brought nothing. */
  failures: number
}

async function* listenOnce(place: Place, environment: Environment): AsyncGenerator<StreamPage> {
  const url = addressOf(environment.settings.stream ?? HOST, place.cursor)
  for await (const messages of environment.open(url)) {
    for (const page of toPages(messages, place.cursor, environment)) {
      place.failures = 0
      place.cursor = (page.state as { cursor: number }).cursor
      yield page
    }
  }
}

async function waitAfter(
  broken: SourceError | undefined,
  place: Place,
  environment: Environment,
): Promise<void> {
  const most = Math.min(FIRST_WAIT_MS * 2 ** place.failures, MOST_WAIT_MS)
  place.failures += 1
  const waitMs = Math.round(most * (0.5 + environment.random() / 2))
  environment.onBreak?.(broken, waitMs)
  await environment.wait(waitMs)
}

function addressOf(host: string, cursor: number | undefined): string {
  const url = new URL(host)
  if (url.pathname === '/') url.pathname = '/subscribe'
  url.searchParams.set('wantedCollections', COLLECTION)
  if (cursor !== undefined) url.searchParams.set('cursor', String(cursor - OVERLAP_US))
  return url.href
}

function toPages(
  messages: readonly string[],
  before: number | undefined,
  environment: StreamEnvironment<unknown>,
): readonly StreamPage[] {
  const pages: StreamPage[] = []
  let cursor = before
  for (let from = 0; from < messages.length; from += MAX_POSTS) {
    const events = messages.slice(from, from + MAX_POSTS).flatMap(readEvent)
    const latest = Math.max(cursor ?? 0, ...events.map((event) => event.time_us))
    if (latest === 0) continue
    cursor = latest
    pages.push({
      posts: events.flatMap((event) => postOf(event, environment) ?? []).reverse(),
      gone: events.flatMap((event) => goneOf(event) ?? []),
      state: { cursor },
      complete: true,
    })
  }
  return pages
}

// What cannot be read is passed over: the network writes what it likes.
function readEvent(message: string): Event[] {
  try {
    const read = v.safeParse(eventSchema, parseJson(Buffer.from(message)))
    return read.success ? [read.output] : []
  } catch {
    return []
  }
}

function postOf(event: Event, environment: StreamEnvironment<unknown>): Post | undefined {
  const { commit, did } = event
  if (commit?.record === undefined || commit.collection !== COLLECTION) return undefined
  return toPost(
    {
      uri: uriOf(did, commit.rkey),
      cid: commit.cid,
      author: { did, handle: undefined, displayName: undefined },
      record: commit.record,
      indexedAt: Math.floor(event.time_us / 1000),
    },
    environment.name,
    environment.now(),
  )
}

function goneOf({ commit, did }: Event): string | undefined {
  const isDeleted = commit?.operation === 'delete' && commit.collection === COLLECTION
  return isDeleted ? uriOf(did, commit.rkey) : undefined
}

function uriOf(did: string, rkey: string): string {
  return `at://${did}/${COLLECTION}/${rkey}`
}
