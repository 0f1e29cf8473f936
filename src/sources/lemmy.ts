import * as v from 'valibot'
import { writeNative } from '../query/push-down-write.ts'
import {
  askList,
  type Environment,
  PAGE_SIZE,
  type Parameters,
  type Settings,
  tokenOf,
} from './lemmy/ask.ts'
import { findReply, readThread, sendReply } from './lemmy/thread.ts'
import { searchChannels } from './search-channels.ts'
import type { Channel, PlanRequest, Source } from './source.ts'
import { type Gap, type Step, walkBack } from './walk.ts'

// Words are found as parts of words and in this order only, so that each is asked for alone; phrases are narrowed here.
const SEARCH = { phrase: true, and: false, or: false, not: false, maxLength: 200 } as const
const PLAIN = { and: ' ', or: ' ', not: '', quote: '' } as const

const settings = v.object({
  endpoint: v.optional(v.string(), 'https://lemmy.world'),
  token: v.optional(v.string('a token by environment variable')),
  communities: v.optional(
    v.array(
      v.pipe(
        v.string(),
        v.transform((name) => name.replace(/^!/, '')),
        v.regex(/^\w{1,60}(?:@[\w.:-]{1,200})?$/, 'a community: name, or name@server'),
      ),
    ),
  ),
})

const request = v.variant('kind', [
  v.object({ kind: v.literal('search'), text: v.string() }),
  v.object({ kind: v.literal('posts'), community: v.string() }),
  v.object({ kind: v.literal('comments'), community: v.string() }),
  v.object({ kind: v.literal('author'), name: v.string() }),
  v.object({ kind: v.literal('inbox'), of: v.picklist(['replies', 'mention']) }),
])
type Wanted = v.InferOutput<typeof request>

/** Lemmy by one server's API: version 3, and version 4 where a server has only that. */
export const lemmy: Source<Settings> = {
  platform: 'lemmy',
  name: 'Lemmy',
  homepage: 'https://join-lemmy.org',
  summary:
    'posts and comments that match, as one server knows them, communities, threads, mentions of us',
  settings,
  secrets: [
    {
      variable: 'LEMMY_JWT',
      required: false,
      help: 'the token of a login at this server; needed to answer, and to be told of answers and mentions',
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
    'only what this one server knows; without a token names are found as words, not as mentions',
  channels: planChannels,
  read: (channel, environment) => {
    const wanted = v.parse(request, channel.request)
    return walkBack(environment, { ask: (gap) => readPage(wanted, gap, environment) })
  },
  thread: (wanted, environment) => readThread(wanted.thread, environment),
  reply: (wanted, environment) => sendReply(wanted, environment),
  findReply: (wanted, environment) => findReply(wanted, environment),
  replyUrl: (to) => to.url,
}

function planChannels(plan: PlanRequest<Settings>): readonly Channel[] {
  const { host } = new URL(plan.settings.endpoint)
  const names = [...plan.handles, ...Object.values(plan.competitorHandles).flat()].map(plainHandle)
  return [
    ...searchChannels(plan, {
      search: SEARCH,
      scope: host,
      write: (native) => writeNative(native, PLAIN),
    }),
    ...plan.handles.map(plainHandle).map((name) => ({
      key: `mentions ${host} ${name}`,
      label: `${host}: mentions of ${name}`,
      addressed: true,
      request: { kind: 'search', text: `@${name}` },
    })),
    ...names.map((name) => ({
      key: `author ${host} ${name}`,
      label: `${host}: posts by ${name}`,
      accounts: true,
      request: { kind: 'author', name },
    })),
    ...inboxChannels(plan, host),
    ...(plan.settings.communities ?? []).flatMap((community) =>
      ['posts', 'comments'].map((kind) => ({
        key: `${kind} ${host} ${community}`,
        label: `${host}: ${kind} of ${community}`,
        request: { kind, community },
      })),
    ),
  ]
}

/** What the server tells the account of the token: answers to it, and mentions in any words. */
function inboxChannels(plan: PlanRequest<Settings>, host: string): readonly Channel[] {
  const hasToken = tokenOf(plan.settings, plan.secret) !== undefined
  if (!hasToken || plan.handles.length === 0) return []
  return (['replies', 'mention'] as const).map((of) => ({
    key: `inbox ${host} ${of}`,
    label: `${host}: ${of === 'replies' ? 'answers to us' : 'mentions of us'}`,
    addressed: true,
    request: { kind: 'inbox', of },
  }))
}

function plainHandle(handle: string): string {
  return handle.replace(/^@/, '')
}

/** Of version 4's cursors; the pages of version 3 have numbers. */
const CURSOR = 'c:'

/** Numbered pages: what is new in between only pushes known posts onto the next one. */
async function readPage(
  wanted: Wanted,
  gap: Gap,
  environment: Environment,
): Promise<Step | undefined> {
  const isCursor = gap.cursor?.startsWith(CURSOR) === true
  const page = isCursor ? 1 : Number(gap.cursor ?? 1)
  const cursor = isCursor ? gap.cursor?.slice(CURSOR.length) : undefined
  const found = await askList(environment, (version) => {
    if (version === 3) return withPaging(placeOf(wanted), { sort: 'New', page })
    return withPaging(newerPlaceOf(wanted), { sort: 'new', page_cursor: cursor })
  })
  if (found === undefined) return undefined
  const { posts, unreadable, isEmpty, version } = found
  const newer = found.next === undefined ? undefined : `${CURSOR}${found.next}`
  const next = version === 4 ? newer : String(page + 1)
  return { posts, unreadable, ...(isEmpty || next === undefined ? {} : { next: { cursor: next } }) }
}

interface Place {
  readonly path: string
  readonly parameters: Parameters
}

function withPaging({ path, parameters }: Place, paging: Parameters): Place {
  return { path, parameters: { ...parameters, limit: PAGE_SIZE, ...paging } }
}

function placeOf(wanted: Wanted): Place {
  switch (wanted.kind) {
    case 'search':
      return { path: '/search', parameters: { q: wanted.text, type_: 'All', listing_type: 'All' } }
    case 'posts':
      return { path: '/post/list', parameters: { community_name: wanted.community, type_: 'All' } }
    case 'comments':
      return {
        path: '/comment/list',
        parameters: { community_name: wanted.community, type_: 'All' },
      }
    case 'author':
      return { path: '/user', parameters: { username: wanted.name } }
    case 'inbox':
      return { path: `/user/${wanted.of}`, parameters: { unread_only: 'false' } }
  }
}

/** Version 4 has other names for some things, and small letters. */
function newerPlaceOf(wanted: Wanted): Place {
  const { path, parameters } = placeOf(wanted)
  switch (wanted.kind) {
    case 'search':
      // Its early editions took `q`.
      return {
        path,
        parameters: { search_term: wanted.text, q: wanted.text, type_: 'all', listing_type: 'all' },
      }
    case 'author':
      return { path: '/person/content', parameters }
    case 'inbox':
      return {
        path: '/account/notification/list',
        parameters: { type_: wanted.of === 'replies' ? 'reply' : 'mention' },
      }
    default:
      return { path, parameters: { ...parameters, type_: 'all' } }
  }
}
