import * as v from 'valibot'
import type { Instant } from '../model/post.ts'
import {
  apiUrl,
  ask,
  type Environment,
  hasNext,
  headersOf,
  LOGIN_HINT,
  restOf,
  type Settings,
  tokenOf,
} from './github/ask.ts'
import {
  findDiscussionReply,
  isDiscussion,
  readDiscussion,
  sendDiscussionReply,
} from './github/discussion.ts'
import { findReply, readLikers, readThread, sendReply } from './github/thread.ts'
import {
  commentSchema,
  commentToPost,
  discussionSchema,
  discussionsSchema,
  discussionToPost,
  issueSchema,
  issueToPost,
  listSchema,
  searchSchema,
} from './github/wire.ts'
import { readItems } from './json-answer.ts'
import { refusalOf, sendJson } from './json-send.ts'
import { searchChannels } from './search-channels.ts'
import type { Channel, PlanRequest, Source } from './source.ts'
import { type Gap, olderWindow, type Step, sinceOf, walkBack } from './walk.ts'

const PAGE_SIZE = 100
const MAX_HITS = 1000
const SEARCH = {
  phrase: true,
  and: true,
  or: true,
  not: false,
  maxLength: 180,
  maxTerms: 5,
} as const

const settings = v.object({
  endpoint: v.optional(v.string(), 'https://api.github.com'),
  token: v.optional(v.string('an access token by environment variable')),
  repositories: v.optional(
    v.array(
      v.pipe(v.string(), v.regex(/^[\w.-]+\/[\w.-]+$/, 'owner/name')),
      'a list such as [acme/phone]',
    ),
  ),
  pulls: v.optional(v.boolean('true to search pull requests as well')),
})

const request = v.variant('kind', [
  v.object({ kind: v.literal('search'), text: v.string() }),
  v.object({ kind: v.literal('discussions'), text: v.string() }),
  v.object({ kind: v.literal('issues'), repository: v.string() }),
  v.object({ kind: v.literal('comments'), repository: v.string() }),
])
type Wanted = v.InferOutput<typeof request>

