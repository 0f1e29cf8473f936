import * as v from 'valibot'
import { readAtom } from './reddit/feed.ts'
import { readListing, readTree } from './reddit/listing.ts'
import { findReply, sendReply } from './reddit/reply.ts'
import { type Environment, feedRequest, keysOf, type Settings } from './reddit/session.ts'
import { searchChannels } from './search-channels.ts'
import type { Channel, PlanRequest, ReadEnvironment, Source, ThreadAnswer } from './source.ts'
import { type Gap, type Step, walkBack } from './walk.ts'

const SEARCH = { phrase: true, and: true, or: true, not: false, maxLength: 480 } as const
const PAGE_SIZE = 100

const secret = (what: string) => v.optional(v.string(`${what} by environment variable`))
const settings = v.object({
  endpoint: v.optional(v.string()),
  subreddits: v.optional(
    v.array(v.pipe(v.string(), v.regex(/^\w{2,50}$/, 'a name without r/')), 'a list of subreddits'),
  ),
  feed_user: v.optional(v.string()),
  feed_token: secret('the key of your feeds'),
  client_id: v.optional(v.string()),
  client_secret: secret('the secret of your app'),
  refresh_token: secret('a refresh token'),
})

const request = v.variant('kind', [
  v.object({ kind: v.literal('search'), text: v.string() }),
  v.object({ kind: v.literal('new'), subreddits: v.string() }),
  v.object({ kind: v.literal('comments'), subreddits: v.string() }),
  v.object({ kind: v.literal('author'), name: v.string() }),
  v.object({ kind: v.literal('inbox') }),
])
type Wanted = v.InferOutput<typeof request>

