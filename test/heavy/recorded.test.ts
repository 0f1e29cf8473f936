import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Post } from '../../src/model/post.ts'
import { loadSource } from '../../src/sources/index.ts'
import type { Channel } from '../../src/sources/source.ts'
import { type Loopback, startLoopback } from '../helpers/loopback.ts'
import { contractClient } from '../sources/contract.ts'
import { KEYS, RECORDED, RECORDED_THREADS } from './recorded-cases.ts'

const shared = join(process.env.LISTEN_SHARED ?? '../shared', 'sources', 'recorded')

<<<<<<< HEAD
=======
interface Case {
  readonly platform: string
  readonly file: string
  readonly request: unknown
  readonly settings?: object
  readonly secrets?: Readonly<Record<string, string>>
  readonly posts: number
  readonly headers?: Readonly<Record<string, string>>
}

const KEYS = { client_id: 'a', client_secret: 'b' }
const REDDIT_SEARCH = { kind: 'search', text: 'x' }

// Whole recordings, as they stand: each must give as many posts as it holds.
const CASES: readonly Case[] = [
  {
    platform: 'hackernews',
    file: 'hackernews/algolia-search-stories.json',
    request: { kind: 'search', text: 'x' },
    posts: 20,
  },
  {
    platform: 'bluesky',
    file: 'bluesky/search-posts.json',
    request: { kind: 'search', text: 'x' },
    posts: 25,
  },
  {
    platform: 'bluesky',
    file: 'bluesky/get-quotes.json',
    request: { kind: 'search', text: 'x' },
    posts: -1,
  },
  {
    platform: 'bluesky',
    file: 'bluesky/get-author-feed.json',
    request: { kind: 'author', handle: 'x' },
    posts: 14,
  },
  {
    platform: 'mastodon',
    file: 'mastodon/timeline-tag-anonymous.json',
    request: { kind: 'tag', tag: 'x' },
    posts: 5,
  },
  {
    platform: 'mastodon',
    file: 'mastodon/timeline-public-anonymous.json',
    request: { kind: 'tag', tag: 'x' },
    posts: 20,
  },
  {
    platform: 'mastodon',
    file: 'mastodon/paged-statuses-1.json',
    request: { kind: 'tag', tag: 'x' },
    posts: 5,
  },
  { platform: 'reddit', file: 'reddit/search-rss-2026.xml', request: REDDIT_SEARCH, posts: 25 },
  {
    platform: 'reddit',
    file: 'reddit/subreddit-listing-rss-2026.xml',
    request: REDDIT_SEARCH,
    posts: 25,
  },
  { platform: 'reddit', file: 'reddit/subreddit-rss-small.xml', request: REDDIT_SEARCH, posts: -1 },
  {
    platform: 'reddit',
    file: 'reddit/oauth-search-listing.json',
    request: REDDIT_SEARCH,
    settings: KEYS,
    posts: 6,
  },
  {
    platform: 'reddit',
    file: 'reddit/oauth-search-posts.json',
    request: REDDIT_SEARCH,
    settings: KEYS,
    posts: 2,
  },
  {
    platform: 'stackexchange',
    file: 'stackexchange/search-advanced-via-stackapi.json',
    request: { kind: 'search', text: 'x', site: 'stackoverflow' },
    posts: 12,
  },
  {
    platform: 'stackexchange',
    file: 'stackexchange/questions-anonymous-quota.json',
    request: { kind: 'search', text: 'x', site: 'stackoverflow' },
    posts: -1,
  },
  {
    platform: 'github',
    file: 'github/search-issues.json',
    request: { kind: 'search', text: 'x' },
    posts: 2,
  },
  {
    platform: 'github',
    file: 'github/search-issues-large.json',
    request: { kind: 'search', text: 'x' },
    posts: -1,
  },
  {
    platform: 'github',
    file: 'github/issues-page-1.json',
    request: { kind: 'issues', repository: 'a/b' },
    posts: 3,
  },
  {
    platform: 'github',
    file: 'github/issue-comments.json',
    request: { kind: 'comments', repository: 'a/b' },
    posts: -1,
  },
  {
    platform: 'youtube',
    file: 'youtube/channel-feed.xml',
    request: { kind: 'feed', channel: 'UC' },
    posts: 15,
  },
  {
    platform: 'youtube',
    file: 'youtube/channel-feed-3.xml',
    request: { kind: 'feed', channel: 'UC' },
    posts: 8,
  },
  {
    platform: 'youtube',
    file: 'youtube/search-list-p1.json',
    request: { kind: 'search', text: 'x', searches: 1 },
    settings: { api_key: 'k' },
    posts: -1,
  },
  {
    platform: 'youtube',
    file: 'youtube/comment-threads-p1.json',
    request: { kind: 'comments', channel: 'UC' },
    settings: { api_key: 'k' },
    posts: 5,
  },
  {
    platform: 'youtube',
    file: 'youtube/comment-threads-search-terms.json',
    request: { kind: 'comments', channel: 'UC' },
    settings: { api_key: 'k' },
    posts: -1,
  },
  {
    platform: 'x',
    file: 'x/search-recent.json',
    request: { kind: 'search', text: 'x' },
    settings: { token: 'a' },
    posts: 10,
  },
  {
    platform: 'appstore',
    file: 'appstore/reviews-few-p1.json',
    request: { app: '1', country: 'gb' },
    settings: { apps: ['111'] },
    posts: 4,
  },
  {
    platform: 'appstore',
    file: 'appstore/reviews-fr-p1.json',
    request: { app: '1', country: 'fr' },
    settings: { apps: ['111'] },
    posts: 50,
  },
  {
    platform: 'appstore',
    file: 'appstore/reviews-cn-p5.json',
    request: { app: '1', country: 'cn' },
    settings: { apps: ['111'] },
    posts: 50,
  },
  {
    platform: 'discourse',
    file: 'discourse/posts-latest.json',
    request: { kind: 'latest' },
    posts: 4,
  },
]

