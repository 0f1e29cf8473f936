import { afterEach, beforeEach, expect, test } from 'vitest'
import { discourse } from '../../src/sources/discourse.ts'
import type { Page, ReadEnvironment, ReplyRequest } from '../../src/sources/source.ts'
import { type Loopback, startLoopback } from '../helpers/loopback.ts'
import { contractClient, term } from './contract.ts'

type Settings = { endpoint: string; search?: boolean; api_key?: string; api_username?: string }

let server: Loopback
let http: ReturnType<typeof contractClient>
const NOW = Date.parse('2026-11-20T18:00:00Z')

beforeEach(async () => {
  server = await startLoopback()
  http = contractClient()
})
afterEach(async () => {
  await http.close()
  await server.close()
})

const host = () => new URL(server.origin).host

function anEnvironment(settings: Partial<Settings> = {}): ReadEnvironment<Settings> {
  return {
    settings: { endpoint: server.origin, ...settings },
    name: 'forum',
    http,
    now: () => NOW,
    maxPages: 20,
    maxItems: 5000,
  }
}

function plan(settings: Settings) {
  return discourse.channels({
    settings,
    queries: [{ name: 'brand', tree: term('acme') }],
    handles: ['acme_team'],
    competitorHandles: {},
  })
}

const wire = (id: number, extra: object = {}) => ({
  id,
  username: 'ann',
  cooked: `<p>post ${id}</p>`,
  created_at: '2026-11-19T10:00:00.000Z',
  updated_at: '2026-11-19T10:00:00.000Z',
  version: 1,
  post_number: id,
  post_type: 1,
  topic_id: 7,
  topic_slug: 'slow',
  ...extra,
})

test('all new posts in one channel, or searches for large forums', () => {
  expect(plan({ endpoint: 'https://forum.example' }).map((channel) => channel.key)).toEqual([
    'latest forum.example',
  ])
  expect(
    plan({ endpoint: 'https://forum.example', search: true }).map((channel) => [
      channel.key,
      channel.addressed ?? false,
    ]),
  ).toEqual([
    ['search forum.example acme', false],
    ['search forum.example "@acme_team"', true],
    ['search forum.example @acme_team', false],
  ])
})

test('found excerpts become whole posts', async () => {
  server.on('/search.json', {
    body: {
      posts: [
        { id: 3, topic_id: 7, blurb: 'exc…' },
        { id: 4, topic_id: 7, blurb: 'exc…' },
        { no: 'id' },
      ],
      topics: [{ id: 7, title: 'Slow', slug: 'slow' }],
      grouped_search_result: { more_full_page_results: null },
    },
  })
  server.on('/t/7/posts.json', {
    body: {
      post_stream: { posts: [wire(3), wire(4, { created_at: '2026-11-19T11:00:00.000Z' })] },
    },
  })
  const environment = anEnvironment({ search: true })
  const [channel] = plan(environment.settings)
  const pages: Page[] = []
  if (channel) for await (const page of discourse.read(channel, environment)) pages.push(page)
  expect(pages[0]?.posts.map((post) => post.text)).toEqual(['post 4', 'post 3'])
  expect(pages[0]?.notice).toBe('1 items could not be read')
  expect(server.requests[1]?.query.getAll('post_ids[]')).toEqual(['3', '4'])
})

test('a search that is overloaded says so with status 200, and has failed', async () => {
  server.on('/search.json', {
    body: { posts: [], grouped_search_result: { error: 'Search is overloaded.' } },
  })
  const environment = anEnvironment({ search: true })
  const [channel] = plan(environment.settings)
  const read = async () => {
    if (channel) for await (const page of discourse.read(channel, environment)) return page
    return undefined
  }
  await expect(read()).rejects.toMatchObject({
    kind: 'unreachable',
    message: expect.stringContaining('overloaded'),
  })
})

