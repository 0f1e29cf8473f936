import * as v from 'valibot'
import type { Instant, Post } from '../../model/post.ts'
import { htmlToText } from '../../text/html.ts'
import { count, id, instant, listOf, maybe, published, text } from '../json-fields.ts'
import { present } from '../present.ts'

export const postSchema = v.object({
  id,
  username: maybe(text),
  name: maybe(text),
  user_id: maybe(id),
  cooked: text,
  created_at: maybe(instant),
  updated_at: maybe(instant),
  version: maybe(count),
  post_number: maybe(count),
  post_type: maybe(count),
  reply_to_post_number: maybe(count),
  topic_id: maybe(id),
  topic_slug: maybe(text),
  topic_title: maybe(text),
  reply_count: maybe(count),
  reads: maybe(count),
  like_count: maybe(count),
  actions_summary: listOf(v.object({ id: count, count: maybe(count) })),
  deleted_at: maybe(text),
  user_deleted: maybe(v.boolean()),
  hidden: maybe(v.boolean()),
})
export type WirePost = v.InferOutput<typeof postSchema>

export const latestSchema = v.object({ latest_posts: v.array(v.unknown()) })
export const searchSchema = v.object({
  posts: v.optional(v.array(v.unknown()), []),
  topics: listOf(v.object({ id, title: maybe(text), slug: maybe(text) })),
  grouped_search_result: maybe(
    v.object({ error: maybe(text), more_full_page_results: maybe(v.boolean()) }),
  ),
})
export const foundSchema = v.object({ id, topic_id: id })
export const topicSchema = v.object({
  id,
  title: maybe(text),
  slug: maybe(text),
  tags: listOf(text),
  post_stream: v.object({ posts: v.array(v.unknown()), stream: listOf(id) }),
})
export const streamSchema = v.object({ post_stream: v.object({ posts: v.array(v.unknown()) }) })

export const likersSchema = v.object({
  post_action_users: v.array(v.unknown()),
})
export const likerSchema = v.object({ username: text, name: maybe(text) })

export interface PostPlace {
  readonly source: string
  readonly now: Instant
  /** Address of the forum, without a slash at the end. */
  readonly forum: string
  readonly title?: string | undefined
  readonly tags?: readonly string[] | undefined
  /** The id of another post of the same topic, by its number there. */
  readonly idOf?: (number: number) => string | undefined
}

const REGULAR = 1
export const LIKE = 2

/** Ids count within one forum, so its host stands before them. */
export function forumId(forum: string, id: string): string {
  return `${new URL(forum).host}/${id}`
}

export function topicId(forum: string, id: string): string {
  return `${new URL(forum).host}/t/${id}`
}

/** Undefined for what the forum itself wrote ("closed this topic") and for what was deleted. */
export function toPost(wire: WirePost, place: PostPlace): Post | undefined {
  if ((wire.post_type ?? REGULAR) !== REGULAR || isDeleted(wire)) return undefined
  const page = pageOf(wire, place.forum)
  const body = htmlToText(wire.cooked, page ?? place.forum)
  const isFirst = wire.post_number === 1
  return present<Post>({
    platform: 'discourse',
    source: place.source,
    id: forumId(place.forum, wire.id),
    url: page,
    kind: isFirst ? 'post' : 'comment',
    title: isFirst ? (place.title ?? wire.topic_title) : undefined,
    text: body.text,
    author: toAuthor(wire, place.forum),
    ...published(wire.created_at),
    editedAt: (wire.version ?? 1) > 1 ? wire.updated_at : undefined,
    collectedAt: place.now,
    thread: wire.topic_id === undefined ? undefined : topicId(place.forum, wire.topic_id),
    parent: parentOf(wire, place),
    likes: wire.like_count ?? wire.actions_summary?.find((action) => action.id === LIKE)?.count,
    replies: wire.reply_count,
    views: wire.reads,
    to: mentionsIn(wire.cooked),
    tags: place.tags,
    links: body.links.filter((link) => !link.startsWith(`${place.forum}/u/`)),
    media: body.media.filter((media) => !media.url.includes('/images/emoji/')),
  })
}

export function isDeleted(wire: WirePost): boolean {
  return wire.deleted_at !== undefined || wire.user_deleted === true
}

function pageOf(wire: WirePost, forum: string): string | undefined {
  if (wire.topic_id === undefined) return undefined
  const topic = `${forum}/t/${wire.topic_slug ?? '-'}/${wire.topic_id}`
  return wire.post_number === undefined ? topic : `${topic}/${wire.post_number}`
}

function parentOf(wire: WirePost, place: PostPlace): string | undefined {
  const number = wire.reply_to_post_number
  const id = number === undefined ? undefined : place.idOf?.(number)
  return id === undefined ? undefined : forumId(place.forum, id)
}

// Names are how forums address people; the number behind one does not show in its pages.
export function toAuthor(wire: Pick<WirePost, 'username' | 'name'>, forum: string) {
  if (wire.username === undefined) return undefined
  const url = `${forum}/u/${encodeURIComponent(wire.username)}`
  const id = `${new URL(forum).host}/${wire.username}`
  return present<NonNullable<Post['author']>>({ id, handle: wire.username, name: wire.name, url })
}

function mentionsIn(cooked: string): string[] {
  const found = [...cooked.matchAll(/<a class="mention[^"]*"[^>]*>@([^<]{1,60})<\/a>/g)]
  return [...new Set(found.map((match) => match[1] ?? ''))]
}
