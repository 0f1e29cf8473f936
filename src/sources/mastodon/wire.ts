import * as v from 'valibot'
import { count, id, instant, listOf, maybe, text, webUrl } from '../json-fields.ts'

const accountSchema = v.object({
  id,
  acct: text,
  uri: maybe(text),
  url: maybe(webUrl),
  display_name: maybe(text),
  followers_count: maybe(count),
})
export type WireAccount = v.InferOutput<typeof accountSchema>

const attachment = v.object({
  type: maybe(text),
  url: maybe(webUrl),
  remote_url: maybe(webUrl),
  description: maybe(text),
})

const entries = {
  id,
  uri: id,
  url: maybe(webUrl),
  account: accountSchema,
  content: text,
  spoiler_text: maybe(text),
  created_at: maybe(instant),
  edited_at: maybe(instant),
  language: maybe(text),
  visibility: maybe(text),
  in_reply_to_id: maybe(id),
  in_reply_to_account_id: maybe(id),
  replies_count: maybe(count),
  reblogs_count: maybe(count),
  favourites_count: maybe(count),
  media_attachments: listOf(attachment),
  mentions: listOf(v.object({ acct: text, url: maybe(webUrl) })),
  tags: listOf(v.object({ name: text })),
}

/** A status; a boost carries the boosted one in `reblog`. */
export const statusSchema = v.object({ ...entries, reblog: maybe(v.object(entries)) })
export type WireStatus = Omit<v.InferOutput<typeof statusSchema>, 'reblog'>

export const statusesSchema = v.array(v.unknown())
export const searchSchema = v.object({ statuses: v.array(v.unknown()) })
export const contextSchema = v.object({
  ancestors: v.array(v.unknown()),
  descendants: v.array(v.unknown()),
})
export const notificationSchema = v.object({ id, type: maybe(text), status: statusSchema })
export const accountsSchema = v.array(v.unknown())
export { accountSchema }
export const instanceSchema = v.object({
  configuration: maybe(
    v.object({
      statuses: maybe(
        v.object({ max_characters: maybe(count), characters_reserved_per_url: maybe(count) }),
      ),
    }),
  ),
})
