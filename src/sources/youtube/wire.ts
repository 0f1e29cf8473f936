import * as v from 'valibot'
import type { Instant, Media, Post } from '../../model/post.ts'
import { htmlToText } from '../../text/html.ts'
import { findLinks } from '../../text/links-in-text.ts'
import { count, id, instant, listOf, maybe, published, text, webUrl } from '../json-fields.ts'
import { present } from '../present.ts'

export const pageSchema = v.object({ items: v.array(v.unknown()), nextPageToken: maybe(text) })

const snippet = v.object({
  publishedAt: maybe(instant),
  channelId: maybe(id),
  channelTitle: maybe(text),
  title: text,
  description: maybe(text),
  tags: listOf(text),
  defaultAudioLanguage: maybe(text),
  defaultLanguage: maybe(text),
  thumbnails: maybe(v.object({ high: maybe(v.object({ url: maybe(webUrl) })) })),
})

export const foundSchema = v.object({ id: v.object({ videoId: id }), snippet })
export const videoSchema = v.object({
  id,
  snippet,
  statistics: maybe(
    v.object({ viewCount: maybe(count), likeCount: maybe(count), commentCount: maybe(count) }),
  ),
})
export type Video = v.InferOutput<typeof videoSchema>

export const commentSchema = v.object({
  id,
  snippet: v.object({
    textOriginal: maybe(text),
    textDisplay: maybe(text),
    authorDisplayName: maybe(text),
    authorChannelId: maybe(v.object({ value: id })),
    authorChannelUrl: maybe(webUrl),
    videoId: maybe(id),
    parentId: maybe(id),
    likeCount: maybe(count),
    publishedAt: maybe(instant),
    updatedAt: maybe(instant),
  }),
})
export type Comment = v.InferOutput<typeof commentSchema>

export const threadSchema = v.object({
  id,
  snippet: v.object({
    videoId: maybe(id),
    topLevelComment: commentSchema,
    totalReplyCount: maybe(count),
  }),
  replies: maybe(v.object({ comments: listOf(commentSchema) })),
})
export type CommentThread = v.InferOutput<typeof threadSchema>

export interface PostPlace {
  readonly source: string
  readonly now: Instant
}

export function videoUrl(id: string): string {
  return `https://www.youtube.com/watch?v=${id}`
}

export function videoToPost(video: Video, place: PostPlace): Post {
  const { snippet: about, statistics } = video
  return present<Post>({
    platform: 'youtube',
    source: place.source,
    id: video.id,
    url: videoUrl(video.id),
    kind: 'video',
    title: about.title,
    text: about.description ?? '',
    author: toChannelAuthor(about.channelId, about.channelTitle),
    ...published(about.publishedAt),
    collectedAt: place.now,
    lang: /^[a-z]{2}/i
      .exec(about.defaultAudioLanguage ?? about.defaultLanguage ?? '')?.[0]
      .toLowerCase(),
    thread: video.id,
    likes: statistics?.likeCount,
    views: statistics?.viewCount,
    replies: statistics?.commentCount,
    tags: about.tags,
    links: linksIn(about.description ?? ''),
    media: toThumbnail(about.thumbnails?.high?.url),
  })
}

/** A comment of a search result knows its video; an answer to a comment only that comment. */
export function commentToPost(
  comment: Comment,
  videoId: string | undefined,
  place: PostPlace,
): Post {
  const { snippet: said } = comment
  const video = said.videoId ?? videoId
  const body = said.textOriginal ?? htmlToText(said.textDisplay ?? '').text
  const { publishedAt, updatedAt } = said
  return present<Post>({
    platform: 'youtube',
    source: place.source,
    id: comment.id,
    url:
      video === undefined ? undefined : `${videoUrl(video)}&lc=${encodeURIComponent(comment.id)}`,
    kind: 'comment',
    text: body,
    author: toCommentAuthor(said),
    ...published(publishedAt),
    editedAt: updatedAt === publishedAt ? undefined : updatedAt,
    collectedAt: place.now,
    thread: video,
    parent: said.parentId ?? video,
    likes: said.likeCount,
    links: linksIn(body),
  })
}

export function toChannelAuthor(id: string | undefined, name: string | undefined) {
  if (id === undefined) return undefined
  return {
    id,
    handle: id,
    ...(name === undefined ? {} : { name }),
    url: `https://www.youtube.com/channel/${id}`,
  }
}

function toCommentAuthor(said: Comment['snippet']) {
  const id = said.authorChannelId?.value
  const name = said.authorDisplayName
  // New accounts show their handle as a name.
  const handle = name?.startsWith('@') ? name.slice(1) : id
  if (id === undefined) return undefined
  return present<NonNullable<Post['author']>>({ id, handle, name, url: said.authorChannelUrl })
}

export function linksIn(words: string): string[] {
  return [...new Set(findLinks(words).map((link) => link.url))].filter((url) =>
    /^https?:/i.test(url),
  )
}

function toThumbnail(url: string | undefined): Media[] {
  return url === undefined ? [] : [{ url, type: 'image' }]
}
