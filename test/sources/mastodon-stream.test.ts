import { afterEach, expect, test } from 'vitest'
import { readSocket } from '../../src/http/socket.ts'
import type { Settings } from '../../src/sources/mastodon/ask.ts'
import { mastodon } from '../../src/sources/mastodon.ts'
import type { StreamEnvironment, StreamPage } from '../../src/sources/source.ts'
import {
  type SocketVisit,
  startWebSocketServer,
  type WebSocketServer,
} from '../helpers/websocket-server.ts'
import { contractClient, term } from './contract.ts'

const NOW = Date.parse('2026-11-20T12:00:00Z')
const TOKEN = 'FAKE-token'
const PLAN = { queries: [], handles: [], competitorHandles: {} }

let server: WebSocketServer | undefined
let http: ReturnType<typeof contractClient> | undefined
afterEach(async () => {
  await http?.close()
  await server?.close()
})

/** A status as the service documents it (docs.joinmastodon.org, entities/Status), cut to what is read. */
const aStatus = (id: string, more: object = {}) => ({
  id,
  uri: `https://far.example/users/ann/statuses/${id}0`,
  url: `https://far.example/@ann/${id}0`,
  created_at: '2026-11-20T11:59:00.000Z',
  edited_at: null,
  visibility: 'public',
  language: 'en',
  content: `<p>acme ${id}</p>`,
  in_reply_to_id: null,
  reblog: null,
  account: {
    id: '1',
    acct: 'ann@far.example',
    url: 'https://far.example/@ann',
    display_name: 'Ann',
  },
  mentions: [],
  tags: [],
  ...more,
})

const say = (event: string, payload: unknown, stream = ['public']) =>
  JSON.stringify({
    stream,
    event,
    payload: typeof payload === 'string' ? payload : JSON.stringify(payload),
  })

async function listen(
  onVisit: (visit: SocketVisit, count: number) => void,
  isEnough: (pages: readonly StreamPage[]) => boolean,
  options: {
    readonly answers?: (origin: string) => Readonly<Record<string, unknown>>
    readonly settings?: Partial<Settings>
    readonly refuse?: { readonly status: number }
    readonly onBreak?: (kind: string | undefined) => void
  } = {},
) {
  const answers: Record<string, unknown> = {}
  server = await startWebSocketServer(onVisit, {
    answers,
    ...(options.refuse ? { refuse: options.refuse } : {}),
  })
  Object.assign(answers, options.answers?.(server.origin))
  http = contractClient()
  const stop = new AbortController()
  const settings: Settings = { endpoint: server.httpOrigin, token: TOKEN, ...options.settings }
  const queries = [{ name: 'acme', tree: term('acme') }]
  const channel = mastodon.streamChannel?.({ ...PLAN, queries, settings })
  if (channel === undefined) throw new Error('no stream')
  const pages: StreamPage[] = []
  const breaks: (string | undefined)[] = []
  const environment: StreamEnvironment<Settings> = {
    settings,
    name: 'masto',
    channel,
    handles: [],
    http,
    now: () => NOW,
    signal: stop.signal,
    open: (url, connection) =>
      readSocket(url, { ...connection, allowHosts: ['127.0.0.1'], signal: stop.signal }),
    wait: async () => {},
    random: () => 1,
    onBreak: async (error) => {
      breaks.push(error?.kind)
      if (breaks.length >= 3) stop.abort()
    },
  }
  for await (const page of mastodon.stream?.(environment) ?? []) {
    pages.push(page)
    if (isEnough(pages)) stop.abort()
  }
  return { pages, breaks, server, posts: pages.flatMap(({ posts }) => posts) }
}

const hasPosts = (count: number) => (pages: readonly StreamPage[]) =>
  pages.flatMap(({ posts }) => posts).length >= count

test('it asks for public posts, mentions and hashtags, with the token in the handshake only', async () => {
  let seen: SocketVisit | undefined
  await listen((visit) => {
    seen = visit
    void visit
      .hears((text) => text.includes('"acme"'))
      .then(() => visit.send(say('update', aStatus('1'))))
  }, hasPosts(1))
  expect(seen?.path).toBe('/api/v1/streaming')
  expect(seen?.headers.authorization).toBe(`Bearer ${TOKEN}`)
  expect([...(seen?.query ?? [])]).toEqual([['stream', 'public']])
  expect(seen?.heard.slice(0, 2).map((text) => JSON.parse(text))).toEqual([
    { type: 'subscribe', stream: 'user:notification' },
    { type: 'subscribe', stream: 'hashtag', tag: 'acme' },
  ])
})

