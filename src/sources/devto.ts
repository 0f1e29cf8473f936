import * as v from 'valibot'
import type { Author, Post } from '../model/post.ts'
import { htmlToText } from '../text/html.ts'
import { buildUrl } from './endpoint.ts'
import { readItems, readJson } from './json-answer.ts'
import { count, id, instant, listOf, maybe, published, text, webUrl } from './json-fields.ts'
import { present } from './present.ts'
import type { AskEnvironment, Channel, PlanRequest, Source, ThreadAnswer } from './source.ts'
import { type Gap, type Step, walkBack } from './walk.ts'

const PAGE_SIZE = 100
const GAP_MS = 500

const HOME = 'https://dev.to'

const settings = v.object({ endpoint: v.optional(v.string(), HOME) })
type Settings = v.InferOutput<typeof settings>
type Environment = AskEnvironment<Settings>

const request = v.variant('kind', [
  v.object({ kind: v.literal('latest') }),
  v.object({ kind: v.literal('author'), name: v.string() }),
])
type Wanted = v.InferOutput<typeof request>

const userSchema = v.object({ username: text, name: maybe(text) })

// Lists have tags as a list, single articles as text, or the other way round.
const tagsSchema = v.union([
  v.array(text),
  v.pipe(
    text,
    v.transform((written) => written.split(',').map((tag) => tag.trim())),
  ),
])

const articleSchema = v.object({
  id,
  title: text,
  description: maybe(text),
  body_html: maybe(text),
  url: maybe(webUrl),
  canonical_url: maybe(webUrl),
  published_at: maybe(instant),
  published_timestamp: maybe(instant),
  edited_at: maybe(instant),
  language: maybe(v.pipe(text, v.regex(/^[a-z]{2}$/))),
  tag_list: maybe(tagsSchema),
  public_reactions_count: maybe(count),
  comments_count: maybe(count),
  cover_image: maybe(webUrl),
  user: maybe(userSchema),
})
type Article = v.InferOutput<typeof articleSchema>

const commentSchema = v.object({
  id_code: id,
  created_at: maybe(instant),
  body_html: text,
  user: maybe(userSchema),
  children: listOf(v.unknown()),
})

/** DEV Community by its API: it searches by tag only, so that all new articles are read. */
export const devto: Source<Settings> = {
  platform: 'devto',
  name: 'DEV Community',
  homepage: 'https://dev.to',
  summary: 'all new articles by title and opening words, our own articles, whole threads',
  settings,
  capabilities: {
    mentions: false,
    ownPosts: true,
    threads: true,
    likers: false,
    stream: false,
    reply: false,
  },
  partly:
    'the words of articles beyond the first ones are not searched; articles of others are read in full only where their conversation is followed',
  channels: planChannels,
  read: (channel, environment) => {
    const wanted = v.parse(request, channel.request)
    return walkBack(environment, { ask: (gap) => readPage(wanted, gap, environment) })
  },
  thread: (wanted, environment) => readThread(wanted.thread, environment),
  replyUrl: (to) => to.url,
}

function planChannels(plan: PlanRequest<Settings>): readonly Channel[] {
  const names = [...plan.handles, ...Object.values(plan.competitorHandles).flat()]
  return [
    { key: 'latest', label: 'new articles', request: { kind: 'latest' } },
    ...names.map((written) => {
      const name = written.replace(/^@/, '')
      return {
        key: `author ${name}`,
        label: `articles by ${name}`,
        accounts: true,
        request: { kind: 'author', name },
      }
    }),
  ]
}

async function readPage(
  wanted: Wanted,
  gap: Gap,
  environment: Environment,
): Promise<Step | undefined> {
  const page = Number(gap.cursor ?? 1)
  const [path, own] =
    wanted.kind === 'latest'
      ? (['/articles/latest', {}] as const)
      : (['/articles', { username: wanted.name }] as const)
  const asked = { ...own, page, per_page: PAGE_SIZE }
  const items = await ask(environment, path, asked, v.array(v.unknown()))
  if (items === undefined) return undefined
  const { posts, unreadable } = readItems(items, articleSchema, (one) => toPost(one, environment))
  return {
    posts,
    unreadable,
    ...(items.length === 0 ? {} : { next: { cursor: String(page + 1) } }),
  }
}

