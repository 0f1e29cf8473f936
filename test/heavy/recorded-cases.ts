/** A whole recording, the request that it answers, and how many posts it holds; -1: some. */
export interface Case {
  readonly platform: string
  readonly file: string
  readonly request: unknown
  readonly settings?: object
  readonly secrets?: Readonly<Record<string, string>>
  readonly posts: number
  readonly headers?: Readonly<Record<string, string>>
}

export const KEYS = { client_id: 'a', client_secret: 'b' }
const REDDIT_SEARCH = { kind: 'search', text: 'x' }

/** Whole recordings, as they stand. */
export const RECORDED: readonly Case[] = [
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

/** Conversations: platform, file, name, least number of posts. */
export const RECORDED_THREADS = [
  ['bluesky', 'bluesky/thread-with-quote-and-media.json', 'at://x', 1],
  ['bluesky', 'bluesky/get-post-thread.json', 'at://x', 1],
  ['reddit', 'reddit/oauth-submission-with-comments.json', 't3_x', 3],
  ['reddit', 'reddit/oauth-post-and-comments.json', 't3_x', 2],
  ['discourse', 'discourse/topic.json', 'x/t/1149', 2],
] as const