/** Reddit by its Atom feeds at a request a minute, or by its API for who holds a key. */
export const reddit: Source<Settings> = {
  platform: 'reddit',
  name: 'Reddit',
  homepage: 'https://www.reddit.com',
  summary:
    'posts that match, subreddits with their comments, threads, and with a key answers to us',
  settings,
  secrets: [
    { variable: 'REDDIT_FEED_USER', required: false, help: 'your name, with REDDIT_FEED_TOKEN' },
    {
      variable: 'REDDIT_FEED_TOKEN',
      required: false,
      help: 'the feed parameter of a link on www.reddit.com/prefs/feeds; lifts the limit of one request a minute',
    },
    { variable: 'REDDIT_CLIENT_ID', required: false, help: 'of an app that Reddit approved' },
    { variable: 'REDDIT_CLIENT_SECRET', required: false, help: 'of the same app' },
    {
      variable: 'REDDIT_REFRESH_TOKEN',
      required: false,
      help: 'of a user who allowed the app to read, submit and privatemessages; needed to see answers to us and to answer',
    },
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
    'without a key comments of the whole site cannot be searched, and answers to us are not told',
  channels: planChannels,
  read: (channel, environment) => readChannel(v.parse(request, channel.request), environment),
  thread: (wanted, environment) => readThread(wanted.thread, environment),
  reply: (wanted, environment) => sendReply(wanted, environment),
  findReply: (wanted, environment) => findReply(wanted, environment),
  replyUrl: (to) => to.url,
}

function planChannels(plan: PlanRequest<Settings>): readonly Channel[] {
  const joined = plan.settings.subreddits?.join('+')
  const keys = keysOf(plan.settings, plan.secret)
  const accounts = [...plan.handles, ...Object.values(plan.competitorHandles).flat()].map(plainName)
  const searches = searchChannels(plan, { search: SEARCH })
  return [
    ...(keys === undefined ? joinSearches(searches, accounts) : searches),
    ...(joined === undefined ? [] : subredditChannels(joined)),
    ...(keys?.refresh !== undefined && plan.handles.length > 0 ? [inboxChannel()] : []),
    ...(keys === undefined ? [] : accounts.map(authorChannel)),
  ]
}

/** As few searches as can be, our own and competitors' posts among them: a stranger may ask once a minute. */
function joinSearches(searches: readonly Channel[], accounts: readonly string[]): Channel[] {
  const texts = searches
    .map((channel) => v.parse(request, channel.request))
    .flatMap((wanted) => (wanted.kind === 'search' ? wanted.text : []))
  const groups: string[] = []
  for (const text of [...texts, ...accounts.map((name) => `author:${name}`)]) {
    const last = groups.at(-1)
    const longer = last === undefined ? text : `${last} OR ${/ /.test(text) ? `(${text})` : text}`
    if (last === undefined || longer.length > SEARCH.maxLength) groups.push(text)
    else groups[groups.length - 1] = longer
  }
  return groups.map((text) => ({
    key: `search ${text}`,
    label: `search: ${text}`,
    request: { kind: 'search', text },
  }))
}

function plainName(handle: string): string {
  return handle.replace(/^\/?u\//, '')
}

function subredditChannels(subreddits: string): Channel[] {
  return [
    { key: `new ${subreddits}`, label: `r/${subreddits}`, request: { kind: 'new', subreddits } },
    {
      key: `comments ${subreddits}`,
      label: `r/${subreddits}: comments`,
      request: { kind: 'comments', subreddits },
    },
  ]
}

function inboxChannel(): Channel {
  return {
    key: 'inbox',
    label: 'answers to us and mentions of us',
    addressed: true,
    request: { kind: 'inbox' },
  }
}

function authorChannel(name: string): Channel {
  return {
    key: `author ${name}`,
    label: `posts by ${name}`,
    accounts: true,
    request: { kind: 'author', name },
  }
}

function readChannel(wanted: Wanted, environment: ReadEnvironment<Settings>) {
  const hasKeys = keysOf(environment.settings, environment.secret) !== undefined
  return walkBack(environment, {
    sweeps: hasKeys,
    ask: (gap) =>
      hasKeys ? readByKey(wanted, gap, environment) : readByFeed(wanted, gap, environment),
  })
}

function readByKey(wanted: Wanted, gap: Gap, environment: Environment): Promise<Step | undefined> {
  switch (wanted.kind) {
    case 'search':
      return readListing('/search', { q: wanted.text, sort: 'new', type: 'link' }, gap, environment)
    case 'new':
      return readListing(`/r/${wanted.subreddits}/new`, {}, gap, environment)
    case 'comments':
      return readListing(`/r/${wanted.subreddits}/comments`, {}, gap, environment)
    case 'author':
      return readListing(
        `/user/${encodeURIComponent(wanted.name)}/overview`,
        { sort: 'new' },
        gap,
        environment,
      )
    case 'inbox':
      return readListing('/message/inbox', {}, gap, environment)
  }
}

async function readByFeed(
  wanted: Wanted,
  gap: Gap,
  environment: ReadEnvironment<Settings>,
): Promise<Step | undefined> {
  const { path, parameters } = feedOf(wanted)
  const isFirst = gap.cursor === undefined
  const answer = await environment.http.get({
    ...feedRequest(environment, path, { ...parameters, limit: PAGE_SIZE, after: gap.cursor }),
    ...(isFirst && environment.validators !== undefined
      ? { validators: environment.validators }
      : {}),
  })
  if (answer.status === 304 || answer.status === 204) return undefined
  const { posts, unreadable } = readAtom(answer, {
    source: environment.name,
    now: environment.now(),
  })
  const last = posts.at(-1)
  // Pages cost a minute each, so they are turned only to close a gap to what is known.
  const goesOn =
    gap.from !== undefined && last !== undefined && posts.length + unreadable >= PAGE_SIZE
  return {
    posts,
    unreadable,
    validators: answer.validators,
    ...(goesOn ? { next: { cursor: last.id } } : {}),
  }
}

function feedOf(wanted: Wanted): { path: string; parameters: Readonly<Record<string, string>> } {
  switch (wanted.kind) {
    case 'search':
      return { path: '/search.rss', parameters: { q: wanted.text, sort: 'new', t: 'week' } }
    case 'new':
      return { path: `/r/${wanted.subreddits}/new/.rss`, parameters: {} }
    case 'comments':
      return { path: `/r/${wanted.subreddits}/comments/.rss`, parameters: {} }
    case 'author':
      return { path: `/user/${encodeURIComponent(wanted.name)}/.rss`, parameters: {} }
    case 'inbox':
      throw new Error('the inbox is planned with a login only')
  }
}

/** The API shows a whole tree; the feed of a post its latest comments only. */
async function readThread(thread: string, environment: Environment): Promise<ThreadAnswer> {
  if (keysOf(environment.settings, environment.secret) !== undefined)
    return readTree(thread, environment)
  const path = `/comments/${thread.replace(/^t3_/, '')}/.rss`
  const answer = await environment.http.get(
    feedRequest(environment, path, { limit: PAGE_SIZE, sort: 'new' }),
  )
  const { posts } = readAtom(answer, { source: environment.name, now: environment.now() })
  return { posts, gone: [], complete: false }
}
