import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { afterEach, expect, test } from 'vitest'
import { SourceError } from '../../src/errors.ts'
import { readSocket } from '../../src/http/socket.ts'
import { streamPosts } from '../../src/sources/bluesky/jetstream.ts'
import type { Settings } from '../../src/sources/bluesky/session.ts'
import { findAccounts, nameAuthors } from '../../src/sources/bluesky/stream-names.ts'
import { bluesky } from '../../src/sources/bluesky.ts'
import type { StreamEnvironment, StreamPage } from '../../src/sources/source.ts'
import { startLoopback } from '../helpers/loopback.ts'
import {
  type SocketVisit,
  startWebSocketServer,
  textFrame,
  type WebSocketServer,
} from '../helpers/websocket-server.ts'
import { contractClient } from './contract.ts'

const START = 1_783_175_888_000_000
const event = (number: number, commit: object = {}, more: object = {}) =>
  JSON.stringify({
    did: 'did:plc:ann',
    time_us: START + number * 1000,
    kind: 'commit',
    commit: {
      operation: 'create',
      collection: 'app.bsky.feed.post',
      rkey: `r${number}`,
      cid: 'c',
      record: { text: `acme ${number}`, createdAt: '2026-07-04T14:38:00.000Z', langs: ['en'] },
      ...commit,
    },
    ...more,
  })

let server: WebSocketServer | undefined
const http = contractClient()
afterEach(() => server?.close())

const PLAN = { queries: [], handles: [], competitorHandles: {} }

async function listen(
  onVisit: (visit: SocketVisit, count: number) => void,
  isEnough: (pages: readonly StreamPage[]) => boolean,
  extra: Partial<StreamEnvironment<Settings>> = {},
  answers: Readonly<Record<string, unknown>> = {},
) {
  server = await startWebSocketServer(onVisit, { answers })
  const stop = new AbortController()
  const waits: number[] = []
  const pages: StreamPage[] = []
  const settings = { stream: server.origin, endpoint: server.httpOrigin }
  const channel = bluesky.streamChannel?.({ ...PLAN, settings })
  if (channel === undefined) throw new Error('no stream')
  const environment: StreamEnvironment<Settings> = {
    settings,
    name: 'sky',
    channel,
    handles: [],
    http,
    now: () => START / 1000 + 60_000,
    signal: stop.signal,
    open: (url) => readSocket(url, { allowHosts: ['127.0.0.1'], signal: stop.signal }),
    wait: async (ms: number) => {
      waits.push(ms)
    },
    random: () => 1,
    ...extra,
  }
  for await (const page of streamPosts(environment)) {
    pages.push(page)
    if (isEnough(pages)) stop.abort()
  }
  return { pages, waits, visits: server.visits }
}

const idsOf = (pages: readonly StreamPage[]) =>
  pages.flatMap((page) => page.posts.map((post) => post.id))

test('posts and deletions come as they happen, with a cursor; what is no post is passed over', async () => {
  const { pages } = await listen(
    (visit) => {
      visit.send(event(1))
      visit.send('not JSON')
      visit.send(event(2, { collection: 'app.bsky.feed.like' }))
      visit.send(event(3, { operation: 'delete', record: undefined }))
    },
    (all) => all.some((page) => page.gone.length > 0),
  )
  const [post] = pages.flatMap((page) => page.posts)
  expect(idsOf(pages)).toEqual(['at://did:plc:ann/app.bsky.feed.post/r1'])
  expect(post).toMatchObject({
    platform: 'bluesky',
    source: 'sky',
    text: 'acme 1',
    lang: 'en',
    publishedAt: Date.parse('2026-07-04T14:38:00Z'),
    author: { id: 'did:plc:ann' },
  })
  expect(pages.flatMap((page) => page.gone)).toEqual(['at://did:plc:ann/app.bsky.feed.post/r3'])
  expect(pages.at(-1)?.state).toEqual({ cursor: START + 3000 })
})

test('after breaks it goes on from a little before the last event, with growing waits', async () => {
  const { pages, waits, visits } = await listen(
    (visit, count) => {
      if (count === 1) visit.send(event(1))
      if (count === 4) visit.send(event(2))
      else setImmediate(() => setImmediate(visit.drop))
    },
    (all) => idsOf(all).some((id) => id.endsWith('r2')),
  )
  expect(idsOf(pages).map((id) => id.slice(-2))).toEqual(['r1', 'r2'])
  expect(waits).toEqual([1000, 2000, 4000])
  expect(visits[0]?.query.get('cursor')).toBeNull()
  expect(visits.slice(1).map((visit) => visit.query.get('cursor'))).toEqual(
    Array.from({ length: 3 }, () => String(START + 1000 - 5_000_000)),
  )
  expect(visits[0]?.query.get('wantedCollections')).toBe('app.bsky.feed.post')
})

