import * as v from 'valibot'
import { SourceError } from '../errors.ts'
import type { Post } from '../model/post.ts'
import { writeNative } from '../query/push-down-write.ts'
import { searchChannels } from './search-channels.ts'
import type { Channel, PlanRequest, Source, ThreadAnswer } from './source.ts'
import { askList, type Environment, type Settings } from './threads/ask.ts'
import { findReply, sendReply } from './threads/reply.ts'
import { FIELDS, OWN_FIELDS } from './threads/wire.ts'
import { type Gap, olderWindow, type Step, walkBack } from './walk.ts'

const PAGE_SIZE = 100
const MAX_THREAD_PAGES = 5
const DAY_SECONDS = 86_400
/** Of 2,200 searches in 24 hours a few are left to people and to other programs. */
const SEARCHES_A_DAY = 2000
/** How several words are read is not told; in a row without signs they find no less than the phrase. */
const SEARCH = { phrase: true, and: false, or: false, not: false, maxLength: 200 } as const
const PLAIN = { and: ' ', or: ' ', not: '', quote: '' } as const

const settings = v.object({
  endpoint: v.optional(v.string(), 'https://graph.threads.net'),
  token: v.optional(v.string('an access token by environment variable')),
})

const request = v.variant('kind', [
  v.object({ kind: v.literal('search'), text: v.string(), searches: v.number() }),
  v.object({ kind: v.literal('list'), path: v.string() }),
])
type Wanted = v.InferOutput<typeof request>

/** Threads by Meta's API: its keyword search, and what concerns the account of the token. */
export const threads: Source<Settings> = {
  platform: 'threads',
  name: 'Threads',
  homepage: 'https://www.threads.com',
  summary: 'posts that match, mentions of us, our own posts, and the conversations below them',
  settings,
  secrets: [
    {
      variable: 'THREADS_ACCESS_TOKEN',
      required: true,
      help: 'developers.facebook.com: an app with the Threads API. Until Meta has reviewed the app, the search finds only posts of your own',
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
    'conversations only below our own posts; until Meta has reviewed the app, the search finds only our own posts; accounts of competitors cannot be listed',
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
  const searches = searchChannels(plan, {
    search: SEARCH,
    write: (native) => writeNative(native, PLAIN),
  })
  return [
    ...searches.map((channel) => ({
      ...channel,
      request: { ...(channel.request as object), searches: searches.length },
    })),
    ...(plan.handles.length > 0 ? OWN_CHANNELS : []),
  ]
}

// Strangers' accounts cannot be listed: these are of the account that the token belongs to.
const OWN_CHANNELS: readonly Channel[] = [
  {
    key: 'mentions',
    label: 'mentions of us',
    addressed: true,
    request: { kind: 'list', path: '/me/mentions' },
  },
  {
    key: 'own posts',
    label: 'our posts',
    accounts: true,
    request: { kind: 'list', path: '/me/threads' },
  },
  {
    key: 'own answers',
    label: 'our answers',
    accounts: true,
    request: { kind: 'list', path: '/me/replies' },
  },
]

async function readPage(
  wanted: Wanted,
  gap: Gap,
  environment: Environment,
): Promise<Step | undefined> {
  if (wanted.kind === 'search') return search(wanted.text, wanted.searches, gap, environment)
  const listed = await askList(environment, wanted.path, {
    fields: OWN_FIELDS,
    limit: PAGE_SIZE,
    after: gap.cursor,
  })
  if (listed === undefined) return undefined
  const { posts, unreadable, after, isEmpty } = listed
  return {
    posts,
    unreadable,
    ...(after === undefined || isEmpty ? {} : { next: { cursor: after } }),
  }
}

async function search(
  words: string,
  searches: number,
  gap: Gap,
  environment: Environment,
): Promise<Step | undefined> {
  const listed = await askList(environment, '/keyword_search', {
    q: words,
    search_type: 'RECENT',
    fields: FIELDS,
    limit: PAGE_SIZE,
    since: gap.from === undefined ? undefined : Math.floor(gap.from / 1000),
    // Whether the end is in or out is not told: one second more loses nothing.
    until: gap.to === undefined ? undefined : Math.ceil(gap.to / 1000) + 1,
    after: gap.cursor,
  })
  if (listed === undefined) return undefined
  const { posts, unreadable, isEmpty } = listed
  return {
    posts,
    unreadable,
    nextInSeconds: Math.ceil(DAY_SECONDS / Math.max(Math.floor(SEARCHES_A_DAY / searches), 1)),
    ...(isEmpty ? {} : { next: nextWindow(gap, posts, listed.after) }),
  }
}

// Later pages by time, as documented; by the service's cursor where a whole page lies in one moment.
function nextWindow(
  gap: Gap,
  posts: readonly Post[],
  after: string | undefined,
): Omit<Gap, 'from'> {
  const { to } = olderWindow(gap, posts, 0)
  return {
    ...(to === undefined ? {} : { to }),
    ...(to === gap.to && after !== undefined ? { cursor: after } : {}),
  }
}

/** The answers below a post. Only below our own they are given; elsewhere the search is all there is. */
async function readThread(thread: string, environment: Environment): Promise<ThreadAnswer> {
  const posts: Post[] = []
  let isRead = true
  let after: string | undefined
  for (let page = 0; page < MAX_THREAD_PAGES; page += 1) {
    const listed = await askConversation(thread, after, environment)
    if (listed === 'closed')
      return { posts: [], gone: [], complete: false, nextInSeconds: DAY_SECONDS }
    posts.push(...(listed?.posts ?? []).map((post) => ({ ...post, thread: post.thread ?? thread })))
    isRead &&= listed?.unreadable === 0
    after = listed === undefined || listed.isEmpty ? undefined : listed.after
    if (after === undefined) return { posts, gone: [], complete: isRead }
  }
  return { posts, gone: [], complete: false }
}

async function askConversation(
  thread: string,
  after: string | undefined,
  environment: Environment,
) {
  const path = `/${encodeURIComponent(thread)}/conversation`
  const asked = { fields: OWN_FIELDS, limit: PAGE_SIZE, reverse: 'true', after }
  try {
    return await askList(environment, path, asked)
  } catch (error) {
    // Code 100 says that there is no such thing for this account.
    const isClosed =
      error instanceof SourceError &&
      (error.kind === 'unauthorized' ||
        /unsupported|does not exist|permission/i.test(error.message))
    if (isClosed && !/token/i.test(error.hint ?? '')) return 'closed'
    throw error
  }
}
