import * as v from 'valibot'
import { SourceError } from '../errors.ts'
import type { Post } from '../model/post.ts'
import { htmlToText } from '../text/html.ts'
import { buildUrl } from './endpoint.ts'
import { readItems } from './json-answer.ts'
import { searchChannels } from './search-channels.ts'
import type { Channel, PlanRequest, ReadEnvironment, Source, ThreadAnswer } from './source.ts'
import { type Gap, olderWindow, type Step, walkBack } from './walk.ts'
import { ask, type Environment, keyOf, pause, type Settings } from './youtube/ask.ts'
import { readVideos } from './youtube/feed.ts'
import { findReply, sendReply } from './youtube/reply.ts'
import {
  type CommentThread,
  commentSchema,
  commentToPost,
  foundSchema,
  pageSchema,
  threadSchema,
  type Video,
  videoSchema,
  videoToPost,
} from './youtube/wire.ts'

const SEARCH = { phrase: true, and: true, or: false, not: false, maxLength: 200 } as const
const FOUND = 50
const COMMENTS = 100
const MAX_THREAD_PAGES = 5

const channelId = v.pipe(v.string(), v.regex(/^UC[\w-]{22}$/, 'a channel id that begins with UC'))
const settings = v.object({
  endpoint: v.optional(v.string()),
  api_key: v.optional(v.string('a key by environment variable')),
  channels: v.optional(v.array(channelId, 'a list of channel ids')),
})

const request = v.variant('kind', [
  v.object({ kind: v.literal('feed'), channel: v.string() }),
  v.object({ kind: v.literal('search'), text: v.string(), searches: v.number() }),
  v.object({ kind: v.literal('comments'), channel: v.string() }),
])
type Wanted = v.InferOutput<typeof request>

/** YouTube: channels by their feeds; search and comments with a key. */
export const youtube: Source<Settings> = {
  platform: 'youtube',
  name: 'YouTube',
  homepage: 'https://www.youtube.com',
  summary: 'videos of channels; with a key videos that match, and the comments on our own',
  settings,
  secrets: [
    {
      variable: 'YOUTUBE_API_KEY',
      required: false,
      help: 'console.cloud.google.com, YouTube Data API v3; without it only the feeds of named channels are read',
    },
    ...['YOUTUBE_CLIENT_ID', 'YOUTUBE_CLIENT_SECRET', 'YOUTUBE_REFRESH_TOKEN'].map((variable) => ({
      variable,
      required: false,
      help: 'console.cloud.google.com: an OAuth client, and a user who allowed youtube.force-ssl; needed to answer',
    })),
  ],
  capabilities: {
    search: SEARCH,
    mentions: true,
    ownPosts: true,
    threads: true,
    likers: false,
    stream: false,
    reply: true,
  },
  partly:
    'with a key about 95 searches a day for all queries; comments only below our own videos and in conversations that are followed',
  channels: planChannels,
  read: (channel, environment) => {
    const wanted = v.parse(request, channel.request)
    return walkBack(environment, { ask: (gap) => readPage(wanted, gap, environment) })
  },
  thread: (wanted, environment) => readThread(wanted.thread, environment),
  reply: sendReply,
  findReply,
  replyUrl: (to) => to.url,
}

function planChannels(plan: PlanRequest<Settings>): readonly Channel[] {
  const own = plan.handles.filter(isChannelId)
  const others = Object.values(plan.competitorHandles).flat().filter(isChannelId)
  const accounts = new Set([...own, ...others])
  const named = new Set([...accounts, ...(plan.settings.channels ?? [])])
  const hasKey = keyOf(plan.settings, plan.secret) !== undefined
  const searches = hasKey ? searchChannels(plan, { search: SEARCH }) : []
  return [
    ...[...named].map((channel) => ({
      key: `feed ${channel}`,
      label: `videos of ${channel}`,
      ...(accounts.has(channel) ? { accounts: true } : {}),
      request: { kind: 'feed', channel },
    })),
    ...searches.map((channel) => ({
      ...channel,
      request: { ...(channel.request as object), searches: searches.length },
    })),
    ...(hasKey ? own : []).map((channel) => ({
      key: `comments ${channel}`,
      label: `comments on the videos of ${channel}`,
      addressed: true,
      request: { kind: 'comments', channel },
    })),
  ]
}

function isChannelId(handle: string): boolean {
  return v.is(channelId, handle)
}

function readPage(
  wanted: Wanted,
  gap: Gap,
  environment: ReadEnvironment<Settings>,
): Promise<Step | undefined> {
  if (wanted.kind === 'feed') return readFeedOf(wanted.channel, environment)
  if (wanted.kind === 'comments') return readComments(wanted.channel, gap, environment)
  return search(wanted.text, wanted.searches, gap, environment)
}

/** The newest fifteen videos. The feeds of sound channels vanish for hours, so nothing here is called gone. */
async function readFeedOf(
  channel: string,
  environment: ReadEnvironment<Settings>,
): Promise<Step | undefined> {
  const answer = await environment.http.get({
    url: buildUrl(
      environment.settings.endpoint ?? 'https://www.youtube.com',
      '',
      '/feeds/videos.xml',
      { channel_id: channel },
    ),
    headers: { accept: 'application/atom+xml' },
    ...(environment.validators === undefined ? {} : { validators: environment.validators }),
    ...(environment.signal === undefined ? {} : { signal: environment.signal }),
    explain: ({ status }) =>
      status === 404
        ? new SourceError('unreachable', 'the feed is missing for now (status 404)')
        : undefined,
  })
  if (answer.status === 304 || answer.status === 204) return undefined
  return { ...readVideos(answer, placeOf(environment)), validators: answer.validators }
}

