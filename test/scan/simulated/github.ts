import { HOUR, MINUTE } from './clock.ts'
import type { SimAnswer, SimRequest } from './host.ts'
import { hasAll, NOT_FOUND, type Place, REPEATED, type Service } from './service.ts'
import {
  below,
  editedAt,
  isListed,
  isThere,
  newestFirst,
  OURS,
  RIVAL,
  type SimPost,
  textAt,
} from './world.ts'

const REPOSITORY = 'acme/phone'
const TOKEN = 'ghp_simulated'
const loginOf = (author: string) => author.replace(/_/g, '-')
const isoSeconds = (at: number) => `${new Date(at).toISOString().slice(0, 19)}Z`

/** Issues and their comments: a search with a small limit of its own, lists with a larger one. */
export const github: Service = {
  name: 'GitHub',
  platform: 'github',
  source: (origin) => `{ type: github, endpoint: "${origin}", repositories: [${REPOSITORY}] }`,
  handles: [loginOf(OURS)],
  rivals: [loginOf(RIVAL)],
  secrets: { GITHUB_TOKEN: TOKEN },
  world: { perHour: 3, lagMs: HOUR, burst: 120, editableMs: 20 * HOUR },
  limit: {
    bucketOf: ({ path }) =>
      path === '/graphql' ? 'graphql' : path.startsWith('/search/') ? 'search' : 'core',
    // The real ones are 30 and 5,000.
    budget: (bucket) =>
      bucket === 'search' ? { requests: 3, windowMs: MINUTE } : { requests: 400, windowMs: HOUR },
    headers: ({ limit, remaining, resetAt }) => ({
      'x-ratelimit-limit': String(limit),
      'x-ratelimit-remaining': String(remaining),
      'x-ratelimit-reset': String(Math.ceil(resetAt / 1000)),
    }),
    refusal: (waitMs) => ({
      status: 403,
      headers: { 'retry-after': String(Math.ceil(waitMs / 1000)) },
      body: {
        message:
          'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.',
        documentation_url: 'https://docs.github.com/rest',
      },
    }),
  },
  open: (place) => (request) => answer(place, request),
  idOf: (post) => nodeOf(post),
  authorOf: (post) => loginOf(post.author),
  tellsGone: true,
  takesAlong: true,
  tellsEdits: true,
}

const nodeOf = (post: SimPost) => `${post.parent === undefined ? 'I' : 'IC'}_kw${post.number}`

function answer({ world }: Place, request: SimRequest): SimAnswer {
  const { path, now } = request
  if (request.headers.authorization !== `Bearer ${TOKEN}`)
    return { status: 401, body: { message: 'Bad credentials' } }
  if (path === '/graphql')
    return { body: { data: { search: { nodes: [], pageInfo: { hasNextPage: false } } } } }
  if (path === '/search/issues') return search(world, request)
  const there = newestFirst(world).filter((post) => isThere(post, now))
  const alive = there.filter((post) => post.root === undefined || isThere(post.root, now))
  const place = `/repos/${REPOSITORY}/issues`
  if (path === place) return list(alive.filter(isIssue), request)
  if (path === `${place}/comments`)
    return list(
      alive.filter((post) => !isIssue(post)),
      request,
    )
  const [, number, rest] = /\/issues\/(\d+)(\/comments)?$/.exec(path) ?? []
  const issue = alive.find((post) => isIssue(post) && post.number === Number(number))
  if (issue === undefined) return NOT_FOUND
  if (rest === undefined) return { body: toJson(issue, request) }
  const comments = below(world, issue).filter((post) => isThere(post, now))
  return list(comments, request)
}

function isIssue(post: SimPost): boolean {
  return post.parent === undefined
}

/** `words author:name is:issue created:from..to`, the newest first; comments count as words of their issue. */
function search(world: readonly SimPost[], request: SimRequest): SimAnswer {
  const q = request.query.get('q') ?? ''
  const { from, to } = createdIn(q)
  const author = /author:(\S+)/.exec(q)?.[1]
  const isMention = q.includes('mentions:')
  const words = q.replace(/\S+:\S+/g, ' ').trim()
  const found = newestFirst(world)
    .filter((post) => isIssue(post) && isListed(post, request.now) && !isMention)
    .filter((post) => post.at >= from && post.at <= to)
    .filter((post) => author === undefined || loginOf(post.author) === author)
    .filter((post) => words === '' || hasAll(`${post.title} ${textAt(post, request.now)}`, words))
  const { items, link } = cut(found.slice(0, 1000), request)
  return {
    headers: link,
    body: {
      total_count: found.length,
      incomplete_results: false,
      items: items.map((post) => toJson(post, request)),
    },
  }
}

function createdIn(q: string): { from: number; to: number } {
  const range = /created:(\S+)/.exec(q)?.[1] ?? ''
  const [, only, at = ''] = /^([<>]=)(.+)$/.exec(range) ?? []
  const [from = '', to = ''] = range.split('..')
  if (only === '>=') return { from: Date.parse(at), to: Number.POSITIVE_INFINITY }
  if (only === '<=') return { from: 0, to: Date.parse(at) }
  return range === ''
    ? { from: 0, to: Number.POSITIVE_INFINITY }
    : { from: Date.parse(from), to: Date.parse(to) }
}

function list(posts: readonly SimPost[], request: SimRequest): SimAnswer {
  const { items, link } = cut(posts, request)
  return { headers: link, body: items.map((post) => toJson(post, request)) }
}

/** Numbered pages: what comes in meanwhile pushes the rest on. */
function cut(posts: readonly SimPost[], { path, query, origin }: SimRequest) {
  const size = Math.min(Number(query.get('per_page') ?? 30), 100)
  const page = Number(query.get('page') ?? 1)
  const start = page === 1 ? 0 : (page - 1) * size - REPEATED
  const next = `<${origin}${path}?page=${page + 1}>; rel="next"`
  const link: Record<string, string> = posts.length > page * size ? { link: next } : {}
  return { items: posts.slice(start, page * size), link }
}

function toJson(post: SimPost, { now, origin }: SimRequest): object {
  const root = post.root ?? post
  const page = `${origin}/${REPOSITORY}/issues/${root.number}`
  return {
    id: 3_000_000_000 + post.number,
    node_id: nodeOf(post),
    html_url: isIssue(post) ? page : `${page}#issuecomment-${post.number}`,
    user: { login: loginOf(post.author), id: 7, html_url: `${origin}/${loginOf(post.author)}` },
    ...(isIssue(post) ? { title: post.title, number: post.number, comments: 0, labels: [] } : {}),
    body: textAt(post, now),
    created_at: isoSeconds(post.at),
    updated_at: isoSeconds(editedAt(post, now) ?? post.at),
    reactions: { total_count: 0, '+1': 0, heart: 0 },
  }
}
