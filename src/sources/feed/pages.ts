import type { Post } from '../../model/post.ts'
import type { ReadEnvironment } from '../source.ts'
import { identitiesOf, scopeOf } from './identity.ts'
import { type FeedMemory, keepIdentities } from './memory.ts'
import type { ParsedFeed } from './parsed.ts'
import { toPost } from './posts.ts'

export interface FeedPosts {
  readonly posts: readonly Post[]
  /** In the order of the document's items. */
  readonly identities: readonly string[]
}

/**
 * The posts of a document in its order, newest first. Two items with one identity stay two: whoever keeps them begins
 * with the oldest and so sees the newer as its edit.
 */
export function postsOf(
  feed: ParsedFeed,
  url: string | undefined,
  memory: FeedMemory,
  environment: Pick<ReadEnvironment<unknown>, 'name' | 'now'>,
): FeedPosts {
  const scope = scopeOf(feed, url)
  const origin = { source: environment.name, now: environment.now(), scope }
  const own = identitiesOf(feed.items, scope)
  const identities = keepIdentities(feed.items, own, memory)
  const posts = feed.items.map((item, index) =>
    toPost(item, identities[index] as string, feed, origin),
  )
  return { posts, identities }
}
