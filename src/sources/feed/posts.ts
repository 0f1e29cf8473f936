import type { Author, Instant, Post } from '../../model/post.ts'
import { urlIdentity } from '../../text/url.ts'
import { present } from '../present.ts'
import type { ParsedDate } from './dates.ts'
import { idIdentity, type Scope } from './identity.ts'
import type { ParsedFeed, ParsedItem, ParsedPerson } from './parsed.ts'

export interface PostOrigin {
  /** The configured name of the source. */
  readonly source: string
  readonly now: Instant
  readonly scope: Scope
}

/** A clock that is wrong by more than this is not trusted: such a post has no date. */
const FUTURE_MS = 86_400_000

/** The item of a feed as a post. */
export function toPost(
  item: ParsedItem,
  identity: string,
  feed: ParsedFeed,
  origin: PostOrigin,
): Post {
  const id = item.id ?? item.link ?? identity
  const published = trusted(item.published, origin.now)
  const edited = trusted(item.edited, origin.now)
  return present<Post>({
    platform: 'feed',
    source: origin.source,
    id,
    identity: identity === id ? undefined : identity,
    url: item.link,
    kind: 'article',
    title: item.title,
    text: item.text,
    author: toAuthor(item.authors, origin.scope.host),
    publishedAt: published?.at,
    publishedPrecision: precisionOf(published),
    editedAt: edited?.at,
    collectedAt: origin.now,
    lang: item.lang ?? feed.lang,
    thread: undefined,
    parent: item.inReplyTo === undefined ? undefined : idIdentity(item.inReplyTo, origin.scope),
    to: undefined,
    rating: undefined,
    likes: undefined,
    replies: item.comments,
    shares: undefined,
    views: item.views,
    tags: item.tags,
    links: item.links,
    media: item.media,
  })
}

function trusted(date: ParsedDate | undefined, now: Instant): ParsedDate | undefined {
  return date !== undefined && date.at <= now + FUTURE_MS ? date : undefined
}

/** A time without zone is known to the day only. */
function precisionOf(date: ParsedDate | undefined): Post['publishedPrecision'] {
  if (date === undefined) return 'none'
  if (date.zoned || date.precision === 'none') return date.precision
  return 'day'
}

/** The first author. Names are unique on their site at most; an address of the web names a person everywhere. */
function toAuthor(people: readonly ParsedPerson[], scope: string): Author | undefined {
  const [first] = people
  if (first === undefined) return undefined
  const name = first.name ?? first.email ?? first.url ?? ''
  const page = first.url === undefined ? undefined : urlIdentity(first.url)
  const id = page ?? (scope === '' ? name : `${scope}/${name}`)
  return present<Author>({
    id: id.slice(0, 512),
    handle: undefined,
    name,
    url: first.url,
    followers: undefined,
  })
}
