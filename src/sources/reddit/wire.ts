import * as v from 'valibot'
import type { Instant, Media, Post } from '../../model/post.ts'
import { htmlToText } from '../../text/html.ts'
import { isHttpUrl } from '../../text/url.ts'
import { count, id, instant, listOf, maybe, published, text } from '../json-fields.ts'
import { present } from '../present.ts'

const fullname = v.pipe(v.string(), v.regex(/^t[13]_\w{1,20}$/))

/** A post (t3) or comment (t1) of a listing. */
export const thingSchema = v.object({
  kind: v.picklist(['t1', 't3']),
  data: v.object({
    name: fullname,
    permalink: maybe(text),
    author: maybe(text),
    author_fullname: maybe(id),
    title: maybe(text),
    selftext: maybe(text),
    selftext_html: maybe(text),
    body: maybe(text),
    body_html: maybe(text),
    url: maybe(text),
    created_utc: maybe(instant),
    edited: maybe(instant),
    score: maybe(count),
    num_comments: maybe(count),
    subreddit: maybe(text),
    link_id: maybe(fullname),
    parent_id: maybe(fullname),
    is_self: maybe(v.boolean()),
    is_video: maybe(v.boolean()),
    post_hint: maybe(text),
    replies: maybe(v.object({ data: v.object({ children: listOf(v.unknown()) }) })),
  }),
})
export type Thing = v.InferOutput<typeof thingSchema>

export const listingSchema = v.object({
  kind: v.literal('Listing'),
  data: v.object({ children: v.array(v.unknown()), after: maybe(text) }),
})

export interface ThingPlace {
  readonly source: string
  readonly now: Instant
}

/** Undefined for what was deleted: neither its text nor its author is left. */
export function toPost(thing: Thing, place: ThingPlace): Post | undefined {
  if (isDeleted(thing)) return undefined
  const { kind, data } = thing
  const isComment = kind === 't1'
  const body = bodyOf(thing)
  return present<Post>({
    platform: 'reddit',
    source: place.source,
    id: data.name,
    url: permalinkOf(data),
    kind: isComment ? 'comment' : 'post',
    title: data.title,
    text: body.text,
    author: toAuthor(data.author),
    ...published(data.created_utc),
    editedAt: data.edited,
    collectedAt: place.now,
    thread: data.link_id ?? (isComment ? undefined : data.name),
    parent: data.parent_id,
    likes: data.score,
    replies: data.num_comments,
    tags: data.subreddit === undefined ? [] : [data.subreddit],
    links: [...(isComment ? [] : outsideOf(data)), ...body.links],
    media: toMedia(data),
  })
}

function bodyOf({ kind, data }: Thing): { text: string; links: readonly string[] } {
  const html = kind === 't1' ? data.body_html : data.selftext_html
  if (html !== undefined) return htmlToText(html, 'https://www.reddit.com')
  return { text: (kind === 't1' ? data.body : data.selftext) ?? '', links: [] }
}

function outsideOf(data: Thing['data']): string[] {
  return data.is_self !== true && data.url !== undefined && isHttpUrl(data.url) ? [data.url] : []
}

export function isDeleted({ kind, data }: Thing): boolean {
  const words = kind === 't1' ? data.body : data.selftext
  return data.author === '[deleted]' || words === '[deleted]' || words === '[removed]'
}

// A name is all that is stable here: the feeds do not carry the account's number.
function toAuthor(handle: string | undefined) {
  if (handle === undefined) return undefined
  return { id: handle, handle, url: `https://www.reddit.com/user/${encodeURIComponent(handle)}` }
}

function permalinkOf(data: Thing['data']): string | undefined {
  if (data.permalink?.startsWith('/')) return `https://www.reddit.com${data.permalink}`
  const thread = data.link_id?.slice(3)
  return thread === undefined
    ? undefined
    : `https://www.reddit.com/comments/${thread}/_/${data.name.slice(3)}/`
}

function toMedia(data: Thing['data']): Media[] {
  if (data.url === undefined || !isHttpUrl(data.url)) return []
  if (data.is_video === true) return [{ url: data.url, type: 'video' }]
  return data.post_hint === 'image' ? [{ url: data.url, type: 'image' }] : []
}
