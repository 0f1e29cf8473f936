import * as v from 'valibot'
import type { Author, Instant, Post } from '../model/post.ts'
import { htmlToText } from '../text/html.ts'
import { buildUrl } from './endpoint.ts'
import { isMissing, readItems, readJson } from './json-answer.ts'
import { count, id, instant, listOf, maybe, published, text, webUrl } from './json-fields.ts'
import { present } from './present.ts'
import { searchChannels } from './search-channels.ts'
import type { AskEnvironment, Channel, ReadEnvironment, Source, ThreadAnswer } from './source.ts'
import { type Gap, type Step, sinceOf, walkBack } from './walk.ts'

const PAGE_SIZE = 200
/** Algolia answers no more than this many hits of one search; beyond it, a narrower window of time is asked. */
const MAX_HITS = 1000
/** Answers to posts of ours that are older than this are no longer looked for. */
const REPLIES_FOR_MS = 14 * 86_400_000
const MAX_OWN_THREADS = 20

// NOT is left to us: Algolia's `-word` also drops posts that only have a word which begins so.
const SEARCH = { phrase: true, and: true, or: false, not: false, maxLength: 400 } as const

const settings = v.object({
  endpoint: v.optional(v.string(), 'https://hn.algolia.com'),
})
type Settings = v.InferOutput<typeof settings>
type Environment = AskEnvironment<Settings>

const request = v.variant('kind', [
  v.object({ kind: v.literal('search'), text: v.string() }),
  v.object({ kind: v.literal('author'), name: v.string() }),
  v.object({ kind: v.literal('replies'), names: v.array(v.string()) }),
])

const hitSchema = v.object({
  objectID: id,
  created_at_i: maybe(instant),
  created_at: maybe(instant),
  author: maybe(text),
  title: maybe(text),
  url: maybe(webUrl),
  points: maybe(count),
  num_comments: maybe(count),
  story_text: maybe(text),
  comment_text: maybe(text),
  story_id: maybe(id),
  parent_id: maybe(id),
  _tags: listOf(text),
})
type Hit = v.InferOutput<typeof hitSchema>

const searchSchema = v.object({
  hits: v.array(v.unknown()),
  nbPages: maybe(count),
  hitsPerPage: maybe(count),
})

const itemSchema = v.object({
  id,
  type: maybe(text),
  created_at_i: maybe(instant),
  author: maybe(text),
  title: maybe(text),
  url: maybe(webUrl),
  text: maybe(text),
  points: maybe(count),
  story_id: maybe(id),
  parent_id: maybe(id),
  children: listOf(v.unknown()),
})
type Item = v.InferOutput<typeof itemSchema>

/** Hacker News by Algolia's search: stories, comments, threads, and answers to our own posts. No key, no writing. */
export const hackernews: Source<Settings> = {
  platform: 'hackernews',
  name: 'Hacker News',
  homepage: 'https://news.ycombinator.com',
  summary: 'stories and comments that match, our own posts and the answers to them',
  settings,
  capabilities: {
    search: SEARCH,
    mentions: true,
    ownPosts: true,
    threads: true,
    likers: false,
    stream: false,
    reply: false,
  },
  channels: (plan) => [
    ...searchChannels(plan, { search: SEARCH }),
    ...[...plan.handles, ...Object.values(plan.competitorHandles).flat()].map(authorChannel),
    ...(plan.handles.length === 0 ? [] : [repliesChannel(plan.handles)]),
  ],
  read: (channel, environment) => readChannel(channel, environment),
  thread: (wanted, environment) => readThread(wanted.thread, environment),
  replyUrl: (to) => `https://news.ycombinator.com/reply?id=${encodeURIComponent(to.id)}`,
}

function authorChannel(name: string): Channel {
  return {
    key: `author ${name}`,
    label: `posts by ${name}`,
    accounts: true,
    request: { kind: 'author', name },
  }
}

function repliesChannel(names: readonly string[]): Channel {
  return {
    key: `replies ${names.join(' ')}`,
    label: `answers to ${names.join(', ')}`,
    addressed: true,
    request: { kind: 'replies', names },
  }
}

