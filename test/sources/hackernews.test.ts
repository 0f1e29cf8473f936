import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Post } from '../../src/model/post.ts'
import { hackernews } from '../../src/sources/hackernews.ts'
import type { Channel, ReadEnvironment } from '../../src/sources/source.ts'
import { type Loopback, type LoopbackRequest, startLoopback } from '../helpers/loopback.ts'
import { contractClient, fixture, term } from './contract.ts'

let server: Loopback
const http = contractClient()
const NOW = Date.parse('2026-11-20T12:00:00Z')

beforeEach(async () => {
  server = await startLoopback()
})
afterEach(() => server.close())

type Environment = ReadEnvironment<{ endpoint: string }>

function anEnvironment(extra: Partial<Environment> = {}): Environment {
  return {
    settings: { endpoint: server.origin },
    name: 'hn',
    http,
    now: () => NOW,
    maxPages: 20,
    maxItems: 5000,
    ...extra,
  }
}

function plan(handles: readonly string[] = [], competitors: Record<string, string[]> = {}) {
  return hackernews.channels({
    settings: { endpoint: server.origin },
    queries: [{ name: 'brand', tree: term('acme') }],
    handles,
    competitorHandles: competitors,
  })
}

async function readPosts(
  channel: Channel | undefined,
  extra: Partial<Environment> = {},
): Promise<Post[]> {
  const posts: Post[] = []
  if (channel === undefined) throw new Error('no such channel')
  for await (const page of hackernews.read(channel, anEnvironment(extra))) posts.push(...page.posts)
  return posts
}

const sample = (file: string) => ({ body: fixture('hackernews', file) })

test('a search asks for the newest, without guessing at words, from where it stood', async () => {
  server.on('/api/v1/search_by_date', { body: { hits: [], nbPages: 0, hitsPerPage: 200 } })
  await readPosts(plan()[0], { since: Date.parse('2026-11-01T00:00:00Z') })
  const { query } = server.requests[0] as LoopbackRequest
  expect(query.get('query')).toBe('acme')
  expect(query.get('typoTolerance')).toBe('false')
  expect(query.get('tags')).toBe('(story,comment,poll)')
  expect(query.get('numericFilters')).toBe(
    `created_at_i>=${Date.parse('2026-10-31T00:00:00Z') / 1000}`,
  )
})

test('an endpoint with a path is taken as the base itself', async () => {
  server.on('/mirror/search_by_date', { body: { hits: [] } })
  await readPosts(plan()[0], { settings: { endpoint: `${server.origin}/mirror/` } })
  expect(server.count('/mirror/search_by_date')).toBe(1)
})

test('our own and competitors’ accounts have channels of their own', () => {
  expect(
    plan(['acme_team'], { globex: ['globex_pr'] }).map((channel) => [
      channel.key,
      channel.addressed,
    ]),
  ).toEqual([
    ['search acme', undefined],
    ['author acme_team', undefined],
    ['author globex_pr', undefined],
    ['replies acme_team', true],
  ])
})

test('answers to our posts are found in their threads, and only those', async () => {
  server.on('/api/v1/search_by_date', (request) =>
    sample(
      (request.query.get('tags') ?? '').includes('author_acme_team') ? 'own.json' : 'replies.json',
    ),
  )
  const channel = plan(['acme_team']).find((one) => one.addressed)
  const posts = await readPosts(channel)
  expect(posts.map((post) => [post.id, post.parent, post.thread])).toEqual([
    ['500', '300', '300'],
    ['501', '301', '200'],
  ])
  expect(server.requests[1]?.query.get('tags')).toBe('comment,(story_300,story_200)')
})

test('a thread comes whole, with what was deleted', async () => {
  server.on('/api/v1/items/300', sample('thread.json'))
  const answer = await hackernews.thread?.({ thread: '300', posts: [] }, anEnvironment())
  expect(
    answer?.posts.map((post) => [post.id, post.kind, post.parent, post.author?.id, post.text]),
  ).toEqual([
    ['300', 'post', undefined, 'acme_team', ''],
    ['500', 'comment', '300', 'ann', 'Does it work offline?'],
    ['502', 'comment', '500', 'acme_team', 'It does.\n\nSince version 2.'],
  ])
  expect(answer?.gone).toEqual(['503'])
  expect(answer?.posts.every((post) => post.thread === '300')).toBe(true)
})

test('a page of one second alone is left by page number', async () => {
  const hit = (id: number) => ({
    objectID: String(id),
    created_at_i: 1_790_000_000,
    comment_text: 'acme',
    _tags: ['comment'],
  })
  server.on('/api/v1/search_by_date', (request) => {
    const page = Number(request.query.get('page') ?? 0)
    const hits = page < 2 ? [hit(page * 2), hit(page * 2 + 1)] : [hit(99)]
    return { body: { hits, hitsPerPage: 2, nbPages: 3 } }
  })
  const posts = await readPosts(plan()[0])
  expect(new Set(posts.map((post) => post.id))).toEqual(new Set(['0', '1', '2', '3', '99']))
})
