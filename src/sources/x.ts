import * as v from 'valibot'
import type { Instant } from '../model/post.ts'
import type { Channel, Page, ReadEnvironment, Source } from './source.ts'
import { type Gap, type Step, tailOf, walkBack } from './walk.ts'
import { askPosts, type Settings } from './x/ask.ts'
import { combinedChannels } from './x/queries.ts'
import { findReply, sendReply } from './x/reply.ts'
import { readThread } from './x/thread.ts'
import { foundSchema } from './x/wire.ts'

const PAGE_SIZE = 100
const DAY = 86_400_000
const WEEK = 7 * DAY
// The service shows nothing of the last half minute, and its clock is not ours.
const OVERLAP = 60_000
const MARGIN = 60_000
const RECENT_LENGTH = 512
const ARCHIVE_LENGTH = 1024

const settings = v.object({
  endpoint: v.optional(v.string(), 'https://api.x.com'),
  token: v.optional(v.string('a bearer token by environment variable')),
  limit: v.optional(
    v.pipe(v.number(), v.integer(), v.minValue(0, 'a number of posts a month')),
    500,
  ),
  archive: v.optional(v.boolean(), false),
})
const request = v.object({ kind: v.literal('search'), text: v.string() })

/** X by its search of the last seven days (or of all years). Every post that is read costs money. */
export const x: Source<Settings> = {
  platform: 'x',
  name: 'X',
  homepage: 'https://x.com',
  summary:
    'posts that match, posts to us, our own, whole conversations, all within a limit of posts a month',
  settings,
  secrets: [
    {
      variable: 'X_BEARER_TOKEN',
      required: true,
      help: 'console.x.com: your app, Keys and tokens. Reading is charged by the post',
    },
    ...['X_API_KEY', 'X_API_SECRET', 'X_ACCESS_TOKEN', 'X_ACCESS_SECRET'].map((variable) => ({
      variable,
      required: false,
      help: 'console.x.com: keys of the app and of your account, with the right to write; needed to answer',
    })),
  ],
  capabilities: {
    search: { phrase: true, and: true, or: true, not: true, maxLength: RECENT_LENGTH },
    mentions: true,
    ownPosts: true,
    threads: true,
    likers: false,
    stream: false,
    reply: true,
  },
  partly:
    'seven days back, and no further, unless archive: true; nothing beyond the limit of posts a month',
  spending: ({ limit }) => ({
    unit: 'posts',
    month: limit,
    price: 'X charges about $0.005 for each post, and may charge for its author (docs.x.com, 2026)',
  }),
  channels: (plan) =>
    combinedChannels(plan, plan.settings.archive ? ARCHIVE_LENGTH : RECENT_LENGTH),
  read: readChannel,
  thread: readThread,
  reply: sendReply,
  findReply,
  replyUrl: (to) => `https://x.com/intent/post?in_reply_to=${encodeURIComponent(to.id)}`,
}

/** A first scan reads one day, since older posts cost as much as new ones; --since reads more. */
function readChannel(
  channel: Channel,
  environment: ReadEnvironment<Settings>,
): AsyncGenerator<Page> {
  const { text } = v.parse(request, channel.request)
  // A token of the service is only good in the run that got it; later, the time of the oldest post leads on.
  const fresh = new Set<string>()
  const isFirst = environment.state === undefined && environment.since === undefined
  const since = isFirst ? environment.now() - DAY : environment.since
  return walkBack(
    { ...environment, ...(since === undefined ? {} : { since }) },
    {
      overlapMs: OVERLAP,
      ask: async (gap) => {
        const step = await readPage(text, gap, fresh, environment)
        if (step?.next?.cursor !== undefined) fresh.add(step.next.cursor)
        return step
      },
    },
  )
}

async function readPage(
  text: string,
  gap: Gap,
  fresh: ReadonlySet<string>,
  environment: ReadEnvironment<Settings>,
): Promise<Step | undefined> {
  const isFresh = gap.cursor !== undefined && fresh.has(gap.cursor)
  const window = windowOf(gap, isFresh, environment)
  if (window === undefined)
    return { posts: [], notice: 'what is older than seven days can no longer be searched for' }
  const path = environment.settings.archive ? '/tweets/search/all' : '/tweets/search/recent'
  const asked = await askPosts(environment, {
    path,
    parameters: (most) => ({
      query: text,
      max_results: most,
      sort_order: 'recency',
      ...window.parameters,
      next_token: isFresh ? gap.cursor : undefined,
    }),
    most: PAGE_SIZE,
    schema: foundSchema,
  })
  if (asked === undefined) return undefined
  const { posts, unreadable, found } = asked
  const cursor = found.meta?.next_token
  const oldest = tailOf(posts.flatMap((post) => post.publishedAt ?? []))
  return {
    posts,
    unreadable,
    ...(window.isCut ? { notice: 'the search reaches back seven days and no further' } : {}),
    ...(cursor === undefined
      ? {}
      : { next: { cursor, ...(oldest === undefined ? {} : { to: oldest }) } }),
  }
}

/** The times to ask for; undefined where all of the gap lies before what the service searches. */
function windowOf(gap: Gap, isFresh: boolean, environment: ReadEnvironment<Settings>) {
  const now = environment.now()
  const earliest = environment.settings.archive ? 0 : now - WEEK + MARGIN
  const from = gap.from ?? earliest
  // The end is exclusive, and posts of the same second may be missing yet.
  const to = isFresh || gap.to === undefined ? undefined : gap.to + 1000
  if (to !== undefined && to <= earliest) return undefined
  return {
    isCut: gap.from !== undefined && gap.from < earliest - MARGIN,
    parameters: {
      start_time: toIso(Math.max(from, earliest)),
      end_time: to === undefined || to > now - MARGIN ? undefined : toIso(to),
    },
  }
}

function toIso(at: Instant): string | undefined {
  return at <= 0 ? undefined : `${new Date(at).toISOString().slice(0, 19)}Z`
}
