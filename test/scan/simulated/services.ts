import { bluesky } from './bluesky.ts'
import { github } from './github.ts'
import { hackernews } from './hackernews.ts'
import { mastodon } from './mastodon.ts'
import { redditApi, redditFeeds } from './reddit.ts'
import type { Service } from './service.ts'
import { stackexchange } from './stackexchange.ts'

/** All services that are simulated. */
export const SERVICES: readonly Service[] = [
  hackernews,
  bluesky,
  mastodon,
  redditFeeds,
  redditApi,
  stackexchange,
  github,
]
