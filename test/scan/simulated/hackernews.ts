import { HOUR } from './clock.ts'
import type { SimAnswer, SimRequest } from './host.ts'
import { hasAll, isoOf, NOT_FOUND, type Place, REPEATED, type Service } from './service.ts'
import {
  below,
  isDeleted,
  isListed,
  isThere,
  newestFirst,
  OURS,
  RIVAL,
  type SimPost,
  textAt,
} from './world.ts'

const REACHABLE = 1000
const FIRST_ID = 47_000_000
const numberOf = (post: SimPost) => FIRST_ID + post.number

/** Algolia's search of Hacker News: no limit that is met in practice, but storms. */
export const hackernews: Service = {
  name: 'Hacker News',
  platform: 'hackernews',
  source: (origin) => `{ type: hackernews, endpoint: "${origin}" }`,
  handles: [OURS],
  rivals: [RIVAL],
  world: { perHour: 3, lagMs: 3 * HOUR, burst: 220 },
  limit: {
    bucketOf: () => 'all',
    budget: () => ({ requests: 10_000, windowMs: HOUR }),
    refusal: (waitMs) => ({
      status: 429,
      headers: { 'retry-after': String(Math.ceil(waitMs / 1000)) },
      body: { message: 'Too Many Requests' },
    }),
  },
  open: (place) => (request) => {
    const item = /^\/api\/v1\/items\/(\d+)$/.exec(request.path)?.[1]
    if (item !== undefined) return answerItem(place, Number(item) - FIRST_ID, request.now)
    return request.path === '/api/v1/search_by_date' ? search(place, request) : NOT_FOUND
  },
  idOf: (post) => String(numberOf(post)),
  authorOf: (post) => post.author,
  tellsGone: true,
  tellsEdits: true,
}

function search({ world }: Place, { query, now }: SimRequest): SimAnswer {
  const size = Math.min(Number(query.get('hitsPerPage') ?? 20), REACHABLE)
  const page = Number(query.get('page') ?? 0)
  const found = newestFirst(world)
    .filter((post) => isListed(post, now))
    .filter((post) => meets(post, query.get('numericFilters') ?? ''))
    .filter((post) => isTagged(post, query.get('tags') ?? ''))
    .filter((post) => hasAll(`${post.title} ${textAt(post, now)}`, query.get('query') ?? ''))
    .slice(0, REACHABLE)
  const start = page === 0 ? 0 : page * size - REPEATED
  const isBeyond = page * size >= REACHABLE
  return {
    body: {
      hits: isBeyond ? [] : found.slice(start, (page + 1) * size).map((post) => toHit(post, now)),
      nbHits: found.length,
      page,
      nbPages: isBeyond ? 0 : Math.ceil(found.length / size),
      hitsPerPage: size,
      ...(isBeyond ? { message: 'you can only fetch the 1000 hits for this query' } : {}),
    },
  }
}

function meets(post: SimPost, filters: string): boolean {
  const seconds = Math.floor(post.at / 1000)
  return filters
    .split(',')
    .filter((one) => one !== '')
    .every((one) => {
      const [, sign, value] = /^created_at_i([<>]=?)(\d+)$/.exec(one) ?? []
      if (sign === '>=') return seconds >= Number(value)
      if (sign === '<=') return seconds <= Number(value)
      return sign === '>' ? seconds > Number(value) : seconds < Number(value)
    })
}

function isTagged(post: SimPost, tags: string): boolean {
  const own = [
    post.parent === undefined ? 'story' : 'comment',
    `author_${post.author}`,
    `story_${numberOf(post.root ?? post)}`,
  ]
  return (tags.match(/\([^)]*\)|[^,()]+/g) ?? []).every((group) =>
    group
      .replace(/[()]/g, '')
      .split(',')
      .some((tag) => own.includes(tag)),
  )
}

function toHtml(text: string): string {
  return text.replaceAll("'", '&#x27;').replaceAll('/', '&#x2F;')
}

function toHit(post: SimPost, now: number): unknown {
  const shared = {
    objectID: String(numberOf(post)),
    created_at: isoOf(post.at),
    created_at_i: Math.floor(post.at / 1000),
    author: post.author,
    story_id: numberOf(post.root ?? post),
    _tags: [post.parent === undefined ? 'story' : 'comment', `author_${post.author}`],
  }
  const html = toHtml(textAt(post, now))
  return post.parent === undefined
    ? { ...shared, title: post.title, story_text: html, points: 1, num_comments: 0 }
    : { ...shared, comment_text: html, parent_id: numberOf(post.parent), points: null }
}

/** What was deleted stays as an empty shell, or vanishes altogether. */
function answerItem({ world }: Place, number: number, now: number): SimAnswer {
  const post = world.find((each) => each.number === number)
  if (post === undefined || post.at > now || hasVanished(world, post, now)) return NOT_FOUND
  return { body: toItem(world, post, now) as object }
}

function hasVanished(world: readonly SimPost[], post: SimPost, now: number): boolean {
  if (!isDeleted(post, now) || post.number % 2 !== 0) return false
  return below(world, post).every((each) => !isThere(each, now))
}

function toItem(world: readonly SimPost[], post: SimPost, now: number): unknown {
  const gone = !isThere(post, now)
  const children = below(world, post).filter(
    (each) => each.parent === post && each.at <= now && !hasVanished(world, each, now),
  )
  return {
    id: numberOf(post),
    created_at_i: Math.floor(post.at / 1000),
    type: post.parent === undefined ? 'story' : 'comment',
    author: gone && post.number % 3 === 0 ? null : post.author,
    title: post.parent === undefined && !gone ? post.title : null,
    url: null,
    text: gone ? null : toHtml(textAt(post, now)),
    points: null,
    parent_id: post.parent === undefined ? null : numberOf(post.parent),
    story_id: numberOf(post.root ?? post),
    children: children.map((child) => toItem(world, child, now)),
    options: [],
  }
}
