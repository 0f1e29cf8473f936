import { afterEach, beforeEach, expect, test } from 'vitest'
import type { SourceError } from '../../src/errors.ts'
import { toRecordKey } from '../../src/sources/bluesky/reply.ts'
import { bluesky } from '../../src/sources/bluesky.ts'
import type { Page, ReadEnvironment, ReplyRequest } from '../../src/sources/source.ts'
import { type Loopback, startLoopback } from '../helpers/loopback.ts'
import { contractClient, fixture, term } from './contract.ts'

type Settings = { endpoint?: string; handle?: string; token?: string }

let server: Loopback
let http: ReturnType<typeof contractClient>
const NOW = Date.parse('2025-05-20T00:00:00Z')
const LOGIN = { handle: 'acme.example', token: 'FAKE-app-password' }

beforeEach(async () => {
  server = await startLoopback()
  http = contractClient()
  server.on('/xrpc/com.atproto.server.createSession', {
    body: { accessJwt: 'jwt-1', did: 'did:plc:acme', handle: 'acme.example' },
  })
})
afterEach(async () => {
  await http.close()
  await server.close()
})

function anEnvironment(extra: Partial<ReadEnvironment<Settings>> = {}): ReadEnvironment<Settings> {
  return {
    settings: { endpoint: server.origin, ...LOGIN },
    name: 'bsky',
    http,
    now: () => NOW,
    maxPages: 20,
    maxItems: 5000,
    ...extra,
  }
}

function plan(settings: Settings = LOGIN, handles = ['acme.example']) {
  return bluesky.channels({
    settings,
    queries: [{ name: 'topic', tree: term('redistricting') }],
    handles,
    competitorHandles: { globex: ['globex.example'] },
  })
}

async function readPages(key: string, environment = anEnvironment()): Promise<Page[]> {
  const channel = plan(environment.settings).find((one) => one.key === key)
  if (channel === undefined) throw new Error(`no channel ${key}`)
  const pages: Page[] = []
  for await (const page of bluesky.read(channel, environment)) pages.push(page)
  return pages
}

const postOf = (rkey: string, extra: object = {}) => ({
  uri: `at://did:plc:ann/app.bsky.feed.post/${rkey}`,
  cid: `cid-${rkey}`,
  author: { did: 'did:plc:ann', handle: 'ann.example', displayName: 'Ann' },
  record: {
    $type: 'app.bsky.feed.post',
    text: `post ${rkey}`,
    createdAt: '2025-05-19T10:00:00Z',
    ...extra,
  },
  indexedAt: '2025-05-19T10:00:01Z',
  replyCount: 0,
})

test('channels: search, what is said to us, our own and competitors’ posts', () => {
  expect(plan().map((channel) => [channel.key, channel.addressed ?? false])).toEqual([
    ['search redistricting', false],
    ['notifications acme.example', true],
    ['author acme.example', false],
    ['author globex.example', false],
  ])
  expect(plan({}).map((channel) => channel.key)).toContain('mentions acme.example')
})

test('the login is made once for a run, and sent to the server only', async () => {
  server.on('/xrpc/app.bsky.feed.searchPosts', { body: { posts: [] } })
  await readPages('search redistricting')
  await readPages('search redistricting')
  expect(server.count('/xrpc/com.atproto.server.createSession')).toBe(1)
  expect(JSON.parse(server.requests[0]?.body ?? '')).toEqual({
    identifier: 'acme.example',
    password: 'FAKE-app-password',
  })
  expect(server.requests[1]?.headers.authorization).toBe('Bearer jwt-1')
})

test('the login may come from the environment alone', async () => {
  server.on('/xrpc/app.bsky.feed.searchPosts', { body: { posts: [] } })
  const secret = (name: string) =>
    ({ BLUESKY_HANDLE: '@acme.example', BLUESKY_APP_PASSWORD: 'pw' })[name]
  await readPages(
    'search redistricting',
    anEnvironment({ settings: { endpoint: server.origin }, secret }),
  )
  expect(JSON.parse(server.requests[0]?.body ?? '').identifier).toBe('acme.example')
})

test('a wrong password is named with what to do, without itself', async () => {
  server.on('/xrpc/com.atproto.server.createSession', {
    status: 401,
    body: { error: 'AuthenticationRequired', message: 'Invalid identifier or password' },
  })
  const error = (await readPages('search redistricting').catch(
    (reason: unknown) => reason,
  )) as SourceError
  expect(error.kind).toBe('unauthorized')
  expect(error.hint).toContain('BLUESKY_APP_PASSWORD')
  expect(`${error.message}${error.stack}`).not.toContain('FAKE-app-password')
})

test('a session that has run out is opened again, once', async () => {
  let sessions = 0
  server.on('/xrpc/com.atproto.server.createSession', () => {
    sessions += 1
    return { body: { accessJwt: `jwt-${sessions}`, did: 'did:plc:acme' } }
  })
  server.on('/xrpc/app.bsky.feed.searchPosts', (request) =>
    request.headers.authorization === 'Bearer jwt-1'
      ? { status: 400, body: { error: 'ExpiredToken', message: 'Token has expired' } }
      : { body: { posts: [postOf('a')] } },
  )
  const pages = await readPages('search redistricting')
  expect([sessions, pages[0]?.posts.length]).toEqual([2, 1])
})