>>>>>>> main
describe.runIf(existsSync(shared))('recordings', () => {
  let server: Loopback
  let http: ReturnType<typeof contractClient>

  beforeAll(async () => {
    server = await startLoopback()
    http = contractClient()
  })
  afterAll(async () => {
    await http.close()
    await server.close()
  })

  test.each(RECORDED_THREADS.filter(([, file]) => existsSync(join(shared, file))))(
    'thread: %s %s',
    async (platform, file, thread, least) => {
      const own = await startLoopback({
        '/api/v1/access_token': { body: { access_token: 't' } },
        '*': { body: readFileSync(join(shared, file)) },
      })
      const source = await loadSource(platform)
      const settings = { endpoint: own.origin, ...(platform === 'reddit' ? KEYS : {}) }
      const answer = await source.thread?.(
        { thread, posts: [] },
        { settings, name: 's', http, now: Date.now },
      )
      await own.close()
      expect(answer?.posts.length).toBeGreaterThanOrEqual(least)
      expect(
        answer?.posts
          .slice(1)
          .every((post) => post.parent !== undefined || platform === 'discourse'),
      ).toBe(true)
    },
  )

  test.each(RECORDED.map((one) => [one.file, one] as const))('%s', async (file, one) => {
    const own = await startLoopback({
      '/api/v1/access_token': { body: { access_token: 't' } },
      '*': { headers: one.headers ?? {}, body: readFileSync(join(shared, file)) },
    })
    const source = await loadSource(one.platform)
    const channel: Channel = { key: 'k', label: 'l', request: one.request }
    const posts: Post[] = []
    const notices: string[] = []
    const settings = { endpoint: own.origin, ...one.settings }
    for await (const page of source.read(channel, {
      settings,
      name: 's',
      http,
      now: Date.now,
      maxPages: 1,
      maxItems: 5000,
    })) {
      posts.push(...page.posts)
      if (page.notice !== undefined) notices.push(page.notice)
    }
    await own.close()
    if (one.posts >= 0) expect(posts.length).toBe(one.posts)
    else expect(posts.length).toBeGreaterThan(0)
    expect(notices.join()).not.toContain('could not be read')
    for (const post of posts) {
      expect(`${post.title ?? ''}${post.text}`).not.toMatch(
        /\[object|undefined|&(?:amp|lt|quot|#\d+);/,
      )
      expect(post.publishedAt === undefined || post.publishedAt > Date.UTC(2005, 0)).toBe(true)
    }
  })
})
