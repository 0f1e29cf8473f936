import { createHash } from 'node:crypto'
import * as v from 'valibot'
import { SourceError } from '../../errors.ts'
import type { Instant, Post } from '../../model/post.ts'
import { countGraphemes } from '../../text/graphemes.ts'
import { countBytes } from '../../text/lengths.ts'
import { findLinks } from '../../text/links-in-text.ts'
import { errorMessage } from '../json-answer.ts'
import { id, maybe, text } from '../json-fields.ts'
import { isUnclear, outcomeOf, refusalOf, sendJson } from '../json-send.ts'
import type { ReplyRequest, ReplyResult } from '../source.ts'
import { toPost } from './post.ts'
import {
  ask,
  type Environment,
  hostOf,
  LOGIN_HINT,
  openSession,
  type Session,
  xrpc,
} from './session.ts'
import { postSchema, recordSchema, type strongRef } from './wire.ts'

const MAX_GRAPHEMES = 300
const MAX_BYTES = 3000
const COLLECTION = 'app.bsky.feed.post'

const postsSchema = v.object({ posts: v.array(postSchema) })
const createdSchema = v.object({ uri: id, cid: maybe(id) })
const storedSchema = v.object({ uri: id, cid: maybe(id), value: recordSchema })
const resolvedSchema = v.object({ did: text })

/**
 * Publishes an answer. The record key is made from the request's key, so that a second try of the same answer
 * would meet the first one instead of standing beside it.
 */
export async function sendReply(
  wanted: ReplyRequest,
  environment: Environment,
): Promise<ReplyResult> {
  let session: Session
  let record: Awaited<ReturnType<typeof buildRecord>>
  try {
    session = await needSession(environment)
    record = await buildRecord(wanted, environment)
  } catch (error) {
    return { outcome: 'failed', error: outcomeOf(error).error }
  }
  try {
    const { answer, data } = await sendJson(environment.http, {
      url: xrpc(hostOf(environment, session), 'com.atproto.repo.createRecord'),
      headers: { authorization: `Bearer ${session.jwt}` },
      body: { repo: session.did, collection: COLLECTION, rkey: toRecordKey(wanted), record },
    })
    const created = v.safeParse(createdSchema, data)
    if (answer.status === 200 && created.success) {
      return { outcome: 'sent', post: toOwnPost(created.output.uri, record, session, environment) }
    }
    if (/already exists/i.test(errorMessage(data) ?? '')) return await checked(wanted, environment)
    return {
      outcome: isUnclear(answer) ? 'unknown' : 'failed',
      error: refusalOf(answer, data, LOGIN_HINT),
    }
  } catch (error) {
    return outcomeOf(error)
  }
}

/** The answer, if it stands. */
export async function findReply(
  wanted: ReplyRequest,
  environment: Environment,
): Promise<Post | undefined> {
  const session = await needSession(environment)
  try {
    const read = await ask(
      environment,
      'com.atproto.repo.getRecord',
      { repo: session.did, collection: COLLECTION, rkey: toRecordKey(wanted) },
      storedSchema,
    )
    return read === undefined
      ? undefined
      : toOwnPost(read.data.uri, read.data.value, session, environment)
  } catch (error) {
    if (
      error instanceof SourceError &&
      /could not locate record|record not ?found/i.test(error.message)
    )
      return undefined
    throw error
  }
}

async function checked(wanted: ReplyRequest, environment: Environment): Promise<ReplyResult> {
  const post = await findReply(wanted, environment)
  if (post !== undefined) return { outcome: 'sent', post }
  return {
    outcome: 'unknown',
    error: new SourceError(
      'unexpected-response',
      'it says that the answer exists, but does not show it',
    ),
  }
}

async function needSession(environment: Environment): Promise<Session> {
  const session = await openSession(environment)
  if (session === undefined)
    throw new SourceError('unauthorized', 'an answer needs a login', { hint: LOGIN_HINT })
  return session
}

