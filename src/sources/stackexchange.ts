import * as v from 'valibot'
import type { Instant } from '../model/post.ts'
import { readItems } from './json-answer.ts'
import { searchChannels } from './search-channels.ts'
import type { Channel, PlanRequest, ReadEnvironment, Source } from './source.ts'
import { ask, keyOf, restOf, type Settings } from './stackexchange/ask.ts'
import { findReply, sendReply } from './stackexchange/reply.ts'
import { readThread } from './stackexchange/thread.ts'
import {
  anyPostSchema,
  commentId,
  commentSchema,
  postId,
  questionSchema,
  toPost,
} from './stackexchange/wire.ts'
import { type Gap, olderWindow, type Step, sinceOf, walkBack } from './walk.ts'

const PAGE_SIZE = 100
const SEARCH = { phrase: true, and: true, or: false, not: false, maxLength: 200 } as const

const settings = v.object({
  endpoint: v.optional(v.string(), 'https://api.stackexchange.com'),
  sites: v.optional(
    v.array(
      v.pipe(v.string(), v.regex(/^[a-z0-9.-]{2,60}$/, 'a site such as stackoverflow')),
      'a list of sites',
    ),
    ['stackoverflow'],
  ),
  // Not a secret: it names the program, not a person.
  key: v.optional(v.string()),
  token: v.optional(v.string('an access token by environment variable')),
})

const request = v.variant('kind', [
  v.object({ kind: v.literal('search'), text: v.string(), site: v.string() }),
  v.object({
    kind: v.picklist(['posts', 'comments', 'mentioned']),
    user: v.string(),
    site: v.string(),
  }),
])
type Wanted = v.InferOutput<typeof request>

/** Stack Overflow and its sisters, by API 2.3. */
export const stackexchange: Source<Settings> = {
  platform: 'stackexchange',
  name: 'Stack Exchange',
  homepage: 'https://stackexchange.com',
  summary: 'questions that match, with their answers and comments, on any site of the network',
  settings,
  secrets: [
    {
      variable: 'STACKEXCHANGE_KEY',
      required: false,
      help: 'from stackapps.com; lifts 300 requests a day to 10,000',
    },
    {
      variable: 'STACKEXCHANGE_ACCESS_TOKEN',
      required: false,
      help: 'with scope write_access, to comment',
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
  partly: 'comments to us only where they name us; without a key 300 requests a day',
  channels: planChannels,
  read: (channel, environment) => readChannel(v.parse(request, channel.request), environment),
  thread: (wanted, environment) => readThread(wanted.thread, environment),
  reply: (wanted, environment) => sendReply(wanted, environment),
  findReply: (wanted, environment) => findReply(wanted, environment),
  replyUrl: (to) => to.url,
}

function planChannels(plan: PlanRequest<Settings>): readonly Channel[] {
  const accounts = [...plan.handles, ...Object.values(plan.competitorHandles).flat()]
  return plan.settings.sites.flatMap((site) => [
    ...searchChannels(plan, { search: SEARCH, scope: site }).map((channel) => ({
      ...channel,
      request: { ...(channel.request as object), site },
    })),
    ...accounts.flatMap((account) => userChannels(account, site)),
    ...plan.handles.flatMap((account) => mentionChannels(account, site)),
  ])
}

// An account is a number, on all sites or, as `superuser/123`, on one.
function userOf(account: string, site: string): string | undefined {
  const match = /^(?:([a-z0-9.-]+)\/)?(\d+)$/.exec(account)
  return match?.[1] === undefined || match[1] === site ? match?.[2] : undefined
}

/** What an account wrote: questions and answers, and the comments in which answers are given here. */
function userChannels(account: string, site: string): Channel[] {
  const user = userOf(account, site)
  if (user === undefined) return []
  return [
    {
      key: `user ${site} ${user}`,
      label: `${site}: posts by user ${user}`,
      accounts: true,
      request: { kind: 'posts', user, site },
    },
    {
      key: `comments ${site} ${user}`,
      label: `${site}: comments by user ${user}`,
      accounts: true,
      request: { kind: 'comments', user, site },
    },
  ]
}

function mentionChannels(account: string, site: string): Channel[] {
  const user = userOf(account, site)
  if (user === undefined) return []
  return [
    {
      key: `mentions ${site} ${user}`,
      label: `${site}: comments to user ${user}`,
      addressed: true,
      request: { kind: 'mentioned', user, site },
    },
  ]
}

function readChannel(wanted: Wanted, environment: ReadEnvironment<Settings>) {
  return walkBack(environment, { sweeps: true, ask: (gap) => readPage(wanted, gap, environment) })
}

async function readPage(
  wanted: Wanted,
  gap: Gap,
  environment: ReadEnvironment<Settings>,
): Promise<Step | undefined> {
  const page = Number(gap.cursor ?? 1)
  const path =
    wanted.kind === 'search' ? '/search/advanced' : `/users/${wanted.user}/${wanted.kind}`
  const envelope = await ask(environment, path, {
    site: wanted.site,
    q: wanted.kind === 'search' ? wanted.text : undefined,
    sort: 'creation',
    order: 'desc',
    fromdate: toSeconds(sinceOf(gap)),
    todate: toSeconds(gap.to),
    page,
    pagesize: PAGE_SIZE,
  })
  if (envelope === undefined) return undefined
  const rest = restOf(envelope, environment.now()) ?? patienceOf(wanted, environment)
  const { posts, unreadable } = readPosts(wanted, envelope.items, environment)
  const goesOn = envelope.has_more === true && posts.length > 0
  return {
    posts,
    unreadable,
    ...(goesOn ? { next: olderWindow(gap, posts, page + 1) } : {}),
    ...(rest === undefined ? {} : { nextInSeconds: rest }),
  }
}

// Of 300 requests a day most are left to the searches.
const HOUR_SECONDS = 3600
function patienceOf(wanted: Wanted, environment: ReadEnvironment<Settings>): number | undefined {
  const isSpare = wanted.kind !== 'search' && keyOf(environment) === undefined
  return isSpare ? HOUR_SECONDS : undefined
}

function toSeconds(at: Instant | undefined): number | undefined {
  return at === undefined ? undefined : Math.floor(at / 1000)
}

function readPosts(
  wanted: Wanted,
  items: readonly unknown[],
  environment: ReadEnvironment<Settings>,
) {
  const { site } = wanted
  const place = { source: environment.name, now: environment.now(), site }
  if (wanted.kind === 'search') {
    return readItems(items, questionSchema, (item) => {
      const id = postId(site, item.question_id)
      return toPost(item, { id, thread: id, parent: undefined }, place)
    })
  }
  if (wanted.kind !== 'posts') {
    // Whether it stands below a question or an answer is not told.
    return readItems(items, commentSchema, (item) => {
      const parent = postId(site, item.post_id)
      return toPost(
        item,
        { id: commentId(site, item.comment_id), thread: undefined, parent },
        place,
      )
    })
  }
  return readItems(items, anyPostSchema, (item) => {
    const id = postId(site, item.post_id)
    return toPost(
      item,
      { id, thread: item.post_type === 'question' ? id : undefined, parent: undefined },
      place,
    )
  })
}
