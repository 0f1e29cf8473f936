import { afterEach, beforeEach, expect, test } from 'vitest'
import type { SourceError } from '../../src/errors.ts'
import { createHttpClient } from '../../src/http/client.ts'
import type { HttpClient } from '../../src/model/http.ts'
import { feedRequest } from '../../src/sources/reddit/session.ts'
import { reddit } from '../../src/sources/reddit.ts'
import type { Page, PlanRequest, ReadEnvironment, ReplyRequest } from '../../src/sources/source.ts'
import { type Loopback, startLoopback } from '../helpers/loopback.ts'
import { fixture, term } from './contract.ts'

type Settings = {
  endpoint?: string
  subreddits?: string[]
  client_id?: string
  client_secret?: string
  refresh_token?: string
  feed_user?: string
  feed_token?: string
}

let server: Loopback
let http: HttpClient
const NOW = Date.parse('2026-07-04T00:00:00Z')
const KEYS = { client_id: 'id', client_secret: 'FAKE-secret' }
const USER = { ...KEYS, refresh_token: 'FAKE-refresh' }

beforeEach(async () => {
  server = await startLoopback({
    '/api/v1/access_token': { body: { access_token: 'FAKE-token', expires_in: 3600 } },
  })
  http = createHttpClient({
    userAgent: 'listen-cli/test',
    allowHosts: ['127.0.0.1'],
    wait: async () => {},
    patienceMs: 0,
  })
})
afterEach(async () => {
  await http.close()
  await server.close()
})

function anEnvironment(settings: Settings = {}): ReadEnvironment<Settings> {
  return {
    settings: { endpoint: server.origin, ...settings },
    name: 'reddit',
    http,
    now: () => NOW,
    maxPages: 20,
    maxItems: 5000,
  }
}

function plan(settings: Settings, extra: Partial<PlanRequest<Settings>> = {}) {
  return reddit.channels({
    settings,
    queries: [{ name: 'brand', tree: term('acme') }],
    handles: ['u/acme_team'],
    competitorHandles: {},
    ...extra,
  })
}

async function read(key: string, settings: Settings = {}): Promise<Page[]> {
  const environment = anEnvironment(settings)
  const channel = plan(
    environment.settings,
    settings.client_id === undefined ? { handles: [] } : {},
  ).find((one) => one.key === key)
  if (channel === undefined) throw new Error(`no channel ${key}`)
  const pages: Page[] = []
  for await (const page of reddit.read(channel, environment)) pages.push(page)
  return pages
}

const data = (file: string) => ({ body: JSON.parse(fixture('reddit', file)) })

test('subreddits are joined into one request; the inbox wants a login', () => {
  expect(plan({ subreddits: ['gravel', 'bikes'] }).map((channel) => channel.key)).toEqual([
    'search acme OR author:acme_team',
    'new gravel+bikes',
    'comments gravel+bikes',
  ])
  expect(plan(KEYS).map((channel) => channel.key)).toEqual(['search acme', 'author acme_team'])
  expect(plan(USER).map((channel) => [channel.key, channel.addressed])).toContainEqual([
    'inbox',
    true,
  ])
})

test('alternatives share one search', () => {
  const tree = {
    type: 'or',
    items: [term('acme'), term('acme', 'phone')],
    span: { start: 0, end: 0 },
  } as const
  expect(plan({}, { queries: [{ name: 'brand', tree }] })[0]?.key).toMatch(/^search acme/)
})

test('a stranger who would ask twice within a minute is put off, with the time', async () => {
  server.on('*', {
    headers: { 'content-type': 'application/atom+xml' },
    body: fixture('reddit', 'search.xml'),
  })
  const request = feedRequest(anEnvironment(), '/search.rss', { q: 'acme' })
  expect(request).toMatchObject({ gapMs: 61_000 })
  await read('search acme')
  const error = (await http
    .get({ ...request, patienceMs: 1000 })
    .catch((reason: unknown) => reason)) as SourceError
  expect([error.kind, error.notSent]).toEqual(['rate-limited', true])
  expect(error.retryAfterSeconds).toBeGreaterThan(50)
  expect(server.requests.length).toBe(1)
})

