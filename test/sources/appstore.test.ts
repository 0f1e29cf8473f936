import { afterEach, beforeEach, expect, test } from 'vitest'
import { appstore } from '../../src/sources/appstore.ts'
import { loadSource } from '../../src/sources/index.ts'
import type { Page, ReadEnvironment } from '../../src/sources/source.ts'
import { type Loopback, startLoopback } from '../helpers/loopback.ts'
import { contractClient, fixture } from './contract.ts'

type Settings = { endpoint: string; apps: string[]; countries: string[] }

let server: Loopback
const http = contractClient()

beforeEach(async () => {
  server = await startLoopback()
})
afterEach(() => server.close())

async function read(extra: Partial<ReadEnvironment<Settings>> = {}): Promise<Page[]> {
  const settings = { endpoint: server.origin, apps: ['1510826067'], countries: ['gb'] }
  const environment = {
    settings,
    name: 'apps',
    http,
    now: () => 0,
    maxPages: 20,
    maxItems: 5000,
    ...extra,
  }
  const [channel] = appstore.channels({ settings, queries: [], handles: [], competitorHandles: {} })
  const pages: Page[] = []
  if (channel) for await (const page of appstore.read(channel, environment)) pages.push(page)
  return pages
}

const empty = { body: fixture('appstore', 'end.json') }

test('an app in several countries has a channel in each', () => {
  const settings = { endpoint: 'https://x.example', apps: ['111', '222'], countries: ['us', 'gb'] }
  expect(
    appstore
      .channels({ settings, queries: [], handles: [], competitorHandles: {} })
      .map((channel) => channel.key),
  ).toEqual(['reviews 111 us', 'reviews 111 gb', 'reviews 222 us', 'reviews 222 gb'])
})

test('no reviews at first is told as what it may be', async () => {
  server.on('*', empty)
  const [page] = await read()
  expect([page?.posts, page?.notice]).toEqual([[], expect.stringContaining('may hide them')])
})

test('no reviews where there were some is a failure', async () => {
  server.on('*', empty)
  await expect(read({ state: { known: ['6504352127'] } })).rejects.toMatchObject({
    kind: 'unexpected-response',
  })
})

test('a single review comes as an object', async () => {
  server.on('*', (request) =>
    request.path.includes('page=1/') ? { body: fixture('appstore', 'reviews-2.json') } : empty,
  )
  const pages = await read()
  expect(pages.flatMap((page) => page.posts.map((post) => [post.title, post.rating]))).toEqual([
    ['Crashes', 1],
  ])
})

test('a plain sentence instead of data is a failure', async () => {
  server.on('*', {
    status: 400,
    headers: { 'content-type': 'text/plain' },
    body: 'CustomerReviews RSS page depth is limited to 10',
  })
  await expect(read()).rejects.toMatchObject({ kind: 'unexpected-response' })
})

test('wrong settings are told, not thrown as something else', async () => {
  const source = await loadSource('appstore')
  expect(() =>
    source.channels({ settings: {}, queries: [], handles: [], competitorHandles: {} }),
  ).toThrow(/a source of type appstore wants apps/)
})
