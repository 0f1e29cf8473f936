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
  server.on('/youtube/v3/commentThreads', {
    body: {
      items: [{ id: 'c1', snippet: { videoId: 'vid', topLevelComment: top, totalReplyCount: 99 } }],
    },
  })
  const part = await youtube.thread?.({ thread: 'vid', posts: [] }, anEnvironment({ api_key: 'k' }))
  expect(part?.complete).toBe(false)
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

const COMMENT = 'Ugy_CAftKrIUCyPr9GR4AaABAg'
const LOGIN: Readonly<Record<string, string>> = {
  YOUTUBE_CLIENT_ID: 'FAKE-id',
  YOUTUBE_CLIENT_SECRET: 'FAKE-secret',
  YOUTUBE_REFRESH_TOKEN: 'FAKE-refresh',
}
const writer = () => ({
  ...anEnvironment({ api_key: 'FAKE-key' }),
  secret: (variable: string) => LOGIN[variable],
})
const answerTo = (id: string) => ({
  to: { id, thread: '5shykyfmb28' },
  text: 'wow',
  key: 'k1',
  at: Date.parse('2022-11-14T10:23:00Z'),
})

test('an answer to a comment, or to an answer below it, is written under that comment', async () => {
  server.on('/token', { body: { access_token: 'FAKE-bearer', expires_in: 3599 } })
  server.on('/youtube/v3/comments', json('comment.json'))
  const result = await youtube.reply?.(answerTo(`${COMMENT}.9abc`), writer())
  expect(result).toMatchObject({
    outcome: 'sent',
    post: { parent: `${COMMENT}.9abc`, text: 'wow', thread: '5shykyfmb28', kind: 'comment' },
  })
  const sent = server.requests.at(-1)
  expect(JSON.parse(String(sent?.body))).toEqual({
    snippet: { parentId: COMMENT, textOriginal: 'wow' },
  })
  expect(sent?.headers.authorization).toBe('Bearer FAKE-bearer')
  expect(Object.fromEntries(new URLSearchParams(String(server.requests[0]?.body)))).toMatchObject({
    grant_type: 'refresh_token',
    refresh_token: 'FAKE-refresh',
  })
})

test('a login that has run out is renewed, and the answer sent once more', async () => {
  let logins = 0
  server.on('/token', () => ({ body: { access_token: `FAKE-bearer-${++logins}` } }))
  server.on('/youtube/v3/comments', ({ headers }) =>
    headers.authorization === 'Bearer FAKE-bearer-2'
      ? json('comment.json')
      : { status: 401, body: { error: { code: 401, message: 'Invalid Credentials' } } },
  )
  expect(await youtube.reply?.(answerTo(COMMENT), writer())).toMatchObject({ outcome: 'sent' })
  expect(logins).toBe(2)
})

test('an answer to a video is a comment of its own', async () => {
  server.on('/token', { body: { access_token: 'FAKE-bearer' } })
  const topLevelComment = JSON.parse(fixture('youtube', 'comment.json')) as object
  server.on('/youtube/v3/commentThreads', {
    body: { id: COMMENT, snippet: { videoId: '5shykyfmb28', topLevelComment } },
  })
  expect(await youtube.reply?.(answerTo('5shykyfmb28'), writer())).toMatchObject({
    outcome: 'sent',
    post: { parent: '5shykyfmb28' },
  })
})

test('refusals of a write: the quota, closed comments, a login that was taken back', async () => {
  server.on('/token', { body: { access_token: 'FAKE-bearer' } })
  const refuse = (reason: string) => ({
    status: 403,
    body: { error: { code: 403, message: 'No.', errors: [{ reason }] } },
  })
  server.on('/youtube/v3/comments', refuse('quotaExceeded'))
  expect(await youtube.reply?.(answerTo(COMMENT), writer())).toMatchObject({
    outcome: 'failed',
    error: { kind: 'rate-limited', retryAfterSeconds: untilReset(NOW) },
  })
  server.on('/youtube/v3/comments', refuse('commentsDisabled'))
  expect(await youtube.reply?.(answerTo(COMMENT), writer())).toMatchObject({ outcome: 'failed' })
  server.on('/youtube/v3/comments', { status: 503, body: '' })
  expect(await youtube.reply?.(answerTo(COMMENT), writer())).toMatchObject({ outcome: 'unknown' })
  await http.close()
  http = contractClient()
  server.on('/token', { status: 400, body: { error: 'invalid_grant' } })
  expect(await youtube.reply?.(answerTo(COMMENT), writer())).toMatchObject({
    outcome: 'failed',
    error: { kind: 'unauthorized', hint: expect.stringContaining('YOUTUBE_REFRESH_TOKEN') },
  })
})

test('an answer whose outcome is unknown is looked up below the comment', async () => {
  const comment = JSON.parse(fixture('youtube', 'comment.json')) as object
  server.on('/youtube/v3/comments', { body: { items: [comment] } })
  expect(await youtube.findReply?.(answerTo(COMMENT), writer())).toMatchObject({
    text: 'wow',
    parent: COMMENT,
  })
  const other = { ...answerTo(COMMENT), text: 'other words' }
  expect(await youtube.findReply?.(other, writer())).toBeUndefined()
})
