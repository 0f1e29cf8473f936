import { afterEach, expect, test } from 'vitest'
import { readSocket } from '../../src/http/socket.ts'
import { streamPosts } from '../../src/sources/bluesky/jetstream.ts'
import type { StreamEnvironment, StreamPage } from '../../src/sources/source.ts'
import { type SocketVisit, startWebSocketServer } from '../helpers/websocket-server.ts'

const START = 1_783_175_888_000_000
const event = (number: number, commit: object = {}) =>
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
  })

let server: Awaited<ReturnType<typeof startWebSocketServer>> | undefined
afterEach(() => server?.close())

async function listen(
  onVisit: (visit: SocketVisit, count: number) => void,
  isEnough: (pages: readonly StreamPage[]) => boolean,
  extra: Partial<StreamEnvironment<{ stream: string }>> = {},
) {
  server = await startWebSocketServer(onVisit)
  const stop = new AbortController()
  const waits: number[] = []
  const pages: StreamPage[] = []
  const environment = {
    settings: { stream: server.origin },
    name: 'sky',
    now: () => START / 1000 + 60_000,
    signal: stop.signal,
    open: (url: string) => readSocket(url, { allowHosts: ['127.0.0.1'], signal: stop.signal }),
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
  const cursors = pages.map((page) => (page.state as { cursor: number }).cursor)
  expect(cursors).toEqual(cursors.toSorted((a, b) => a - b))
})
