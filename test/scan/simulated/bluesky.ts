import { createHash } from 'node:crypto'
import { HOUR, MINUTE } from './clock.ts'
import type { SimAnswer, SimRequest } from './host.ts'
import { hasAll, isoOf, type Place, type Service } from './service.ts'
import { isListed, isThere, newestFirst, OURS, RIVAL, type SimPost, textAt } from './world.ts'

const PASSWORD = 'aaaa-bbbb-cccc-dddd'
const handleOf = (author: string) => `${author.replace(/_/g, '-')}.bsky.social`
const OUR_HANDLE = handleOf(OURS)

/** A personal data server that speaks for the whole network, as for an account with an app password. */
export const bluesky: Service = {
  name: 'Bluesky',
  platform: 'bluesky',
  source: (origin) => `{ type: bluesky, endpoint: "${origin}" }`,
  handles: [OUR_HANDLE],
  rivals: [handleOf(RIVAL)],
  secrets: { BLUESKY_HANDLE: OUR_HANDLE, BLUESKY_APP_PASSWORD: PASSWORD },
  world: { perHour: 3, lagMs: 2 * HOUR, burst: 150 },
  limit: {
    bucketOf: () => 'all',
    // The real one grants 3,000; so few are met.
    budget: () => ({ requests: 60, windowMs: 5 * MINUTE }),
    headers: ({ limit, remaining, resetAt }) => ({
      'ratelimit-limit': String(limit),
      'ratelimit-remaining': String(remaining),
      'ratelimit-reset': String(Math.ceil(resetAt / 1000)),
      'ratelimit-policy': `${limit};w=300`,
    }),
    refusal: (waitMs, now) => ({
      status: 429,
      headers: {
        'ratelimit-remaining': '0',
        'ratelimit-reset': String(Math.ceil((now + waitMs) / 1000)),
      },
      body: { error: 'RateLimitExceeded', message: 'Rate Limit Exceeded' },
    }),
  },
  open: (place) => {
    const sessions = new Map<string, number>()
    return (request) => answer(place, sessions, request)
  },
  idOf: (post) => uriOf(post),
  authorOf: (post) => didOf(post.author),
  tellsGone: true,
  // Records are hardly ever changed, and an edit has no date.
  tellsEdits: true,
}

function didOf(author: string): string {
  const hex = createHash('sha256').update(author).digest('hex').slice(0, 24)
  return `did:plc:${hex.replace(/[0189]/g, (digit) => 'wxyz'['0189'.indexOf(digit)] ?? 'w')}`
}

function uriOf(post: SimPost): string {
  return `at://${didOf(post.author)}/app.bsky.feed.post/3l${String(post.number).padStart(11, 'a')}`
}

const refused = (status: number, error: string, message: string): SimAnswer => ({
  status,
  body: { error, message },
})

/** Sessions run out after two hours, in the middle of whatever is under way. */
function answer(place: Place, sessions: Map<string, number>, request: SimRequest): SimAnswer {
  const method = request.path.replace('/xrpc/', '')
  if (method === 'com.atproto.server.createSession') return logIn(sessions, request)
  const token = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1]
  const until = token === undefined ? undefined : sessions.get(token)
  if (until === undefined) return refused(401, 'AuthMissing', 'Authentication Required')
  if (until <= request.now) return refused(400, 'ExpiredToken', 'Token has expired')
  switch (method) {
    case 'app.bsky.feed.searchPosts':
      return search(place, request)
    case 'app.bsky.feed.getAuthorFeed':
      return authorFeed(place, request)
    case 'app.bsky.notification.listNotifications':
      return notifications(place, request)
    case 'app.bsky.feed.getPostThread':
      return thread(place, request)
    default:
      return refused(501, 'MethodNotImplemented', 'Method Not Implemented')
  }
}

function logIn(sessions: Map<string, number>, { body, now }: SimRequest): SimAnswer {
  const { identifier, password } = JSON.parse(body) as Record<string, string>
  if (identifier !== OUR_HANDLE || password !== PASSWORD)
    return refused(401, 'AuthenticationRequired', 'Invalid identifier or password')
  const accessJwt = `jwt${sessions.size}`
  sessions.set(accessJwt, now + 2 * HOUR)
  return { body: { accessJwt, refreshJwt: 'r', did: didOf(OURS), handle: OUR_HANDLE } }
}

