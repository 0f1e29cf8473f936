import type { Post } from '../../model/post.ts'
import type { ThreadAnswer, ThreadRequest } from '../source.ts'
import { askPosts, type Environment } from './ask.ts'
import { instantOf } from './post.ts'
import { foundSchema, lookedUpSchema } from './wire.ts'

const MAX_LOOKUP = 100
const PAGE_SIZE = 100
const MAX_PAGES = 3
const WEEK = 7 * 86_400_000
const MARGIN = 60_000
const SIX_HOURS = 6 * 3600
/** Conversations leave a part of the month's posts to the search for new ones. */
const SHARE = 0.8

/**
 * The posts of a conversation that are known, as they stand now, and those that came since. Each is paid for, so that
 * what was read before is not searched for again, and a conversation is asked for a few times a day at most.
 */
export async function readThread(
  wanted: ThreadRequest,
  environment: Environment,
): Promise<ThreadAnswer> {
  const ids = [...new Set([wanted.thread, ...wanted.posts.map(({ id }) => id)])].filter(isNumber)
  const known = await lookUp(ids.slice(0, MAX_LOOKUP), environment)
  const newer = await searchNewer(wanted.thread, newestOf(ids), environment)
  return {
    posts: unique([...known.posts, ...newer.posts]),
    gone: known.gone,
    complete: newer.complete && known.asked === ids.length,
    nextInSeconds: SIX_HOURS,
  }
}

async function lookUp(ids: readonly string[], environment: Environment) {
  if (ids.length === 0) return { posts: [], gone: [], asked: 0 }
  let some = ids
  const asked = await askPosts(environment, {
    path: '/tweets',
    // What is left of the month may be less than the conversation has.
    parameters: (most) => {
      some = ids.slice(0, most)
      return { ids: some.join(',') }
    },
    most: ids.length,
    schema: lookedUpSchema,
    share: SHARE,
  })
  const missing = (asked?.found.errors ?? []).flatMap(({ type, title, resource_id: id }) =>
    id !== undefined && /resource-not-found|^Not Found/i.test(`${type ?? title}`) ? [id] : [],
  )
  return {
    posts: asked?.posts ?? [],
    gone: missing.filter((id) => some.includes(id)),
    asked: some.length,
  }
}

/** What the conversation holds beyond the newest known post; nothing older than a week is found. */
async function searchNewer(thread: string, newest: string | undefined, environment: Environment) {
  const posts: Post[] = []
  if (!isNumber(thread)) return { posts, complete: false }
  const earliest = environment.now() - WEEK + MARGIN
  const isRecent = newest !== undefined && (instantOf(newest) ?? 0) > earliest
  let cursor: string | undefined
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const asked = await askPosts(environment, {
      path: '/tweets/search/recent',
      parameters: (most) => ({
        query: `conversation_id:${thread}`,
        max_results: most,
        since_id: isRecent ? newest : undefined,
        next_token: cursor,
      }),
      most: PAGE_SIZE,
      schema: foundSchema,
      share: SHARE,
    })
    posts.push(...(asked?.posts ?? []))
    cursor = asked?.found.meta?.next_token
    if (cursor === undefined) return { posts, complete: isRecent }
  }
  return { posts, complete: false }
}

function newestOf(ids: readonly string[]): string | undefined {
  return ids.toSorted((a, b) => a.length - b.length || (a < b ? -1 : 1)).at(-1)
}

function isNumber(id: string): boolean {
  return /^\d{1,20}$/.test(id)
}

function unique(posts: readonly Post[]): readonly Post[] {
  return [...new Map(posts.map((post) => [post.id, post])).values()]
}
