import type { Author, Instant, Media, Post } from '../../model/post.ts'
import { htmlToText } from '../../text/html.ts'
import { published } from '../json-fields.ts'
import { present } from '../present.ts'
import type { WireAccount, WireStatus } from './wire.ts'

export interface PostPlace {
  readonly source: string
  readonly now: Instant
  /** Host of the server that was asked: its own accounts come without one. */
  readonly host: string
  /** The worldwide address of a status that the server knows by a number. */
  readonly uriOf: (id: string) => string | undefined
  readonly thread?: string
}

/** A status as a post. Its id is the worldwide `uri`: every server has another number for it. */
export function toPost(status: WireStatus, place: PostPlace): Post {
  const body = htmlToText(status.content, status.url)
  const warning = status.spoiler_text ?? ''
  const parent = status.in_reply_to_id
  return present<Post>({
    platform: 'mastodon',
    source: place.source,
    id: status.uri,
    url: status.url ?? (/^https?:/.test(status.uri) ? status.uri : undefined),
    kind: parent === undefined ? 'post' : 'comment',
    text: warning === '' ? body.text : `${warning}\n\n${body.text}`,
    author: toAuthor(status.account, place.host),
    ...published(status.created_at),
    editedAt: status.edited_at,
    collectedAt: place.now,
    lang: /^[a-z]{2}/i.exec(status.language ?? '')?.[0].toLowerCase(),
    thread: place.thread ?? (parent === undefined ? status.uri : undefined),
    parent: parent === undefined ? undefined : place.uriOf(parent),
    to: (status.mentions ?? []).map((mention) => withHost(mention.acct, mention.url, place.host)),
    likes: status.favourites_count,
    replies: status.replies_count,
    shares: status.reblogs_count,
    tags: (status.tags ?? []).map((tag) => tag.name),
    links: body.links.filter((link) => !isInner(link, status)),
    media: (status.media_attachments ?? []).flatMap(toMedia),
  })
}

export function toAuthor(account: WireAccount, host: string): Author {
  const handle = withHost(account.acct, account.url, host)
  return present<Author>({
    id: account.uri ?? account.url ?? handle,
    handle,
    name: account.display_name,
    url: account.url,
    followers: account.followers_count,
  })
}

function withHost(acct: string, url: string | undefined, host: string): string {
  if (acct.includes('@')) return acct
  return `${acct}@${url === undefined ? host : new URL(url).host}`
}

// Mentions and hashtags are links in the text, but lead nowhere else.
function isInner(link: string, status: WireStatus): boolean {
  if ((status.mentions ?? []).some((mention) => mention.url === link)) return true
  const tag = /\/tags?\/([^/?#]+)\/?$/.exec(link)?.[1]
  if (tag === undefined) return false
  const name = URL.canParse(link) ? safeDecode(tag).toLowerCase() : tag
  return (status.tags ?? []).some((one) => one.name.toLowerCase() === name)
}

function safeDecode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

function toMedia(attachment: NonNullable<WireStatus['media_attachments']>[number]): Media[] {
  const url = attachment.url ?? attachment.remote_url
  if (url === undefined) return []
  return [present<Media>({ url, type: attachment.type, alt: attachment.description })]
}
