import * as v from 'valibot'
import { SourceError } from '../../errors.ts'
import type { Post } from '../../model/post.ts'
import { buildUrl } from '../endpoint.ts'
import { readItems } from '../json-answer.ts'
import { isUnclear, outcomeOf, refusalOf, sendJson } from '../json-send.ts'
import type { Approval, ReplyRequest, ReplyResult, ThreadAnswer } from '../source.ts'
import { ask, type Environment, LOGIN_HINT, loginOf, placeOf } from './ask.ts'
import {
  forumId,
  isDeleted,
  LIKE,
  likerSchema,
  likersSchema,
  type PostPlace,
  postSchema,
  streamSchema,
  toAuthor,
  toPost,
  topicSchema,
  type WirePost,
} from './wire.ts'

/** Posts of one topic that are asked for in one request. */
const STREAM_PAGE = 40
const MAX_STREAM = 400

/** Certain posts of a topic, whole. */
export async function readPosts(
  topic: string,
  ids: readonly string[],
  place: PostPlace,
  environment: Environment,
): Promise<readonly Post[]> {
  const { wires } = await readStream(topic, ids, environment)
  return wires.flatMap((wire) => toPost(wire, place) ?? [])
}

async function readStream(
  topic: string,
  ids: readonly string[],
  environment: Environment,
): Promise<{ readonly wires: readonly WirePost[]; readonly unreadable: number }> {
  const wires: WirePost[] = []
  let unreadable = 0
  for (let from = 0; from < ids.length; from += STREAM_PAGE) {
    const query = ids
      .slice(from, from + STREAM_PAGE)
      .map((id) => `post_ids[]=${encodeURIComponent(id)}`)
      .join('&')
    const read = await ask(environment, `/t/${topic}/posts.json?${query}`, {}, streamSchema)
    const items = readItems(read?.data.post_stream.posts ?? [], postSchema, (wire) => {
      wires.push(wire)
      return undefined
    })
    unreadable += items.unreadable
  }
  return { wires, unreadable }
}

/** A whole topic: the forum sends its first posts and the numbers of all others. */
export async function readTopic(thread: string, environment: Environment): Promise<ThreadAnswer> {
  const number = /\/t\/(\d+)$/.exec(thread)?.[1]
  if (number === undefined) return { posts: [], gone: [], complete: false }
  const read = await askTopic(number, environment)
  if (read === undefined) return { posts: [], gone: [thread], isOver: true, complete: false }
  const first: WirePost[] = []
  const { unreadable } = readItems(read.post_stream.posts, postSchema, (wire) => {
    first.push(wire)
    return undefined
  })
  const have = new Set(first.map((wire) => wire.id))
  const missing = (read.post_stream.stream ?? []).filter((id) => !have.has(id))
  const rest = await readStream(number, missing.slice(0, MAX_STREAM), environment)
  const all = [...first, ...rest.wires]
  const idByNumber = new Map(all.map((wire) => [wire.post_number, wire.id]))
  const place = {
    ...placeOf(environment),
    title: read.title,
    tags: read.tags,
    idOf: (at: number) => idByNumber.get(at),
  }
  return {
    posts: all.flatMap((wire) => toPost(wire, place) ?? []),
    gone: all.filter(isDeleted).map((wire) => forumId(environment.settings.endpoint, wire.id)),
    complete: missing.length <= MAX_STREAM && unreadable + rest.unreadable === 0,
  }
}

async function askTopic(number: string, environment: Environment) {
  try {
    return (await ask(environment, `/t/${number}.json`, {}, topicSchema))?.data
  } catch (error) {
    if (error instanceof SourceError && (error.kind === 'gone' || /status 404/.test(error.message)))
      return undefined
    throw error
  }
}

/** Who gave a heart. */
export async function readLikers(
  post: Pick<Post, 'id'>,
  environment: Environment,
): Promise<readonly Approval[]> {
  const id = /\/(\d+)$/.exec(post.id)?.[1]
  if (id === undefined) return []
  const asked = { id, post_action_type_id: LIKE, limit: 200 }
  const read = await ask(environment, '/post_action_users.json', asked, likersSchema)
  return (read?.data.post_action_users ?? []).flatMap((item) => {
    const user = v.safeParse(likerSchema, item)
    const author = user.success ? toAuthor(user.output, environment.settings.endpoint) : undefined
    return author === undefined ? [] : [{ author, how: 'like' as const }]
  })
}

/** Publishes an answer below a post. The service knows no key of ours: an unclear outcome is looked up in the topic. */
export async function sendReply(
  wanted: ReplyRequest,
  environment: Environment,
): Promise<ReplyResult> {
  const headers = loginOf(environment)
  if (headers === undefined) {
    return {
      outcome: 'failed',
      error: new SourceError('unauthorized', 'an answer needs a login', { hint: LOGIN_HINT }),
    }
  }
  const topic = /\/t\/(\d+)$/.exec(wanted.to.thread ?? '')?.[1]
  const number = /\/(\d+)$/.exec(
    new URL(wanted.to.url ?? environment.settings.endpoint).pathname,
  )?.[1]
  try {
    const { answer, data } = await sendJson(environment.http, {
      url: buildUrl(environment.settings.endpoint, '', '/posts.json'),
      headers,
      body: {
        raw: wanted.text,
        topic_id: Number(topic),
        ...(number === undefined ? {} : { reply_to_post_number: Number(number) }),
      },
    })
    const read = v.safeParse(postSchema, data)
    const post =
      answer.status === 200 && read.success ? toPost(read.output, placeOf(environment)) : undefined
    if (post !== undefined) return { outcome: 'sent', post }
    return {
      outcome: isUnclear(answer) ? 'unknown' : 'failed',
      error: refusalOf(answer, data, LOGIN_HINT),
    }
  } catch (error) {
    return outcomeOf(error)
  }
}

/** Our post in that topic since the answer was approved, if it stands. */
export async function findReply(
  wanted: ReplyRequest,
  environment: Environment,
): Promise<Post | undefined> {
  const name = environment.settings.api_username ?? environment.secret?.('DISCOURSE_API_USERNAME')
  const topic = await readTopic(wanted.to.thread ?? '', environment)
  return topic.posts.find(
    (post) => post.author?.handle === name && (post.publishedAt ?? 0) >= wanted.at - 300_000,
  )
}
