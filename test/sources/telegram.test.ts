import { afterEach, beforeEach, expect, test } from 'vitest'
import { readPreview } from '../../src/sources/telegram/page.ts'
import { telegram } from '../../src/sources/telegram.ts'
import { type Loopback, startLoopback } from '../helpers/loopback.ts'
import { contractClient, fixture } from './contract.ts'

let server: Loopback
let http: ReturnType<typeof contractClient>
beforeEach(async () => {
  server = await startLoopback()
  http = contractClient('2026-11-20T00:00:00Z')
})
afterEach(async () => {
  await http.close()
  await server.close()
})

const plan = (channels: readonly string[], handles: readonly string[] = []) =>
  telegram.channels({
    settings: { endpoint: server.origin, channels: [...channels] },
    queries: [],
    handles,
    competitorHandles: { globex: ['Globex_News'] },
  })

async function readAll() {
  const [channel] = plan(['acme_news']).filter(({ label }) => label === 'channel acme_news')
  const pages = []
  if (channel !== undefined) {
    for await (const page of telegram.read(channel, {
      settings: { endpoint: server.origin, channels: [] },
      name: 'sample',
      http,
      now: () => Date.parse('2026-11-20T00:00:00Z'),
      maxPages: 3,
      maxItems: 100,
    }))
      pages.push(page)
  }
  return pages
}

test('a channel without a preview is a clear failure, never "nothing new"', async () => {
  server.on('/s/acme_news', { status: 302, headers: { location: '/acme_news' } })
  server.on('/acme_news', { body: '<html><body>Contact @acme_news</body></html>' })
  await expect(readAll()).rejects.toMatchObject({
    kind: 'unexpected-response',
    message: expect.stringContaining('shows no preview'),
  })
})

test('a channel that is empty is read, and has no messages', async () => {
  server.on('/s/acme_news', { body: fixture('telegram', 'end.html') })
  expect((await readAll()).flatMap(({ posts }) => posts)).toEqual([])
})

test('our channel and those of competitors are accounts; one that is named twice is read once', () => {
  expect(plan(['ACME_news', 'forum_of_phones'], ['@acme_news'])).toMatchObject([
    { key: 'channel acme_news', accounts: true },
    { key: 'channel globex_news', accounts: true },
    { key: 'channel forum_of_phones' },
  ])
})

test('a message without a name is counted, and its words go to nobody else', async () => {
  const html = fixture('telegram', 'page-2.html').replace(
    'data-post="acme_news/100"',
    'data-post="?"',
  )
  server.on('/s/acme_news', ({ query }) => ({
    body: query.has('before') ? fixture('telegram', 'end.html') : html,
  }))
  const [page] = await readAll()
  expect(page?.posts.map(({ id, text }) => [id, text])).toEqual([
    ['acme_news/99', 'Older words on the acme phone'],
  ])
  expect(page?.notice).toContain('1 items could not be read')
})

test('deep nesting and a million tags end', () => {
  const deep = '<div class="tgme_widget_message" data-post="a/1">'.concat(
    '<div class="tgme_widget_message_text">'.repeat(50_000),
  )
  expect(readPreview(deep).messages.length).toBe(1)
  const many = '<div class="tgme_widget_message" data-post="a/1"></div>'.repeat(20_000)
  expect(readPreview(many).messages.length).toBe(20_000)
})
