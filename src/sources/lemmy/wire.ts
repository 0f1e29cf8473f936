import * as v from 'valibot'
import type { Author, Instant, Post } from '../../model/post.ts'
import { count, id, instant, maybe, published, text, webUrl } from '../json-fields.ts'
import { markdownToText } from '../markdown.ts'
import { present } from '../present.ts'

// Version 4 calls the address of origin otherwise.
const personSchema = v.pipe(
  v.object({
    name: text,
    display_name: maybe(text),
    actor_id: maybe(webUrl),
    ap_id: maybe(webUrl),
  }),
  v.check(({ actor_id, ap_id }) => (ap_id ?? actor_id) !== undefined),
  v.transform(({ actor_id, ap_id, ...names }) => ({ ...names, actor_id: ap_id ?? actor_id ?? '' })),
)
type WirePerson = v.InferOutput<typeof personSchema>

/** Counts stand beside the object in version 3, and in it in version 4; so do the names of dates differ. */
const version4 = {
  published_at: maybe(instant),
  updated_at: maybe(instant),
  score: maybe(v.number()),
}

const bareFlags = { deleted: maybe(v.boolean()), removed: maybe(v.boolean()) }

const barePost = v.object({
  id,
  ap_id: webUrl,
  name: maybe(text),
  body: maybe(text),
  url: maybe(webUrl),
  thumbnail_url: maybe(webUrl),
  published: maybe(instant),
  updated: maybe(instant),
  comments: maybe(count),
  ...version4,
  ...bareFlags,
})

/** A post as it is listed (PostView). */
export const postSchema = v.object({
  post: barePost,
  creator: maybe(personSchema),
  community: maybe(v.object({ name: text })),
  counts: maybe(v.object({ score: maybe(v.number()), comments: maybe(count) })),
})
export type WirePost = v.InferOutput<typeof postSchema>

/** A comment as it is listed (CommentView). */
export const commentSchema = v.object({
  comment: v.object({
    id,
    ap_id: webUrl,
    content: text,
    path: maybe(text),
    published: maybe(instant),
    updated: maybe(instant),
    child_count: maybe(count),
    ...version4,
    ...bareFlags,
  }),
  creator: maybe(personSchema),
  post: maybe(barePost),
  community: maybe(v.object({ name: text })),
  counts: maybe(v.object({ score: maybe(v.number()), child_count: maybe(count) })),
})
export type WireComment = v.InferOutput<typeof commentSchema>

const list = v.array(v.unknown())
const next_page = maybe(text)

/** What searches and lists answer with: some of both kinds, never neither. Version 4 mixes them, under several names. */
export const foundSchema = v.union([
  v.object({ posts: list, comments: v.optional(list, []), next_page }),
  v.object({ comments: list, posts: v.optional(list, []), next_page }),
  mixed(v.object({ items: list, next_page }), ({ items }) => items),
  mixed(v.object({ search: list, next_page }), ({ search }) => search),
  mixed(v.object({ content: list, next_page }), ({ content }) => content),
  // What the server tells an account: answers, mentions, and in version 4 both.
  mixed(v.object({ replies: list, next_page }), ({ replies }) => replies),
  mixed(v.object({ mentions: list, next_page }), ({ mentions }) => mentions),
  mixed(v.object({ notifications: list, next_page }), ({ notifications }) => notifications),
])

function mixed<Data extends { readonly next_page?: string | undefined }>(
  schema: v.GenericSchema<unknown, Data>,
  itemsOf: (data: Data) => readonly unknown[],
) {
  return v.pipe(
    schema,
    v.transform((data) => {
      const items = itemsOf(data).map(withoutNotice).filter(isPostOrComment)
      const comments = items.filter((item) => isObject(item) && 'comment' in item)
      const posts = items.filter((item) => !comments.includes(item))
      return { posts, comments, next_page: data.next_page }
    }),
  )
}