test('a burst comes whole and in order, in pages of at most 500', async () => {
  const count = 5000
  const { pages } = await listen(
    (visit) => {
      for (let number = 1; number <= count; number += 1) visit.send(event(number))
    },
    (all) => idsOf(all).length >= count,
  )
  expect(Math.max(...pages.map((page) => page.posts.length))).toBeLessThanOrEqual(500)
  expect(new Set(idsOf(pages)).size).toBe(count)
  const cursors = pages.flatMap(
    (page) => (page.state as { cursor: number } | undefined)?.cursor ?? [],
  )
  expect(cursors).toEqual(cursors.toSorted((a, b) => a - b))
})

test('what is written beside the words comes along: links, pictures, a quoted post', async () => {
  const ref = { ref: { $link: 'bafkreiaaaaaaaaaaaaaaaa' } }
  const quoted = { uri: 'at://did:plc:bo/app.bsky.feed.post/q', cid: 'c' }
  const record = { text: 'acme', createdAt: '2026-07-04T14:38:00.000Z' }
  const embeds = [
    { external: { uri: 'https://acme.example/x', title: 't' } },
    { images: [{ alt: 'a cat', image: ref }] },
    { record: { record: quoted }, media: { video: ref, alt: 'a film' } },
    { record: quoted },
    { images: [{ image: { ref: { $link: '../../evil' } } }], external: { uri: 'javascript:1' } },
  ]
  const { pages } = await listen(
    (visit) => {
      for (const [at, embed] of embeds.entries())
        visit.send(event(at, { record: { ...record, embed } }))
    },
    (all) => idsOf(all).length >= embeds.length,
  )
  const posts = pages.flatMap((page) => page.posts).toSorted((a, b) => (a.id < b.id ? -1 : 1))
  expect(posts.map(({ links, media }) => ({ links, media }))).toEqual([
    { links: ['https://acme.example/x'] },
    {
      media: [
        {
          url: 'https://cdn.bsky.app/img/feed_fullsize/plain/did:plc:ann/bafkreiaaaaaaaaaaaaaaaa@jpeg',
          type: 'image',
          alt: 'a cat',
        },
      ],
    },
    {
      links: ['https://bsky.app/profile/did:plc:bo/post/q'],
      media: [
        {
          url: 'https://video.bsky.app/watch/did%3Aplc%3Aann/bafkreiaaaaaaaaaaaaaaaa/playlist.m3u8',
          type: 'video',
          alt: 'a film',
        },
      ],
    },
    { links: ['https://bsky.app/profile/did:plc:bo/post/q'] },
    {},
  ])
})

test('an edit says when; accounts, identities and broken events count but bring nothing', async () => {
  const { pages } = await listen(
    (visit) => {
      visit.send(JSON.stringify({ did: 'did:plc:ann', time_us: START, kind: 'identity' }))
      visit.send(JSON.stringify({ did: 'did:plc:ann', time_us: START + 1, kind: 'account' }))
      for (const broken of ['null', '[]', '"x"', '{"did":7}', '{"did":"did:plc:a","time_us":1e99}'])
        visit.send(broken)
      visit.send(event(1, { rkey: '../../x' }))
      visit.send(event(2, { record: { text: 7 } }))
      visit.send(event(3, { record: null }))
      visit.send(event(4, {}, { did: 'https://x' }))
      visit.send(event(5, { operation: 'update' }))
    },
    (all) => idsOf(all).length > 0,
  )
  const posts = pages.flatMap((page) => page.posts)
  expect(posts.map(({ id, editedAt }) => ({ id, editedAt }))).toEqual([
    { id: 'at://did:plc:ann/app.bsky.feed.post/r5', editedAt: START / 1000 + 5 },
  ])
  expect(pages.reduce((sum, { events }) => sum + events, 0)).toBe(6)
})

