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
 * The posts of a document in its order. Where two items have one identity, the later one, which is the older, comes
 * before the other, so that whoever keeps them sees the newer as its edit.
 */
export function postsOf(
  feed: ParsedFeed,
  url: string | undefined,
  memory: FeedMemory,
  environment: Pick<ReadEnvironment<unknown>, 'name' | 'now'>,
): FeedPosts {
  const scope = scopeOf(feed, url)
  const origin = { source: environment.name, now: environment.now(), scope }
  const own = identitiesOf(feed.items, scope, feed.link)
  const identities = keepIdentities(feed.items, own, memory)
  const posts = feed.items.map((item, index) =>
    toPost(item, identities[index] as string, feed, origin),
  )
  return { posts: olderFirst(posts, identities), identities }
}

/** Turns round the posts of each identity that occurs more than once and differ; the others keep their places. */
function olderFirst(posts: readonly Post[], identities: readonly string[]): readonly Post[] {
  const places = new Map<string, number[]>()
  identities.forEach((identity, index) => {
    const known = places.get(identity)
    if (known === undefined) places.set(identity, [index])
    else known.push(index)
  })
  if (places.size === posts.length) return posts
  const ordered = [...posts]
  for (const indexes of places.values()) {
    indexes.forEach((index, nth) => {
      ordered[index] = posts[indexes[indexes.length - 1 - nth] as number] as Post
    })
  }
  return ordered
}
