import * as v from 'valibot'
import { SourceError } from '../errors.ts'
import type { Instant, Post } from '../model/post.ts'
import { streamChannel, streamPosts } from './bluesky/jetstream.ts'
import { firstSeen, toPost } from './bluesky/post.ts'
import { findReply, sendReply } from './bluesky/reply.ts'
import { ask, type Environment, loginOf, openSession, type Settings } from './bluesky/session.ts'
import { nameAuthors } from './bluesky/stream-names.ts'
import { readLikers, readThread } from './bluesky/thread.ts'
import {
  authorFeedSchema,
  feedItemSchema,
  notificationSchema,
  notificationsSchema,
  postSchema,
  searchSchema,
} from './bluesky/wire.ts'
import { readItems } from './json-answer.ts'
import { searchChannels } from './search-channels.ts'
import type { Channel, Page, PlanRequest, ReadEnvironment, Source } from './source.ts'
import { streamSetting } from './stream-setting.ts'
import { type Gap, type Step, sinceOf, tailOf, walkBack } from './walk.ts'

const PAGE_SIZE = 100
const SEARCH = { phrase: true, and: true, or: false, not: false, maxLength: 300 } as const

const settings = v.object({
  endpoint: v.optional(v.string()),
  handle: v.optional(v.string('your handle, such as acme.bsky.social')),
  token: v.optional(v.string('an app password by environment variable')),
  stream: v.optional(streamSetting('a Jetstream server')),
})

const request = v.variant('kind', [
  v.object({ kind: v.literal('search'), text: v.string() }),
  v.object({ kind: v.literal('mentions'), handle: v.string() }),
  v.object({ kind: v.literal('notifications') }),
  v.object({ kind: v.literal('author'), handle: v.string() }),
])

/** Bluesky by its public API and, with an app password, by search, notifications and replies. */
export const bluesky: Source<Settings> = {
  platform: 'bluesky',
  name: 'Bluesky',
  homepage: 'https://bsky.app',
  summary: 'posts that match, mentions of us and answers to us, threads, likes and reposts',
  settings,
  secrets: [
    {
      variable: 'BLUESKY_HANDLE',
      required: false,
      help: 'your handle; search is closed to most who are not logged in',
    },
    {
      variable: 'BLUESKY_APP_PASSWORD',
      required: false,
      help: 'bsky.app: Settings, Privacy and security, App passwords',
    },
  ],
  capabilities: {
    search: SEARCH,
    mentions: true,
    ownPosts: true,
    threads: true,
    likers: true,
    stream: true,
    reply: true,
  },
  channels: planChannels,
  read: (channel, environment) => readChannel(channel, environment),
  streamChannel: (plan) => streamChannel(plan.settings),
  stream: (environment) => streamPosts(environment),
  nameAuthors: (posts, environment) => nameAuthors(posts, environment),
  thread: (wanted, environment) => readThread(wanted.thread, environment),
  likers: (post, environment) => readLikers(post.id, environment),
  reply: (wanted, environment) => sendReply(wanted, environment),
  findReply: (wanted, environment) => findReply(wanted, environment),
}

function planChannels(plan: PlanRequest<Settings>): readonly Channel[] {
  const login = loginOf(plan.settings, plan.secret)
  const own = plan.handles.map(plainHandle)
  const others = Object.values(plan.competitorHandles).flat().map(plainHandle)
  const isLoggedInAs = (handle: string) => login?.handle.toLowerCase() === handle.toLowerCase()
  return [
    ...searchChannels(plan, { search: SEARCH }),
    ...own.map((handle) =>
      isLoggedInAs(handle) ? notificationsChannel(handle) : mentionsChannel(handle),
    ),
    ...[...own, ...others].map(authorChannel),
  ]
}

function plainHandle(handle: string): string {
  return handle.replace(/^@/, '')
}

function notificationsChannel(handle: string): Channel {
  return {
    key: `notifications ${handle}`,
    label: `mentions of and answers to ${handle}`,
    addressed: true,
    request: { kind: 'notifications' },
  }
}

function mentionsChannel(handle: string): Channel {
  return {
    key: `mentions ${handle}`,
    label: `mentions of ${handle}`,
    addressed: true,
    request: { kind: 'mentions', handle },
  }
}

function authorChannel(handle: string): Channel {
  return {
    key: `author ${handle}`,
    label: `posts by ${handle}`,
    accounts: true,
    request: { kind: 'author', handle },
  }
}

function readChannel(
  channel: Channel,
  environment: ReadEnvironment<Settings>,
): AsyncGenerator<Page> {
  const wanted = v.parse(request, channel.request)
  // A cursor of the service is only good in the run that got it; later, the time of the oldest post leads on.
  const fresh = new Set<string>()
  const step = async (gap: Gap): Promise<Step | undefined> => {
    const cursor = gap.cursor !== undefined && fresh.has(gap.cursor) ? gap.cursor : undefined
    const read = await readPage(wanted, { ...gap, cursor }, environment)
    if (read?.cursor === undefined || read.isEmpty) return read
    fresh.add(read.cursor)
    return {
      ...read,
      next: { cursor: read.cursor, ...(read.oldest === undefined ? {} : { to: read.oldest }) },
    }
  }
  return walkBack(environment, {
    sweeps: true,
    ask: async (gap) => {
      try {
        return await step(gap)
      } catch (error) {
        if (gap.to === undefined || (await openSession(environment)) !== undefined) throw error
        return deeperWithoutLogin(error, () => step({ ...gap, cursor: '' }))
      }
    },
  })
}