test('new posts, edits, deletions and mentions come as they happen; the rest is passed over', async () => {
  const { pages, posts } = await listen(
    (visit) => {
      visit.send(say('update', aStatus('1')))
      visit.send(say('update', aStatus('1'), ['hashtag']))
      visit.send(say('status.update', aStatus('2', { edited_at: '2026-11-20T11:59:30Z' })))
      visit.send(say('delete', '1'))
      visit.send(say('delete', '999'))
      visit.send(say('update', aStatus('3', { visibility: 'private' })))
      visit.send(say('update', '{broken'))
      visit.send(say('update', { id: 4 }))
      visit.send('no JSON')
      visit.send(say('filters_changed', 'undefined'))
      visit.send(say('conversation', {}))
      visit.send(say('notification', { id: '1', type: 'favourite', status: aStatus('5') }))
      const mention = aStatus('6', {
        mentions: [{ acct: 'acme', url: 'http://127.0.0.1/@acme' }],
        in_reply_to_id: '7',
      })
      visit.send(say('notification', { id: '2', type: 'mention', status: mention }))
    },
    (all) => all.flatMap(({ posts: some }) => some).some(({ id }) => id.endsWith('/60')),
    { answers: () => ({ '/api/v1/statuses/7': aStatus('7') }) },
  )
  const byId = Object.fromEntries(posts.map((post) => [post.id.slice(-2), post]))
  expect(Object.keys(byId).sort()).toEqual(['10', '20', '60'])
  expect(byId['20']?.editedAt).toBe(Date.parse('2026-11-20T11:59:30Z'))
  expect(byId['60']).toMatchObject({
    to: ['acme@127.0.0.1'],
    parent: 'https://far.example/users/ann/statuses/70',
  })
  expect(pages.flatMap(({ gone }) => gone)).toEqual(['https://far.example/users/ann/statuses/10'])
})

test('after a break the ordinary channels must fill the gap: nothing is replayed', async () => {
  const { pages } = await listen((visit, count) => {
    visit.send(say('update', aStatus(String(count))))
    setImmediate(() => setImmediate(visit.drop))
  }, hasPosts(2))
  expect(pages[0]?.gap).toBeUndefined()
  expect(pages.filter(({ gap }) => gap === true).length).toBeGreaterThan(0)
})

test('a stream of which a part is refused goes on and says so', async () => {
  const { pages } = await listen((visit) => {
    visit.send(JSON.stringify({ error: 'Unknown stream type', status: 400 }))
    visit.send(say('update', aStatus('1')))
  }, hasPosts(1))
  expect(pages.map(({ notice }) => notice).join()).toContain('Unknown stream type')
})

test('the host that the server names is taken where it is its own, and never given the token elsewhere', async () => {
  const instance = (streaming: string) => ({
    '/api/v2/instance': { configuration: { urls: { streaming } } },
  })
  const own = await listen((visit) => visit.send(say('update', aStatus('1'))), hasPosts(1), {
    answers: (origin) => instance(origin),
  })
  expect(own.posts).toHaveLength(1)
  await http?.close()
  await own.server.close()
  const strange = await listen(
    () => {},
    () => false,
    {
      answers: () => instance('wss://elsewhere.example'),
    },
  )
  expect(strange.breaks).toEqual(['blocked', 'blocked', 'blocked'])
  expect(strange.server.visits).toEqual([])
})

test('a refused token is told as that', async () => {
  const { breaks } = await listen(
    () => {},
    () => false,
    { refuse: { status: 401 } },
  )
  expect(breaks[0]).toBe('unauthorized')
})

test('without a token, or switched off, there is no stream', () => {
  const channelOf = (settings: Settings) => mastodon.streamChannel?.({ ...PLAN, settings })
  const endpoint = 'https://social.example'
  expect(channelOf({ endpoint })).toBeUndefined()
  expect(channelOf({ endpoint, token: TOKEN, stream: false })).toBeUndefined()
  expect(channelOf({ endpoint, token: TOKEN })?.key).toBe('stream social.example')
})
