import { SourceError } from '../../errors.ts'
import type { HttpAnswer } from '../../model/http.ts'
import type { Post } from '../../model/post.ts'
import { isFailure, type ParsedItem } from '../feed/parsed.ts'
import { readFeed } from '../feed/read.ts'
import { published } from '../json-fields.ts'
import { present } from '../present.ts'
import { linksIn, type PostPlace, toChannelAuthor, videoUrl } from './wire.ts'

/** The videos of a channel's feed. Throws where the answer is no feed, or is cut off. */
export function readVideos(
  answer: HttpAnswer,
  place: PostPlace,
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

function toPost(item: ParsedItem, place: PostPlace): Post | undefined {
  const id = /^yt:video:([\w-]{1,64})$/.exec(item.id ?? '')?.[1]
  if (id === undefined) return undefined
  const [author] = item.authors
  const channel = /\/channel\/(UC[\w-]+)/.exec(author?.url ?? '')?.[1]
  const at = item.published?.at
  const edited = item.edited?.at
  return present<Post>({
    platform: 'youtube',
    source: place.source,
    id,
    url: videoUrl(id),
    kind: 'video',
    title: item.title,
    text: item.text,
    author: toChannelAuthor(channel, author?.name),
    ...published(at),
    // The feed renews this date whenever a number changes, so it tells of no edit.
    editedAt: at === undefined ? edited : undefined,
    collectedAt: place.now,
    thread: id,
    views: item.views,
    tags: item.tags,
    links: linksIn(item.text),
    media: item.media.filter((media) => media.type?.startsWith('image') === true),
  })
}
