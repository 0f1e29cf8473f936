import * as v from 'valibot'
import type { Author, Instant, Post } from '../../model/post.ts'
import { count, id, instant, listOf, maybe, published, text, webUrl } from '../json-fields.ts'
import { markdownToText } from '../markdown.ts'
import { present } from '../present.ts'

const user = v.object({ login: text, id: maybe(id), html_url: maybe(webUrl) })
const reactions = v.object({ total_count: maybe(count), '+1': maybe(count), heart: maybe(count) })

const entries = {
  id,
  node_id: maybe(id),
  html_url: webUrl,
  user: maybe(user),
  body: maybe(text),
  created_at: maybe(instant),
  updated_at: maybe(instant),
  reactions: maybe(reactions),
}

export const issueSchema = v.object({
  ...entries,
  title: text,
  comments: maybe(count),
  labels: listOf(v.object({ name: text })),
})
export const commentSchema = v.object(entries)
export const searchSchema = v.object({
  items: v.array(v.unknown()),
  incomplete_results: maybe(v.boolean()),
})
export const listSchema = v.array(v.unknown())
export const meSchema = user
export const reactionSchema = v.object({ content: text, user, created_at: maybe(instant) })

const login = v.object({ login: text, url: maybe(webUrl) })
export const discussionSchema = v.object({
  id,
  url: webUrl,
  title: text,
  bodyText: maybe(text),
  createdAt: maybe(instant),
  lastEditedAt: maybe(instant),
  author: maybe(login),
  upvoteCount: maybe(count),
  comments: maybe(v.object({ totalCount: maybe(count) })),
})
export const discussionCommentSchema = v.object({
  id,
  url: maybe(webUrl),
  bodyText: maybe(text),
  createdAt: maybe(instant),
  lastEditedAt: maybe(instant),
  author: maybe(login),
  upvoteCount: maybe(count),
})
export const discussionsSchema = v.object({
  data: v.object({
    search: v.object({
      nodes: v.array(v.unknown()),
      pageInfo: maybe(v.object({ endCursor: maybe(text), hasNextPage: maybe(v.boolean()) })),
    }),
  }),
})

export interface PostPlace {
  readonly source: string
  readonly now: Instant
}

type Comment = v.InferOutput<typeof commentSchema>
type Issue = v.InferOutput<typeof issueSchema>

/** An issue or pull request. Its thread is named by place, `owner/name#12`, as its comments name it. */
export function issueToPost(issue: Issue, place: PostPlace): Post {
  return present<Post>({
    ...toPost(issue, place),
    kind: 'post',
    title: issue.title,
    replies: issue.comments,
    tags: issue.labels?.map((label) => label.name),
  })
}

export function commentToPost(comment: Comment, place: PostPlace): Post {
  return { ...toPost(comment, place), kind: 'comment' }
}

function toPost(wire: Comment, place: PostPlace): Post {
  const body = markdownToText(wire.body ?? '')
  const { created_at: createdAt, updated_at: updatedAt } = wire
  return present<Post>({
    platform: 'github',
    source: place.source,
    id: wire.node_id ?? wire.id,
    url: wire.html_url,
    kind: 'post',
    text: body.text,
    author: toAuthor(wire.user),
    ...published(createdAt),
    // Labels and closing move it as well: only a comment's date tells of an edit.
    editedAt: isComment(wire) && updatedAt !== createdAt ? updatedAt : undefined,
    collectedAt: place.now,
    thread: threadOf(wire.html_url),
    likes:
      wire.reactions?.['+1'] === undefined
        ? undefined
        : wire.reactions['+1'] + (wire.reactions.heart ?? 0),
    to: mentionsIn(body.text),
    links: body.links,
    media: body.media,
  })
}

export function discussionToPost(
  wire: v.InferOutput<typeof discussionSchema>,
  place: PostPlace,
): Post {
  return present<Post>({
    platform: 'github',
    source: place.source,
    id: wire.id,
    url: wire.url,
    kind: 'post',
    title: wire.title,
    text: wire.bodyText ?? '',
    author: toWriter(wire.author),
    ...published(wire.createdAt),
    editedAt: wire.lastEditedAt,
    collectedAt: place.now,
    thread: threadOf(wire.url),
    likes: wire.upvoteCount,
    replies: wire.comments?.totalCount,
    to: mentionsIn(wire.bodyText ?? ''),
  })
}

/** A comment of a discussion, or an answer below one. */
export function discussionCommentToPost(
  wire: v.InferOutput<typeof discussionCommentSchema>,
  place: PostPlace & { readonly thread: string | undefined; readonly parent: string },
): Post {
  return present<Post>({
    platform: 'github',
    source: place.source,
    id: wire.id,
    url: wire.url,
    kind: 'comment',
    text: wire.bodyText ?? '',
    author: toWriter(wire.author),
    ...published(wire.createdAt),
    editedAt: wire.lastEditedAt,
    collectedAt: place.now,
    thread: place.thread,
    parent: place.parent,
    likes: wire.upvoteCount,
    to: mentionsIn(wire.bodyText ?? ''),
  })
}

function toWriter(wire: v.InferOutput<typeof login> | undefined): Author | undefined {
  if (wire === undefined) return undefined
  return toAuthor({ login: wire.login, id: undefined, html_url: wire.url })
}

/** The login is how people and the configuration name an account. */
export function toAuthor(wire: Comment['user']): Author | undefined {
  if (wire === undefined) return undefined
  return present<Author>({ id: wire.login, handle: wire.login, url: wire.html_url })
}

/** `owner/name#12` of a page of an issue, a pull request or a discussion. */
export function threadOf(url: string): string | undefined {
  const match = /^https?:\/\/[^/]+\/([^/]+\/[^/]+)\/(?:issues|pull|discussions)\/(\d+)/.exec(url)
  return match === null ? undefined : `${match[1]}#${match[2]}`
}

function isComment(wire: Comment): boolean {
  return wire.html_url.includes('#')
}

function mentionsIn(text: string): string[] {
  const found = [
    ...text.matchAll(/(?<![\w/@`.-])@([a-z\d](?:[a-z\d]|-(?=[a-z\d])){0,38})(?![\w/-])/gi),
  ]
  return [...new Set(found.map((match) => match[1] ?? ''))]
}
