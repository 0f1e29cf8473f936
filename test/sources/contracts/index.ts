import type { SourceContract } from '../contract.ts'
import { appstore } from './appstore.ts'
import { bluesky } from './bluesky.ts'
import { devto } from './devto.ts'
import { discourse } from './discourse.ts'
import { feed } from './feed.ts'
import { gdelt } from './gdelt.ts'
import { github } from './github.ts'
import { hackernews } from './hackernews.ts'
import { lemmy } from './lemmy.ts'
import { lobsters } from './lobsters.ts'
import { mastodon } from './mastodon.ts'
import { reddit } from './reddit.ts'
import { stackexchange } from './stackexchange.ts'
import { telegram } from './telegram.ts'
import { threads } from './threads.ts'
import { x } from './x.ts'
import { youtube } from './youtube.ts'

/** One line for each source of src/sources/index.ts. */
export const CONTRACTS: readonly SourceContract[] = [
  feed,
  hackernews,
  bluesky,
  mastodon,
  reddit,
  stackexchange,
  github,
  youtube,
  appstore,
  discourse,
  lemmy,
  devto,
  lobsters,
  gdelt,
  x,
  telegram,
  threads,
]