/** GitHub's issues, and with a token its discussions. */
export const github: Source<Settings> = {
  platform: 'github',
  name: 'GitHub',
  homepage: 'https://github.com',
  summary:
    'issues that match, whole repositories with their comments, discussions, threads and reactions',
  settings,
  secrets: [
    {
      variable: 'GITHUB_TOKEN',
      required: false,
      help: 'github.com/settings/tokens; three times as many searches, discussions, and answers',
    },
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
  partly:
    'discussions want a token; a mention in a comment brings the issue it stands in; stars and followers are not read',
  channels: planChannels,
  read: (channel, environment) => {
    const wanted = v.parse(request, channel.request)
    return walkBack(environment, { sweeps: true, ask: (gap) => readPage(wanted, gap, environment) })
  },
  thread: (wanted, environment) =>
    wanted.posts.some(({ url }) => isDiscussion(url))
      ? readDiscussion(wanted.thread, environment)
      : readThread(wanted.thread, environment),
  likers: (post, environment) => readLikers(post.url, environment),
  reply: (wanted, environment) =>
    isDiscussion(wanted.to.url)
      ? sendDiscussionReply(wanted, environment)
      : sendReply(wanted, environment),
  findReply: (wanted, environment) =>
    isDiscussion(wanted.to.url)
      ? findDiscussionReply(wanted, environment)
      : findReply(wanted, environment),
  replyUrl: (to) => to.url,
}

function planChannels(plan: PlanRequest<Settings>): readonly Channel[] {
  const others = Object.values(plan.competitorHandles).flat()
  const found = searchChannels(plan, { search: SEARCH })
  const kinds = plan.settings.pulls === true ? ['is:issue', 'is:pr'] : ['is:issue']
  const hasToken = tokenOf(plan.settings, plan.secret) !== undefined
  return [
    ...found.flatMap((channel) => kinds.map((kind) => withKind(channel, kind))),
    ...(hasToken ? found.map(toDiscussions) : []),
    ...plan.handles.map((login) => ({
      ...fixedSearch(`mentions:${login} is:issue`, `issues that mention ${login}`),
      addressed: true,
    })),
    ...[...plan.handles, ...others].map((login) => ({
      ...fixedSearch(`author:${login} is:issue`, `issues by ${login}`),
      accounts: true,
    })),
    ...(plan.settings.repositories ?? []).flatMap(repositoryChannels),
  ]
}

function withKind(channel: Channel, kind: string): Channel {
  const { text } = channel.request as { text: string }
  return {
    ...channel,
    key: `${channel.key} ${kind}`,
    request: { kind: 'search', text: `${bracketed(text)} ${kind}` },
  }
}

// The search reads "a OR b is:issue" as one alternative with the mark and one without.
function bracketed(text: string): string {
  return / OR /.test(text) ? `(${text})` : text
}

function toDiscussions(channel: Channel): Channel {
  const { text } = channel.request as { text: string }
  return {
    ...channel,
    key: `discussions ${text}`,
    label: `discussions: ${text}`,
    request: { kind: 'discussions', text },
  }
}

function fixedSearch(text: string, label: string): Channel {
  return { key: `search ${text}`, label, request: { kind: 'search', text } }
}

function repositoryChannels(repository: string): Channel[] {
  return [
    {
      key: `issues ${repository}`,
      label: `${repository}: issues`,
      request: { kind: 'issues', repository },
    },
    {
      key: `comments ${repository}`,
      label: `${repository}: comments`,
      request: { kind: 'comments', repository },
    },
  ]
}

function readPage(wanted: Wanted, gap: Gap, environment: Environment): Promise<Step | undefined> {
  switch (wanted.kind) {
    case 'search':
      return search(wanted.text, gap, environment)
    case 'discussions':
      return searchDiscussions(wanted.text, gap, environment)
    case 'issues':
      return readList(`/repos/${wanted.repository}/issues`, { state: 'all' }, gap, environment)
    case 'comments':
      return readList(`/repos/${wanted.repository}/issues/comments`, {}, gap, environment)
  }
}

async function search(
  words: string,
  gap: Gap,
  environment: Environment,
): Promise<Step | undefined> {
  const page = Number(gap.cursor ?? 1)
  const read = await ask(
    environment,
    '/search/issues',
    {
      q: [words, createdIn(gap)].filter(Boolean).join(' '),
      sort: 'created',
      order: 'desc',
      per_page: PAGE_SIZE,
      page,
    },
    searchSchema,
  )
  if (read === undefined) return undefined
  const { posts, unreadable } = readItems(read.data.items, issueSchema, (issue) =>
    issueToPost(issue, placeOf(environment)),
  )
  const isLast = !hasNext(read.answer) && page * PAGE_SIZE < MAX_HITS
  return {
    ...restPart(read.answer),
    posts,
    unreadable,
    ...(isLast || posts.length === 0 ? {} : { next: olderWindow(gap, posts, page + 1) }),
    ...(read.data.incomplete_results === true
      ? { notice: 'the search ran out of time; some posts may be missing' }
      : {}),
  }
}

function createdIn(gap: Gap): string {
  const since = sinceOf(gap)
  const from = since === undefined ? undefined : toTime(since)
  const to = gap.to === undefined ? undefined : toTime(gap.to)
  if (from === undefined) return to === undefined ? '' : `created:<=${to}`
  return to === undefined ? `created:>=${from}` : `created:${from}..${to}`
}

function toTime(at: Instant): string {
  return new Date(at).toISOString().replace(/\.\d+Z$/, 'Z')
}

/** The newest issues or comments of a repository, page by page. */
async function readList(
  path: string,
  parameters: Readonly<Record<string, string>>,
  gap: Gap,
  environment: Environment,
): Promise<Step | undefined> {
  const page = Number(gap.cursor ?? 1)
  const read = await ask(
    environment,
    path,
    { ...parameters, sort: 'created', direction: 'desc', per_page: PAGE_SIZE, page },
    listSchema,
  )
  if (read === undefined) return undefined
  const place = placeOf(environment)
  const { posts, unreadable } = path.endsWith('/comments')
    ? readItems(read.data, commentSchema, (comment) => commentToPost(comment, place))
    : readItems(read.data, issueSchema, (issue) => issueToPost(issue, place))
  return {
    ...restPart(read.answer),
    posts,
    unreadable,
    ...(hasNext(read.answer) ? { next: { cursor: String(page + 1) } } : {}),
  }
}

const DISCUSSIONS = `query($q: String!, $after: String) {
  search(type: DISCUSSION, query: $q, first: 50, after: $after) {
    pageInfo { endCursor hasNextPage }
    nodes { ... on Discussion { id url title bodyText createdAt upvoteCount author { login url } comments { totalCount } } }
  }
}`

async function searchDiscussions(words: string, gap: Gap, environment: Environment): Promise<Step> {
  const q = [words, createdIn(gap), 'sort:created-desc'].filter(Boolean).join(' ')
  const { answer, data } = await sendJson(environment.http, {
    url: apiUrl(environment, '/graphql'),
    headers: headersOf(environment),
    bucket: 'graphql',
    body: { query: DISCUSSIONS, variables: { q, after: gap.cursor ?? null } },
  })
  const read = v.safeParse(discussionsSchema, data)
  if (answer.status !== 200 || !read.success) throw refusalOf(answer, data, LOGIN_HINT)
  const { nodes, pageInfo } = read.output.data.search
  const { posts, unreadable } = readItems(nodes, discussionSchema, (node) =>
    discussionToPost(node, placeOf(environment)),
  )
  const cursor = pageInfo?.hasNextPage === true ? pageInfo.endCursor : undefined
  return {
    ...restPart(answer),
    posts,
    unreadable,
    ...(cursor === undefined ? {} : { next: { cursor } }),
  }
}

function restPart(answer: Parameters<typeof restOf>[0]): { nextInSeconds?: number } {
  const rest = restOf(answer)
  return rest === undefined ? {} : { nextInSeconds: rest }
}

function placeOf(environment: Environment) {
  return { source: environment.name, now: environment.now() }
}