test('the key of the feeds goes with them, and into no message', async () => {
  server.on('/search.rss', { status: 404 })
  const error = (await read('search acme', { feed_user: 'ann', feed_token: 'FAKE-feed' }).catch(
    (reason: unknown) => reason,
  )) as SourceError
  expect(server.requests[0]?.query.get('feed')).toBe('FAKE-feed')
  expect(`${error.message}${error.hint}`).not.toContain('FAKE-feed')
})

test('a blocked address is told what lifts the block', async () => {
  server.on('/search.rss', { status: 403, body: '<html><title>Blocked</title></html>' })
  const error = (await read('search acme').catch((reason: unknown) => reason)) as SourceError
  expect([error.kind, error.hint]).toEqual([
    'unauthorized',
    expect.stringContaining('REDDIT_FEED_TOKEN'),
  ])
})

test('with a key the API is searched, with a token of its own', async () => {
  server.on('/search', data('listing.json'))
  const [page] = await read('search acme', KEYS)
  expect(server.requests[0]?.headers.authorization).toBe(`Basic ${btoa('id:FAKE-secret')}`)
  expect(server.requests[0]?.body).toBe('grant_type=client_credentials')
  expect(server.requests[1]?.headers.authorization).toBe('bearer FAKE-token')
  expect(page?.posts.map((post) => [post.id, post.kind, post.author?.handle, post.thread])).toEqual(
    JSON.parse(fixture('reddit', 'listing.json')).data.children.map(
      (one: { data: { name: string; author: string } }) => [
        one.data.name,
        'post',
        one.data.author,
        one.data.name,
      ],
    ),
  )
  expect(
    page?.posts.every(
      (post) =>
        post.url?.startsWith('https://www.reddit.com/r/') && post.publishedPrecision === 'second',
    ),
  ).toBe(true)
})

test('pages follow `after`, and a used-up window is told', async () => {
  const child = (n: number) => ({
    kind: 't3',
    data: { name: `t3_a${n}`, title: `n${n}`, created_utc: 1_780_000_000 - n },
  })
  let remaining = 2
  server.on('/search', (request) => ({
    headers: { 'x-ratelimit-remaining': `${--remaining}.0`, 'x-ratelimit-reset': '300' },
    body: {
      kind: 'Listing',
      data: {
        children: [child(request.query.has('after') ? 2 : 1)],
        after: request.query.has('after') ? null : 't3_a1',
      },
    },
  }))
  const pages = await read('search acme', KEYS)
  expect(pages.flatMap((page) => page.posts.map((post) => post.id))).toEqual(['t3_a1', 't3_a2'])
  expect(pages[1]?.nextInSeconds).toBe(300)
})

test('no page is asked for when the window is used up', async () => {
  server.on('/search', {
    headers: { 'x-ratelimit-remaining': '0.0', 'x-ratelimit-reset': '300' },
    body: {
      kind: 'Listing',
      data: { children: [{ kind: 't3', data: { name: 't3_a', title: 'a' } }], after: 't3_a' },
    },
  })
  const pages = await read('search acme', KEYS)
  expect(pages).toHaveLength(1)
  expect(pages[0]?.state).toMatchObject({ gaps: [{ cursor: 't3_a' }] })
  expect(server.count('/search')).toBe(1)
})

test('a token that was refused is not used again', async () => {
  server.on('/search', { status: 401 })
  await read('search acme', KEYS).catch(() => {})
  server.on('/search', data('listing.json'))
  await read('search acme', KEYS)
  expect(server.count('/api/v1/access_token')).toBe(2)
})

test('private messages in the inbox are passed over', async () => {
  server.on('/message/inbox', {
    body: {
      kind: 'Listing',
      data: {
        children: [
          { kind: 't4', data: { name: 't4_x', body: 'private' } },
          {
            kind: 't1',
            data: {
              name: 't1_x',
              body: 'public',
              author: 'ann',
              link_id: 't3_p',
              parent_id: 't1_ours',
              created_utc: 1_780_000_000,
            },
          },
        ],
        after: null,
      },
    },
  })
  const [page] = await read('inbox', USER)
  expect(page?.posts.map((post) => [post.text, post.parent, post.thread])).toEqual([
    ['public', 't1_ours', 't3_p'],
  ])
  expect(page?.notice).toBeUndefined()
})

