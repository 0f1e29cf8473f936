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
