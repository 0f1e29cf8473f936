import { afterEach, beforeEach, expect, test } from 'vitest'
import { devto } from '../../src/sources/devto.ts'
import { gdelt } from '../../src/sources/gdelt.ts'
import { lobsters } from '../../src/sources/lobsters.ts'
import { type Loopback, startLoopback } from '../helpers/loopback.ts'
import { contractClient, fixture, term } from './contract.ts'

let server: Loopback
let http: ReturnType<typeof contractClient>
beforeEach(async () => {
  server = await startLoopback()
  http = contractClient()
})
afterEach(async () => {
  await http.close()
  await server.close()
})
const place = () => ({
  settings: { endpoint: server.origin },
  name: 'sample',
  http,
  now: () => Date.parse('2026-11-20T00:00:00Z'),
})

test('Lobsters: a story with its comments, each below what it answers', async () => {
  server.on('/s/tdfoqh.json', { body: fixture('lobsters', 'story.json') })
  const answer = await lobsters.thread?.({ thread: 'tdfoqh', posts: [] }, place())
  expect(answer).toMatchObject({ gone: [], complete: true })
  expect(answer?.posts.map(({ id, kind, thread }) => [id, kind, thread])).toEqual([
    ['tdfoqh', 'post', 'tdfoqh'],
    ['ncdsfc', 'comment', 'tdfoqh'],
    ['m3wyu5', 'comment', 'tdfoqh'],
    expect.arrayContaining(['comment']),
  ])
  expect(answer?.posts[1]).toMatchObject({
    parent: 'tdfoqh',
    author: { handle: 'dpercy' },
    likes: 17,
  })
})

test('Lobsters: a story that is not found is gone', async () => {
  const answer = await lobsters.thread?.({ thread: 'nope', posts: [] }, place())
  expect(answer).toEqual({ posts: [], gone: ['nope'], complete: false })
})

test('DEV: an article with its whole text and the tree of its comments', async () => {
  const user = { username: 'ben', name: 'Ben' }
  server.on('/api/articles/31', {
    body: { id: 31, title: 'Acme', body_html: '<p>Whole text</p>', tag_list: 'a, b', user },
  })
  server.on('/api/comments', {
    body: [
      {
        id_code: 'a1',
        created_at: '2026-11-19T10:00:00Z',
        body_html: '<p>one</p>',
        user,
        children: [{ id_code: 'a2', body_html: '<p>two</p>', user, children: [] }],
      },
      { id_code: 'a3', body_html: '', user: {}, children: [] },
    ],
  })
  const answer = await devto.thread?.({ thread: '31', posts: [] }, place())
  expect(answer?.posts.map(({ id, parent, text }) => [id, parent, text])).toEqual([
    ['31', undefined, 'Whole text'],
    ['comment/a1', '31', 'one'],
    ['comment/a2', 'comment/a1', 'two'],
  ])
  expect(answer?.posts[0]?.tags).toEqual(['a', 'b'])
  expect(answer?.posts[1]?.url).toBe('https://dev.to/ben/comment/a1')
})

test('GDELT: odd JSON is mended, words of refusal are told', async () => {
  const settings = { endpoint: server.origin, page_size: 250 }
  const [channel] = gdelt.channels({
    settings,
    queries: [{ name: 'brand', tree: term('acme') }],
    handles: [],
    competitorHandles: {},
  })
  if (channel === undefined) throw new Error('no channel')
  const read = async () => {
    const pages = []
    const environment = { ...place(), settings, maxPages: 3, maxItems: 100 }
    for await (const page of gdelt.read(channel, environment)) pages.push(page)
    return pages
  }
  server.on('/api/v2/doc/doc', {
    body: '{"articles":[{"url":"https://a.example/1","title":"Acme\t \\x \\u00e9 \\"q\\"","seendate":"20261119T120000Z"}]}',
  })
  const [page] = await read()
  expect(page?.posts[0]?.title).toBe('Acme \\x é "q"')
  server.on('/api/v2/doc/doc', { body: '{}' })
  expect((await read())[0]).toMatchObject({ posts: [], complete: true })
  server.on('/api/v2/doc/doc', { body: 'Your query was too short or too long.\n' })
  await expect(read()).rejects.toMatchObject({
    kind: 'unexpected-response',
    message: expect.stringContaining('too short'),
  })
})