test('a thread is the post and all its comments', async () => {
  server.on('/comments/2gmzqe', data('tree.json'))
  const answer = await reddit.thread?.({ thread: 't3_2gmzqe', posts: [] }, anEnvironment(KEYS))
  expect(answer?.posts.map((post) => [post.id, post.parent, post.thread])).toEqual(
    [
      ['t3_2gmzqe', undefined, 't3_2gmzqe'],
      ['t1_cklfmye', 't3_2gmzqe', 't3_2gmzqe'],
      expect.arrayContaining(['t3_2gmzqe']),
      ['t1_cklhv0f', 't1_cklfmye', 't3_2gmzqe'],
    ].slice(0, answer?.posts.length),
  )
  expect(answer?.gone).toEqual([])
})

test('what was deleted is told, and is no post', async () => {
  const comment = (name: string, extra: object) => ({
    kind: 't1',
    data: { name, link_id: 't3_p', parent_id: 't3_p', author: 'ann', body: 'x', ...extra },
  })
  const listing = (children: unknown[]) => ({ kind: 'Listing', data: { children, after: null } })
  server.on('/comments/p', {
    body: [
      listing([{ kind: 't3', data: { name: 't3_p', title: 'T', author: 'bo' } }]),
      listing([
        comment('t1_a', { body: '[removed]' }),
        comment('t1_b', {}),
        { kind: 'more', data: { children: ['z'] } },
      ]),
    ],
  })
  const answer = await reddit.thread?.({ thread: 't3_p', posts: [] }, anEnvironment(KEYS))
  expect([answer?.posts.map((post) => post.id), answer?.gone, answer?.complete]).toEqual([
    ['t3_p', 't1_b'],
    ['t1_a'],
    false,
  ])
  const whole = async (...comments: object[]) => {
    server.on('/comments/p', {
      body: [listing([{ kind: 't3', data: { name: 't3_p', title: 'T' } }]), listing(comments)],
    })
    return (await reddit.thread?.({ thread: 't3_p', posts: [] }, anEnvironment(KEYS)))?.complete
  }
  expect(await whole(comment('t1_b', {}))).toBe(true)
  expect(await whole(comment('t1_b', {}), { kind: 't1', data: { name: null } })).toBe(false)
})

const wanted: ReplyRequest = {
  to: { id: 't1_d1616q2' },
  text: 'Comment reply',
  key: 'k',
  at: Date.parse('2016-03-20T00:33:00Z'),
}

test('an answer is a comment, sent once', async () => {
  server.on('/api/comment', data('comment.json'))
  const result = await reddit.reply?.(wanted, anEnvironment(USER))
  expect(result).toMatchObject({
    outcome: 'sent',
    post: { id: 't1_d1680wu', parent: 't1_d1616q2', thread: 't3_4b1tfm' },
  })
  expect(server.requests.at(-1)?.body).toBe('thing_id=t1_d1616q2&text=Comment+reply&api_type=json')
})

test('a refusal inside a 200 has failed, with its wait', async () => {
  server.on('/api/comment', {
    body: {
      json: {
        errors: [
          ['RATELIMIT', 'you are doing that too much. try again in 7 minutes.', 'ratelimit'],
        ],
      },
    },
  })
  expect(await reddit.reply?.(wanted, anEnvironment(USER))).toMatchObject({
    outcome: 'failed',
    error: { kind: 'rate-limited', retryAfterSeconds: 420 },
  })
})

test('without a login nothing is sent', async () => {
  expect(await reddit.reply?.(wanted, anEnvironment(KEYS))).toMatchObject({
    outcome: 'failed',
    error: { kind: 'unauthorized' },
  })
  expect(server.requests).toEqual([])
})

test('an answer is found below its parent', async () => {
  server.on('/api/v1/me', { body: { name: 'acme_team' } })
  const { json } = JSON.parse(fixture('reddit', 'comment.json'))
  server.on('/user/acme_team/comments', {
    body: { kind: 'Listing', data: { children: json.data.things, after: null } },
  })
  expect(await reddit.findReply?.(wanted, anEnvironment(USER))).toMatchObject({ id: 't1_d1680wu' })
})
