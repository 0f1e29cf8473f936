import type { Post } from '../model/post.ts'
import type { StreamPage } from '../sources/source.ts'
import type { KnownPost, PreparedPost, Store } from '../store/store.ts'
import type { PlannedStream } from './plan.ts'
import type { Knowledge } from './prepare.ts'
import { preparePosts } from './prepare-page.ts'
import type { ScanParts } from './scan.ts'

/** What of a page of a stream is worth a transaction. */
export interface Sifted {
  readonly posts: readonly Post[]
  readonly gone: readonly string[]
}

/** A query that is for other sources must not match everything that a whole network says. */
export function knowledgeOf(
  knowledge: Knowledge,
  { channel }: Pick<PlannedStream, 'channel'>,
): Knowledge {
  const allowed = new Set(channel.queries)
  return {
    ...knowledge,
    match: (post) => knowledge.match(post).filter(({ query }) => allowed.has(query)),
  }
}

/**
 * Of all that a network says, what concerns us: what a query matches, what is to us, by us or by a competitor, what
 * belongs to a stored conversation, and edits and deletions of stored posts. `waiting` are ids that are sifted already
 * and not stored yet. A stored post that comes again brings nothing: streams replay.
 */
export async function sift(
  store: Pick<Store, 'knownPosts'>,
  platform: string,
  knowledge: Knowledge,
  page: StreamPage,
  waiting: ReadonlySet<string>,
): Promise<Sifted> {
  const concerning = new Set(page.posts.filter((post) => concernsUs(post, knowledge)))
  const others = page.posts.filter((post) => !concerning.has(post))
  const known = await store.knownPosts([
    ...concerning,
    ...others.flatMap((post) => relatives(post)),
    ...page.gone.map((id) => ({ platform, id })),
  ])
  const near = new Set([...waiting, ...[...concerning].map(({ id }) => id)])
  const isRelated = (post: Post) =>
    relatives(post).some((each) => known.has(keyOf(each)) || near.has(each.id))
  const kept = page.posts.filter(
    (post) => isNews(post, known.get(keyOf(post))) && (concerning.has(post) || isRelated(post)),
  )
  const fresh = new Set(kept.map(({ id }) => id))
  const gone = page.gone.filter((id) => {
    const stored = known.get(keyOf({ platform, id }))
    return stored ? stored.gone !== true : fresh.has(id) || waiting.has(id)
  })
  return { posts: kept, gone }
}

function concernsUs(post: Post, knowledge: Knowledge): boolean {
  const { sides } = knowledge
  return sides.sideOf(post) !== 'theirs' || sides.isToUs(post) || knowledge.match(post).length > 0
}

type Identity = Pick<Post, 'platform' | 'id' | 'identity'>

/** The posts whose being stored makes this one ours to keep. Only an edit can change what is stored of itself. */
function relatives(post: Post): readonly Identity[] {
  const { platform, id, parent, thread } = post
  const ids = [parent, thread].filter((each) => each !== undefined && each !== id) as string[]
  return [
    ...(post.editedAt === undefined ? [] : [post]),
    ...ids.map((each) => ({ platform, id: each })),
  ]
}

function isNews(post: Post, known: KnownPost | undefined): boolean {
  return known === undefined || (known.gone !== true && post.editedAt !== undefined)
}

/** Names, matches and understands what was sifted, as one page: in a stream authors come without their names. */
export async function prepareHeard(
  parts: Pick<ScanParts, 'store' | 'http' | 'now' | 'signal' | 'secret'>,
  { source, setting, channel }: PlannedStream,
  knowledge: Knowledge,
  posts: readonly Post[],
  isBrief: boolean,
): Promise<readonly PreparedPost[]> {
  if (posts.length === 0) return []
  const { http, now, signal, secret } = parts
  const environment = { settings: setting.settings, name: setting.name, http, now, signal, secret }
  const named = (await source.nameAuthors?.(posts, environment)) ?? posts
  const prepared = await preparePosts({ store: parts.store, knowledge }, named, {
    addressed: channel.addressed === true,
  })
  return isBrief ? prepared.map((post) => ({ ...post, brief: true })) : prepared
}

function keyOf({ platform, id, identity }: Identity): string {
  return `${platform} ${identity ?? id}`
}
