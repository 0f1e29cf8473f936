import { beforeEach, expect, it, onTestFinished } from 'vitest'
import { runScan } from '../../src/scan/scan.ts'
import type { Store } from '../../src/store/store.ts'
import { startLoopback } from '../helpers/loopback.ts'
import { temporaryStores } from '../store/builders.ts'
import { openDesk, readSettings } from './desk.ts'

const stores = temporaryStores()
const NOW = Date.parse('2026-11-20T12:00:00Z')
const MINUTE = 60_000
const seconds = (at: number) => Math.floor(at / 1000)

let now = NOW
let store: Store
beforeEach(async () => {
  now = NOW
  store = await stores.open(undefined, { now: () => now })
})

const hit = (id: string) => ({
  objectID: id,
  created_at_i: seconds(NOW - 10 * MINUTE),
  author: `asker${id}`,
  story_text: 'My acme phone is broken and terrible. Can you help me please?',
  title: `Acme phone broken ${id}`,
  story_id: id,
  _tags: ['story', `author_asker${id}`],
})

const item = (id: string, more: object = {}) => ({
  id,
  type: 'story',
  created_at_i: seconds(NOW - 10 * MINUTE),
  author: `asker${id}`,
  title: `Acme phone broken ${id}`,
  text: 'My acme phone is broken and terrible. Can you help me please?',
  children: [],
  ...more,
})

async function desk(more: Parameters<typeof openDesk>[3] = {}) {
  const server = await startLoopback({
    '/api/v1/search_by_date': (request) => ({
      body: {
        hits: (request.query.get('tags') ?? '').includes('story') ? [hit('1'), hit('2')] : [],
      },
    }),
    '/api/v1/items/1': { body: item('1') },
    '/api/v1/items/2': { body: item('2') },
  })
  const settings = await readSettings(
    `sources:\n  hn: { type: hackernews, endpoint: "${server.origin}" }`,
  )
  const opened = await openDesk(store, settings, () => now, more)
  onTestFinished(async () => {
    await opened.close()
    await server.close()
  })
  const scan = () => runScan(opened.parts, opened.plan.channels, [], { ignoreSchedule: true })
  return { server, scan }
}

const threadOf = async (id: string) => {
  const [post] = (await store.search({ now, zone: 'UTC', limit: 10, unmatched: true })).filter(
    (each) => each.id === id,
  )
  return store.thread(post?.threadNumber ?? 0)
}

it('later posts of an open conversation join it', async () => {
  const { server, scan } = await desk()
  await scan()
  server.on('/api/v1/items/1', {
    body: item('1', {
      children: [
        item('11', { type: 'comment', author: 'acme_team', text: 'We are on it', parent_id: '1' }),
      ],
    }),
  })
  now += 11 * MINUTE
  const { followed } = await scan()
  expect(followed).toMatchObject({ threads: 2, added: 1, gone: 0, failed: [] })
  const { posts } = await threadOf('1')
  expect(posts.map(({ id, side }) => [id, side])).toEqual([
    ['1', 'theirs'],
    ['11', 'ours'],
  ])
})

it('a conversation that was read a moment ago is left alone', async () => {
  const { server, scan } = await desk()
  await scan()
  now += 2 * MINUTE
  expect((await scan()).followed.threads).toBe(0)
  expect(server.count('/api/v1/items/1')).toBe(1)
})

it('a deleted post is noted as gone, once', async () => {
  const { server, scan } = await desk()
  await scan()
  server.on('/api/v1/search_by_date', { body: { hits: [] } })
  server.on('/api/v1/items/2', { body: { id: '2', type: 'story', children: [] } })
  now += 11 * MINUTE
  expect((await scan()).followed.gone).toBe(1)
  now += 11 * MINUTE
  expect((await scan()).followed.gone).toBe(0)
})

it('a conversation that cannot be read costs nothing else', async () => {
  const { server, scan } = await desk()
  server.on('/api/v1/items/1', { body: { unexpected: true } })
  const { followed, results } = await scan()
  expect(followed.threads).toBe(1)
  expect(followed.failed).toHaveLength(1)
  expect(results.every(({ outcome }) => outcome !== 'failed')).toBe(true)
})

it('a source that limits us is asked no more in this scan, and waits as long as it says', async () => {
  const { server, scan } = await desk()
  const limit = { status: 429, headers: { 'retry-after': '3600' } }
  server.on('/api/v1/items/1', limit)
  server.on('/api/v1/items/2', limit)
  const { followed } = await scan()
  expect(followed).toMatchObject({ threads: 0, failed: [{ source: 'hn' }] })
  const asked = server.count('/api/v1/items/1') + server.count('/api/v1/items/2')
  expect(asked).toBe(1)
})

