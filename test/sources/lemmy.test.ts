import { afterEach, beforeEach, expect, test } from 'vitest'
import { lemmy } from '../../src/sources/lemmy.ts'
import type { ReplyRequest } from '../../src/sources/source.ts'
import { type Loopback, startLoopback } from '../helpers/loopback.ts'
import { contractClient, term } from './contract.ts'

let server: Loopback
let http: ReturnType<typeof contractClient>
beforeEach(async () => {
  server = await startLoopback()
  http = contractClient()
})
afterEach(async () => {
  await http.close()
  await server.close()
})

const NOW = Date.parse('2026-11-20T00:00:00Z')
const place = (token?: string) => ({
  settings: { endpoint: server.origin, ...(token === undefined ? {} : { token }) },
  name: 'lemmy',
  http,
  now: () => NOW,
})
const POST = 'https://far.example/post/7'
const barePost = { id: 70, ap_id: POST, name: 'Acme', published: '2026-11-19T10:00:00Z' }
const comment = (id: number, path: string, content: string, more: object = {}) => ({
  comment: {
    id,
    ap_id: `https://far.example/comment/${id}`,
    content,
    path,
    published: '2026-11-19T12:00:00Z',
    ...more,
  },
  creator: { name: 'ben', actor_id: 'https://far.example/u/ben' },
  post: barePost,
})

function serveThread(comments: readonly object[]): void {
  server.on('/api/v3/resolve_object', ({ query }) => ({
    body: query.get('q')?.includes('/comment/')
      ? { comment: { comment: { id: 12 }, post: { id: 70 } } }
      : { post: { post: { id: 70 } } },
  }))
  server.on('/api/v3/post', { body: { post_view: { post: barePost } } })
  server.on('/api/v3/comment/list', { body: { comments } })
}

const wanted: ReplyRequest = {
  to: { id: 'https://far.example/comment/12', thread: POST },
  text: 'We **looked** into it.',
  key: 'k1',
  at: Date.parse('2026-11-19T11:58:00Z'),
}

test('a thread is the post with its comments; what was taken away is gone', async () => {
  serveThread([
    comment(34, '0.12.34', 'yes'),
    comment(12, '0.12', 'which?'),
    comment(13, '0.13', '', { deleted: true }),
  ])
  const answer = await lemmy.thread?.({ thread: POST, posts: [] }, place())
  expect(answer?.posts.map(({ id, parent, thread }) => [id, parent, thread])).toEqual([
    [POST, undefined, POST],
    ['https://far.example/comment/34', 'https://far.example/comment/12', POST],
    ['https://far.example/comment/12', POST, POST],
  ])
  expect(answer).toMatchObject({ gone: ['https://far.example/comment/13'], complete: true })
  serveThread([comment(12, '0.12', 'which?'), { ...comment(13, '0.13', 'what?'), comment: null }])
  expect(await lemmy.thread?.({ thread: POST, posts: [] }, place())).toMatchObject({
    gone: [],
    complete: false,
  })
})

test('an answer goes below the comment by its number on this server, with the login', async () => {
  serveThread([])
  server.on('/api/v3/comment', { body: { comment_view: comment(99, '0.12.99', wanted.text) } })
  const result = await lemmy.reply?.(wanted, place('jwt'))
  expect(result).toMatchObject({
    outcome: 'sent',
    post: {
      id: 'https://far.example/comment/99',
      parent: wanted.to.id,
      text: 'We looked into it.',
    },
  })
  const sent = server.requests.at(-1)
  expect(JSON.parse(sent?.body ?? '')).toEqual({ content: wanted.text, post_id: 70, parent_id: 12 })
  expect(sent?.headers.authorization).toBe('Bearer jwt')
})

test('without a login nothing is sent; a refusal is certain, a broken server is not', async () => {
  serveThread([])
  expect(await lemmy.reply?.(wanted, place())).toMatchObject({ outcome: 'failed' })
  expect(server.requests).toEqual([])
  server.on('/api/v3/comment', { status: 400, body: { error: 'locked' } })
  expect(await lemmy.reply?.(wanted, place('jwt'))).toMatchObject({ outcome: 'failed' })
  server.on('/api/v3/comment', { status: 502 })
  expect(await lemmy.reply?.(wanted, place('jwt'))).toMatchObject({ outcome: 'unknown' })
  expect(server.count('/api/v3/comment')).toBe(2)
})

test('an answer of unknown outcome is found by its words below the same post', async () => {
  serveThread([comment(12, '0.12', 'which?'), comment(99, '0.12.99', wanted.text)])
  expect(await lemmy.findReply?.(wanted, place('jwt'))).toMatchObject({
    id: 'https://far.example/comment/99',
  })
  serveThread([comment(12, '0.12', 'which?'), comment(99, '0.99', wanted.text)])
  expect(await lemmy.findReply?.(wanted, place('jwt'))).toBeUndefined()
})

test('channels: searches, mentions of us, accounts, communities', () => {
  const channels = lemmy.channels({
    settings: { endpoint: 'https://lemmy.example', communities: ['phones'] },
    queries: [{ name: 'brand', tree: term('acme', 'phone') }],
    handles: ['@acme@lemmy.example'],
    competitorHandles: { bolt: ['bolt'] },
  })
  expect(channels.map(({ key }) => key)).toEqual([
    'search lemmy.example acme phone',
    'mentions lemmy.example acme@lemmy.example',
    'author lemmy.example acme@lemmy.example',
    'author lemmy.example bolt',
    'posts lemmy.example phones',
    'comments lemmy.example phones',
  ])
})

