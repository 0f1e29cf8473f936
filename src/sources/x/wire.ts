import * as v from 'valibot'
import { count, id, instant, listOf, maybe, text, webUrl } from '../json-fields.ts'

const metrics = v.object({
  like_count: maybe(count),
  reply_count: maybe(count),
  retweet_count: maybe(count),
  quote_count: maybe(count),
  impression_count: maybe(count),
  followers_count: maybe(count),
})

const entities = v.object({
  urls: listOf(
    v.object({
      url: text,
      expanded_url: maybe(webUrl),
      unwound_url: maybe(webUrl),
      media_key: maybe(text),
    }),
  ),
  mentions: listOf(v.object({ username: text })),
  hashtags: listOf(v.object({ tag: text })),
})

/** A post (a "tweet" in the fields of version 2). Lists may come as empty objects from some proxies. */
export const tweetSchema = v.object({
  id,
  text,
  note_tweet: maybe(v.object({ text, entities: maybe(entities) })),
  author_id: maybe(id),
  created_at: maybe(instant),
  lang: maybe(text),
  conversation_id: maybe(id),
  in_reply_to_user_id: maybe(id),
  referenced_tweets: listOf(v.object({ type: text, id })),
  edit_history_tweet_ids: listOf(id),
  public_metrics: maybe(metrics),
  entities: maybe(entities),
  attachments: maybe(v.object({ media_keys: listOf(text) })),
})
export type Tweet = v.InferOutput<typeof tweetSchema>
export type Entities = v.InferOutput<typeof entities>

const userSchema = v.object({
  id,
  username: text,
  name: maybe(text),
  public_metrics: maybe(metrics),
})
export type User = v.InferOutput<typeof userSchema>

const mediaSchema = v.object({
  media_key: text,
  type: maybe(text),
  url: maybe(webUrl),
  preview_image_url: maybe(webUrl),
  alt_text: maybe(text),
})
export type WireMedia = v.InferOutput<typeof mediaSchema>

const includesSchema = v.object({
  users: listOf(userSchema),
  media: listOf(mediaSchema),
  tweets: listOf(tweetSchema),
})
export type Includes = v.InferOutput<typeof includesSchema>

const body = {
  includes: maybe(includesSchema),
  errors: listOf(v.object({ resource_id: maybe(id), type: maybe(text), title: maybe(text) })),
}

const meta = maybe(v.object({ next_token: maybe(text) }))

/** What a search or a look-up answers. One without data says so in `meta` or names each post that is missing. */
export const foundSchema = v.union([
  v.object({
    ...body,
    data: v.array(v.unknown()),
    meta,
  }),
  v.pipe(
    v.object({
      ...body,
      data: v.optional(v.undefined()),
      meta: v.object({ result_count: v.literal(0), next_token: maybe(text) }),
    }),
    v.transform((found) => ({ ...found, data: [] as unknown[] })),
  ),
])
export type Found = v.InferOutput<typeof foundSchema>

/** A look-up by ids: posts that are there, and an error for each that is not. */
export const lookedUpSchema = v.union([
  v.object({ ...body, data: v.array(v.unknown()), meta }),
  v.pipe(
    v.object({
      ...body,
      data: v.optional(v.undefined()),
      errors: v.pipe(
        v.array(v.object({ resource_id: id, type: maybe(text), title: maybe(text) })),
        v.minLength(1),
      ),
    }),
    v.transform((found) => ({ ...found, data: [] as unknown[], meta: undefined })),
  ),
])
