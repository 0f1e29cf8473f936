import * as v from 'valibot'
import type { Author, Instant, Post } from '../../model/post.ts'
import { htmlToText } from '../../text/html.ts'
import { count, id, instant, listOf, maybe, published, text, webUrl } from '../json-fields.ts'
import { present } from '../present.ts'

export const envelopeSchema = v.object({
  items: v.array(v.unknown()),
  has_more: maybe(v.boolean()),
  backoff: maybe(count),
  quota_remaining: maybe(count),
  quota_max: maybe(count),
})

const entries = {
  owner: maybe(v.object({ user_id: maybe(id), display_name: maybe(text), link: maybe(webUrl) })),
  body: maybe(text),
  title: maybe(text),
  link: maybe(webUrl),
  creation_date: maybe(instant),
  last_edit_date: maybe(instant),
  score: maybe(count),
  view_count: maybe(count),
  answer_count: maybe(count),
  tags: listOf(text),
}

export const questionSchema = v.object({ ...entries, question_id: id })
export const answerSchema = v.object({ ...entries, answer_id: id, question_id: maybe(id) })
export const commentSchema = v.object({ ...entries, comment_id: id, post_id: id })
/** A question or an answer, as a user's posts come. */
export const anyPostSchema = v.object({ ...entries, post_id: id, post_type: maybe(text) })

type Wire = v.InferOutput<v.ObjectSchema<typeof entries, undefined>>

export interface PostPlace {
  readonly source: string
  readonly now: Instant
  readonly site: string
}

/** Questions and answers of a site share their numbers, comments have their own. */
export function postId(site: string, number: string): string {
  return `${site}/${number}`
}

export function commentId(site: string, number: string): string {
  return `${site}/c${number}`
}

export function toPost(
  wire: Wire,
  ids: {
    readonly id: string
    readonly thread: string | undefined
    readonly parent: string | undefined
  },
  place: PostPlace,
): Post {
  const body = htmlToText(wire.body ?? '', wire.link)
  const isQuestion = ids.thread === ids.id
  return present<Post>({
    platform: 'stackexchange',
    source: place.source,
    id: ids.id,
    url: wire.link,
    kind: isQuestion ? 'post' : 'comment',
    title: isQuestion && wire.title !== undefined ? unescaped(wire.title) : undefined,
    text: body.text,
    author: toAuthor(wire.owner, place.site),
    ...published(wire.creation_date),
    editedAt: wire.last_edit_date,
    collectedAt: place.now,
    thread: ids.thread,
    parent: ids.parent,
    likes: wire.score,
    replies: wire.answer_count,
    views: wire.view_count,
    tags: wire.tags,
    links: body.links,
    media: body.media,
  })
}

// Somebody whose account was deleted is left with a name, or with nothing.
function toAuthor(owner: Wire['owner'], site: string): Author | undefined {
  const name = owner?.display_name === undefined ? undefined : unescaped(owner.display_name)
  if (owner?.user_id === undefined)
    return name === undefined ? undefined : { id: `${site}/${name}`, name }
  return present<Author>({
    id: `${site}/${owner.user_id}`,
    handle: owner.user_id,
    name,
    url: owner.link,
  })
}

// Titles and names come escaped, exactly once.
function unescaped(text: string): string {
  return text.includes('<') ? text : htmlToText(text).text
}
