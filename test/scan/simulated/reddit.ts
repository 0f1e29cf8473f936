import { HOUR, MINUTE, SECOND } from './clock.ts'
import type { SimAnswer, SimRequest } from './host.ts'
import { hasAll, isoOf, NOT_FOUND, type Place, type Service } from './service.ts'
import {
  below,
  editedAt,
  isDeleted,
  isListed,
  isThere,
  newestFirst,
  OURS,
  RIVAL,
  type SimPost,
  textAt,
} from './world.ts'

const SUBREDDIT = 'acmephones'
const nameOf = (post: SimPost) => `${post.parent === undefined ? 't3' : 't1'}_1k${post.number}`

/** The Atom feeds that strangers are shown, once a minute. */
export const redditFeeds: Service = {
  name: 'Reddit by its feeds',
  platform: 'reddit',
  source: (origin) => `{ type: reddit, endpoint: "${origin}", subreddits: [${SUBREDDIT}] }`,
  handles: [OURS],
  rivals: [RIVAL],
  world: { perHour: 3, lagMs: 20 * MINUTE, burst: 60, editableMs: 20 * HOUR },
  limit: {
    bucketOf: () => 'all',
    budget: () => ({ requests: 1000, windowMs: HOUR }),
    gapMs: 60 * SECOND,
    refusal: (waitMs) => ({
      status: 429,
      headers: { 'retry-after': String(Math.ceil(waitMs / 1000)) },
      body: '<html><body>Too Many Requests</body></html>',
    }),
  },
  open: (place) => (request) => answerFeed(place, request),
  idOf: nameOf,
  authorOf: (post) => post.author,
  // A feed names what stands, not what is gone; at a request a minute few conversations are read.
  tellsGone: false,
  tellsEdits: false,
}

function answerFeed({ world }: Place, request: SimRequest): SimAnswer {
  const { path, query, now } = request
  const listed = newestFirst(world).filter((post) => isListed(post, now))
  const there = newestFirst(world).filter((post) => isThere(post, now))
  if (path === '/search.rss')
    return feed(
      listed.filter(
        (post) => post.parent === undefined && isWanted(post, query.get('q') ?? '', now),
      ),
      request,
    )
  if (path === `/r/${SUBREDDIT}/new/.rss`)
    return feed(
      there.filter((post) => post.parent === undefined),
      request,
    )
  if (path === `/r/${SUBREDDIT}/comments/.rss`)
    return feed(
      there.filter((post) => post.parent !== undefined),
      request,
    )
  const thread = /^\/comments\/(\w+)\/\.rss$/.exec(path)?.[1]
  const root = world.find((post) => nameOf(post) === `t3_${thread}`)
  if (root === undefined || !isThere(root, now)) return NOT_FOUND
  const answers = below(world, root).filter((post) => isThere(post, now))
  return feed([root, ...newestFirst(answers)], request)
}

/** Words, or `author:name`, with OR between. */
function isWanted(post: SimPost, q: string, now: number): boolean {
  return q.split(' OR ').some((part) => {
    const author = /author:(\w+)/.exec(part)?.[1]
    const text = `${post.title} ${textAt(post, now)}`
    return author === undefined ? hasAll(text, part) : post.author === author
  })
}

function feed(posts: readonly SimPost[], { query, now }: SimRequest): SimAnswer {
  const shown = pageOf(posts, query)
  const entries = shown.map((post) => entryOf(post, now)).join('')
  return {
    headers: { 'content-type': 'application/atom+xml; charset=UTF-8' },
    body: `<?xml version="1.0" encoding="UTF-8"?><feed xmlns="http://www.w3.org/2005/Atom"><title>simulated</title><id>/r/x</id>${entries}</feed>`,
  }
}

function pageOf(posts: readonly SimPost[], query: URLSearchParams): readonly SimPost[] {
  const limit = Math.min(Number(query.get('limit') ?? 25), 100)
  const after = query.get('after')
  const start = after === null ? 0 : posts.findIndex((post) => nameOf(post) === after) + 1
  return posts.slice(start, start + limit)
}

function permalink(post: SimPost): string {
  const root = (post.root ?? post).number
  const own = post.parent === undefined ? '' : `1k${post.number}/`
  return `https://www.reddit.com/r/${SUBREDDIT}/comments/1k${root}/question/${own}`
}

function entryOf(post: SimPost, now: number): string {
  const title = post.parent === undefined ? post.title : `/u/${post.author} on a post`
  const content = `&lt;div class="md"&gt;&lt;p&gt;${textAt(post, now)}&lt;/p&gt;&lt;/div&gt; submitted by &lt;a href="https://www.reddit.com/user/${post.author}"&gt; /u/${post.author} &lt;/a&gt; &lt;a href="${permalink(post)}"&gt;[link]&lt;/a&gt; &lt;a href="${permalink(post)}"&gt;[comments]&lt;/a&gt;`
  const at = isoOf(post.at).replace('.000Z', '+00:00')
  return `<entry><author><name>/u/${post.author}</name></author><category term="${SUBREDDIT}"/><content type="html">${content}</content><id>${nameOf(post)}</id><link href="${permalink(post)}"/><updated>${at}</updated><published>${at}</published><title>${title}</title></entry>`
}