test('a server that no longer has what came between says so; a cursor from the future is forgotten', async () => {
  const late = 11 * 60_000
  const { pages } = await listen(
    (visit) => {
      visit.send(event(late))
      visit.send(event(late + 1))
    },
    (all) => idsOf(all).length >= 2,
    { state: { cursor: START } },
  )
  expect(pages.filter((page) => page.gap === true)).toHaveLength(1)
  const future = await listen(
    (visit) => visit.send(event(1)),
    (all) => idsOf(all).length > 0,
    { state: { cursor: START + 3_600_000_000 } },
  )
  expect(future.visits[0]?.query.get('cursor')).toBeNull()
  const old = await listen(
    (visit) => visit.send(event(1)),
    (all) => idsOf(all).length > 0,
    { state: { cursor: START - 900_000_000_000 } },
  )
  const dayAgo = START + 60_000_000 - 86_400_000_000
  expect(old.visits[0]?.query.get('cursor')).toBe(String(dayAgo))
  expect(old.pages.some((page) => page.gap === true)).toBe(true)
  expect(future.pages.some((page) => page.gap === true)).toBe(false)
})

test('our own accounts are known by their handles, which events leave out', async () => {
  const profiles = [{ did: 'did:plc:ann', handle: 'acme.bsky.social' }]
  const { pages } = await listen(
    (visit) => visit.send(event(1)),
    (all) => idsOf(all).length > 0,
    { handles: ['@Acme.bsky.social'] },
    { '/xrpc/app.bsky.actor.getProfiles': { profiles } },
  )
  expect(pages.flatMap((page) => page.posts)[0]?.author?.handle).toBe('acme.bsky.social')
  expect(server?.requests).toEqual(['/xrpc/app.bsky.actor.getProfiles?actors=acme.bsky.social'])
})

test('who mentions our account speaks to us, whatever name the text gives', async () => {
  const features = [{ $type: 'app.bsky.richtext.facet#mention', did: 'did:plc:us' }]
  const facets = [{ index: { byteStart: 0, byteEnd: 5 }, features }]
  const { pages } = await listen(
    (visit) => visit.send(event(1, { record: { text: '@acme help', facets } })),
    (all) => idsOf(all).length > 0,
    { handles: ['acme.bsky.social'] },
    {
      '/xrpc/app.bsky.actor.getProfiles': {
        profiles: [{ did: 'did:plc:us', handle: 'acme.bsky.social' }],
      },
    },
  )
  expect(pages.flatMap((page) => page.posts)[0]?.to).toEqual(['acme', 'acme.bsky.social'])
})

test('while it cannot be known who we are, nothing is listened to', async () => {
  const breaks: string[] = []
  const stop = new AbortController()
  const { pages, visits } = await listen(
    () => {},
    () => false,
    {
      handles: ['acme.bsky.social'],
      http: { ...http, get: () => Promise.reject(new SourceError('unreachable', 'no way')) },
      signal: stop.signal,
      onBreak: async (error) => {
        breaks.push(error?.message ?? '')
        stop.abort()
      },
    },
  )
  expect(breaks).toEqual(['no way'])
  expect(pages).toEqual([])
  expect(visits).toEqual([])
})

test('a handle that is none does not hide the others', async () => {
  const loopback = await startLoopback()
  const client = contractClient()
  const path = '/xrpc/app.bsky.actor.getProfiles'
  const refusal = { status: 400, body: '{"error":"InvalidRequest","message":"bad actor"}' }
  const profiles = [{ did: 'did:plc:us', handle: 'acme.example' }]
  loopback.on(path, (request) =>
    request.query.getAll('actors').includes('acme') ? refusal : { body: { profiles } },
  )
  const found = await findAccounts(['@acme', 'acme.example'], {
    settings: { endpoint: loopback.origin },
    name: 'sky',
    http: client,
    now: () => 0,
  })
  expect([...found]).toEqual([['did:plc:us', 'acme.example']])
  await client.close()
  await loopback.close()
})