test('without a login a refusal says how to get one', async () => {
  server.on('/xrpc/app.bsky.feed.searchPosts', {
    status: 403,
    body: '<html>Request forbidden</html>',
  })
  const environment = anEnvironment({ settings: { endpoint: server.origin } })
  const error = (await readPages('search redistricting', environment).catch(
    (reason: unknown) => reason,
  )) as SourceError
  expect([error.kind, error.hint]).toEqual([
    'unauthorized',
    expect.stringContaining('BLUESKY_HANDLE'),
  ])
})

test('without a login the first page is kept when more is refused, also by time', async () => {
  server.on('/xrpc/app.bsky.feed.searchPosts', (request) =>
    request.query.has('cursor') || request.query.has('until')
      ? { status: 403, body: '<html>Request forbidden</html>' }
      : { body: JSON.parse(fixture('bluesky', 'search-1.json')) },
  )
  const pages = await readPages(
    'search redistricting',
    anEnvironment({ settings: { endpoint: server.origin } }),
  )
  expect(pages.map((page) => page.posts.length)).toEqual([3, 0])
  expect(pages[1]?.notice).toContain('without a login')
})

test('a run that goes on from a stored place asks by time, not by an old cursor', async () => {
  server.on('/xrpc/app.bsky.feed.searchPosts', { body: { posts: [] } })
  const to = Date.parse('2025-05-10T00:00:00Z')
  const state = { top: NOW, gaps: [{ to, cursor: '200' }] }
  await readPages('search redistricting', anEnvironment({ state }))
  const asked = server.requests.at(-1)?.query
  expect([asked?.get('cursor'), asked?.get('until')]).toEqual([null, '2025-05-10T00:00:01.000Z'])
})

test('notifications give mentions, answers and quotes, and pass over likes', async () => {
  server.on('/xrpc/app.bsky.notification.listNotifications', {
    body: {
      notifications: [
        {
          ...postOf('m', {
            reply: { root: { uri: 'at://r', cid: 'c' }, parent: { uri: 'at://p', cid: 'c' } },
          }),
          reason: 'reply',
        },
        {
          uri: 'at://did:plc:bo/app.bsky.feed.like/1',
          cid: 'x',
          author: { did: 'did:plc:bo' },
          reason: 'like',
          record: {},
        },
        { ...postOf('q'), reason: 'quote' },
      ],
    },
  })
  const [page] = await readPages('notifications acme.example')
  expect(page?.posts.map((post) => [post.id.slice(-1), post.thread, post.parent])).toEqual([
    ['m', 'at://r', 'at://p'],
    ['q', postOf('q').uri, undefined],
  ])
  expect(page?.notice).toBeUndefined()
})

test('an account’s posts are kept, its reposts are not', async () => {
  server.on('/xrpc/app.bsky.feed.getAuthorFeed', {
    body: {
      feed: [
        { post: postOf('a') },
        { post: postOf('b'), reason: { $type: 'app.bsky.feed.defs#reasonRepost' } },
      ],
    },
  })
  const [page] = await readPages('author acme.example')
  expect(page?.posts.map((post) => post.text)).toEqual(['post a'])
})

test('a mention in the text is an addressee, by bytes and not by letters', async () => {
  const text = '🙄 hello @acme.example'
  const start = Buffer.byteLength('🙄 hello ')
  const facets = [
    {
      index: { byteStart: start, byteEnd: Buffer.byteLength(text) },
      features: [{ $type: 'app.bsky.richtext.facet#mention', did: 'did:plc:acme' }],
    },
  ]
  server.on('/xrpc/app.bsky.feed.searchPosts', { body: { posts: [postOf('a', { text, facets })] } })
  const [page] = await readPages('search redistricting')
  expect(page?.posts[0]?.to).toEqual(['acme.example'])
})

test('a date in the future is the day it was seen', async () => {
  server.on('/xrpc/app.bsky.feed.searchPosts', {
    body: { posts: [postOf('a', { createdAt: '2999-01-01T00:00:00Z' })] },
  })
  const [page] = await readPages('search redistricting')
  expect(page?.posts[0]?.publishedAt).toBe(Date.parse('2025-05-19T10:00:01Z'))
})

test('a thread comes flat, with what is gone, and says when there is more', async () => {
  const root = postOf('root')
  server.on('/xrpc/app.bsky.feed.getPostThread', {
    body: {
      thread: {
        $type: 'app.bsky.feed.defs#threadViewPost',
        post: { ...root, replyCount: 3 },
        replies: [
          { $type: 'app.bsky.feed.defs#threadViewPost', post: postOf('a'), replies: [] },
          { $type: 'app.bsky.feed.defs#notFoundPost', uri: 'at://gone', notFound: true },
          { $type: 'app.bsky.feed.defs#blockedPost', uri: 'at://blocked', blocked: true },
        ],
      },
    },
  })
  const answer = await bluesky.thread?.({ thread: root.uri, posts: [] }, anEnvironment())
  expect(answer?.posts.map((post) => post.text)).toEqual(['post root', 'post a'])
  // What one of two people has blocked is there, and not shown.
  expect([answer?.gone, answer?.complete]).toEqual([['at://gone'], false])
})

