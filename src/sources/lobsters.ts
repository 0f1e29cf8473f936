import * as v from 'valibot'
import { SourceError } from '../errors.ts'
import type { Author, Post } from '../model/post.ts'
import { htmlToText } from '../text/html.ts'
import { buildUrl } from './endpoint.ts'
import { readItems, readJson } from './json-answer.ts'
import { count, id, instant, listOf, maybe, published, text, webUrl } from './json-fields.ts'
import { present } from './present.ts'
import type { AskEnvironment, Source, ThreadAnswer } from './source.ts'
import { type Gap, type Step, walkBack } from './walk.ts'

/** A site run by volunteers: a request every few seconds, a look every half hour. */
const GAP_MS = 3000
const PATIENCE_MS = 60_000
const EVERY_SECONDS = 1800

const HOME = 'https://lobste.rs'

const settings = v.object({ endpoint: v.optional(v.string(), HOME) })
type Settings = v.InferOutput<typeof settings>
type Environment = AskEnvironment<Settings>

// People are names now and were objects once.
const person = v.union([
  text,
  v.pipe(
    v.object({ username: text }),
    v.transform((one) => one.username),
  ),
])

const storySchema = v.object({
  short_id: id,
  short_id_url: maybe(webUrl),
  created_at: maybe(instant),
  title: text,
  url: maybe(webUrl),
  score: maybe(count),
  comment_count: maybe(count),
  description: maybe(text),
  submitter_user: maybe(person),
  tags: listOf(text),
})
type Story = v.InferOutput<typeof storySchema>

const commentSchema = v.object({
  short_id: id,
  short_id_url: maybe(webUrl),
  created_at: maybe(instant),
  last_edited_at: maybe(instant),
  updated_at: maybe(instant),
  is_deleted: maybe(v.boolean()),
  is_moderated: maybe(v.boolean()),
  score: maybe(count),
  parent_comment: maybe(id),
  comment: text,
  commenting_user: maybe(person),
})
type Comment = v.InferOutput<typeof commentSchema>

const threadSchema = v.object({ ...storySchema.entries, comments: v.array(v.unknown()) })

/** Lobsters by its lists: it has no search for programs, so that all new stories are read. */
export const lobsters: Source<Settings> = {
  platform: 'lobsters',
  name: 'Lobsters',
  homepage: 'https://lobste.rs',
  summary: 'all new stories, and the comments of open threads',
  settings,
  capabilities: {
    mentions: false,
    ownPosts: false,
    threads: true,
    likers: false,
    stream: false,
    reply: false,
  },
  partly: 'comments only below stories that are followed; nobody’s posts can be listed',
  channels: () => [{ key: 'newest', label: 'new stories', request: {} }],
  read: (_channel, environment) =>
    walkBack(environment, { ask: (gap) => readNewest(gap, environment) }),
  thread: (wanted, environment) => readThread(wanted.thread, environment),
  replyUrl: (to) => to.url,
}

async function readNewest(gap: Gap, environment: Environment): Promise<Step | undefined> {
  const page = Number(gap.cursor ?? 1)
  const path = page === 1 ? '/newest.json' : `/newest/page/${page}.json`
  const items = await ask(environment, path, v.array(v.unknown()))
  if (items === undefined) return undefined
  const { posts, unreadable } = readItems(items, storySchema, (one) =>
    storyToPost(one, environment),
  )
  return {
    posts,
    unreadable,
    nextInSeconds: EVERY_SECONDS,
    ...(items.length === 0 ? {} : { next: { cursor: String(page + 1) } }),
  }
}

async function readThread(thread: string, environment: Environment): Promise<ThreadAnswer> {
  const story = await askStory(thread, environment)
  if (story === undefined) return { posts: [], gone: [thread], complete: false }
  const gone: string[] = []
  const { posts, unreadable } = readItems(story.comments, commentSchema, (one) => {
    if (one.is_deleted !== true && one.is_moderated !== true)
      return commentToPost(one, thread, environment)
    gone.push(one.short_id)
    return undefined
  })
  return {
    posts: [storyToPost(story, environment), ...posts],
    gone,
    complete: unreadable === 0,
  }
}

async function askStory(thread: string, environment: Environment) {
  try {
    return await ask(environment, `/s/${encodeURIComponent(thread)}.json`, threadSchema)
  } catch (error) {
    const isGone =
      error instanceof SourceError && (error.kind === 'gone' || /status 404/.test(error.message))
    if (isGone) return undefined
    throw error
  }
}

async function ask<Data>(
  environment: Environment,
  path: string,
  schema: v.GenericSchema<unknown, Data>,
): Promise<Data | undefined> {
  const read = await readJson(
    environment.http,
    {
      url: buildUrl(environment.settings.endpoint, '', path),
      ...mannersOf(environment),
      ...(environment.signal === undefined ? {} : { signal: environment.signal }),
    },
    schema,
  )
  return read?.data
}

function storyToPost(story: Story, environment: Environment): Post {
  const page = story.short_id_url ?? `https://lobste.rs/s/${encodeURIComponent(story.short_id)}`
  const body = htmlToText(story.description ?? '', page)
  const links = story.url === undefined ? body.links : [story.url, ...body.links]
  return present<Post>({
    platform: 'lobsters',
    source: environment.name,
    id: story.short_id,
    url: page,
    kind: 'post',
    title: story.title,
    text: body.text,
    author: toAuthor(story.submitter_user),
    ...published(story.created_at),
    collectedAt: environment.now(),
    thread: story.short_id,
    likes: story.score,
    replies: story.comment_count,
    tags: story.tags,
    links: [...new Set(links)],
  })
}

function commentToPost(comment: Comment, thread: string, environment: Environment): Post {
  const page = comment.short_id_url ?? `https://lobste.rs/c/${encodeURIComponent(comment.short_id)}`
  const body = htmlToText(comment.comment, page)
  const edited = comment.last_edited_at ?? comment.updated_at
  return present<Post>({
    platform: 'lobsters',
    source: environment.name,
    id: comment.short_id,
    url: page,
    kind: 'comment',
    text: body.text,
    author: toAuthor(comment.commenting_user),
    ...published(comment.created_at),
    editedAt: edited === comment.created_at ? undefined : edited,
    collectedAt: environment.now(),
    thread,
    parent: comment.parent_comment ?? thread,
    likes: comment.score,
    links: body.links,
    media: body.media,
  })
}

function toAuthor(name: string | undefined): Author | undefined {
  if (name === undefined || name === '') return undefined
  return { id: name, handle: name, url: `https://lobste.rs/~${encodeURIComponent(name)}` }
}

// A mirror or server of one's own knows no such limit.
function mannersOf({ settings: { endpoint } }: Environment) {
  return endpoint === HOME ? { gapMs: GAP_MS, patienceMs: PATIENCE_MS } : {}
}