// A server of the 1.0 line that no longer speaks version 3: our own samples in the documented shape of version 4.
const person = { name: 'ann', display_name: 'Ann', ap_id: 'https://far.example/u/ann' }
const newPost = {
  id: 70,
  ap_id: POST,
  name: 'Acme phone',
  body: 'It *died*.',
  published_at: '2026-11-19T10:00:00Z',
  updated_at: '2026-11-19T11:00:00Z',
  score: 7,
  comments: 1,
}
const newComment = {
  comment: {
    id: 12,
    ap_id: 'https://far.example/comment/12',
    content: 'Mine too',
    path: '0.12',
    published_at: '2026-11-19T12:00:00Z',
    score: 2,
    child_count: 0,
  },
  post: newPost,
  creator: person,
}

async function readSearch() {
  const [channel] = lemmy.channels({
    settings: { endpoint: server.origin },
    queries: [{ name: 'brand', tree: term('acme') }],
    handles: [],
    competitorHandles: {},
  })
  const pages = []
  if (channel !== undefined) {
    for await (const page of lemmy.read(channel, { ...place(), maxPages: 5, maxItems: 100 }))
      pages.push(page)
  }
  return pages.flatMap(({ posts }) => posts)
}

test.each([
  ['one mixed list', 'search'],
  ['a list of items', 'items'],
])('version 4, met where version 3 is gone: %s', async (_name, key) => {
  server.on('/api/v4/site', { body: { site_view: {}, version: '1.0.0' } })
  server.on('/api/v4/search', ({ query }) => ({
    body: query.has('page_cursor')
      ? {
          [key]: [{ type_: 'post', post: newPost, creator: person, community: { name: 'phones' } }],
        }
      : {
          [key]: [
            { type_: 'comment', ...newComment },
            { type_: 'person', person },
          ],
          next_page: 'P2',
        },
  }))
  const posts = await readSearch()
  expect(posts).toMatchObject([
    { id: 'https://far.example/comment/12', likes: 2, replies: 0, thread: POST, parent: POST },
    {
      id: POST,
      title: 'Acme phone',
      likes: 7,
      replies: 1,
      publishedAt: Date.parse('2026-11-19T10:00:00Z'),
      editedAt: Date.parse('2026-11-19T11:00:00Z'),
      author: { id: person.ap_id, handle: 'ann@far.example', name: 'Ann' },
      tags: ['phones'],
    },
  ])
  expect(server.requests.map(({ path }) => path.split('?')[0])).toEqual([
    '/api/v3/search',
    '/api/v4/site',
    '/api/v4/search',
    '/api/v4/search',
  ])
  expect(server.requests[3]?.query.get('page_cursor')).toBe('P2')
  expect(server.requests[2]?.query.get('search_term')).toBe('acme')
})

test('version 4: a conversation, and an answer in it', async () => {
  server.on('/api/v4/site', { body: {} })
  server.on('/api/v4/resolve_object', ({ query }) => ({
    body: {
      resolve: query.get('q')?.includes('/comment/')
        ? { type_: 'comment', ...newComment }
        : { type_: 'post', post: newPost },
      search: [],
    },
  }))
  server.on('/api/v4/post', { body: { post_view: { post: newPost, creator: person } } })
  server.on('/api/v4/comment/list', { body: { items: [newComment] } })
  server.on('/api/v4/comment', { body: { comment_view: newComment } })
  const answer = await lemmy.thread?.({ thread: POST, posts: [] }, place())
  expect(answer?.posts.map(({ id }) => id)).toEqual([POST, 'https://far.example/comment/12'])
  expect(answer?.complete).toBe(true)
  const result = await lemmy.reply?.(wanted, place('jwt'))
  expect(result?.outcome).toBe('sent')
  expect(server.requests.at(-1)?.path).toBe('/api/v4/comment')
})

test('a thing that is not there makes no newer server', async () => {
  server.on('/api/v3/resolve_object', { status: 404, body: { error: 'not_found' } })
  await expect(lemmy.thread?.({ thread: POST, posts: [] }, place())).rejects.toMatchObject({
    kind: 'unexpected-response',
  })
})

const channelsOf = (token?: string) =>
  lemmy.channels({
    settings: { endpoint: server.origin, ...(token === undefined ? {} : { token }) },
    queries: [],
    handles: ['acme@far.example'],
    competitorHandles: {},
  })

test.each([
  [
    'version 3',
    '/api/v3/user/replies',
    { replies: [{ ...comment(12, '0.12', 'hello'), comment_reply: { id: 5 } }] },
  ],
  [
    'version 4',
    '/api/v4/account/notification/list',
    { notifications: [{ notification: { id: 5 }, data: { type_: 'comment', ...newComment } }] },
  ],
])('what the server tells of us is addressed to us: %s', async (_name, path, body) => {
  server.on('/api/v4/site', path.includes('v4') ? { body: {} } : { status: 404 })
  server.on(path, ({ query }) => ({
    body: query.get('page') === '2' ? { replies: [] } : body,
  }))
  const inbox = channelsOf('jwt').filter(({ key }) => key.startsWith('inbox'))
  expect(inbox.map(({ label, addressed }) => [label.replace(/^\S+ /, ''), addressed])).toEqual([
    ['answers to us', true],
    ['mentions of us', true],
  ])
  const [replies] = inbox
  const posts = []
  if (replies !== undefined) {
    for await (const page of lemmy.read(replies, { ...place('jwt'), maxPages: 2, maxItems: 10 }))
      posts.push(...page.posts)
  }
  expect(posts.map(({ id }) => id)).toEqual(['https://far.example/comment/12'])
  expect(server.requests.at(-1)?.headers.authorization).toBe('Bearer jwt')
  expect(channelsOf().some(({ key }) => key.startsWith('inbox'))).toBe(false)
})
