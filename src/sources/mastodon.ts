import * as v from 'valibot'
import type { Post } from '../model/post.ts'
import { pushDown } from '../query/push-down.ts'
import { readItems } from './json-answer.ts'
import {
  ask,
  type Environment,
  olderThan,
  type Settings,
  serverHost,
  tokenOf,
} from './mastodon/ask.ts'
import { toPost } from './mastodon/post.ts'
import { findReply, sendReply } from './mastodon/reply.ts'
import { streamChannel, streamStatuses } from './mastodon/stream.ts'
import { isPublic, readLikers, readStatus, readThread } from './mastodon/thread.ts'
import {
  accountSchema,
  notificationSchema,
  searchSchema,
  statusesSchema,
  statusSchema,
  type WireStatus,
} from './mastodon/wire.ts'
import { searchChannels } from './search-channels.ts'
import type { Channel, PlanRequest, Source } from './source.ts'
import { streamSetting } from './stream-setting.ts'
import { type Gap, type Step, walkBack } from './walk.ts'

const PAGE_SIZE = 40
const SEARCH = { phrase: true, and: true, or: false, not: false } as const
/** Parents of mentions that are asked for one by one, at most so many a page. */
const MAX_PARENTS = 10

const settings = v.object({
  endpoint: v.optional(v.string(), 'https://mastodon.social'),
  token: v.optional(v.string('an access token by environment variable')),
  tags: v.optional(v.array(v.string(), 'hashtags to read, such as [acme]')),
  stream: v.optional(streamSetting("the server's stream")),
})

const request = v.variant('kind', [
  v.object({ kind: v.literal('search'), text: v.string() }),
  v.object({ kind: v.literal('tag'), tag: v.string() }),
  v.object({ kind: v.literal('mentions') }),
  v.object({ kind: v.literal('author'), handle: v.string() }),
])
type Wanted = v.InferOutput<typeof request>

