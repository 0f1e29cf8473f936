import type { Instant, Post } from '../model/post.ts'
import type { Page } from '../sources/source.ts'
import { briefHash, contentHash } from '../store/content-hash.ts'
import type { KnownPost, PageToSave, PreparedPost, Store } from '../store/store.ts'
import type { PlannedChannel } from './plan.ts'
import { type Knowledge, preparePost } from './prepare.ts'

interface PageOptions {
  readonly scan: number
  readonly keepMs: number | undefined
}

interface PageParts {
  readonly store: Pick<Store, 'knownPosts'>
  readonly knowledge: Knowledge
  readonly now: () => Instant
}

/** A page as the store takes it. A page that is not complete moves neither cursor nor validators. */
export async function preparePage(
  parts: PageParts,
  planned: PlannedChannel,
  page: Page,
  options: PageOptions,
): Promise<PageToSave> {
  const { ref, channel, setting, querySet } = planned
  const at = parts.now()
  const posts = await preparePosts(parts, page.posts, {
    addressed: channel.addressed === true || setting.addressed,
    listed: true,
    ...(options.keepMs === undefined ? {} : { keepUntil: at + options.keepMs }),
  })
  return {
    channel: ref,
    scan: options.scan,
    at,
    posts,
    last: page.complete,
    ...(page.complete && page.state !== undefined ? { state: page.state } : {}),
    ...(page.complete && page.validators ? { validators: page.validators } : {}),
    ...(page.complete ? { querySet } : {}),
    ...(page.notModified ? { notModified: true } : {}),
    ...(page.notice === undefined ? {} : { notice: page.notice }),
    ...(page.nextInSeconds === undefined ? {} : { notBefore: at + page.nextInSeconds * 1000 }),
  }
}

/** Matches and understands posts; what the store has unchanged is not analysed again. */
export async function preparePosts(
  parts: Pick<PageParts, 'store' | 'knowledge'>,
  posts: readonly Post[],
  place: { readonly addressed: boolean; readonly keepUntil?: Instant; readonly listed?: boolean },
): Promise<readonly PreparedPost[]> {
  if (posts.length === 0) return []
  const known = await lookUp(parts.store, posts)
  const ours = new Set(
    posts.filter((post) => parts.knowledge.sides.sideOf(post) === 'ours').map(keyOf),
  )
  return posts.map((post) => {
    const prepared = preparePost(
      post,
      {
        addressedChannel: place.addressed,
        answersUs: answersOurs(post, known, ours),
        unchanged: isUnderstood(known.get(keyOf(post)), post),
        ...(place.keepUntil === undefined ? {} : { keepUntil: place.keepUntil }),
      },
      parts.knowledge,
    )
    return place.listed === true ? { ...prepared, listed: true } : prepared
  })
}

/** Whether the post answers one of ours: stored before, or on the same page. */
function answersOurs(
  post: Post,
  known: ReadonlyMap<string, KnownPost>,
  ours: ReadonlySet<string>,
): boolean {
  if (post.parent === undefined) return false
  const parent = `${post.platform} ${post.parent}`
  return ours.has(parent) || known.get(parent)?.side === 'ours'
}

/** Its text was analysed and reads the same: what was found stands. */
function isUnderstood(known: KnownPost | undefined, post: Post): boolean {
  if (known?.analysed !== true) return false
  return known.hash === contentHash(post) || known.hash === briefHash(post)
}

/** The stored posts among these, and the stored parents that they answer. */
function lookUp(
  store: PageParts['store'],
  posts: readonly Post[],
): Promise<ReadonlyMap<string, KnownPost>> {
  const parents = posts.flatMap(({ platform, parent }) =>
    parent === undefined ? [] : [{ platform, id: parent }],
  )
  return store.knownPosts([...posts, ...parents])
}

function keyOf(post: Post): string {
  return `${post.platform} ${post.identity ?? post.id}`
}