async function* readChannel(channel: Channel, environment: ReadEnvironment<Settings>) {
  const wanted = v.parse(request, channel.request)
  if (wanted.kind === 'search') {
    yield* walkBack(environment, {
      sweeps: true,
      ask: (gap) => search(environment, gap, { query: wanted.text }),
    })
  } else if (wanted.kind === 'author') {
    yield* walkBack(environment, {
      sweeps: true,
      ask: (gap) =>
        search(environment, gap, { tags: `(story,comment,poll),author_${wanted.name}` }),
    })
  } else {
    yield* readReplies(wanted.names, environment)
  }
}

/** New comments in the threads of our recent posts, as far as they answer one of ours. */
async function* readReplies(names: readonly string[], environment: ReadEnvironment<Settings>) {
  const since = environment.now() - REPLIES_FOR_MS
  const ours = await Promise.all(
    names.map((name) =>
      search(environment, { from: since }, { tags: `(story,comment),author_${name}` }),
    ),
  )
  const posts = ours.flatMap((step) => step?.posts ?? [])
  const own = new Set(posts.map((post) => post.id))
  const threads = [...new Set(posts.map((post) => post.thread ?? post.id))].slice(
    0,
    MAX_OWN_THREADS,
  )
  if (threads.length === 0) {
    yield { posts: [], complete: true }
    return
  }
  const tags = `comment,(${threads.map((thread) => `story_${thread}`).join(',')})`
  yield* walkBack(
    { ...environment, since: Math.max(environment.since ?? since, since) },
    {
      sweeps: true,
      ask: async (gap) => {
        const step = await search(environment, gap, { tags })
        if (step === undefined) return undefined
        return { ...step, posts: step.posts.filter((post) => isAnswerTo(post, own, names)) }
      },
    },
  )
}

function isAnswerTo(post: Post, own: ReadonlySet<string>, names: readonly string[]): boolean {
  return post.parent !== undefined && own.has(post.parent) && !names.includes(post.author?.id ?? '')
}

/** One page, newest first. Windows of time rather than page numbers: new posts would push others over the edge. */
async function search(
  environment: Environment,
  gap: Gap,
  parameters: { readonly query?: string; readonly tags?: string },
): Promise<Step | undefined> {
  const page = Number(gap.cursor ?? 0)
  const since = sinceOf(gap)
  const filters = [
    ...(since === undefined ? [] : [`created_at_i>=${Math.floor(since / 1000)}`]),
    ...(gap.to === undefined ? [] : [`created_at_i<=${Math.ceil(gap.to / 1000)}`]),
  ]
  const read = await readJson(
    environment.http,
    {
      url: buildUrl(environment.settings.endpoint, '/api/v1', '/search_by_date', {
        query: parameters.query,
        tags: parameters.tags ?? '(story,comment,poll)',
        numericFilters: filters.length === 0 ? undefined : filters.join(','),
        hitsPerPage: PAGE_SIZE,
        page: page === 0 ? undefined : page,
        typoTolerance: 'false',
        advancedSyntax: 'true',
      }),
      ...(environment.signal === undefined ? {} : { signal: environment.signal }),
    },
    searchSchema,
  )
  if (read === undefined) return undefined
  const { hits, hitsPerPage = PAGE_SIZE, nbPages } = read.data
  const { posts, unreadable } = readItems(hits, hitSchema, (hit) => toPost(hit, environment))
  const isLast = hits.length < hitsPerPage || hits.length === 0
  const next = isLast ? undefined : nextWindow(posts, gap, page, hitsPerPage, nbPages)
  return { posts, unreadable, ...(next === undefined ? {} : { next }) }
}

function nextWindow(
  posts: readonly Post[],
  gap: Gap,
  page: number,
  pageSize: number,
  pages: number | undefined,
): Omit<Gap, 'from'> | undefined {
  const oldest = Math.min(...posts.flatMap((post) => post.publishedAt ?? []))
  if (Number.isFinite(oldest) && (gap.to === undefined || oldest < gap.to)) return { to: oldest }
  const next = page + 1
  if (next * pageSize >= MAX_HITS || (pages !== undefined && next >= pages)) return undefined
  return { ...(gap.to === undefined ? {} : { to: gap.to }), cursor: String(next) }
}

