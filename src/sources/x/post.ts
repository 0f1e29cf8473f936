import type { Author, Instant, Media, Post } from '../../model/post.ts'
import { published } from '../json-fields.ts'
import { present } from '../present.ts'
import type { Entities, Includes, Tweet, User, WireMedia } from './wire.ts'

export interface PostPlace {
  readonly source: string
  readonly now: Instant
  readonly includes: Includes | undefined
}

/**
 * A post of X. An edit makes a new number: the first one of its history is what stays. A share without words of its own
 * is somebody else's post and gives none.
 */
export function toPost(tweet: Tweet, place: PostPlace): Post | undefined {
  const references = tweet.referenced_tweets ?? []
  if (references.some(({ type }) => type === 'retweeted')) return undefined
  const first = tweet.edit_history_tweet_ids?.[0] ?? tweet.id
  const isEdited = first !== tweet.id
  const author = place.includes?.users?.find((user) => user.id === tweet.author_id)
  const parent = references.find(({ type }) => type === 'replied_to')?.id
  const words = tweet.note_tweet?.text ?? tweet.text
  const entities = tweet.note_tweet?.entities ?? tweet.entities
  const body = readText(words, entities)
  return present<Post>({
    platform: 'x',
    source: place.source,
    id: first,
    url: postUrl(first, author?.username),
    kind: parent === undefined ? 'post' : 'comment',
    text: body.text,
    author: toAuthor(tweet.author_id, author),
    ...published(isEdited ? instantOf(first) : (tweet.created_at ?? instantOf(tweet.id))),
    editedAt: isEdited ? (tweet.created_at ?? instantOf(tweet.id)) : undefined,
    collectedAt: place.now,
    lang: toLanguage(tweet.lang),
    thread: tweet.conversation_id,
    parent,
    to: addresseesOf(tweet, entities, place),
    likes: tweet.public_metrics?.like_count,
    replies: tweet.public_metrics?.reply_count,
    shares: sharesOf(tweet),
    views: tweet.public_metrics?.impression_count,
    tags: unique((entities?.hashtags ?? []).map(({ tag }) => tag)),
    links: body.links,
    media: mediaOf(tweet, place.includes?.media),
  })
}

export function postUrl(id: string, username?: string): string {
  return `https://x.com/${username ?? 'i'}/status/${id}`
}

const EPOCH = 1_288_834_974_657

/** When a number was given out: its upper bits are milliseconds since November 2010. Undefined for older ones. */
export function instantOf(id: string): Instant | undefined {
  if (!/^\d{15,20}$/.test(id)) return undefined
  return Number(BigInt(id) >> 22n) + EPOCH
}

function toAuthor(id: string | undefined, user: User | undefined): Author | undefined {
  if (id === undefined) return undefined
  return present<Author>({
    id,
    handle: user?.username,
    name: user?.name,
    url: user === undefined ? undefined : `https://x.com/${user.username}`,
    followers: user?.public_metrics?.followers_count,
  })
}

/** Who is named, and who is answered. */
function addresseesOf(
  tweet: Tweet,
  entities: Entities | undefined,
  place: PostPlace,
): readonly string[] {
  const answered = place.includes?.users?.find((user) => user.id === tweet.in_reply_to_user_id)
  const named = [...(entities?.mentions ?? []), ...(tweet.entities?.mentions ?? [])]
  return unique(
    [...named, ...(answered === undefined ? [] : [answered])].map((one) => one.username),
  )
}

// Short links become what they stand for; the one that stands for the post's own pictures goes.
function readText(words: string, entities: Entities | undefined) {
  const links: string[] = []
  let text = words
  for (const { url, unwound_url, expanded_url, media_key } of entities?.urls ?? []) {
    const target = unwound_url ?? expanded_url
    const isMedia =
      media_key !== undefined || /\/status\/\d+\/(?:photo|video)\/\d+$/.test(target ?? '')
    if (isMedia) text = text.replaceAll(url, '')
    else if (target !== undefined) {
      links.push(target)
      text = text.replaceAll(url, target)
    }
  }
  return { text: withoutReferences(text).trim(), links: unique(links) }
}

// Only these three are ever written as references.
function withoutReferences(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')
}

function sharesOf({ public_metrics: metrics }: Tweet): number | undefined {
  const { retweet_count, quote_count } = metrics ?? {}
  if (retweet_count === undefined && quote_count === undefined) return undefined
  return (retweet_count ?? 0) + (quote_count ?? 0)
}

const OLD_CODES: Readonly<Record<string, string>> = { iw: 'he', in: 'id' }

// Codes that begin with q or z, and "und", say that there is no language.
function toLanguage(tag: string | undefined): string | undefined {
  const code = /^([a-z]{2})(?:-|$)/i.exec(tag ?? '')?.[1]?.toLowerCase()
  return code === undefined ? undefined : (OLD_CODES[code] ?? code)
}

function mediaOf(tweet: Tweet, known: readonly WireMedia[] | undefined): readonly Media[] {
  const keys = new Set(tweet.attachments?.media_keys ?? [])
  return (known ?? []).flatMap((media) => {
    const url = media.url ?? media.preview_image_url
    if (!keys.has(media.media_key) || url === undefined) return []
    const type = media.type === 'photo' ? 'image' : media.type === 'video' ? 'video' : 'image'
    return [present<Media>({ url, type, alt: media.alt_text })]
  })
}

function unique(values: readonly string[]): readonly string[] {
  return [...new Set(values)]
}
