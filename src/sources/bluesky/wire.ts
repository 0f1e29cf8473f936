import * as v from 'valibot'
import { count, id, instant, listOf, maybe, text, webUrl } from '../json-fields.ts'

/** Where two records meet: an at:// address and the content's hash. */
export const strongRef = v.object({ uri: id, cid: id })

const feature = v.object({
  $type: maybe(text),
  uri: maybe(text),
  did: maybe(id),
  tag: maybe(text),
})

const facet = v.object({
  index: v.object({ byteStart: count, byteEnd: count }),
  features: listOf(feature),
})

const profile = v.object({
  did: id,
  handle: maybe(text),
  displayName: maybe(text),
})

/** The record as its author wrote it (app.bsky.feed.post). */
export const recordSchema = v.object({
  text,
  createdAt: maybe(instant),
  langs: listOf(text),
  tags: listOf(text),
  facets: listOf(facet),
  reply: maybe(v.object({ root: maybe(strongRef), parent: maybe(strongRef) })),
})

const image = v.object({ fullsize: maybe(webUrl), thumb: maybe(webUrl), alt: maybe(text) })
const external = v.object({ uri: maybe(webUrl), title: maybe(text) })
const quoted = v.object({ uri: maybe(text), author: maybe(profile) })

const mediaEntries = {
  images: listOf(image),
  external: maybe(external),
  playlist: maybe(webUrl),
  alt: maybe(text),
}

const embedSchema = v.object({
  ...mediaEntries,
  // A quoted post alone stands in `record`, beside media one level deeper.
  record: maybe(v.object({ ...quoted.entries, record: maybe(quoted) })),
  media: maybe(v.object(mediaEntries)),
})

/** A post as views give it (app.bsky.feed.defs#postView). */
export const postSchema = v.object({
  uri: id,
  cid: maybe(id),
  author: profile,
  record: recordSchema,
  embed: maybe(embedSchema),
  indexedAt: maybe(instant),
  likeCount: maybe(count),
  repostCount: maybe(count),
  replyCount: maybe(count),
})

type Seen = v.InferOutput<typeof postSchema>
/** What both a view and a notification have; the rest only where the view gives it. */
export type WirePost = Pick<Seen, 'uri' | 'author' | 'record'> & Partial<Seen>
export type WireProfile = v.InferOutput<typeof profile>
export type WireRecord = v.InferOutput<typeof recordSchema>
export type WireEmbed = v.InferOutput<typeof embedSchema>

export const searchSchema = v.object({ posts: v.array(v.unknown()), cursor: maybe(text) })

export const authorFeedSchema = v.object({
  feed: v.array(v.unknown()),
  cursor: maybe(text),
})
export const feedItemSchema = v.object({ post: postSchema, reason: v.optional(v.unknown()) })

export const notificationsSchema = v.object({
  notifications: v.array(v.unknown()),
  cursor: maybe(text),
})
export const notificationSchema = v.object({
  uri: id,
  cid: maybe(id),
  author: profile,
  reason: text,
  record: recordSchema,
  indexedAt: maybe(instant),
})

export const threadSchema = v.object({ thread: v.unknown() })
export const nodeSchema = v.object({
  $type: maybe(text),
  uri: maybe(id),
  post: maybe(v.unknown()),
  parent: maybe(v.unknown()),
  replies: listOf(v.unknown()),
})

const actor = v.object({ actor: profile, createdAt: maybe(instant) })
export const likesSchema = v.object({ likes: listOf(actor), cursor: maybe(text) })
export const repostsSchema = v.object({ repostedBy: listOf(profile), cursor: maybe(text) })

export const sessionSchema = v.object({
  accessJwt: text,
  refreshJwt: maybe(text),
  did: id,
  handle: maybe(text),
  didDoc: maybe(
    v.object({ service: listOf(v.object({ type: maybe(text), serviceEndpoint: webUrl })) }),
  ),
})