test('authors get their names, asked for once, and not at all while the service fails', async () => {
  const { pages } = await listen(
    (visit) => visit.send(event(1)),
    (all) => idsOf(all).length > 0,
  )
  const posts = pages.flatMap((page) => page.posts)
  const loopback = await startLoopback()
  const client = contractClient()
  let at = 0
  const ask = () =>
    nameAuthors(posts, {
      settings: { endpoint: loopback.origin },
      name: 'sky',
      http: client,
      now: () => at,
    })
  loopback.on('/xrpc/app.bsky.actor.getProfiles', { status: 400, body: '{"error":"x"}' })
  expect(await ask()).toEqual(posts)
  loopback.on('/xrpc/app.bsky.actor.getProfiles', {
    body: {
      profiles: [
        { did: 'did:plc:ann', handle: 'ann.example', displayName: 'Ann', followersCount: 7 },
      ],
    },
  })
  expect(await ask()).toEqual(posts)
  at = 61_000
  const [named] = await ask()
  expect(named).toMatchObject({
    url: 'https://bsky.app/profile/ann.example/post/r1',
    author: { id: 'did:plc:ann', handle: 'ann.example', name: 'Ann', followers: 7 },
  })
  await ask()
  expect(loopback.requests).toHaveLength(2)
  await client.close()
  await loopback.close()
})

test('it can be switched off, and be another server', () => {
  const channelOf = (settings: Settings) => bluesky.streamChannel?.({ ...PLAN, settings })
  expect(channelOf({ stream: false })).toBeUndefined()
  expect(channelOf({})?.key).toBe('stream jetstream2.us-east.bsky.network')
  expect(channelOf({ stream: true })).toEqual(channelOf({}))
  expect(channelOf({ stream: 'wss://jet.example' })?.key).toBe('stream jet.example')
})

test('recorded events are read: every new post, the deletion, and nothing of the rest', async () => {
  const lines = readFileSync('test/fixtures/bluesky/jetstream.jsonl', 'utf8').trim().split('\n')
  const events = lines.map((line) => JSON.parse(line))
  const ofPosts = events.filter(({ commit }) => commit?.collection === 'app.bsky.feed.post')
  const { pages } = await listen(
    (visit) => {
      for (const line of lines) visit.send(line)
    },
    (all) => all.reduce((sum, page) => sum + page.events, 0) === events.length,
  )
  const posts = new Map(pages.flatMap((page) => page.posts.map((post) => [post.id, post])))
  const created = ofPosts.filter(({ commit }) => commit.operation === 'create')
  expect(posts.size).toBe(created.length)
  for (const { did, commit, time_us: at } of created) {
    const { record, rkey } = commit
    const post = posts.get(`at://${did}/app.bsky.feed.post/${rkey}`)
    expect(post).toMatchObject({
      text: record.text,
      kind: record.reply === undefined ? 'post' : 'comment',
      publishedAt: Math.min(Date.parse(record.createdAt), Math.floor(at / 1000)),
      url: `https://bsky.app/profile/${did}/post/${rkey}`,
    })
    expect(post?.parent).toBe(record.reply?.parent.uri)
    expect(post?.thread).toBe(record.reply?.root.uri ?? post?.id)
    expect(post?.lang).toBe(record.langs?.[0].slice(0, 2))
    expect(post?.media?.length ?? 0).toBe(record.embed?.images?.length ?? 0)
    const { external } = record.embed ?? {}
    if (external !== undefined) expect(post?.links).toContain(external.uri)
  }
  const deleted = ofPosts.filter(({ commit }) => commit.operation === 'delete')
  expect(pages.flatMap((page) => page.gone)).toEqual(
    deleted.map(({ did, commit }) => `at://${did}/app.bsky.feed.post/${commit.rkey}`),
  )
})

test('whatever the network writes, the stream goes on', async () => {
  const strange = fc.sample(fc.json({ maxDepth: 6 }), { numRuns: 400, seed: 7 })
  const values = strange.map((text) => JSON.parse(text))
  const keys = ['text', 'createdAt', 'langs', 'tags', 'facets', 'reply', 'embed'] as const
  const record = (at: number, value: unknown) => ({
    text: 'acme',
    createdAt: '2026-07-04T14:38:00.000Z',
    [keys[at % keys.length] ?? 'text']: value,
  })
  const messages = [
    ...strange,
    ...values.map((value, at) => event(at, { record: record(at, value) })),
    ...values.map((value, at) =>
      event(at, { [['rkey', 'record', 'operation'][at % 3] ?? '']: value }),
    ),
    `${'['.repeat(200_000)}${']'.repeat(200_000)}`,
  ]
  const { pages } = await listen(
    (visit) => {
      for (const message of messages) visit.write(textFrame(message))
      visit.send(event(999_999))
    },
    (all) => idsOf(all).some((id) => id.endsWith('r999999')),
  )
  for (const { posts } of pages)
    for (const post of posts) expect(typeof post.text === 'string' && post.id !== '').toBe(true)
})
