import { SourceError } from '../../errors.ts'
import type { HttpAnswer } from '../../model/http.ts'
import type { Instant, Post } from '../../model/post.ts'
import { isFailure, type ParsedItem } from '../feed/parsed.ts'
import { readFeed } from '../feed/read.ts'
import { published } from '../json-fields.ts'
import { present } from '../present.ts'

export interface FeedPlace {
  readonly source: string
  readonly now: Instant
}

/** The posts and comments of one of Reddit's Atom feeds. Throws where the answer is no feed, or is cut off. */
export function readAtom(
  answer: HttpAnswer,
  place: FeedPlace,
): { posts: Post[]; unreadable: number } {
  const contentType = answer.headers['content-type']
  const feed = readFeed(answer.body, {
    url: answer.url,
    ...(contentType === undefined ? {} : { contentType }),
  })
  if (isFailure(feed))
    throw new SourceError('unexpected-response', `it sent no feed but ${feed.message}`)
  if (!feed.complete) throw new SourceError('unexpected-response', 'the feed is cut off')
  const posts = feed.items.flatMap((item) => toPost(item, place) ?? [])
  return { posts, unreadable: feed.items.length - posts.length }
}

// Each text ends with a line that the site adds.
const TAIL = /\s*submitted by\s+\/u\/\S+(?:\s+to\s+\S+)?\s+\[link\]\s+\[comments\]\s*$/

function toPost(item: ParsedItem, place: FeedPlace): Post | undefined {
  const name = /^t[13]_\w+$/.exec(item.id ?? '')?.[0]
  if (name === undefined) return undefined
  const isComment = name.startsWith('t1_')
  const thread = /\/comments\/(\w+)/.exec(item.link ?? '')?.[1]
  const handle = item.authors[0]?.name?.replace(/^\/u\//, '')
  return present<Post>({
    platform: 'reddit',
    source: place.source,
    id: name,
    url: item.link,
    kind: isComment ? 'comment' : 'post',
    // The title of a comment in a feed is "somebody on a post", which nobody wrote.
    title: isComment ? undefined : item.title,
    text: item.text.replace(TAIL, ''),
    author:
      handle === undefined
        ? undefined
        : { id: handle, handle, url: `https://www.reddit.com/user/${handle}` },
    ...published(item.published?.at ?? item.edited?.at),
    editedAt: undefined,
    collectedAt: place.now,
    thread: thread === undefined ? undefined : `t3_${thread}`,
    parent: undefined,
    tags: item.tags.map((tag) => tag.replace(/^r\//, '')),
    links: item.links.filter((link) => !isOwn(link, item.link)),
    media: item.media,
  })
}

function isOwn(link: string, permalink: string | undefined): boolean {
  return link === permalink || /^https?:\/\/(?:www\.|old\.)?reddit\.com\/(?:u|user)\//.test(link)
}