/** Mastodon and its kin, one server: hashtags without a key; search, mentions and replies with an access token. */
export const mastodon: Source<Settings> = {
  platform: 'mastodon',
  name: 'Mastodon',
  homepage: 'https://joinmastodon.org',
  summary:
    'hashtags, posts that match, mentions of us, threads, favourites and boosts, by one server',
  settings,
  secrets: [
    {
      variable: 'MASTODON_ACCESS_TOKEN',
      required: false,
      help: 'on your server: Preferences, Development, New application. Without it hashtags can be read, words cannot be searched for',
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
  read: (channel, environment) => {
    const wanted = v.parse(request, channel.request)
    return walkBack(environment, { sweeps: true, ask: (gap) => readPage(wanted, gap, environment) })
  },
  streamChannel: planStream,
  stream: (environment) => streamStatuses(environment),
  thread: (wanted, environment) => readThread(wanted.thread, environment),
  likers: (post, environment) => readLikers(post.id, environment),
  reply: (wanted, environment) => sendReply(wanted, environment),
  findReply: (wanted, environment) => findReply(wanted, environment),
}

function planChannels(plan: PlanRequest<Settings>): readonly Channel[] {
  const host = new URL(plan.settings.endpoint).host
  const hasToken = tokenOf(plan.settings, plan.secret) !== undefined
  const accounts = [...plan.handles, ...Object.values(plan.competitorHandles).flat()]
  return [
    ...(hasToken ? searchChannels(plan, { search: SEARCH, scope: host }) : []),
    ...tagChannels(plan, host).map(({ channel }) => channel),
    ...(hasToken && plan.handles.length > 0 ? [mentionsChannel(host)] : []),
    ...accounts.map((handle) => authorChannel(handle, host)),
  ]
}

/** Since version 4.2 a server streams to its own users only. */
function planStream(plan: PlanRequest<Settings>): Channel | undefined {
  if (tokenOf(plan.settings, plan.secret) === undefined) return undefined
  const { host } = new URL(plan.settings.endpoint)
  return streamChannel(
    plan.settings,
    tagChannels(plan, host).map(({ tag }) => tag),
  )
}

/** Hashtags that were named, and the words of queries as hashtags: search finds only those who opted in to it. */
function tagChannels(
  plan: PlanRequest<Settings>,
  host: string,
): { readonly tag: string; readonly channel: Channel }[] {
  const byTag = new Map<string, string[] | undefined>()
  for (const { name, tree } of plan.queries) {
    const words = pushDown(tree, SEARCH).requests.flatMap(({ all }) => tagOf(all.flat()))
    for (const word of words) byTag.set(word, [...(byTag.get(word) ?? []), name])
  }
  for (const tag of plan.settings.tags ?? []) byTag.set(plainTag(tag), undefined)
  return [...byTag].map(([tag, queries]) => ({
    tag,
    channel: {
      key: `tag ${host} ${tag}`,
      label: `${host}: #${tag}`,
      ...(queries === undefined ? {} : { queries: [...new Set(queries)] }),
      request: { kind: 'tag', tag },
    },
  }))
}

// Of the words that must all be there, the longest finds the fewest posts.
function tagOf(terms: readonly { readonly words: readonly string[] }[]): string[] {
  const words = terms.flatMap(({ words: [word = '', ...more] }) =>
    more.length === 0 ? [word] : [],
  )
  const usable = words.map(plainTag)
  const [longest] = usable
    .filter((word) => /^[\p{L}\p{N}_]+$/u.test(word))
    .toSorted((a, b) => b.length - a.length)
  return longest === undefined ? [] : [longest]
}

function plainTag(tag: string): string {
  return tag.replace(/^#/, '').toLowerCase()
}

function mentionsChannel(host: string): Channel {
  return {
    key: `mentions ${host}`,
    label: `${host}: mentions of us`,
    addressed: true,
    request: { kind: 'mentions' },
  }
}

function authorChannel(handle: string, host: string): Channel {
  const acct = handle.replace(/^@/, '')
  return {
    key: `author ${host} ${acct}`,
    label: `${host}: posts by ${acct}`,
    accounts: true,
    request: { kind: 'author', handle: acct },
  }
}

async function readPage(
  wanted: Wanted,
  gap: Gap,
  environment: Environment,
): Promise<Step | undefined> {
  switch (wanted.kind) {
    case 'search':
      return search(wanted.text, gap, environment)
    case 'tag':
      return readTimeline(`/v1/timelines/tag/${encodeURIComponent(wanted.tag)}`, gap, environment)
    case 'mentions':
      return readMentions(gap, environment)
    case 'author': {
      const id = await accountId(wanted.handle, environment)
      return readTimeline(`/v1/accounts/${id}/statuses`, gap, environment, {
        exclude_reblogs: 'true',
      })
    }
  }
}

async function search(
  words: string,
  gap: Gap,
  environment: Environment,
): Promise<Step | undefined> {
  const read = await ask(
    environment,
    '/v2/search',
    { q: words, type: 'statuses', limit: PAGE_SIZE, max_id: gap.cursor },
    searchSchema,
  )
  if (read === undefined) return undefined
  const { statuses } = read.data
  const last = v.safeParse(statusSchema, statuses.at(-1))
  const step = toStep(statuses, environment)
  const isLast = statuses.length < PAGE_SIZE || !last.success
  return isLast ? step : { ...step, next: { cursor: last.output.id } }
}

async function readTimeline(
  path: string,
  gap: Gap,
  environment: Environment,
  more: Readonly<Record<string, string>> = {},
): Promise<Step | undefined> {
  const read = await ask(
    environment,
    path,
    { ...more, limit: PAGE_SIZE, max_id: gap.cursor },
    statusesSchema,
  )
  if (read === undefined) return undefined
  const cursor = olderThan(read.answer)
  const isClosed = read.data.length === 0 && gap.cursor === undefined && gap.from === undefined
  return {
    ...toStep(read.data, environment),
    ...(cursor === undefined || read.data.length === 0 ? {} : { next: { cursor } }),
    ...(isClosed ? { notice: 'no posts at all; the server may be closed to strangers' } : {}),
  }
}

async function readMentions(gap: Gap, environment: Environment): Promise<Step | undefined> {
  const read = await ask(
    environment,
    '/v1/notifications',
    { 'types[]': 'mention', limit: PAGE_SIZE, max_id: gap.cursor },
    statusesSchema,
  )
  if (read === undefined) return undefined
  const parents = new Map<string, string>()
  const parsed = v.parse(v.array(v.fallback(v.optional(notificationSchema), undefined)), read.data)
  const wanted = new Set(parsed.flatMap((one) => one?.status.in_reply_to_id ?? []))
  for (const id of [...wanted].slice(0, MAX_PARENTS)) {
    const uri = await parentUri(id, environment)
    if (uri !== undefined) parents.set(id, uri)
  }
  const { posts, unreadable } = readItems(read.data, notificationSchema, ({ status }) =>
    toPublicPost(status, environment, parents),
  )
  const cursor = olderThan(read.answer)
  return {
    posts,
    unreadable,
    ...(cursor === undefined || read.data.length === 0 ? {} : { next: { cursor } }),
  }
}

// The answer names its parent by this server's number; the world knows it by its address.
async function parentUri(id: string, environment: Environment): Promise<string | undefined> {
  const find = async () => (await readStatus(id, environment)).uri
  const key = `mastodon ${environment.settings.endpoint} status ${id}`
  return (environment.http.remember?.(key, find) ?? find()).catch(() => undefined)
}

function accountId(handle: string, environment: Environment): Promise<string> {
  const find = async () => {
    const read = await ask(environment, '/v1/accounts/lookup', { acct: handle }, accountSchema)
    return read?.data.id ?? ''
  }
  return (
    environment.http.remember?.(
      `mastodon ${environment.settings.endpoint} account ${handle}`,
      find,
    ) ?? find()
  )
}

function toStep(statuses: readonly unknown[], environment: Environment): Step {
  const page = v.parse(v.array(v.fallback(v.optional(statusSchema), undefined)), statuses)
  const known = new Map(
    page.flatMap((status) => (status === undefined ? [] : [[status.id, status.uri] as const])),
  )
  return readItems(statuses, statusSchema, (status) =>
    toPublicPost(status.reblog ?? status, environment, known),
  )
}

function toPublicPost(
  status: WireStatus,
  environment: Environment,
  uris: ReadonlyMap<string, string>,
): Post | undefined {
  if (!isPublic(status)) return undefined
  return toPost(status, {
    source: environment.name,
    now: environment.now(),
    host: serverHost(environment),
    uriOf: (id) => uris.get(id),
  })
}
