import type { Author, Instant, Media, Post } from '../../model/post.ts'
import { isHttpUrl } from '../../text/url.ts'
import { published } from '../json-fields.ts'
import { present } from '../present.ts'
import type { WireEmbed, WirePost, WireProfile, WireRecord } from './wire.ts'

/** A post of a view as ours. The date is the author's word, but never later than the network first saw it. */
export function toPost(wire: WirePost, source: string, now: Instant): Post {
  const { record, author } = wire
  const { links, tags, mentions } = readFacets(record)
  const embed = readEmbed(wire.embed)
  return present<Post>({
    platform: 'bluesky',
    source,
    id: wire.uri,
    url: webUrlOf(wire.uri, author.handle),
    kind: record.reply === undefined ? 'post' : 'comment',
    text: record.text,
    author: toAuthor(author),
    ...published(firstSeen(wire)),
    collectedAt: now,
    lang: toLanguage(record.langs?.[0]),
    thread: record.reply?.root?.uri ?? (record.reply === undefined ? wire.uri : undefined),
    parent: record.reply?.parent?.uri,
    to: mentions,
    likes: wire.likeCount,
    replies: wire.replyCount,
    shares: wire.repostCount,
    tags: unique([...tags, ...(record.tags ?? [])]),
    links: unique([...links, ...embed.links]),
    media: embed.media,
  })
}

export function toAuthor(profile: WireProfile): Author {
  const handle = profile.handle === 'handle.invalid' ? undefined : profile.handle
  return present<Author>({
    id: profile.did,
    handle,
    name: profile.displayName,
    url: `https://bsky.app/profile/${handle ?? profile.did}`,
    followers: undefined,
  })
}

/** What the service sorts and cuts by: the earlier of the author's date and the network's. */
export function firstSeen(wire: Pick<WirePost, 'record' | 'indexedAt'>): Instant | undefined {
  const { createdAt } = wire.record
  if (createdAt === undefined) return wire.indexedAt
  return Math.min(createdAt, wire.indexedAt ?? createdAt)
}

/** The page of a post for people; undefined for what is no post. */
export function webUrlOf(uri: string, handle?: string): string | undefined {
  const match = /^at:\/\/([^/]+)\/app\.bsky\.feed\.post\/([^/]+)$/.exec(uri)
  if (match === null) return undefined
  return `https://bsky.app/profile/${handle ?? match[1]}/post/${match[2]}`
}

// Facets point into the text by UTF-8 bytes, so the text is cut as bytes.
function readFacets(record: WireRecord): { links: string[]; tags: string[]; mentions: string[] } {
  const bytes = Buffer.from(record.text)
  const found = (record.facets ?? []).flatMap(({ index, features }) => {
    const words = bytes.subarray(index.byteStart, index.byteEnd).toString('utf8')
    return (features ?? []).map((feature) => ({ ...feature, words }))
  })
  return {
    links: found.flatMap(({ uri }) => (uri !== undefined && isHttpUrl(uri) ? [uri] : [])),
    tags: found.flatMap(({ tag }) => tag ?? []),
    mentions: unique(
      found.flatMap(({ did, words }) =>
        did !== undefined && words.startsWith('@') ? [words.slice(1)] : [],
      ),
    ),
  }
}

function readEmbed(embed: WireEmbed | undefined): { links: string[]; media: Media[] } {
  if (embed === undefined) return { links: [], media: [] }
  const quote = embed.record?.record ?? embed.record
  const parts = [embed, ...(embed.media === undefined ? [] : [embed.media])]
  return {
    links: [
      ...parts.flatMap((part) => part.external?.uri ?? []),
      ...(quote?.uri === undefined ? [] : [webUrlOf(quote.uri, quote.author?.handle)]),
    ].filter((link) => link !== undefined),
    media: parts.flatMap((part) => [
      ...(part.images ?? []).flatMap((image) =>
        toMedia(image.fullsize ?? image.thumb, 'image', image.alt),
      ),
      ...toMedia(part.playlist, 'video', part.alt),
    ]),
  }
}

function toMedia(url: string | undefined, type: string, alt: string | undefined): Media[] {
  return url === undefined ? [] : [present<Media>({ url, type, alt })]
}

function toLanguage(tag: string | undefined): string | undefined {
  return /^([a-z]{2})(?:-|$)/i.exec(tag ?? '')?.[1]?.toLowerCase()
}

function unique(values: readonly string[]): string[] {
  return [...new Set(values)]
}