test('a topic comes whole, with its tree and what was deleted', async () => {
  server.on('/t/7.json', {
    body: {
      id: 7,
      title: 'Slow',
      tags: ['bug'],
      post_stream: {
        posts: [wire(1), wire(2, { reply_to_post_number: 1 })],
        stream: [1, 2, 3, 4, 5],
      },
    },
  })
  server.on('/t/7/posts.json', {
    body: {
      post_stream: {
        posts: [
          wire(3, { reply_to_post_number: 2 }),
          wire(4, { user_deleted: true }),
          wire(5, { post_type: 3, cooked: '' }),
        ],
      },
    },
  })
  const answer = await discourse.thread?.({ thread: `${host()}/t/7`, posts: [] }, anEnvironment())
  expect(answer?.posts.map((post) => [post.id, post.parent, post.title, post.tags])).toEqual([
    [`${host()}/1`, undefined, 'Slow', ['bug']],
    [`${host()}/2`, `${host()}/1`, undefined, ['bug']],
    [`${host()}/3`, `${host()}/2`, undefined, ['bug']],
  ])
  expect([answer?.gone, answer?.complete]).toEqual([[`${host()}/4`], true])
  server.on('/t/7/posts.json', { body: { post_stream: { posts: [wire(3), { id: null }] } } })
  expect(
    await discourse.thread?.({ thread: `${host()}/t/7`, posts: [] }, anEnvironment()),
  ).toMatchObject({ complete: false })
})

test('a topic that is gone is told', async () => {
  server.on('*', {
    status: 404,
    body: {
      errors: ['The requested URL or resource could not be found.'],
      error_type: 'not_found',
    },
  })
  const thread = `${host()}/t/7`
  expect(await discourse.thread?.({ thread, posts: [] }, anEnvironment())).toEqual({
    posts: [],
    gone: [thread],
    isOver: true,
    complete: false,
  })
})

const LOGIN = { api_key: 'FAKE-key', api_username: 'acme_team' }

function aReply(): ReplyRequest {
  return {
    to: { id: `${host()}/2`, thread: `${host()}/t/7`, url: `${server.origin}/t/slow/7/2` },
    text: 'We are on it, thank you.',
    key: 'k',
    at: Date.parse('2026-11-19T09:58:00Z'),
  }
}

test('an answer goes below the post, with the key', async () => {
  server.on('/posts.json', { body: wire(9, { username: 'acme_team' }) })
  expect(await discourse.reply?.(aReply(), anEnvironment(LOGIN))).toMatchObject({
    outcome: 'sent',
    post: { id: `${host()}/9` },
  })
  const [sent] = server.requests
  expect(JSON.parse(sent?.body ?? '')).toEqual({
    raw: 'We are on it, thank you.',
    topic_id: 7,
    reply_to_post_number: 2,
  })
  expect([sent?.headers['api-key'], sent?.headers['api-username']]).toEqual([
    'FAKE-key',
    'acme_team',
  ])
})

test('a refusal has failed; a broken connection is looked up', async () => {
  server.on('/posts.json', {
    status: 422,
    body: { errors: ['Body is too short (minimum is 20 characters)'] },
  })
  expect(await discourse.reply?.(aReply(), anEnvironment(LOGIN))).toMatchObject({
    outcome: 'failed',
    error: { message: expect.stringContaining('too short') },
  })
  server.on('/posts.json', { drop: true })
  expect((await discourse.reply?.(aReply(), anEnvironment(LOGIN)))?.outcome).toBe('unknown')
  server.on('/t/7.json', {
    body: { id: 7, post_stream: { posts: [wire(9, { username: 'acme_team' })], stream: [9] } },
  })
  expect(await discourse.findReply?.(aReply(), anEnvironment(LOGIN))).toMatchObject({
    id: `${host()}/9`,
  })
})

test('without a key nothing is sent', async () => {
  expect(await discourse.reply?.(aReply(), anEnvironment())).toMatchObject({
    outcome: 'failed',
    error: { kind: 'unauthorized' },
  })
  expect(server.requests).toEqual([])
})

test('who gave a heart to a post', async () => {
  server.on('/post_action_users.json', {
    body: { post_action_users: [{ id: 1, username: 'kim', name: 'Kim' }, { id: 2 }, null] },
  })
  const likers = await discourse.likers?.({ id: `${host()}/55` }, anEnvironment())
  expect(likers).toEqual([
    {
      author: {
        id: `${host()}/kim`,
        handle: 'kim',
        name: 'Kim',
        url: `${server.origin}/u/kim`,
      },
      how: 'like',
    },
  ])
  expect(server.requests[0]?.query.get('id')).toBe('55')
  expect(server.requests[0]?.query.get('post_action_type_id')).toBe('2')
})