async function search(
  words: string,
  searches: number,
  gap: Gap,
  environment: Environment,
): Promise<Step | undefined> {
  const read = await ask(
    environment,
    '/search',
    {
      part: 'snippet',
      type: 'video',
      q: words,
      order: 'date',
      maxResults: FOUND,
      publishedAfter: gap.from === undefined ? undefined : new Date(gap.from).toISOString(),
      publishedBefore: gap.to === undefined ? undefined : new Date(gap.to).toISOString(),
      pageToken: gap.cursor,
    },
    pageSchema,
  )
  if (read === undefined) return undefined
  const found: Post[] = []
  const { unreadable } = readItems(read.data.items, foundSchema, (item) => {
    const snippet = { ...item.snippet, title: htmlToText(item.snippet.title).text }
    const post = videoToPost(
      { id: item.id.videoId, snippet, statistics: undefined },
      placeOf(environment),
    )
    found.push(post)
    return post
  })
  const posts = await complete(found, environment)
  // Each further page costs as much as a new search: only a gap to what is known is closed.
  const goesOn = read.data.nextPageToken !== undefined && gap.from !== undefined && posts.length > 0
  return {
    posts,
    unreadable,
    nextInSeconds: pause(searches),
    ...(goesOn ? { next: olderWindow(gap, posts, 0) } : {}),
  }
}

// A search gives cut descriptions and no numbers; the rest costs one unit for all of them.
async function complete(
  found: readonly Post[],
  environment: Environment,
): Promise<readonly Post[]> {
  if (found.length === 0) return found
  const videos = await readVideosById(
    found.map((post) => post.id),
    environment,
  ).catch(() => [])
  const byId = new Map(videos.map((video) => [video.id, videoToPost(video, placeOf(environment))]))
  return found.map((post) => byId.get(post.id) ?? post)
}

async function readVideosById(ids: readonly string[], environment: Environment): Promise<Video[]> {
  const read = await ask(
    environment,
    '/videos',
    { part: 'snippet,statistics', id: ids.join(','), maxResults: FOUND },
    pageSchema,
  )
  return (read?.data.items ?? []).flatMap((item) => {
    const video = v.safeParse(videoSchema, item)
    return video.success ? [video.output] : []
  })
}

async function readComments(
  channel: string,
  gap: Gap,
  environment: Environment,
): Promise<Step | undefined> {
  const read = await askThreads({ allThreadsRelatedToChannelId: channel }, gap.cursor, environment)
  if (read === undefined) return undefined
  return {
    posts: read.posts,
    unreadable: read.unreadable,
    ...(read.cursor === undefined || read.posts.length === 0
      ? {}
      : { next: { cursor: read.cursor } }),
  }
}

async function askThreads(
  where: Readonly<Record<string, string>>,
  cursor: string | undefined,
  environment: Environment,
) {
  const read = await ask(
    environment,
    '/commentThreads',
    { part: 'snippet,replies', ...where, order: 'time', maxResults: COMMENTS, pageToken: cursor },
    pageSchema,
  )
  if (read === undefined) return undefined
  const threads: CommentThread[] = []
  const { unreadable } = readItems(read.data.items, threadSchema, (thread) => {
    threads.push(thread)
    return undefined
  })
  const posts = threads.flatMap((thread) => threadToPosts(thread, environment))
  return { posts, unreadable, threads, cursor: read.data.nextPageToken }
}

function threadToPosts(thread: CommentThread, environment: Environment): Post[] {
  const { snippet, replies } = thread
  const place = placeOf(environment)
  return [snippet.topLevelComment, ...(replies?.comments ?? [])].map((comment) =>
    commentToPost(comment, snippet.videoId, place),
  )
}

/** A video with its comments; answers below a comment are asked for where not all came with it. */
async function readThread(videoId: string, environment: Environment): Promise<ThreadAnswer> {
  if (keyOf(environment.settings, environment.secret) === undefined)
    return { posts: [], gone: [], complete: false }
  const [video] = await readVideosById([videoId], environment)
  if (video === undefined) return { posts: [], gone: [videoId], complete: false }
  const posts: Post[] = [videoToPost(video, placeOf(environment))]
  let cursor: string | undefined
  let isWhole = true
  for (let page = 0; page < MAX_THREAD_PAGES; page += 1) {
    const read = await askThreads({ videoId }, cursor, environment)
    if (read === undefined) break
    posts.push(...read.posts)
    isWhole &&= read.unreadable === 0
    for (const thread of read.threads) {
      const replies = await moreReplies(thread, environment)
      posts.push(...replies)
      isWhole &&= (thread.snippet.totalReplyCount ?? 0) <= Math.max(replies.length, came(thread))
    }
    cursor = read.cursor
    if (cursor === undefined) break
  }
  return { posts: unique(posts), gone: [], complete: isWhole && cursor === undefined }
}

/** How many answers came with the comment itself. */
function came({ replies }: CommentThread): number {
  return replies?.comments?.length ?? 0
}

async function moreReplies(
  thread: CommentThread,
  environment: Environment,
): Promise<readonly Post[]> {
  if ((thread.snippet.totalReplyCount ?? 0) <= came(thread)) return []
  const read = await ask(
    environment,
    '/comments',
    { part: 'snippet', parentId: thread.id, maxResults: COMMENTS },
    pageSchema,
  )
  return readItems(read?.data.items ?? [], commentSchema, (comment) =>
    commentToPost(comment, thread.snippet.videoId, placeOf(environment)),
  ).posts
}

function unique(posts: readonly Post[]): readonly Post[] {
  return [...new Map(posts.map((post) => [post.id, post])).values()]
}

function placeOf(environment: Environment) {
  return { source: environment.name, now: environment.now() }
}
