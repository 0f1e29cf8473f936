import { afterEach, beforeEach, expect, test } from 'vitest'
import type { SourceError } from '../../src/errors.ts'
import { countCharacters } from '../../src/sources/mastodon/reply.ts'
import { mastodon } from '../../src/sources/mastodon.ts'
import type { Page, PlanRequest, ReadEnvironment, ReplyRequest } from '../../src/sources/source.ts'
import { type Loopback, startLoopback } from '../helpers/loopback.ts'
import { contractClient, term } from './contract.ts'

type Settings = { endpoint: string; token?: string; tags?: string[] }

let server: Loopback
let http: ReturnType<typeof contractClient>
const NOW = Date.parse('2026-11-20T00:00:00Z')

beforeEach(async () => {
  server = await startLoopback()
  http = contractClient()
})
afterEach(async () => {
  await http.close()
  await server.close()
})

const host = () => new URL(server.origin).host
const withToken = (): Settings => ({ endpoint: server.origin, token: 'FAKE-token' })

function anEnvironment(settings = withToken()): ReadEnvironment<Settings> {
  return { settings, name: 'masto', http, now: () => NOW, maxPages: 20, maxItems: 5000 }
}

function plan(settings: Settings, extra: Partial<PlanRequest<Settings>> = {}) {
  return mastodon.channels({
    settings,
    queries: [
      { name: 'brand', tree: term('acme') },
      { name: 'tagged', tree: term('#acmephone') },
    ],
    handles: ['acme@social.example'],
    competitorHandles: {},
    ...extra,
  })
}

async function read(key: string, environment = anEnvironment()): Promise<Page[]> {
  const channel = plan(environment.settings).find((one) => one.key === key)
  if (channel === undefined) throw new Error(`no channel ${key}`)
  const pages: Page[] = []
  for await (const page of mastodon.read(channel, environment)) pages.push(page)
  return pages
}

const status = (id: string, extra: object = {}) => ({
  id,
  uri: `https://remote.example/users/ann/statuses/${id}`,
  url: `https://remote.example/@ann/${id}`,
  created_at: '2026-11-19T10:00:00.000Z',
  visibility: 'public',
  content: `<p>status ${id}</p>`,
  account: {
    id: '1',
    acct: 'ann@remote.example',
    uri: 'https://remote.example/users/ann',
    url: 'https://remote.example/@ann',
    display_name: 'Ann',
  },
  in_reply_to_id: null,
  mentions: [],
  tags: [],
  media_attachments: [],
  reblog: null,
  ...extra,
})

test('words are read as hashtags; with a token they are searched for as well', () => {
  expect(plan({ endpoint: 'https://social.example' }).map((channel) => channel.key)).toEqual([
    'tag social.example acme',
    'tag social.example acmephone',
    'author social.example acme@social.example',
  ])
  expect(
    plan({ endpoint: 'https://social.example', token: 'x', tags: ['#News'] }).map(
      (channel) => channel.key,
    ),
  ).toEqual([
    'search social.example acme',
    'search social.example acmephone',
    'tag social.example acme',
    'tag social.example acmephone',
    'tag social.example news',
    'mentions social.example',
    'author social.example acme@social.example',
  ])
})

test('a boost is its original, and what is not public is not read', async () => {
  server.on('/api/v1/timelines/tag/acme', {
    body: [
      status('9', { content: '', reblog: status('5') }),
      status('8', { visibility: 'private' }),
      status('7'),
    ],
  })
  const pages = await read(`tag ${host()} acme`, anEnvironment({ endpoint: server.origin }))
  expect(pages.flatMap((page) => page.posts.map((post) => post.text))).toEqual([
    'status 5',
    'status 7',
  ])
})

test('a warning stands before the text, an edit has its time', async () => {
  server.on('/api/v1/timelines/tag/acme', {
    body: [status('9', { spoiler_text: 'Spoiler', edited_at: '2026-11-19T11:00:00.000Z' })],
  })
  const [page] = await read(`tag ${host()} acme`, anEnvironment({ endpoint: server.origin }))
  expect(page?.posts[0]).toMatchObject({
    text: 'Spoiler\n\nstatus 9',
    editedAt: Date.parse('2026-11-19T11:00:00Z'),
  })
})

