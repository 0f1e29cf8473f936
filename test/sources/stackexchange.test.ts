import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Page, PlanRequest, ReadEnvironment, ReplyRequest } from '../../src/sources/source.ts'
import { stackexchange } from '../../src/sources/stackexchange.ts'
import { type Loopback, startLoopback } from '../helpers/loopback.ts'
import { contractClient, term } from './contract.ts'

type Settings = { endpoint: string; sites: string[]; key?: string; token?: string }

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

function anEnvironment(settings: Partial<Settings> = {}): ReadEnvironment<Settings> {
  const own = { endpoint: server.origin, sites: ['stackoverflow'], ...settings }
  return { settings: own, name: 'so', http, now: () => NOW, maxPages: 20, maxItems: 5000 }
}

function plan(settings: Settings, extra: Partial<PlanRequest<Settings>> = {}) {
  return stackexchange.channels({
    settings,
    queries: [{ name: 'brand', tree: term('acme') }],
    handles: [],
    competitorHandles: {},
    ...extra,
  })
}

async function read(
  key: string,
  settings: Partial<Settings> = {},
  handles: string[] = [],
): Promise<Page[]> {
  const environment = anEnvironment(settings)
  const channel = plan(environment.settings, { handles }).find((one) => one.key === key)
  if (channel === undefined) throw new Error(`no channel ${key}`)
  const pages: Page[] = []
  for await (const page of stackexchange.read(channel, environment)) pages.push(page)
  return pages
}

const question = {
  question_id: 1,
  title: 'Q',
  body: '<p>q</p>',
  creation_date: 1_790_000_000,
  link: 'https://stackoverflow.com/q/1',
}

test('each site has its channels; an account is a number, perhaps of one site', () => {
  const settings = { endpoint: 'https://x.example', sites: ['stackoverflow', 'superuser'] }
  expect(
    plan(settings, { handles: ['12', 'superuser/34', 'a name'] }).map((channel) => channel.key),
  ).toEqual([
    'search stackoverflow acme',
    'user stackoverflow 12',
    'comments stackoverflow 12',
    'mentions stackoverflow 12',
    'search superuser acme',
    'user superuser 12',
    'comments superuser 12',
    'user superuser 34',
    'comments superuser 34',
    'mentions superuser 12',
    'mentions superuser 34',
  ])
})

test('an empty quota rests until midnight in UTC', async () => {
  server.on('/2.3/search/advanced', {
    body: { items: [question], has_more: false, quota_remaining: 0 },
  })
  const [page] = await read('search stackoverflow acme')
  expect(page?.nextInSeconds).toBe(6 * 3600)
})

test('a backoff holds for the next page as well', async () => {
  server.on('/2.3/search/advanced', {
    body: { items: [question], has_more: true, backoff: 60, quota_remaining: 5 },
  })
  const pages: Page[] = []
  const environment = anEnvironment()
  const [channel] = plan(environment.settings)
  const error = await (async () => {
    if (channel) for await (const page of stackexchange.read(channel, environment)) pages.push(page)
  })().catch((reason: unknown) => reason)
  expect(pages.map((page) => page.nextInSeconds)).toEqual([60])
  expect(error).toBeUndefined()
  expect(server.requests.length).toBe(1)
})

test('a user’s posts are questions and answers', async () => {
  const { question_id: _, ...post } = question
  server.on('/2.3/users/12/posts', {
    body: {
      items: [
        { ...post, post_id: 5, post_type: 'answer' },
        { ...post, post_id: 6, post_type: 'question' },
      ],
      has_more: false,
    },
  })
  const [page] = await read('user stackoverflow 12', {}, ['12'])
  expect(page?.posts.map((one) => [one.id, one.kind, one.title])).toEqual([
    ['stackoverflow/5', 'comment', undefined],
    ['stackoverflow/6', 'post', 'Q'],
  ])
})