/** A cursor names the last post that was given; what came since does not move it. */
function page(posts: readonly SimPost[], { query }: SimRequest) {
  const cursor = query.get('cursor')
  const limit = Math.min(Number(query.get('limit') ?? 25), 100)
  const rest =
    cursor === null ? posts : posts.slice(posts.findIndex((post) => String(post.number) === cursor))
  const found = rest.slice(0, limit)
  const last = found.at(-1)
  const more = rest.length > limit && last !== undefined
  // The last one comes again: pages overlap.
  return { found, ...(more ? { cursor: String(last.number) } : {}) }
}

function search({ world }: Place, request: SimRequest): SimAnswer {
  const { query, now } = request
  const since = Date.parse(query.get('since') ?? '1970-01-01')
  const until = Date.parse(query.get('until') ?? '9999-01-01')
  const posts = newestFirst(world)
    .filter((post) => isListed(post, now) && post.at >= since && post.at < until)
    .filter((post) => hasAll(textAt(post, now), query.get('q') ?? ''))
  const { found, ...cursor } = page(posts, request)
  return { body: { posts: found.map((post) => toView(world, post, now)), ...cursor } }
}

function authorFeed({ world }: Place, request: SimRequest): SimAnswer {
  const actor = request.query.get('actor')
  const posts = newestFirst(world)
    .filter((post) => isThere(post, request.now))
    .filter((post) => handleOf(post.author) === actor || didOf(post.author) === actor)
  const { found, ...cursor } = page(posts, request)
  return {
    body: { feed: found.map((post) => ({ post: toView(world, post, request.now) })), ...cursor },
  }
}

function notifications({ world }: Place, request: SimRequest): SimAnswer {
  const posts = newestFirst(world)
    .filter((post) => isThere(post, request.now))
    .filter((post) => post.parent?.author === OURS && post.author !== OURS)
  const { found, ...cursor } = page(posts, request)
  return {
    body: {
      notifications: found.map((post) => ({
        ...toView(world, post, request.now),
        reason: 'reply',
      })),
      ...cursor,
    },
  }
}

function toView(world: readonly SimPost[], post: SimPost, now: number) {
  const text = textAt(post, now)
  return {
    uri: uriOf(post),
    cid: `bafy${createHash('sha256').update(text).digest('hex').slice(0, 20)}`,
    author: { did: didOf(post.author), handle: handleOf(post.author), displayName: post.author },
    record: {
      $type: 'app.bsky.feed.post',
      text,
      createdAt: isoOf(post.at),
      langs: ['en'],
      ...(post.parent === undefined
        ? {}
        : {
            reply: {
              root: { uri: uriOf(post.root ?? post.parent), cid: 'bafyroot' },
              parent: { uri: uriOf(post.parent), cid: 'bafyparent' },
            },
          }),
    },
    replyCount: repliesOf(world, post, now).length,
    repostCount: 0,
    likeCount: 0,
    indexedAt: isoOf(post.at),
  }
}

function repliesOf(world: readonly SimPost[], post: SimPost, now: number): readonly SimPost[] {
  return world.filter((each) => each.parent === post && isThere(each, now))
}

function thread({ world }: Place, { query, now }: SimRequest): SimAnswer {
  const post = world.find((each) => uriOf(each) === query.get('uri'))
  if (post === undefined || !isThere(post, now))
    return refused(400, 'NotFound', `Post not found: ${query.get('uri')}`)
  return { body: { thread: toNode(world, post, now) } }
}

/** What stood below a deleted answer is not shown any more. */
function toNode(world: readonly SimPost[], post: SimPost, now: number): unknown {
  return {
    $type: 'app.bsky.feed.defs#threadViewPost',
    post: toView(world, post, now),
    replies: repliesOf(world, post, now).map((reply) => toNode(world, reply, now)),
  }
}
