import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Post } from '../../src/model/post.ts'
import { loadSource } from '../../src/sources/index.ts'
import type { Channel } from '../../src/sources/source.ts'
import { type Loopback, startLoopback } from '../helpers/loopback.ts'
import { contractClient } from '../sources/contract.ts'
import { KEYS, RECORDED, RECORDED_THREADS } from './recorded-cases.ts'

const shared = join(process.env.LISTEN_SHARED ?? '../shared', 'sources', 'recorded')

describe.runIf(existsSync(shared))('recordings', () => {
  let server: Loopback
  let http: ReturnType<typeof contractClient>

  beforeAll(async () => {
    server = await startLoopback()
    http = contractClient()
  })
  afterAll(async () => {
    await http.close()
    await server.close()
  })

  test.each(RECORDED_THREADS.filter(([, file]) => existsSync(join(shared, file))))(
    'thread: %s %s',
    async (platform, file, thread, least) => {
      const own = await startLoopback({
        '/api/v1/access_token': { body: { access_token: 't' } },
        '*': { body: readFileSync(join(shared, file)) },
      })
      const source = await loadSource(platform)
      const settings = { endpoint: own.origin, ...(platform === 'reddit' ? KEYS : {}) }
      const answer = await source.thread?.(
        { thread, posts: [] },
        { settings, name: 's', http, now: Date.now },
      )
      await own.close()
      expect(answer?.posts.length).toBeGreaterThanOrEqual(least)
      expect(
        answer?.posts
          .slice(1)
          .every((post) => post.parent !== undefined || platform === 'discourse'),
      ).toBe(true)
    },
  )

  test.each(RECORDED.map((one) => [one.file, one] as const))('%s', async (file, one) => {
    const own = await startLoopback({
      '/api/v1/access_token': { body: { access_token: 't' } },
      '*': { headers: one.headers ?? {}, body: readFileSync(join(shared, file)) },
    })
    const source = await loadSource(one.platform)
    const channel: Channel = { key: 'k', label: 'l', request: one.request }
    const posts: Post[] = []
    const notices: string[] = []
    const settings = { endpoint: own.origin, ...one.settings }
    for await (const page of source.read(channel, {
      settings,
      name: 's',
      http,
      now: Date.now,
      maxPages: 1,
      maxItems: 5000,
    })) {
      posts.push(...page.posts)
      if (page.notice !== undefined) notices.push(page.notice)
    }
    await own.close()
    if (one.posts >= 0) expect(posts.length).toBe(one.posts)
    else expect(posts.length).toBeGreaterThan(0)
    expect(notices.join()).not.toContain('could not be read')
    for (const post of posts) {
      expect(`${post.title ?? ''}${post.text}`).not.toMatch(
        /\[object|undefined|&(?:amp|lt|quot|#\d+);/,
      )
      expect(post.publishedAt === undefined || post.publishedAt > Date.UTC(2005, 0)).toBe(true)
    }
  })
})