test('an empty timeline says that the server may be closed', async () => {
  server.on('/api/v1/timelines/tag/acme', { body: [] })
  const [page] = await read(`tag ${host()} acme`, anEnvironment({ endpoint: server.origin }))
  expect(page?.notice).toContain('closed to strangers')
})

test('a closed server is a matter of login', async () => {
  server.on('/api/v1/timelines/tag/acme', {
    status: 422,
    body: { error: 'This method requires an authenticated user' },
  })
  const error = (await read(`tag ${host()} acme`, anEnvironment({ endpoint: server.origin })).catch(
    (reason: unknown) => reason,
  )) as SourceError
  expect([error.kind, error.hint]).toEqual([
    'unauthorized',
    expect.stringContaining('MASTODON_ACCESS_TOKEN'),
  ])
})

test('a search pages by the last number and carries the token', async () => {
  server.on('/api/v2/search', (request) => {
    const before = Number(request.query.get('max_id') ?? 100)
    const count = before === 100 ? 40 : 2
    return {
      body: {
        accounts: [],
        hashtags: [],
        statuses: Array.from({ length: count }, (_, n) => status(String(before - 1 - n))),
      },
    }
  })
  const pages = await read(`search ${host()} acme`)
  expect(pages.flatMap((page) => page.posts).length).toBe(42)
  expect(server.requests.map((one) => one.query.get('max_id'))).toEqual([null, '60'])
  expect(server.requests[0]?.headers.authorization).toBe('Bearer FAKE-token')
})

test('the next page is asked for on this server, wherever the link points', async () => {
  server.on('/api/v1/timelines/tag/acme', (request) =>
    request.query.has('max_id')
      ? { body: [] }
      : {
          headers: { link: '<http://127.0.0.1:9/steal?max_id=7>; rel="next"' },
          body: [status('8')],
        },
  )
  await read(`tag ${host()} acme`, anEnvironment({ endpoint: server.origin }))
  expect(server.requests[1]?.path).toBe('/api/v1/timelines/tag/acme?limit=40&max_id=7')
})

test('mentions name what they answer by its worldwide address', async () => {
  const mentions = [{ acct: 'acme', url: `${server.origin}/@acme` }]
  server.on('/api/v1/notifications', {
    body: [{ id: '1', type: 'mention', status: status('9', { in_reply_to_id: '3', mentions }) }],
  })
  server.on('/api/v1/statuses/3', {
    body: status('3', { uri: 'https://social.example/users/acme/statuses/3' }),
  })
  const [page] = await read(`mentions ${host()}`)
  expect(page?.posts[0]).toMatchObject({
    kind: 'comment',
    parent: 'https://social.example/users/acme/statuses/3',
    to: [`acme@${host()}`],
  })
})

test('a thread is found by address, and its parents by number', async () => {
  const root = 'https://remote.example/users/ann/statuses/5'
  server.on('/api/v2/search', (request) => {
    expect(request.query.get('resolve')).toBe('true')
    return { body: { statuses: [status('5')] } }
  })
  server.on('/api/v1/statuses/5', { body: status('5') })
  server.on('/api/v1/statuses/5/context', {
    body: {
      ancestors: [],
      descendants: [status('6', { in_reply_to_id: '5' }), status('7', { in_reply_to_id: '6' })],
    },
  })
  const answer = await mastodon.thread?.({ thread: root, posts: [] }, anEnvironment())
  expect(answer?.posts.map((post) => [post.text, post.parent?.slice(-1), post.thread])).toEqual([
    ['status 5', undefined, root],
    ['status 6', '5', root],
    ['status 7', '6', root],
  ])
  expect(answer?.complete).toBe(true)
})

test('a thread that is deleted is gone', async () => {
  server.on('*', { status: 404, body: { error: 'Record not found' } })
  const thread = `${server.origin}/users/acme/statuses/5`
  expect(await mastodon.thread?.({ thread, posts: [] }, anEnvironment())).toEqual({
    posts: [],
    gone: [thread],
    complete: false,
  })
})