/** A notification holds what it tells of. */
function withoutNotice(item: unknown): unknown {
  return isObject(item) && 'notification' in item && isObject(item.data) ? item.data : item
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

/** Communities and people are found as well, and are no posts. What nobody can name stays, to be counted. */
function isPostOrComment(item: unknown): boolean {
  if (!isObject(item) || !('type_' in item)) return true
  return !/^(?:person|community|multi_community|private_message|mod_action)$/i.test(
    String(item.type_),
  )
}

export interface Place {
  readonly source: string
  readonly now: Instant
  /** The global id of a comment, by its number on this server. */
  readonly idOf?: (number: string) => string | undefined
}

export function isGone(flags: { deleted?: boolean | undefined; removed?: boolean | undefined }) {
  return flags.deleted === true || flags.removed === true
}

/** Known by its address of origin, which is the same on every server. Undefined for what was taken away. */
export function postToPost(wire: WirePost, place: Place): Post | undefined {
  const { post, creator, community, counts } = wire
  if (isGone(post)) return undefined
  const body = markdownToText(post.body ?? '')
  const image = post.thumbnail_url
  return present<Post>({
    platform: 'lemmy',
    source: place.source,
    id: post.ap_id,
    url: post.ap_id,
    kind: 'post',
    title: post.name,
    text: body.text,
    author: creator === undefined ? undefined : toAuthor(creator),
    ...published(post.published ?? post.published_at),
    editedAt: post.updated ?? post.updated_at,
    collectedAt: place.now,
    thread: post.ap_id,
    likes: likesOf(counts?.score ?? post.score),
    replies: counts?.comments ?? post.comments,
    tags: community === undefined ? undefined : [community.name],
    links: unique([...(post.url === undefined ? [] : [post.url]), ...body.links]),
    media: [...body.media, ...(image === undefined ? [] : [{ url: image, type: 'image' }])],
  })
}

export function commentToPost(wire: WireComment, place: Place): Post | undefined {
  const { comment, creator, post, community, counts } = wire
  if (isGone(comment)) return undefined
  const body = markdownToText(comment.content)
  return present<Post>({
    platform: 'lemmy',
    source: place.source,
    id: comment.ap_id,
    url: comment.ap_id,
    kind: 'comment',
    text: body.text,
    author: creator === undefined ? undefined : toAuthor(creator),
    ...published(comment.published ?? comment.published_at),
    editedAt: comment.updated ?? comment.updated_at,
    collectedAt: place.now,
    thread: post?.ap_id,
    parent: parentOf(comment.path, post?.ap_id, place),
    to: mentionsIn(comment.content),
    likes: likesOf(counts?.score ?? comment.score),
    replies: counts?.child_count ?? comment.child_count,
    tags: community === undefined ? undefined : [community.name],
    links: body.links,
    media: body.media,
  })
}

// "0.12.34" is comment 34, which answers 12; "0.12" answers the post.
function parentOf(path: string | undefined, post: string | undefined, place: Place) {
  const above = path?.split('.').at(-2)
  if (above === undefined) return undefined
  return above === '0' ? post : place.idOf?.(above)
}

// A score can fall below nothing; then nothing is known of how many liked it.
function likesOf(score: number | undefined): number | undefined {
  return score !== undefined && Number.isSafeInteger(score) && score >= 0 ? score : undefined
}

function toAuthor(person: WirePerson): Author {
  const { host } = new URL(person.actor_id)
  return present<Author>({
    id: person.actor_id,
    handle: `${person.name}@${host}`,
    name: person.display_name,
    url: person.actor_id,
    followers: undefined,
  })
}

function mentionsIn(markdown: string): readonly string[] {
  return unique(
    [...markdown.matchAll(/(?<![\w@/])@([\w.-]{1,60}@[a-z\d.-]{3,100})/gi)].map(
      (found) => found[1] ?? '',
    ),
  )
}

function unique(values: readonly string[]): readonly string[] {
  return [...new Set(values)]
}