/** The article with its whole text, and all comments below it. */
async function readThread(thread: string, environment: Environment): Promise<ThreadAnswer> {
  const path = `/articles/${encodeURIComponent(thread)}`
  const article = await ask(environment, path, {}, articleSchema)
  const tree = await ask(environment, '/comments', { a_id: thread }, v.array(v.unknown()))
  const comments = commentsOf(tree ?? [], thread, environment)
  return {
    posts: [...(article === undefined ? [] : [toPost(article, environment)]), ...comments.posts],
    gone: [],
    complete: article !== undefined && tree !== undefined && comments.unreadable === 0,
  }
}

// A list instead of recursion: threads nest as deep as people argue.
function commentsOf(
  tree: readonly unknown[],
  thread: string,
  environment: Environment,
): { readonly posts: readonly Post[]; readonly unreadable: number } {
  const open = tree.map((item) => ({ item, parent: thread }))
  const posts: Post[] = []
  let unreadable = 0
  for (const { item, parent } of open) {
    const read = v.safeParse(commentSchema, item)
    if (!read.success) {
      unreadable += 1
      continue
    }
    const comment = read.output
    // Comments count in letters of their own, so that they are told from articles by a word.
    const own = `comment/${comment.id_code}`
    open.push(...(comment.children ?? []).map((child) => ({ item: child, parent: own })))
    const user = comment.user?.username
    const page =
      user === undefined ? undefined : `https://dev.to/${user}/comment/${comment.id_code}`
    const body = htmlToText(comment.body_html, page)
    // A deleted comment stays as an empty place with its answers.
    if (body.text === '' && user === undefined) continue
    posts.push(
      present<Post>({
        platform: 'devto',
        source: environment.name,
        id: own,
        url: page,
        kind: 'comment',
        text: body.text,
        author: toAuthor(comment.user),
        ...published(comment.created_at),
        collectedAt: environment.now(),
        thread,
        parent,
        links: body.links,
        media: body.media,
      }),
    )
  }
  return { posts, unreadable }
}

async function ask<Data>(
  environment: Environment,
  path: string,
  parameters: Readonly<Record<string, string | number>>,
  schema: v.GenericSchema<unknown, Data>,
): Promise<Data | undefined> {
  const read = await readJson(
    environment.http,
    {
      url: buildUrl(environment.settings.endpoint, '/api', path, parameters),
      headers: { accept: 'application/vnd.forem.api-v1+json' },
      ...mannersOf(environment),
      ...(environment.signal === undefined ? {} : { signal: environment.signal }),
    },
    schema,
  )
  return read?.data
}

function toPost(article: Article, environment: Environment): Post {
  const { canonical_url: canonical, url } = article
  const body = article.body_html === undefined ? undefined : htmlToText(article.body_html, url)
  const elsewhere = canonical === undefined || canonical === url ? [] : [canonical]
  return present<Post>({
    platform: 'devto',
    source: environment.name,
    id: article.id,
    url,
    kind: 'article',
    title: article.title,
    text: body?.text ?? article.description ?? '',
    author: toAuthor(article.user),
    ...published(article.published_at ?? article.published_timestamp),
    editedAt: article.edited_at,
    collectedAt: environment.now(),
    lang: article.language,
    thread: article.id,
    likes: article.public_reactions_count,
    replies: article.comments_count,
    tags: article.tag_list?.filter((tag) => tag !== ''),
    links: [...new Set([...elsewhere, ...(body?.links ?? [])])],
    media: article.cover_image === undefined ? [] : [{ url: article.cover_image, type: 'image' }],
  })
}

function toAuthor(user: v.InferOutput<typeof userSchema> | undefined): Author | undefined {
  if (user === undefined) return undefined
  return present<Author>({
    id: user.username,
    handle: user.username,
    name: user.name,
    url: `https://dev.to/${encodeURIComponent(user.username)}`,
    followers: undefined,
  })
}

// A mirror or server of one's own knows no such limit.
function mannersOf({ settings: { endpoint } }: Environment) {
  return endpoint === HOME ? { gapMs: GAP_MS } : {}
}
