import * as v from 'valibot'
import { SourceError } from '../../errors.ts'
import type { Post } from '../../model/post.ts'
import type { Approval, ThreadAnswer } from '../source.ts'
import { toAuthor, toPost } from './post.ts'
import { ask, type Environment } from './session.ts'
import { likesSchema, nodeSchema, postSchema, repostsSchema, threadSchema } from './wire.ts'

const MAX_PAGES = 5
const DEEPEST = 1000

/** A conversation from its first post down. */
export async function readThread(thread: string, environment: Environment): Promise<ThreadAnswer> {
  const read = await askThread(thread, environment)
  if (read === 'gone') return { posts: [], gone: [thread], complete: false }
  const posts: Post[] = []
  const gone: string[] = []
  let isRead = true
  // A list instead of recursion: threads nest as deep as people argue.
  const nodes: unknown[] = [read]
  for (const raw of nodes) {
    const node = v.safeParse(nodeSchema, raw)
    if (!node.success) {
      isRead = false
      continue
    }
    const { $type = '', uri, post, replies } = node.output
    const seen = v.safeParse(postSchema, post)
    if (seen.success) posts.push(toPost(seen.output, environment.name, environment.now()))
    else if ($type.endsWith('#notFoundPost') && uri !== undefined) gone.push(uri)
    else isRead = false
    nodes.push(...(replies ?? []))
  }
  return { posts, gone, complete: isRead && !hasMore(nodes) }
}

async function askThread(thread: string, environment: Environment): Promise<unknown> {
  try {
    const read = await ask(
      environment,
      'app.bsky.feed.getPostThread',
      { uri: thread, depth: DEEPEST, parentHeight: 0 },
      threadSchema,
    )
    return read?.data.thread
  } catch (error) {
    if (error instanceof SourceError && /not ?found/i.test(error.message)) return 'gone'
    throw error
  }
}

// A post that counts more answers than were sent has some that this view left out.
function hasMore(nodes: readonly unknown[]): boolean {
  return nodes.some((raw) => {
    const node = v.safeParse(nodeSchema, raw)
    if (!node.success) return false
    const post = v.safeParse(postSchema, node.output.post)
    return post.success && (post.output.replyCount ?? 0) > (node.output.replies ?? []).length
  })
}

/** Who liked and who reposted. */
export async function readLikers(
  uri: string,
  environment: Environment,
): Promise<readonly Approval[]> {
  const approvals: Approval[] = []
  let cursor: string | undefined
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const read = await ask(
      environment,
      'app.bsky.feed.getLikes',
      { uri, limit: 100, cursor },
      likesSchema,
    )
    for (const like of read?.data.likes ?? []) {
      approvals.push({
        author: toAuthor(like.actor),
        how: 'like',
        ...(like.createdAt === undefined ? {} : { at: like.createdAt }),
      })
    }
    cursor = read?.data.cursor
    if (cursor === undefined) break
  }
  const shared = await ask(
    environment,
    'app.bsky.feed.getRepostedBy',
    { uri, limit: 100 },
    repostsSchema,
  )
  for (const actor of shared?.data.repostedBy ?? [])
    approvals.push({ author: toAuthor(actor), how: 'share' })
  return approvals
}