/** Without a login, cursors are refused, and often all but the newest page: then that is what there is. */
async function deeperWithoutLogin(
  error: unknown,
  byTime: () => Promise<Step | undefined>,
): Promise<Step | undefined> {
  const isRefused = (one: unknown) => one instanceof SourceError && one.kind === 'unauthorized'
  if (!isRefused(error)) throw error
  try {
    return await byTime()
  } catch (second) {
    if (!isRefused(second)) throw second
    return { posts: [], notice: 'without a login only the newest posts can be read' }
  }
}

interface Place {
  readonly from?: Instant
  readonly to?: Instant
  readonly cursor: string | undefined
}

interface ReadPage {
  readonly posts: readonly Post[]
  readonly unreadable: number
  readonly isEmpty: boolean
  readonly cursor: string | undefined
  readonly oldest: Instant | undefined
}

async function readPage(
  wanted: v.InferOutput<typeof request>,
  place: Place,
  environment: Environment,
): Promise<ReadPage | undefined> {
  switch (wanted.kind) {
    case 'author':
      return readAuthor(wanted.handle, place.cursor, environment)
    case 'notifications':
      return readNotifications(place.cursor, environment)
    case 'mentions':
      return search({ q: wanted.handle, mentions: wanted.handle }, place, environment)
    case 'search':
      return search({ q: wanted.text, mentions: undefined }, place, environment)
  }
}

async function search(
  words: { readonly q: string; readonly mentions: string | undefined },
  place: Place,
  environment: Environment,
): Promise<ReadPage | undefined> {
  const { to, cursor } = place
  const since = sinceOf(place)
  const read = await ask(
    environment,
    'app.bsky.feed.searchPosts',
    {
      ...words,
      sort: 'latest',
      since: since === undefined ? undefined : new Date(since).toISOString(),
      // Not inclusive, and posts of the same second may be missing yet.
      until:
        cursor === undefined && to !== undefined ? new Date(to + 1000).toISOString() : undefined,
      limit: PAGE_SIZE,
      cursor,
    },
    searchSchema,
  )
  if (read === undefined) return undefined
  const dates: Instant[] = []
  const { posts, unreadable } = readItems(read.data.posts, postSchema, (post) => {
    const at = firstSeen(post)
    if (at !== undefined) dates.push(at)
    return toPost(post, environment.name, environment.now())
  })
  return {
    posts,
    unreadable,
    isEmpty: read.data.posts.length === 0,
    cursor: read.data.cursor,
    oldest: tailOf(dates),
  }
}

/** Posts and answers of an account; what it only reposted is somebody else's. */
async function readAuthor(
  actor: string,
  cursor: string | undefined,
  environment: Environment,
): Promise<ReadPage | undefined> {
  const read = await ask(
    environment,
    'app.bsky.feed.getAuthorFeed',
    { actor, limit: PAGE_SIZE, filter: 'posts_with_replies', cursor },
    authorFeedSchema,
  )
  if (read === undefined) return undefined
  const { posts, unreadable } = readItems(read.data.feed, feedItemSchema, (item) =>
    item.reason === undefined ? toPost(item.post, environment.name, environment.now()) : undefined,
  )
  return toReadPage(posts, unreadable, read.data.feed.length, read.data.cursor)
}

const ADDRESSED = new Set(['mention', 'reply', 'quote'])

/** What the service tells the account itself: mentions, answers, quotes. */
async function readNotifications(
  cursor: string | undefined,
  environment: Environment,
): Promise<ReadPage | undefined> {
  const read = await ask(
    environment,
    'app.bsky.notification.listNotifications',
    { limit: PAGE_SIZE, cursor },
    notificationsSchema,
  )
  if (read === undefined) return undefined
  const all = read.data.notifications
  // Likes and follows carry no post: they are no unreadable items.
  const items = all.filter((item) => ADDRESSED.has(reasonOf(item)))
  const { posts, unreadable } = readItems(items, notificationSchema, (item) =>
    toPost(item, environment.name, environment.now()),
  )
  return toReadPage(posts, unreadable, all.length, read.data.cursor)
}

function toReadPage(
  posts: readonly Post[],
  unreadable: number,
  items: number,
  cursor: string | undefined,
): ReadPage {
  const oldest = tailOf(posts.flatMap((post) => post.publishedAt ?? []))
  return { posts, unreadable, isEmpty: items === 0, cursor, oldest }
}

function reasonOf(item: unknown): string {
  return String((item as { reason?: unknown } | null)?.reason ?? '')
}
