import { afterEach, beforeEach, expect, test } from 'vitest'
import type { HttpClient } from '../../src/model/http.ts'
import { feed } from '../../src/sources/feed.ts'
import type { Page } from '../../src/sources/source.ts'
import { type Loopback, startLoopback } from '../helpers/loopback.ts'
import { contractClient } from './contract.ts'

const item = (id: number) =>
  `<item><guid>g${id}</guid><title>Acme ${id}</title><link>https://site.example/${id}</link></item>`
const document = `<rss version="2.0"><channel><title>Site</title>${item(3)}${item(2)}${item(1)}</channel></rss>`

let server: Loopback
let http: HttpClient
beforeEach(async () => {
  server = await startLoopback()
  http = contractClient()
})
afterEach(async () => {
  await http.close()
  await server.close()
})

async function read(): Promise<Page[]> {
  const pages: Page[] = []
  const channel = { key: 'k', label: 'l', request: { url: server.url('/feed') } }
  const environment = {
    settings: {},
    name: 'news',
    http,
    now: () => Date.UTC(2026, 1, 1),
    maxPages: 3,
    maxItems: 50,
  }
  for await (const page of feed.read(channel, environment)) pages.push(page)
  return pages
}

function breakOff(body: string): void {
  server.on('/feed', {
    raw: `HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\nETag: "1"\r\nContent-Length: ${document.length + 50}\r\n\r\n${body}`,
  })
}

test('a body that breaks off within an item keeps the whole items before it and moves nothing', async () => {
  breakOff(document.slice(0, document.indexOf('Acme 1') + 3))
  const [page, ...more] = await read()
  expect(more).toEqual([])
  expect(page?.posts.map((post) => post.id)).toEqual(['g3', 'g2'])
  expect(page).toMatchObject({ complete: false, notice: expect.stringContaining('broke off') })
  expect(page?.state).toBeUndefined()
  expect(page?.validators).toBeUndefined()
})

test('a document that looks whole is not, when fewer bytes came than were announced', async () => {
  breakOff(document)
  const [page] = await read()
  expect(page?.posts).toHaveLength(3)
  expect(page).toMatchObject({ complete: false })
  expect(page?.validators).toBeUndefined()
})

test('a body that breaks off before anything can be read is a failure of the connection', async () => {
  breakOff('<?xml')
  await expect(read()).rejects.toMatchObject({ kind: 'unreachable' })
})