test('a thread that is gone is told, not thrown', async () => {
  server.on('/xrpc/app.bsky.feed.getPostThread', {
    status: 400,
    body: { error: 'NotFound', message: 'Post not found: at://x' },
  })
  expect(await bluesky.thread?.({ thread: 'at://x', posts: [] }, anEnvironment())).toEqual({
    posts: [],
    gone: ['at://x'],
    complete: false,
  })
})

test('likers and reposters come with how', async () => {
  server.on('/xrpc/app.bsky.feed.getLikes', {
    body: {
      likes: [{ actor: { did: 'did:1', handle: 'a.example' }, createdAt: '2025-01-01T00:00:00Z' }],
    },
  })
  server.on('/xrpc/app.bsky.feed.getRepostedBy', {
    body: { repostedBy: [{ did: 'did:2', handle: 'b.example' }] },
  })
  const likers = await bluesky.likers?.({ id: 'at://x' }, anEnvironment())
  expect(likers?.map((one) => [one.author.id, one.how, one.at])).toEqual([
    ['did:1', 'like', Date.parse('2025-01-01T00:00:00Z')],
    ['did:2', 'share', undefined],
  ])
})

const parent = postOf('parent', {
  reply: { root: { uri: 'at://root', cid: 'cid-root' }, parent: { uri: 'at://other', cid: 'x' } },
})
const wanted: ReplyRequest = {
  to: { id: parent.uri },
  text: 'Hello @ann.example 🙂, see https://acme.example/help.',
  key: 'draft-7',
  at: NOW,
  lang: 'en',
}

function answerWrites(): void {
  server.on('/xrpc/app.bsky.feed.getPosts', { body: { posts: [parent] } })
  server.on('/xrpc/com.atproto.identity.resolveHandle', { body: { did: 'did:plc:ann' } })
}

test('an answer is one record under a key of its own, in the thread, with links and mentions by bytes', async () => {
  answerWrites()
  server.on('/xrpc/com.atproto.repo.createRecord', (request) => {
    const { rkey } = JSON.parse(request.body) as { rkey: string }
    return { body: { uri: `at://did:plc:acme/app.bsky.feed.post/${rkey}`, cid: 'cid-new' } }
  })
  const result = await bluesky.reply?.(wanted, anEnvironment())
  const sent = JSON.parse(server.requests.at(-1)?.body ?? '')
  expect(result?.outcome).toBe('sent')
  expect(sent.rkey).toBe(toRecordKey(wanted))
  expect(sent.rkey).toMatch(/^[2-7a-j][2-7a-z]{12}$/)
  expect(sent.record.reply).toEqual({
    root: { uri: 'at://root', cid: 'cid-root' },
    parent: { uri: parent.uri, cid: 'cid-parent' },
  })
  const cut = (facet: { index: { byteStart: number; byteEnd: number } }) =>
    Buffer.from(wanted.text).subarray(facet.index.byteStart, facet.index.byteEnd).toString()
  expect(sent.record.facets.map(cut)).toEqual(['https://acme.example/help', '@ann.example'])
})

test('an answer that is too long is refused before anything is sent', async () => {
  const result = await bluesky.reply?.({ ...wanted, text: 'x'.repeat(301) }, anEnvironment())
  expect(result).toMatchObject({
    outcome: 'failed',
    error: { message: expect.stringContaining('301 of 300') },
  })
  expect(server.count('/xrpc/com.atproto.repo.createRecord')).toBe(0)
})

test('a connection that breaks after the request leaves the outcome unknown, and nothing is sent twice', async () => {
  answerWrites()
  server.on('/xrpc/com.atproto.repo.createRecord', { drop: true })
  const result = await bluesky.reply?.(wanted, anEnvironment())
  expect(result?.outcome).toBe('unknown')
  expect(server.count('/xrpc/com.atproto.repo.createRecord')).toBe(1)
})

test('an answer that stands already is found by its key', async () => {
  answerWrites()
  server.on('/xrpc/com.atproto.repo.createRecord', {
    status: 400,
    body: { error: 'InvalidRequest', message: 'Record already exists' },
  })
  server.on('/xrpc/com.atproto.repo.getRecord', (request) => ({
    body: {
      uri: `at://did:plc:acme/app.bsky.feed.post/${request.query.get('rkey')}`,
      cid: 'c',
      value: { text: wanted.text, createdAt: '2025-05-20T00:00:00Z' },
    },
  }))
  const result = await bluesky.reply?.(wanted, anEnvironment())
  expect(result).toMatchObject({
    outcome: 'sent',
    post: { text: wanted.text, author: { id: 'did:plc:acme' } },
  })
  server.on('/xrpc/com.atproto.repo.getRecord', {
    status: 400,
    body: { error: 'RecordNotFound', message: 'Could not locate record: at://x' },
  })
  expect(await bluesky.findReply?.(wanted, anEnvironment())).toBeUndefined()
})