function toPost(hit: Hit, environment: Environment): Post | undefined {
  const html = hit.comment_text ?? hit.story_text ?? ''
  const isComment = hit.comment_text !== undefined || (hit._tags ?? []).includes('comment')
  if (html === '' && hit.title === undefined) return undefined
  return assemble(environment, {
    id: hit.objectID,
    html,
    at: hit.created_at_i ?? hit.created_at,
    author: hit.author,
    title: isComment ? undefined : hit.title,
    url: hit.url,
    points: hit.points,
    replies: hit.num_comments,
    thread: hit.story_id ?? (isComment ? undefined : hit.objectID),
    parent: hit.parent_id,
    isComment,
    tags: (hit._tags ?? []).filter((tag) => ['ask_hn', 'show_hn', 'job', 'poll'].includes(tag)),
  })
}

interface Raw {
  readonly id: string
  readonly html: string
  readonly at: Instant | undefined
  readonly author: string | undefined
  readonly title: string | undefined
  readonly url: string | undefined
  readonly points: number | undefined
  readonly replies: number | undefined
  readonly thread: string | undefined
  readonly parent: string | undefined
  readonly isComment: boolean
  readonly tags: readonly string[]
}

function assemble(environment: Environment, raw: Raw): Post {
  const page = `https://news.ycombinator.com/item?id=${raw.id}`
  const body = htmlToText(raw.html, page)
  return present<Post>({
    platform: 'hackernews',
    source: environment.name,
    id: raw.id,
    url: page,
    kind: raw.isComment ? 'comment' : 'post',
    title: raw.title,
    text: body.text,
    author: raw.author === undefined ? undefined : toAuthor(raw.author),
    ...published(raw.at),
    collectedAt: environment.now(),
    thread: raw.thread,
    parent: raw.parent === raw.id ? undefined : raw.parent,
    likes: raw.points,
    replies: raw.replies,
    tags: raw.tags,
    links:
      raw.url === undefined
        ? body.links
        : [raw.url, ...body.links.filter((link) => link !== raw.url)],
  })
}

function toAuthor(name: string): Author {
  return {
    id: name,
    handle: name,
    url: `https://news.ycombinator.com/user?id=${encodeURIComponent(name)}`,
  }
}

/** A whole conversation: the story and all comments below it. */
async function readThread(thread: string, environment: Environment): Promise<ThreadAnswer> {
  const root = await readItem(thread, environment)
  if (root === undefined) return { posts: [], gone: [thread], complete: false }
  const posts: Post[] = []
  const gone: string[] = []
  const { items, complete } = flatten(root)
  for (const { item, parent } of items) {
    if (isEmpty(item)) gone.push(item.id)
    else posts.push(itemToPost(item, parent, thread, environment))
  }
  return { posts, gone, complete }
}

/** Undefined for what the service does not have, or has no longer. */
async function readItem(id: string, environment: Environment): Promise<Item | undefined> {
  const url = buildUrl(environment.settings.endpoint, '/api/v1', `/items/${encodeURIComponent(id)}`)
  try {
    return (await readJson(environment.http, { url }, itemSchema))?.data
  } catch (error) {
    if (isMissing(error)) return undefined
    throw error
  }
}

/** What was deleted keeps its place in the tree, without its author or without its words. */
function isEmpty({ author, title, text: words, url }: Item): boolean {
  return author === undefined || (title === undefined && words === undefined && url === undefined)
}

// A list instead of recursion: threads nest as deep as people argue.
function flatten(root: Item) {
  const items: { item: Item; parent: string | undefined }[] = [
    { item: root, parent: root.parent_id },
  ]
  let complete = true
  for (const { item } of items) {
    for (const child of item.children ?? []) {
      const result = v.safeParse(itemSchema, child)
      if (result.success) items.push({ item: result.output, parent: item.id })
      else complete = false
    }
  }
  return { items, complete }
}

function itemToPost(
  item: Item,
  parent: string | undefined,
  thread: string,
  environment: Environment,
): Post {
  return assemble(environment, {
    id: item.id,
    html: item.text ?? '',
    at: item.created_at_i,
    author: item.author,
    title: item.title,
    url: item.url,
    points: item.points,
    replies: undefined,
    thread: item.story_id ?? thread,
    parent,
    isComment: item.type === 'comment' || (item.type === undefined && parent !== undefined),
    tags: [],
  })
}
