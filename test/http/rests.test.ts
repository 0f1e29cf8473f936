import { afterEach, expect, test } from 'vitest'
import { createHttpClient, type HttpClientOptions } from '../../src/http/client.ts'
import type { HttpClient } from '../../src/model/http.ts'
import { type Loopback, startLoopback } from '../helpers/loopback.ts'

const NOW = Date.parse('2026-11-20T12:00:00Z')
const open: { close(): Promise<void> }[] = []
afterEach(async () => {
  for (const one of open.splice(0)) await one.close()
})

async function serve(routes: Parameters<typeof startLoopback>[0]): Promise<Loopback> {
  const server = await startLoopback(routes)
  open.push(server)
  return server
}

function connect(options: Partial<HttpClientOptions> = {}): HttpClient {
  const client = createHttpClient({
    userAgent: 'x',
    allowHosts: ['127.0.0.1'],
    now: () => NOW,
    wait: async () => {},
    ...options,
  })
  open.push(client)
  return client
}

const dialects = [
  ['429 with seconds', { status: 429, headers: { 'retry-after': '600' } }, 600],
  ['429 and nothing else', { status: 429 }, 900],
  ['503 with seconds', { status: 503, headers: { 'retry-after': '600' } }, 600],
  [
    '403 as a limit',
    {
      status: 403,
      headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': `${NOW / 1000 + 600}` },
    },
    600,
  ],
  [
    'the last request of a window',
    { status: 200, headers: { 'ratelimit-remaining': '0', 'ratelimit-reset': '600' } },
    600,
  ],
  [
    'an instant of a clock that goes ten minutes ahead',
    {
      status: 429,
      headers: {
        date: new Date(NOW + 600_000).toUTCString(),
        'x-ratelimit-reset': new Date(NOW + 1_200_000).toISOString(),
      },
    },
    600,
  ],
] as const

test.each(dialects)('after %s nothing more is asked of the origin', async (_, answer, seconds) => {
  const server = await serve({ '/limit': answer, '/other': { body: 'x' } })
  const told: [string, number][] = []
  const client = connect({ onRest: (key, until) => told.push([key, until]) })
  await client.get({ url: server.url('/limit') }).catch(() => {})
  await expect(client.get({ url: server.url('/other') })).rejects.toMatchObject({
    kind: 'rate-limited',
    notSent: true,
    retryAfterSeconds: seconds,
  })
  expect(server.count('/other')).toBe(0)
  expect(told).toEqual([[server.origin, NOW + seconds * 1000]])
})

test('the next run knows what this one was told', async () => {
  const server = await serve({ '/': { body: 'x' } })
  const rests = { [server.origin]: NOW + 3_600_000 }
  await expect(connect({ rests }).get({ url: server.url('/') })).rejects.toMatchObject({
    notSent: true,
  })
  const later = connect({ rests, now: () => NOW + 3_600_001 })
  expect((await later.get({ url: server.url('/') })).status).toBe(200)
})

test('a rest that no service can ask for is not believed: the clock went back', async () => {
  const server = await serve({ '/': { body: 'x' } })
  const client = connect({ rests: { [server.origin]: NOW + 10 * 86_400_000 } })
  expect((await client.get({ url: server.url('/') })).status).toBe(200)
})

test('a short rest is waited for', async () => {
  let now = NOW
  const server = await serve({
    '/limit': { status: 429, headers: { 'retry-after': '5' } },
    '/': { body: 'x' },
  })
  const client = connect({
    now: () => now,
    clock: () => now,
    wait: (ms) => {
      now += ms
      return Promise.resolve()
    },
  })
  await client.get({ url: server.url('/limit') }).catch(() => {})
  expect((await client.get({ url: server.url('/') })).status).toBe(200)
  expect(now).toBe(NOW + 5000)
})

test('a refusal of one part of a service holds for the others', async () => {
  const server = await serve({ '/search': { status: 429, headers: { 'retry-after': '600' } } })
  const client = connect()
  await client.get({ url: server.url('/search'), bucket: 'search' }).catch(() => {})
  await expect(client.get({ url: server.url('/') })).rejects.toMatchObject({ notSent: true })
})

test('a used-up window of one part of a service leaves the others open', async () => {
  const server = await serve({
    '/search': {
      status: 403,
      headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '600' },
    },
    '/': { body: 'x' },
  })
  const client = connect()
  await client.get({ url: server.url('/search'), bucket: 'search' }).catch(() => {})
  expect((await client.get({ url: server.url('/') })).status).toBe(200)
  await expect(client.get({ url: server.url('/search'), bucket: 'search' })).rejects.toMatchObject({
    notSent: true,
  })
})

test('a long gap holds from one run to the next, also after a redirect and a run that was killed', async () => {
  const server = await serve({
    '/': { status: 302, headers: { location: '/there' } },
    '/there': { body: 'x' },
  })
  const rests: Record<string, number> = {}
  const onRest = (key: string, until: number) => {
    rests[key] = until
  }
  const request = { url: server.url('/'), gapMs: 61_000, patienceMs: 1000 }
  expect((await connect({ onRest }).get(request)).status).toBe(200)
  await expect(connect({ rests }).get(request)).rejects.toMatchObject({ retryAfterSeconds: 61 })
})