test('favourites and boosts come with who and how', async () => {
  const account = status('1').account
  server.on('/api/v1/statuses/5/favourited_by', { body: [account] })
  server.on('/api/v1/statuses/5/reblogged_by', {
    body: [{ ...account, uri: 'https://remote.example/users/bo' }],
  })
  const likers = await mastodon.likers?.(
    { id: `${server.origin}/users/acme/statuses/5` },
    anEnvironment(),
  )
  expect(likers?.map((one) => [one.author.id, one.how])).toEqual([
    ['https://remote.example/users/ann', 'like'],
    ['https://remote.example/users/bo', 'share'],
  ])
})

const wanted = (text: string): ReplyRequest => ({
  to: { id: `${server.origin}/users/x/statuses/5` },
  text,
  key: 'draft-7',
  at: NOW,
})

test('an answer names whom it answers, and carries its key', async () => {
  server.on('/api/v1/statuses/5', { body: status('5') })
  server.on('/api/v2/instance', { body: { configuration: { statuses: { max_characters: 500 } } } })
  server.on('/api/v1/statuses', { body: status('9', { in_reply_to_id: '5' }) })
  const result = await mastodon.reply?.(wanted('Sorry to hear that.'), anEnvironment())
  const sent = server.requests.find((one) => one.method === 'POST')
  expect(JSON.parse(sent?.body ?? '')).toEqual({
    status: '@ann@remote.example Sorry to hear that.',
    in_reply_to_id: '5',
    visibility: 'public',
  })
  expect(sent?.headers['idempotency-key']).toBe('draft-7')
  expect(result).toMatchObject({
    outcome: 'sent',
    post: { parent: 'https://remote.example/users/ann/statuses/5' },
  })
})

test('a refused answer has failed, a broken connection leaves it unknown', async () => {
  server.on('/api/v1/statuses/5', { body: status('5') })
  server.on('/api/v1/statuses', { status: 422, body: { error: 'Validation failed' } })
  expect(await mastodon.reply?.(wanted('hi'), anEnvironment())).toMatchObject({
    outcome: 'failed',
    error: { message: expect.stringContaining('Validation failed') },
  })
  server.on('/api/v1/statuses', { drop: true })
  expect((await mastodon.reply?.(wanted('hi'), anEnvironment()))?.outcome).toBe('unknown')
  server.on('/api/v1/statuses', { status: 500 })
  expect((await mastodon.reply?.(wanted('hi'), anEnvironment()))?.outcome).toBe('unknown')
})

test('an answer longer than the server takes is not sent', async () => {
  server.on('/api/v1/statuses/5', { body: status('5') })
  server.on('/api/v2/instance', { body: { configuration: { statuses: { max_characters: 60 } } } })
  const result = await mastodon.reply?.(wanted('x'.repeat(60)), anEnvironment())
  expect(result).toMatchObject({
    outcome: 'failed',
    error: { message: expect.stringContaining('of 60 characters') },
  })
  expect(server.requests.some((one) => one.method === 'POST')).toBe(false)
})

test('an answer is found among our latest posts', async () => {
  server.on('/api/v1/statuses/5', { body: status('5') })
  server.on('/api/v1/accounts/verify_credentials', { body: status('1').account })
  server.on('/api/v1/accounts/1/statuses', {
    body: [status('10'), status('9', { in_reply_to_id: '5', created_at: '2026-11-20T00:00:05Z' })],
  })
  expect(await mastodon.findReply?.(wanted('hi'), anEnvironment())).toMatchObject({
    text: 'status 9',
  })
  server.on('/api/v1/accounts/1/statuses', { body: [status('8', { in_reply_to_id: '5' })] })
  expect(await mastodon.findReply?.(wanted('hi'), anEnvironment())).toBeUndefined()
})

test('letters, links and names are counted as the server does', () => {
  expect(countCharacters('hi 👨‍👩‍👧', 23)).toBe(4)
  expect(countCharacters(`see https://example.com/${'x'.repeat(100)} ok`, 23)).toBe(4 + 23 + 3)
  expect(countCharacters('@ann@remote.example hi', 23)).toBe('@ann hi'.length)
})
