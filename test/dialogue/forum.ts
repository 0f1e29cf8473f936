import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Instant, Post } from '../../src/model/post.ts'

/** A post as the forum keeps it. */
export interface ForumPost {
  readonly number: number
  readonly at: Instant
  readonly author: string
  readonly text: string
  readonly to: readonly string[]
  readonly parent?: number
  /** The first post of the conversation. */
  readonly root: number
  readonly key?: string
}

export interface Forum {
  readonly url: string
  /** Somebody writes on the site itself. */
  write(post: Omit<ForumPost, 'number' | 'root'>): ForumPost
  readonly posts: readonly ForumPost[]
  close(): Promise<void>
}

/**
 * A forum over real HTTP: GET /posts?after=N gives what came since, newest first; POST /replies adds an answer of our
 * account and refuses a key that it has seen.
 */
export async function startForum(now: () => Instant): Promise<Forum> {
  const posts: ForumPost[] = []
  const write: Forum['write'] = (post) => {
    const number = posts.length + 1
    const root = post.parent === undefined ? number : (posts[post.parent - 1]?.root ?? post.parent)
    const written = { ...post, number, root }
    posts.push(written)
    return written
  }
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://forum')
    if (request.method === 'GET') {
      const after = Number(url.searchParams.get('after'))
      response.end(JSON.stringify(posts.slice(after).reverse()))
      return
    }
    let body = ''
    request.on('data', (chunk) => {
      body += chunk
    })
    request.on('end', () => {
      const wanted = JSON.parse(body) as { parent: number; text: string; key: string }
      if (posts.some(({ key }) => key === wanted.key)) {
        response.statusCode = 409
        response.end('{}')
        return
      }
      response.end(JSON.stringify(write({ at: now(), author: 'acme', to: [], ...wanted })))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    write,
    posts,
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** As a connector would hand it over. */
export function toPost(post: ForumPost, collectedAt: Instant): Post {
  return {
    platform: 'forum',
    source: 'forum',
    id: String(post.number),
    kind: post.parent === undefined ? 'post' : 'comment',
    text: post.text,
    author: { id: post.author, handle: post.author },
    to: post.to,
    publishedAt: post.at,
    publishedPrecision: 'second',
    collectedAt,
    thread: String(post.root),
    ...(post.parent === undefined ? {} : { parent: String(post.parent) }),
  }
}
