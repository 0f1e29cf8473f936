import { DAY, HOUR } from './clock.ts'
import type { SimAnswer, SimRequest } from './host.ts'
import { hasAll, type Place, REPEATED, type Service } from './service.ts'
import { editedAt, isListed, isThere, newestFirst, type SimPost, textAt } from './world.ts'

const SITE = 'stackoverflow'
const QUOTA = 1500
const numberOf = (post: SimPost) => 79_000_000 + post.number
/** Accounts are numbers. */
const userOf = (author: string) =>
  1000 + ([...author].reduce((sum, letter) => sum * 7 + letter.charCodeAt(0), 0) % 900_000)

/** Questions, with answers to them, and comments on both; compressed, whatever was asked for. */
export const stackexchange: Service = {
  name: 'Stack Exchange',
  platform: 'stackexchange',
  source: (origin) => `{ type: stackexchange, endpoint: "${origin}", key: k }`,
  handles: [String(userOf('acme_team'))],
  rivals: [String(userOf('globex_team'))],
  world: { perHour: 3, lagMs: HOUR, burst: 120, editableMs: 20 * HOUR },
  gzip: true,
  limit: {
    bucketOf: () => 'day',
    // A key is granted 10,000; so few are met.
    budget: () => ({ requests: QUOTA, windowMs: DAY }),
    refusal: (waitMs) => ({
      status: 400,
      body: {
        error_id: 502,
        error_name: 'throttle_violation',
        error_message: `too many requests from this IP, more requests available in ${Math.ceil(waitMs / 1000)} seconds`,
      },
    }),
  },
  open: (place) => answerer(place),
  idOf: (post) =>
    kindOf(post) === 'comment' ? `${SITE}/c${numberOf(post)}` : `${SITE}/${numberOf(post)}`,
  authorOf: (post) => `${SITE}/${userOf(post.author)}`,
  // Answers and comments are found by way of their question only.
  shows: (post) => post.parent === undefined,
  tellsGone: true,
  tellsEdits: true,
}

function kindOf(post: SimPost): 'question' | 'answer' | 'comment' {
  if (post.parent === undefined) return 'question'
  return post.parent === post.root && post.number % 2 === 0 ? 'answer' : 'comment'
}

/** Some answers ask for a rest before the next request of the same kind. */
function answerer(place: Place): (request: SimRequest) => SimAnswer {
  return (request) => {
    const found = find(place.world, request)
    const size = Math.min(Number(request.query.get('pagesize') ?? 30), 100)
    const page = Number(request.query.get('page') ?? 1)
    const start = page === 1 ? 0 : (page - 1) * size - REPEATED
    const withBody = request.query.get('filter') === 'withbody'
    return {
      body: {
        items: found.slice(start, page * size).map((post) => toItem(post, request.now, withBody)),
        has_more: found.length > page * size,
        quota_max: QUOTA,
        quota_remaining: request.remaining,
        ...(place.random() < 0.1 ? { backoff: 10 } : {}),
      },
    }
  }
}

function find(world: readonly SimPost[], { path, query, now }: SimRequest): readonly SimPost[] {
  const ids =
    /^\/2\.3\/(?:questions|posts|answers)\/([\d;]+)/.exec(path)?.[1]?.split(';').map(Number) ?? []
  const about = (post: SimPost | undefined) => post !== undefined && ids.includes(numberOf(post))
  const there = newestFirst(world).filter((post) => isThere(post, now))
  const isAlive = (post: SimPost) => post.root === undefined || isThere(post.root, now)
  if (path === '/2.3/search/advanced') return search(world, query, now)
  const user = /^\/2\.3\/users\/(\d+)\/posts$/.exec(path)?.[1]
  if (user !== undefined)
    return inTime(there, query).filter(
      (post) => String(userOf(post.author)) === user && kindOf(post) !== 'comment' && isAlive(post),
    )
  if (path.startsWith('/2.3/answers/'))
    return there.filter((post) => kindOf(post) === 'answer' && about(post))
  if (path.endsWith('/answers'))
    return there.filter((post) => kindOf(post) === 'answer' && about(post.parent))
  if (path.endsWith('/comments'))
    return there.filter((post) => kindOf(post) === 'comment' && about(hostOf(post)))
  return there.filter((post) => kindOf(post) === 'question' && about(post))
}

/** Comments stand below a question or an answer, never below each other. */
function hostOf(post: SimPost): SimPost | undefined {
  const parent = post.parent
  return parent !== undefined && kindOf(parent) === 'comment' ? hostOf(parent) : parent
}

function search(world: readonly SimPost[], query: URLSearchParams, now: number) {
  const listed = newestFirst(world).filter(
    (post) => isListed(post, now) && post.parent === undefined,
  )
  return inTime(listed, query).filter((post) =>
    hasAll(`${post.title} ${textAt(post, now)}`, query.get('q') ?? ''),
  )
}

function inTime(posts: readonly SimPost[], query: URLSearchParams): readonly SimPost[] {
  const from = Number(query.get('fromdate') ?? 0)
  const to = Number(query.get('todate') ?? Number.POSITIVE_INFINITY)
  return posts.filter((post) => post.at / 1000 >= from && post.at / 1000 <= to)
}

function toItem(post: SimPost, now: number, withBody: boolean): object {
  const kind = kindOf(post)
  const edited = editedAt(post, now)
  const above = hostOf(post)
  return {
    [`${kind}_id`]: numberOf(post),
    post_id: kind === 'comment' && above !== undefined ? numberOf(above) : numberOf(post),
    post_type: kind,
    ...(post.root === undefined ? { title: post.title } : { question_id: numberOf(post.root) }),
    ...(withBody ? { body: `<p>${textAt(post, now)}</p>` } : {}),
    owner: { user_id: userOf(post.author), display_name: post.author },
    creation_date: post.at / 1000,
    ...(edited === undefined ? {} : { last_edit_date: Math.floor(edited / 1000) }),
    link: `https://stackoverflow.com/q/${numberOf(post)}`,
    score: 0,
    tags: ['acme'],
  }
}