it('what a failing site says is kept without our secrets', async () => {
  const { server, scan } = await desk({
    withoutSecrets: (text) => text.replaceAll('/api/v1/items', '[secret]'),
  })
  server.on('/api/v1/items/1', { status: 500 })
  const { followed } = await scan()
  expect(followed.failed[0]?.error).toContain('[secret]')
  const kept = (await store.channels()).flatMap(({ error }) => error ?? [])
  expect(kept.join(' ')).not.toContain('/api/v1/items')
})

it('an answer that is missing where the whole conversation is shown is gone, once it had time to settle', async () => {
  const { server, scan } = await desk()
  const answer = item('11', { type: 'comment', author: 'other', text: 'Me too', parent_id: '1' })
  server.on('/api/v1/items/1', { body: item('1', { children: [answer] }) })
  await scan()
  server.on('/api/v1/items/1', { body: item('1') })
  now += 11 * MINUTE
  expect((await scan()).followed.gone).toBe(0)
  now += 61 * MINUTE
  expect((await scan()).followed.gone).toBe(1)
  const { posts } = await threadOf('1')
  expect(posts.flatMap(({ id, goneAt }) => (goneAt === undefined ? [] : [id]))).toEqual(['11'])
})

it('the first post is not gone because the platform shows only the answers below it', async () => {
  const words = { text: 'My acme phone is broken and terrible. Can you help me please?' }
  const server = await startLoopback({
    '/v1.0/keyword_search': {
      body: {
        data: [{ ...words, id: '1', username: 'asker', timestamp: '2026-11-20T11:50:00+0000' }],
      },
    },
    '/v1.0/1/conversation': { body: { data: [] } },
  })
  const settings = await readSettings(
    `sources:\n  t: { type: threads, endpoint: "${server.origin}", token: "\${FAKE}" }`,
    { FAKE: 'FAKE-token' },
  )
  const opened = await openDesk(store, settings, () => now)
  onTestFinished(async () => {
    await opened.close()
    await server.close()
  })
  const scan = () => runScan(opened.parts, opened.plan.channels, [], { ignoreSchedule: true })
  await scan()
  now += 90 * MINUTE
  expect((await scan()).followed).toMatchObject({ threads: 1, gone: 0, failed: [] })
})

it('an answer that cannot be read makes no other one vanish', async () => {
  const { server, scan } = await desk()
  const answer = item('11', { type: 'comment', author: 'other', text: 'Me too', parent_id: '1' })
  server.on('/api/v1/items/1', { body: item('1', { children: [answer] }) })
  await scan()
  server.on('/api/v1/items/1', { body: item('1', { children: [{ ...answer, id: null }] }) })
  now += 90 * MINUTE
  expect((await scan()).followed.gone).toBe(0)
})

it('a search that still lists what was deleted does not bring it back', async () => {
  const { server, scan } = await desk()
  await scan()
  server.on('/api/v1/items/2', { status: 404, body: { status: 404, error: 'Not Found' } })
  now += 11 * MINUTE
  expect((await scan()).followed.gone).toBe(1)
  for (let round = 0; round < 3; round++) {
    now += 11 * MINUTE
    expect((await scan()).followed.gone).toBe(0)
  }
  const { events } = await threadOf('2')
  expect(events.filter(({ type }) => type === 'gone_detected')).toHaveLength(1)
})

it('of two servers of one platform the one that found the post is asked for its conversation', async () => {
  const status = (host: string, id: string) => ({
    id,
    uri: `${host}/users/asker/statuses/${id}`,
    url: `${host}/@asker/${id}`,
    content: '<p>My acme phone is broken and terrible. Can you help me please?</p>',
    created_at: new Date(NOW - 10 * MINUTE).toISOString(),
    account: { id: '1', acct: 'asker', uri: `${host}/users/asker`, url: `${host}/@asker` },
    visibility: 'public',
  })
  const servers = await Promise.all(
    ['71', '72'].map(async (id) => {
      const server = await startLoopback()
      const shown = status(server.origin, id)
      server.on('/api/v1/timelines/tag/acme', { body: [shown] })
      server.on(`/api/v1/statuses/${id}`, { body: shown })
      server.on(`/api/v1/statuses/${id}/context`, { body: { ancestors: [], descendants: [] } })
      return server
    }),
  )
  const sources = servers.map(
    ({ origin }, n) => `  m${n}: { type: mastodon, endpoint: "${origin}" }`,
  )
  const settings = await readSettings(`sources:\n${sources.join('\n')}`)
  const opened = await openDesk(store, settings, () => now)
  onTestFinished(async () => {
    await opened.close()
    for (const server of servers) await server.close()
  })
  const { followed } = await runScan(opened.parts, opened.plan.channels, [], {
    ignoreSchedule: true,
  })
  expect(followed).toMatchObject({ threads: 2, failed: [] })
  expect(servers.map((server, n) => server.count(`/api/v1/statuses/7${n + 1}/context`))).toEqual([
    1, 1,
  ])
})