/** The API for who holds a key: listings, whole trees, a limit that every answer tells. */
export const redditApi: Service = {
  ...redditFeeds,
  name: 'Reddit by its API',
  source: (origin) =>
    `{ type: reddit, endpoint: "${origin}", subreddits: [${SUBREDDIT}], client_id: id }`,
  secrets: { REDDIT_CLIENT_SECRET: 'secret-of-an-app' },
  world: { perHour: 3, lagMs: HOUR, burst: 130, editableMs: 20 * HOUR },
  limit: {
    bucketOf: () => 'all',
    // The real one grants 1,000; so few are met.
    budget: () => ({ requests: 100, windowMs: 10 * MINUTE }),
    headers: ({ limit, remaining, resetAt }, now) => ({
      'x-ratelimit-used': String(limit - remaining),
      'x-ratelimit-remaining': `${remaining}.0`,
      'x-ratelimit-reset': String(Math.ceil((resetAt - now) / 1000)),
    }),
    refusal: (waitMs) => ({
      status: 429,
      headers: {
        'x-ratelimit-remaining': '0.0',
        'x-ratelimit-reset': String(Math.ceil(waitMs / 1000)),
      },
      body: { message: 'Too Many Requests', error: 429 },
    }),
  },
  open: (place) => {
    const tokens = new Map<string, number>()
    return (request) => answerApi(place, tokens, request)
  },
  tellsGone: true,
  tellsEdits: true,
}

function answerApi(place: Place, tokens: Map<string, number>, request: SimRequest): SimAnswer {
  const { path, query, now } = request
  if (path === '/api/v1/access_token') {
    const token = `token${tokens.size}`
    tokens.set(token, now + HOUR)
    return { body: { access_token: token, token_type: 'bearer', expires_in: 3600 } }
  }
  const token = /^bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1] ?? ''
  if ((tokens.get(token) ?? 0) <= now)
    return { status: 401, body: { message: 'Unauthorized', error: 401 } }
  const all = newestFirst(place.world)
  const listed = all.filter((post) => isListed(post, now))
  // Lists keep what was deleted, without its words; only the search forgets it.
  const born = all.filter((post) => post.at <= now)
  if (path === '/search')
    return listing(
      listed.filter(
        (post) => post.parent === undefined && isWanted(post, query.get('q') ?? '', now),
      ),
      request,
    )
  if (path === `/r/${SUBREDDIT}/new`)
    return listing(
      born.filter((post) => post.parent === undefined),
      request,
    )
  if (path === `/r/${SUBREDDIT}/comments`)
    return listing(
      born.filter((post) => post.parent !== undefined),
      request,
    )
  const user = /^\/user\/(\w+)\/overview$/.exec(path)?.[1]
  if (user !== undefined)
    return listing(
      born.filter((post) => post.author === user && isThere(post, now)),
      request,
    )
  return tree(place.world, request)
}

function listing(posts: readonly SimPost[], { query, now }: SimRequest): SimAnswer {
  const shown = pageOf(posts, query)
  const last = shown.at(-1)
  const hasMore = last !== undefined && posts.at(-1) !== last
  return {
    body: {
      kind: 'Listing',
      data: {
        children: shown.map((post) => toThing(post, now)),
        after: hasMore ? nameOf(last) : null,
        before: null,
      },
    },
  }
}

function tree(world: readonly SimPost[], { path, now }: SimRequest): SimAnswer {
  const thread = /^\/comments\/(\w+)$/.exec(path)?.[1]
  const root = world.find((post) => nameOf(post) === `t3_${thread}`)
  if (root === undefined || root.at > now) return { status: 404, body: { message: 'Not Found' } }
  const wrap = (children: readonly object[]) => ({
    kind: 'Listing',
    data: { children, after: null },
  })
  return { body: [wrap([toThing(root, now)]), wrap(repliesOf(world, root, now))] }
}

function repliesOf(world: readonly SimPost[], post: SimPost, now: number): readonly object[] {
  return world
    .filter((each) => each.parent === post && each.at <= now)
    .map((each) => {
      const children = repliesOf(world, each, now)
      const thing = toThing(each, now)
      const replies =
        children.length === 0 ? '' : { kind: 'Listing', data: { children, after: null } }
      return { ...thing, data: { ...thing.data, replies } }
    })
}

function toThing(post: SimPost, now: number) {
  const gone = isDeleted(post, now)
  const text = gone ? '[deleted]' : textAt(post, now)
  const edited = editedAt(post, now)
  const shared = {
    name: nameOf(post),
    id: `1k${post.number}`,
    permalink: permalink(post).replace('https://www.reddit.com', ''),
    author: gone ? '[deleted]' : post.author,
    created_utc: post.at / 1000,
    edited: edited === undefined || gone ? false : edited / 1000,
    score: 1,
    subreddit: SUBREDDIT,
  }
  if (post.parent === undefined)
    return {
      kind: 't3',
      data: { ...shared, title: post.title, selftext: text, is_self: true, num_comments: 0 },
    }
  return {
    kind: 't1',
    data: {
      ...shared,
      body: text,
      link_id: nameOf(post.root ?? post),
      parent_id: nameOf(post.parent),
    },
  }
}
