import { HOUR, MINUTE } from './clock.ts'
import type { SimAnswer, SimRequest } from './host.ts'
import { hasAll, isoOf, type Place, type Service } from './service.ts'
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

const TOKEN = 'token-of-ours'
const idOf = (post: SimPost) =>
  String(114_000_000_000_000 + post.at - 1_700_000_000_000) + String(post.number).padStart(5, '0')
const uriOf = (post: SimPost, origin: string) =>
  `${origin}/users/${post.author}/statuses/${idOf(post)}`

/** One server, for an account with a token. Posts of other servers arrive late, at their old place. */
export const mastodon: Service = {
  name: 'Mastodon',
  platform: 'mastodon',
  source: (origin) => `{ type: mastodon, endpoint: "${origin}", tags: [acme] }`,
  handles: [OURS],
  rivals: [RIVAL],
  secrets: { MASTODON_ACCESS_TOKEN: TOKEN },
  world: { perHour: 3, lagMs: 4 * HOUR, burst: 90, editableMs: 8 * HOUR },
  limit: {
    bucketOf: () => 'all',
    // The real one grants 300; so few are met.
    budget: () => ({ requests: 60, windowMs: 5 * MINUTE }),
    headers: ({ limit, remaining, resetAt }) => ({
      'x-ratelimit-limit': String(limit),
      'x-ratelimit-remaining': String(remaining),
      'x-ratelimit-reset': isoOf(resetAt),
    }),
    refusal: (waitMs, now) => ({
      status: 429,
      headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': isoOf(now + waitMs) },
      body: { error: 'Too many requests' },
    }),
  },
  open: (place) => (request) => answer(place, request),
  idOf: uriOf,
  authorOf: (post, origin) => `${origin}/users/${post.author}`,
  tellsGone: true,
  tellsEdits: true,
}

function answer(place: Place, request: SimRequest): SimAnswer {
  const { path, query, now, origin } = request
  if (request.headers.authorization !== `Bearer ${TOKEN}`)
    return { status: 401, body: { error: 'The access token is invalid' } }
  const all = newestFirst(place.world)
  const listed = all.filter((post) => isListed(post, now))
  const there = all.filter((post) => post.indexedAt <= now && isThere(post, now))
  if (path === '/api/v1/timelines/tag/acme')
    return timeline(
      there.filter((post) => hasAll(textAt(post, now), 'acme')),
      request,
    )
  if (path === '/api/v2/search') return search(listed, request)
  if (path === '/api/v1/notifications')
    return timeline(
      there.filter((post) => post.parent?.author === OURS && post.author !== OURS),
      request,
      (status, post) => ({ id: String(post.number), type: 'mention', status }),
    )
  if (path === '/api/v1/accounts/lookup')
    return { body: accountOf(query.get('acct') ?? '', origin) }
  const account = /^\/api\/v1\/accounts\/(\w+)\/statuses$/.exec(path)?.[1]
  if (account !== undefined)
    return timeline(
      there.filter((post) => `9${post.author}` === account),
      request,
    )
  return readOne(place, request)
}

function readOne({ world }: Place, { path, now, origin }: SimRequest): SimAnswer {
  const [, id, rest] = /^\/api\/v1\/statuses\/(\d+)(\/context)?$/.exec(path) ?? []
  const post = world.find((each) => idOf(each) === id)
  if (post === undefined || !isThere(post, now))
    return { status: 404, body: { error: 'Record not found' } }
  if (rest === undefined) return { body: toStatus(post, now, origin) }
  const show = (posts: readonly SimPost[]) =>
    posts.filter((each) => isThere(each, now)).map((each) => toStatus(each, now, origin))
  return { body: { ancestors: show(above(post)), descendants: show(below(world, post)) } }
}

function above(post: SimPost): readonly SimPost[] {
  return post.parent === undefined ? [] : [...above(post.parent), post.parent]
}

/** Posts by time, as the numbers are. The Link header says where older ones are. */
function timeline(
  posts: readonly SimPost[],
  { path, query, now, origin }: SimRequest,
  wrap: (status: object, post: SimPost) => object = (status) => status,
): SimAnswer {
  const max = query.get('max_id')
  const limit = Math.min(Number(query.get('limit') ?? 20), 40)
  const found = posts.filter((post) => max === null || idOf(post) < max).slice(0, limit)
  const last = found.at(-1)
  return {
    headers:
      last === undefined
        ? {}
        : { link: `<${origin}${path}?limit=${limit}&max_id=${idOf(last)}>; rel="next"` },
    body: found.map((post) => wrap(toStatus(post, now, origin), post)),
  }
}

function search(posts: readonly SimPost[], { query, now, origin }: SimRequest): SimAnswer {
  const q = query.get('q') ?? ''
  const max = query.get('max_id')
  const found = /^https?:/.test(q)
    ? posts.filter((post) => uriOf(post, origin) === q)
    : posts.filter((post) => hasAll(textAt(post, now), q))
  const statuses = found
    .filter((post) => max === null || idOf(post) < max)
    .slice(0, Math.min(Number(query.get('limit') ?? 20), 40))
  return {
    body: {
      accounts: [],
      statuses: statuses.map((post) => toStatus(post, now, origin)),
      hashtags: [],
    },
  }
}

function accountOf(name: string, origin: string) {
  return {
    id: `9${name}`,
    username: name,
    acct: name,
    display_name: name,
    uri: `${origin}/users/${name}`,
    url: `${origin}/@${name}`,
    followers_count: 3,
  }
}

function toStatus(post: SimPost, now: number, origin: string): object {
  const edited = editedAt(post, now)
  return {
    id: idOf(post),
    uri: uriOf(post, origin),
    url: `${origin}/@${post.author}/${idOf(post)}`,
    created_at: isoOf(post.at),
    edited_at: edited === undefined ? null : isoOf(edited),
    in_reply_to_id: post.parent === undefined ? null : idOf(post.parent),
    visibility: 'public',
    language: 'en',
    spoiler_text: '',
    content: `<p>${textAt(post, now)}</p>`,
    account: accountOf(post.author, origin),
    media_attachments: [],
    mentions: [],
    tags: [],
    replies_count: 0,
    reblogs_count: 0,
    favourites_count: 0,
    reblog: null,
  }
}