async function buildRecord(wanted: ReplyRequest, environment: Environment) {
  refuseLong(wanted.text)
  const parent = await findParent(wanted.to.id, environment)
  const facets = [...linkFacets(wanted.text), ...(await mentionFacets(wanted.text, environment))]
  return {
    $type: COLLECTION,
    text: wanted.text,
    createdAt: new Date(wanted.at).toISOString(),
    ...(wanted.lang === undefined ? {} : { langs: [wanted.lang] }),
    ...(facets.length === 0 ? {} : { facets }),
    reply: parent,
  }
}

function refuseLong(words: string): void {
  const graphemes = countGraphemes(words)
  const bytes = countBytes(words)
  if (graphemes <= MAX_GRAPHEMES && bytes <= MAX_BYTES) return
  throw new SourceError(
    'unexpected-response',
    `the answer is too long for Bluesky: ${graphemes} of ${MAX_GRAPHEMES} characters, ${bytes} of ${MAX_BYTES} bytes`,
    { notSent: true },
  )
}

/** The post that is answered and the first of its thread, as references. */
async function findParent(uri: string, environment: Environment) {
  const read = await ask(environment, 'app.bsky.feed.getPosts', { uris: uri }, postsSchema)
  const parent = read?.data.posts.find((post) => post.uri === uri)
  if (parent?.cid === undefined)
    throw new SourceError('gone', 'the post that would be answered is gone')
  const own: v.InferOutput<typeof strongRef> = { uri: parent.uri, cid: parent.cid }
  return { root: parent.record.reply?.root ?? own, parent: own }
}

function linkFacets(words: string) {
  return findLinks(words).map((link) => ({
    index: toBytes(words, link.start, link.end),
    features: [{ $type: 'app.bsky.richtext.facet#link', uri: link.url }],
  }))
}

async function mentionFacets(words: string, environment: Environment) {
  const facets = []
  for (const match of words.matchAll(/(?<=^|[\s(])@([a-z0-9][a-z0-9.-]{1,251}\.[a-z]{2,})/gi)) {
    const handle = match[1] ?? ''
    const did = await resolveHandle(handle, environment)
    if (did === undefined) continue
    facets.push({
      index: toBytes(words, match.index, match.index + handle.length + 1),
      features: [{ $type: 'app.bsky.richtext.facet#mention', did }],
    })
  }
  return facets
}

// A name that nobody has stays plain text, as in the app.
async function resolveHandle(
  handle: string,
  environment: Environment,
): Promise<string | undefined> {
  try {
    const read = await ask(
      environment,
      'com.atproto.identity.resolveHandle',
      { handle },
      resolvedSchema,
    )
    return read?.data.did
  } catch {
    return undefined
  }
}

function toBytes(
  words: string,
  start: number,
  end: number,
): { byteStart: number; byteEnd: number } {
  return {
    byteStart: Buffer.byteLength(words.slice(0, start)),
    byteEnd: Buffer.byteLength(words.slice(0, end)),
  }
}

const BASE32 = '234567abcdefghijklmnopqrstuvwxyz'

/** A TID: 53 bits of microseconds since 1970 and 10 bits of clock, in sortable base 32; the same for the same key. */
export function toRecordKey({ at, key }: { readonly at: Instant; readonly key: string }): string {
  const hash = createHash('sha256').update(key).digest().readUInt32BE(0)
  const micros = BigInt(at) * 1000n + BigInt(hash % 1000)
  let number = (micros << 10n) | BigInt((hash >>> 10) % 1024)
  let name = ''
  for (let digit = 0; digit < 13; digit += 1) {
    name = `${BASE32[Number(number & 31n)]}${name}`
    number >>= 5n
  }
  return name
}

function toOwnPost(uri: string, record: unknown, session: Session, environment: Environment): Post {
  const author = { did: session.did, handle: session.handle, displayName: undefined }
  return toPost(
    { uri, author, record: v.parse(recordSchema, record) },
    environment.name,
    environment.now(),
  )
}
