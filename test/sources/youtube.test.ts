import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Page, PlanRequest, ReadEnvironment } from '../../src/sources/source.ts'
import { pause, untilReset } from '../../src/sources/youtube/ask.ts'
import { youtube } from '../../src/sources/youtube.ts'
import { type Loopback, startLoopback } from '../helpers/loopback.ts'
import { contractClient, fixture, term } from './contract.ts'

type Settings = { endpoint?: string; api_key?: string; channels?: string[] }

const OURS = 'UCaaaaaaaaaaaaaaaaaaaaaa'
const THEIRS = 'UCbbbbbbbbbbbbbbbbbbbbbb'
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

function anEnvironment(settings: Settings = {}): ReadEnvironment<Settings> {
  return {
    settings: { endpoint: server.origin, ...settings },
    name: 'yt',
    http,
    now: () => NOW,
    maxPages: 20,
    maxItems: 5000,
  }
}

function plan(settings: Settings, extra: Partial<PlanRequest<Settings>> = {}) {
  return youtube.channels({
    settings,
    queries: [{ name: 'brand', tree: term('acme') }],
    handles: [OURS, '@a-name'],
    competitorHandles: { globex: [THEIRS] },
    ...extra,
  })
}

async function read(
  key: string,
  settings: Settings = {},
  extra: Partial<ReadEnvironment<Settings>> = {},
): Promise<Page[]> {
  const environment = { ...anEnvironment(settings), ...extra }
  const channel = plan(environment.settings).find((one) => one.key === key)
  if (channel === undefined) throw new Error(`no channel ${key}`)
  const pages: Page[] = []
  for await (const page of youtube.read(channel, environment)) pages.push(page)
  return pages
}

const json = (file: string) => ({ body: JSON.parse(fixture('youtube', file)) as object })

test('without a key the feeds of named channels are read; with one, searches and comments', () => {
  expect(plan({}).map((channel) => channel.key)).toEqual([`feed ${OURS}`, `feed ${THEIRS}`])
  expect(
    plan({ api_key: 'k' }).map((channel) => [channel.key, channel.addressed ?? false]),
  ).toEqual([
    [`feed ${OURS}`, false],
    [`feed ${THEIRS}`, false],
    ['search acme', false],
    [`comments ${OURS}`, true],
  ])
})

test('a channel’s feed gives its videos, and may be unchanged', async () => {
  server.on('/feeds/videos.xml', {
    headers: { 'content-type': 'text/xml; charset=UTF-8', etag: '"1"' },
    body: fixture('youtube', 'feed.xml'),
  })
  const [page] = await read(`feed ${OURS}`)
  expect(server.requests[0]?.query.get('channel_id')).toBe(OURS)
  expect(page?.posts[0]).toMatchObject({
    id: '5shykyfmb28',
    url: 'https://www.youtube.com/watch?v=5shykyfmb28',
    kind: 'video',
    title: 'The Google app: Questions Title',
    author: { id: 'UCK8sQmJBp8GCxrOtXWBpyEA', name: 'Google' },
    publishedAt: Date.parse('2015-05-04T00:01:27Z'),
    views: 251_497,
  })
  expect(page?.posts[0]?.text).toContain('most powerful force')
  expect(page?.validators).toEqual({ etag: '"1"' })
  server.on('/feeds/videos.xml', { status: 304 })
  const [second] = await read(
    `feed ${OURS}`,
    {},
    { validators: { etag: '"1"' }, state: page?.state },
  )
  expect(second?.notModified).toBe(true)
})

test('a feed that is missing today is not called gone', async () => {
  server.on('/feeds/videos.xml', { status: 404 })
  await expect(read(`feed ${OURS}`)).rejects.toMatchObject({ kind: 'unreachable' })
})

test('the key travels as a header, not in the address', async () => {
  server.on('/youtube/v3/search', { body: { items: [] } })
  await read('search acme', { api_key: 'FAKE-key' })
  expect(server.requests[0]?.headers['x-goog-api-key']).toBe('FAKE-key')
  expect(server.requests[0]?.path).not.toContain('FAKE-key')
})

test('a wrong key is named with where to get one', async () => {
  server.on('/youtube/v3/search', { status: 400, ...json('error-key.json') })
  await expect(read('search acme', { api_key: 'x' })).rejects.toMatchObject({
    kind: 'unauthorized',
    hint: expect.stringContaining('YOUTUBE_API_KEY'),
  })
})

test('comments on our videos know their video, and their answers their comment', async () => {
  server.on('/youtube/v3/commentThreads', json('comments.json'))
  const pages = await read(`comments ${OURS}`, { api_key: 'k' }, { maxPages: 1 })
  expect(pages[0]?.posts[0]).toMatchObject({
    id: 'UgyZ1jqkHKYvi1-ruOZ4AaABAg',
    kind: 'comment',
    thread: 'F1UP7wRCPH8',
    parent: 'F1UP7wRCPH8',
    text: 'Google.com',
    author: { id: 'UCzj-CjKYmGlZ7vTL-vOe57A', name: 'himani agarwal' },
    url: 'https://www.youtube.com/watch?v=F1UP7wRCPH8&lc=UgyZ1jqkHKYvi1-ruOZ4AaABAg',
  })
})

test('a thread is the video, its comments and all answers to them', async () => {
  const top = {
    id: 'c1',
    snippet: { textOriginal: 'top', videoId: 'vid', publishedAt: '2026-11-01T00:00:00Z' },
  }
  server.on('/youtube/v3/videos', { body: { items: [{ id: 'vid', snippet: { title: 'V' } }] } })
  server.on('/youtube/v3/commentThreads', {
    body: {
      items: [{ id: 'c1', snippet: { videoId: 'vid', topLevelComment: top, totalReplyCount: 2 } }],
    },
  })
  server.on('/youtube/v3/comments', json('replies.json'))
  const answer = await youtube.thread?.(
    { thread: 'vid', posts: [] },
    anEnvironment({ api_key: 'k' }),
  )
  expect(answer?.posts.slice(0, 3).map((post) => [post.kind, post.thread, post.parent])).toEqual([
    ['video', 'vid', undefined],
    ['comment', 'vid', 'vid'],
    ['comment', 'vid', 'Ugw5zYU6n9pmIgAZWvN4AaABAg'],
  ])
  expect(answer?.complete).toBe(true)
  server.on('/youtube/v3/videos', { body: { items: [] } })
  expect(
    await youtube.thread?.({ thread: 'vid', posts: [] }, anEnvironment({ api_key: 'k' })),
  ).toMatchObject({ gone: ['vid'] })
})

test('closed comments are no matter of the key', async () => {
  server.on('/youtube/v3/commentThreads', {
    status: 403,
    body: {
      error: {
        code: 403,
        message: 'Comments are turned off.',
        errors: [{ reason: 'commentsDisabled' }],
      },
    },
  })
  await expect(read(`comments ${OURS}`, { api_key: 'k' })).rejects.toMatchObject({
    kind: 'unexpected-response',
  })
})

test('the day of the quota ends at midnight in California, and searches share it', () => {
  expect(untilReset(Date.parse('2026-01-01T07:59:59Z'))).toBe(1)
  expect(untilReset(Date.parse('2026-01-01T08:00:00Z'))).toBe(86_400)
  expect([pause(1), pause(5), pause(500)]).toEqual([910, 4548, 86_400])
})
