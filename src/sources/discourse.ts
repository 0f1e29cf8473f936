import * as v from 'valibot'
import { SourceError } from '../errors.ts'
import type { Post } from '../model/post.ts'
import { ask, type Environment, placeOf, type Settings } from './discourse/ask.ts'
import { findReply, readLikers, readPosts, readTopic, sendReply } from './discourse/topic.ts'
import { foundSchema, latestSchema, postSchema, searchSchema, toPost } from './discourse/wire.ts'
import { readItems } from './json-answer.ts'
import { searchChannels } from './search-channels.ts'
import type { Channel, PlanRequest, Source } from './source.ts'
import { type Gap, type Step, walkBack } from './walk.ts'

const SEARCH = { phrase: true, and: true, or: false, not: false, maxLength: 200 } as const
/** Topics of one page of found posts that are opened to get whole texts. */
const MAX_TOPICS = 20

const settings = v.object({
  endpoint: v.pipe(
    v.string('the address of the forum'),
    v.transform((url) => url.replace(/\/+$/, '')),
  ),
  api_key: v.optional(v.string('a key by environment variable')),
  api_username: v.optional(v.string()),
  search: v.optional(v.boolean('true to search instead of reading all new posts')),
})

const request = v.variant('kind', [
  v.object({ kind: v.literal('latest') }),
  v.object({ kind: v.literal('search'), text: v.string() }),
])
type Wanted = v.InferOutput<typeof request>

/** Any Discourse forum: all new posts, or for large ones what its search finds. */
export const discourse: Source<Settings> = {
  platform: 'discourse',
  name: 'Discourse',
  homepage: 'https://www.discourse.org',
  summary: 'a forum: all new posts or those that match, whole topics, mentions of us',
  settings,
  secrets: [
    {
      variable: 'DISCOURSE_API_KEY',
      required: false,
      help: 'a user API key of the forum; needed for closed forums and to answer',
    },
    { variable: 'DISCOURSE_API_USERNAME', required: false, help: 'whose key it is' },
  ],
  capabilities: {
    search: SEARCH,
    mentions: true,
    ownPosts: true,
    threads: true,
    likers: true,
    stream: false,
    reply: true,
  },
  partly: 'posts in closed categories want a key; searches give an excerpt of each post',
  channels: planChannels,
  read: (channel, environment) => {
    const wanted = v.parse(request, channel.request)
    return walkBack(environment, { ask: (gap) => readPage(wanted, gap, environment) })
  },
  thread: (wanted, environment) => readTopic(wanted.thread, environment),
  likers: readLikers,
  reply: (wanted, environment) => sendReply(wanted, environment),
  findReply: (wanted, environment) => findReply(wanted, environment),
  replyUrl: (to) => to.url,
}

function planChannels(plan: PlanRequest<Settings>): readonly Channel[] {
  const { host } = new URL(plan.settings.endpoint)
  const others = Object.values(plan.competitorHandles).flat()
  if (plan.settings.search !== true) {
    return [{ key: `latest ${host}`, label: `${host}: all new posts`, request: { kind: 'latest' } }]
  }
  return [
    ...searchChannels(plan, { search: SEARCH, scope: host }),
    ...plan.handles.map((name) => ({
      ...fixedSearch(`"@${name}"`, `mentions of ${name}`, host),
      addressed: true,
    })),
    ...[...plan.handles, ...others].map((name) => ({
      ...fixedSearch(`@${name}`, `posts by ${name}`, host),
      accounts: true,
    })),
  ]
}

function fixedSearch(text: string, label: string, host: string): Channel {
  return {
    key: `search ${host} ${text}`,
    label: `${host}: ${label}`,
    request: { kind: 'search', text },
  }
}

function readPage(wanted: Wanted, gap: Gap, environment: Environment): Promise<Step | undefined> {
  return wanted.kind === 'latest'
    ? readLatest(gap, environment)
    : search(wanted.text, gap, environment)
}

/** Every new post of the forum, fifty at a time, down by number. */
async function readLatest(gap: Gap, environment: Environment): Promise<Step | undefined> {
  const read = await ask(environment, '/posts.json', { before: gap.cursor }, latestSchema)
  if (read === undefined) return undefined
  const { latest_posts: items } = read.data
  const { posts, unreadable } = readItems(items, postSchema, (wire) =>
    toPost(wire, placeOf(environment)),
  )
  const numbers = items.flatMap((item) => idOf(item) ?? [])
  // The number asked for is inclusive on some versions.
  const last = numbers.length === 0 ? undefined : Math.min(...numbers) - 1
  return {
    posts,
    unreadable,
    ...(last === undefined || last < 1 ? {} : { next: { cursor: String(last) } }),
  }
}

function idOf(item: unknown): number | undefined {
  const { id } = (item ?? {}) as { id?: unknown }
  return typeof id === 'number' ? id : undefined
}

/** Found posts, newest first. The search gives excerpts, so their topics are opened for whole texts. */
async function search(
  words: string,
  gap: Gap,
  environment: Environment,
): Promise<Step | undefined> {
  const page = Number(gap.cursor ?? 1)
  const read = await ask(
    environment,
    '/search.json',
    { q: `${words} ${orderOf(gap)}`, page },
    searchSchema,
  )
  if (read === undefined) return undefined
  const { posts: found, topics, grouped_search_result: grouped } = read.data
  if (grouped?.error !== undefined)
    throw new SourceError('unreachable', `it says: ${grouped.error}`)
  const { byTopic, unreadable } = groupByTopic(found)
  const posts: Post[] = []
  for (const [topic, ids] of [...byTopic].slice(0, MAX_TOPICS)) {
    const title = topics?.find((one) => one.id === topic)?.title
    posts.push(...(await readPosts(topic, ids, { ...placeOf(environment), title }, environment)))
  }
  const goesOn = grouped?.more_full_page_results === true && posts.length > 0
  return {
    posts: posts.toSorted((a, b) => (b.publishedAt ?? 0) - (a.publishedAt ?? 0)),
    unreadable,
    ...(goesOn ? { next: { cursor: String(page + 1) } } : {}),
  }
}

const DAY_MS = 86_400_000

// Days of the forum's own zone: one more makes sure.
function orderOf(gap: Gap): string {
  if (gap.from === undefined) return 'order:latest'
  return `order:latest after:${new Date(gap.from - DAY_MS).toISOString().slice(0, 10)}`
}

function groupByTopic(found: readonly unknown[]) {
  const byTopic = new Map<string, string[]>()
  let unreadable = 0
  for (const item of found) {
    const one = v.safeParse(foundSchema, item)
    if (!one.success) unreadable += 1
    else
      byTopic.set(one.output.topic_id, [...(byTopic.get(one.output.topic_id) ?? []), one.output.id])
  }
  return { byTopic, unreadable }
}