test('a thread is the question, its answers and all comments', async () => {
  server.on('/2.3/questions/1', { body: { items: [question] } })
  server.on('/2.3/questions/1/answers', {
    body: {
      items: [{ answer_id: 2, body: '<p>a</p>', creation_date: 1_790_000_100 }],
      has_more: false,
    },
  })
  server.on('/2.3/posts/1;2/comments', {
    body: {
      items: [{ comment_id: 3, post_id: 2, body: 'c', creation_date: 1_790_000_200 }],
      has_more: false,
    },
  })
  const answer = await stackexchange.thread?.(
    { thread: 'stackoverflow/1', posts: [] },
    anEnvironment(),
  )
  expect(answer?.posts.map((post) => [post.id, post.parent, post.thread, post.text])).toEqual([
    ['stackoverflow/1', undefined, 'stackoverflow/1', 'q'],
    ['stackoverflow/2', 'stackoverflow/1', 'stackoverflow/1', 'a'],
    ['stackoverflow/c3', 'stackoverflow/2', 'stackoverflow/1', 'c'],
  ])
  expect(answer?.complete).toBe(true)
  server.on('/2.3/posts/1;2/comments', {
    body: {
      items: [
        { comment_id: 3, post_id: 2, body: 'c', creation_date: 1_790_000_200 },
        { comment_id: null },
      ],
      has_more: false,
    },
  })
  expect(
    await stackexchange.thread?.({ thread: 'stackoverflow/1', posts: [] }, anEnvironment()),
  ).toMatchObject({ complete: false })
  server.on('/2.3/questions/9', { body: { items: [] } })
  server.on('/2.3/answers/9', { body: { items: [] } })
  expect(
    await stackexchange.thread?.({ thread: 'stackoverflow/9', posts: [] }, anEnvironment()),
  ).toMatchObject({ gone: ['stackoverflow/9'] })
})

const wanted: ReplyRequest = {
  to: { id: 'stackoverflow/2', thread: 'stackoverflow/1' },
  text: 'A comment long enough.',
  key: 'k',
  at: 1_790_000_000_000,
}

test('a comment is sent with key and token, within its length', async () => {
  server.on('/2.3/posts/2/comments/add', {
    body: {
      items: [{ comment_id: 9, post_id: 2, body: wanted.text, creation_date: 1_790_000_001 }],
    },
  })
  const login = { key: 'k1', token: 'FAKE-token' }
  expect(await stackexchange.reply?.(wanted, anEnvironment(login))).toMatchObject({
    outcome: 'sent',
    post: { id: 'stackoverflow/c9', parent: 'stackoverflow/2' },
  })
  expect(Object.fromEntries(new URLSearchParams(server.requests[0]?.body))).toMatchObject({
    site: 'stackoverflow',
    access_token: 'FAKE-token',
  })
  expect(
    await stackexchange.reply?.({ ...wanted, text: 'short' }, anEnvironment(login)),
  ).toMatchObject({ outcome: 'failed' })
  expect(await stackexchange.reply?.(wanted, anEnvironment())).toMatchObject({
    outcome: 'failed',
    error: { kind: 'unauthorized' },
  })
  expect(server.requests.length).toBe(1)
})

test('a comment whose fate is unknown is found by its words', async () => {
  server.on('/2.3/posts/2/comments/add', { drop: true })
  const login = { key: 'k1', token: 'FAKE-token' }
  expect((await stackexchange.reply?.(wanted, anEnvironment(login)))?.outcome).toBe('unknown')
  server.on('/2.3/posts/2/comments', {
    body: {
      items: [{ comment_id: 9, post_id: 2, body: wanted.text, creation_date: 1_790_000_001 }],
    },
  })
  expect(await stackexchange.findReply?.(wanted, anEnvironment())).toMatchObject({
    id: 'stackoverflow/c9',
  })
})

test('comments that name us are addressed to us; without a key they are asked for once an hour', async () => {
  server.on('/2.3/users/12/mentioned', {
    body: {
      items: [
        {
          comment_id: 9,
          post_id: 5,
          body: '@acme is this known?',
          creation_date: 1_790_000_000,
          owner: { user_id: 77, display_name: 'Ann' },
        },
      ],
      has_more: false,
    },
  })
  const [page] = await read('mentions stackoverflow 12', {}, ['12'])
  expect(page).toMatchObject({ nextInSeconds: 3600 })
  expect(page?.posts[0]).toMatchObject({
    id: 'stackoverflow/c9',
    parent: 'stackoverflow/5',
    kind: 'comment',
    author: { id: 'stackoverflow/77' },
  })
  const settings = { endpoint: 'https://x.example', sites: ['stackoverflow'] }
  const channels = plan(settings, { handles: ['12'], competitorHandles: { globex: ['99'] } })
  expect(channels.filter(({ addressed }) => addressed).map(({ key }) => key)).toEqual([
    'mentions stackoverflow 12',
  ])
})
