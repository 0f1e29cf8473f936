import * as v from 'valibot'
import type { Instant, Media, Post } from '../../model/post.ts'
import { findLinks } from '../../text/links-in-text.ts'
import { count, id, instant, maybe, published, text, webUrl } from '../json-fields.ts'
import { present } from '../present.ts'

/** Lists come as `data`, with cursors where there is more. */
export const pageSchema = v.object({
  data: v.array(v.unknown()),
  paging: maybe(v.object({ cursors: maybe(v.object({ after: maybe(text) })), next: maybe(text) })),
})

const reference = maybe(v.object({ id }))

export const mediaSchema = v.object({
  id,
  text: maybe(text),
  username: maybe(text),
  permalink: maybe(webUrl),
  timestamp: maybe(instant),
  media_type: maybe(text),
  media_url: maybe(webUrl),
  alt_text: maybe(text),
  link_attachment_url: maybe(webUrl),
  topic_tag: maybe(text),
  is_reply: maybe(v.boolean()),
  root_post: reference,
  replied_to: reference,
  like_count: maybe(count),
  reply_count: maybe(count),
  repost_count: maybe(count),
  quote_count: maybe(count),
})
export type WireMedia = v.InferOutput<typeof mediaSchema>

/** What every list gives; nothing else is asked for, since an unknown field spoils the whole answer. */
export const FIELDS =
  'id,text,media_type,permalink,timestamp,username,has_replies,is_quote_post,is_reply'
/** What is given of our own posts, of posts to us, and of the answers below ours. */
export const OWN_FIELDS = `${FIELDS},root_post,replied_to`

export interface PostPlace {
  readonly source: string
  readonly now: Instant
}

/** Undefined for a share without words: it is somebody else's post. */
export function toPost(media: WireMedia, place: PostPlace): Post | undefined {
  if (media.media_type === 'REPOST_FACADE') return undefined
  const words = media.text ?? ''
  const parent = media.replied_to?.id
  const isReply = media.is_reply === true || parent !== undefined
  const links = findLinks(words).map(({ url }) => url)
  return present<Post>({
    platform: 'threads',
    source: place.source,
    id: media.id,
    url: media.permalink,
    kind: isReply ? 'comment' : 'post',
    text: words,
    author: toAuthor(media),
    ...published(media.timestamp),
    collectedAt: place.now,
    thread: media.root_post?.id ?? (isReply ? undefined : media.id),
    parent,
    to: unique(
      [...words.matchAll(/(?<![\w.@/])@([\w.]{1,30})/g)].map(([, name = '']) =>
        name.replace(/\.+$/, ''),
      ),
    ),
    likes: media.like_count,
    replies: media.reply_count,
    shares: sharesOf(media),
    tags: media.topic_tag === undefined ? undefined : [media.topic_tag],
    links: unique([
      ...links,
      ...(media.link_attachment_url === undefined ? [] : [media.link_attachment_url]),
    ]),
    media: toMedia(media),
  })
}

// The service gives no number of strangers: the name is all that is known of them.
function toAuthor({ username, permalink }: WireMedia): Post['author'] {
  if (username === undefined || username === '') return undefined
  const home = permalink === undefined ? 'https://www.threads.com' : new URL(permalink).origin
  return { id: username, handle: username, url: `${home}/@${username}` }
}

function sharesOf({ repost_count, quote_count }: WireMedia): number | undefined {
  if (repost_count === undefined && quote_count === undefined) return undefined
  return (repost_count ?? 0) + (quote_count ?? 0)
}

function toMedia({ media_url: url, media_type: type, alt_text: alt }: WireMedia): readonly Media[] {
  if (url === undefined) return []
  return [present<Media>({ url, type: type === 'VIDEO' ? 'video' : 'image', alt })]
}

function unique(values: readonly string[]): readonly string[] {
  return [...new Set(values)]
}
