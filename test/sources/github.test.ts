import { afterEach, beforeEach, expect, test } from 'vitest'
import { github } from '../../src/sources/github.ts'
import type { Page, PlanRequest, ReadEnvironment, ReplyRequest } from '../../src/sources/source.ts'
import { type Loopback, startLoopback } from '../helpers/loopback.ts'
import { contractClient, term } from './contract.ts'

type Settings = { endpoint: string; token?: string; repositories?: string[]; pulls?: boolean }

let server: Loopback
let http: ReturnType<typeof contractClient>
const NOW = Date.parse('2026-11-20T18:00:00Z')

beforeEach(async () => {
  server = await startLoopback()
  http = contractClient(new Date(NOW).toISOString())
})
afterEach(async () => {
  await http.close()
  await server.close()
})

function anEnvironment(settings: Partial<Settings> = {}): ReadEnvironment<Settings> {
  return {
    settings: { endpoint: server.origin, ...settings },
    name: 'gh',
    http,
    now: () => NOW,
    maxPages: 20,
    maxItems: 5000,
  }
}

function plan(settings: Settings, extra: Partial<PlanRequest<Settings>> = {}) {
  return github.channels({
    settings,
    queries: [{ name: 'brand', tree: term('acme') }],
    handles: [],
    competitorHandles: {},
    ...extra,
  })
}

async function read(key: string, settings: Partial<Settings> = {}): Promise<Page[]> {
  const environment = anEnvironment(settings)
  const channel = plan(environment.settings, { handles: ['acme-team'] }).find(
    (one) => one.key === key,
  )
  if (channel === undefined) throw new Error(`no channel ${key}`)
  const pages: Page[] = []
  for await (const page of github.read(channel, environment)) pages.push(page)
  return pages
}

const wire = (n: number, extra: object = {}) => ({
  id: n,
  node_id: `N${n}`,
  html_url: `https://github.com/acme/phone/issues/${n}`,
  title: `issue ${n}`,
  user: { login: 'ann', id: 7, html_url: 'https://github.com/ann' },
  body: `body ${n}`,
  created_at: '2026-11-19T10:00:00Z',
  updated_at: '2026-11-19T10:00:00Z',
  ...extra,
})
const comment = (n: number, extra: object = {}) =>
  wire(n, { html_url: `https://github.com/acme/phone/issues/1#issuecomment-${n}`, ...extra })

test('searches, mentions of us, our own issues, and whole repositories', () => {
  const settings = {
    endpoint: 'https://x.example',
    repositories: ['acme/phone'],
    pulls: true,
    token: 't',
  }
  const channels = plan(settings, {
    handles: ['acme-team'],
    competitorHandles: { globex: ['globex'] },
  })
  expect(channels.map((channel) => [channel.key, channel.addressed ?? false])).toEqual([
    ['search acme is:issue', false],
    ['search acme is:pr', false],
    ['discussions acme', false],
    ['search mentions:acme-team is:issue', true],
    ['search author:acme-team is:issue', false],
    ['search author:globex is:issue', false],
    ['issues acme/phone', false],
    ['comments acme/phone', false],
  ])
})

test('alternatives stand in brackets before the mark', () => {
  const tree = {
    type: 'or',
    items: [term('acme'), term('globex')],
    span: { start: 0, end: 0 },
  } as const
  const [channel] = plan({ endpoint: 'https://x.example' }, { queries: [{ name: 'q', tree }] })
  expect(channel?.request).toEqual({ kind: 'search', text: '(acme OR globex) is:issue' })
})

test('a search goes on from where it stood, and rests when its bucket is empty', async () => {
  server.on('/search/issues', {
    headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(NOW / 1000 + 33) },
    body: { items: [wire(1)], incomplete_results: true },
  })
  const environment = { ...anEnvironment(), since: Date.parse('2026-11-01T00:00:00Z') }
  const [channel] = plan(environment.settings)
  const pages: Page[] = []
  if (channel) for await (const page of github.read(channel, environment)) pages.push(page)
  expect(server.requests[0]?.query.get('q')).toBe('acme is:issue created:>=2026-10-31T00:00:00Z')
  expect(pages[0]).toMatchObject({
    nextInSeconds: 33,
    notice: expect.stringContaining('ran out of time'),
  })
})

test('comments of a repository belong to the thread of their issue, and know of edits', async () => {
  server.on('/repos/acme/phone/issues/comments', {
    body: [comment(5, { updated_at: '2026-11-19T11:00:00Z' })],
  })
  const [page] = await read('comments acme/phone', { repositories: ['acme/phone'] })
  expect(page?.posts[0]).toMatchObject({
    kind: 'comment',
    thread: 'acme/phone#1',
    editedAt: Date.parse('2026-11-19T11:00:00Z'),
    author: { handle: 'ann' },
  })
})

test('discussions are searched with a token', async () => {
  server.on('/graphql', {
    body: {
      data: {
        search: {
          nodes: [
            {
              id: 'D_1',
              url: 'https://github.com/acme/phone/discussions/3',
              title: 'T',
              bodyText: 'x',
              createdAt: '2026-11-19T10:00:00Z',
              upvoteCount: 2,
              author: null,
              comments: { totalCount: 1 },
            },
          ],
          pageInfo: { hasNextPage: false },
        },
      },
    },
  })
  const [page] = await read('discussions acme', { token: 'FAKE' })
  expect(page?.posts[0]).toMatchObject({ id: 'D_1', thread: 'acme/phone#3', likes: 2, replies: 1 })
  expect(server.requests[0]?.headers.authorization).toBe('Bearer FAKE')
})

test('a limit of discussions inside a 200 is a limit', async () => {
  server.on('/graphql', {
    body: { errors: [{ type: 'RATE_LIMITED', message: 'API rate limit exceeded for user ID 1.' }] },
  })
  await expect(read('discussions acme', { token: 'FAKE' })).rejects.toMatchObject({
    kind: 'rate-limited',
  })
})

test('a thread is the issue with all pages of comments', async () => {
  server.on('/repos/acme/phone/issues/1', { body: wire(1) })
  server.on('/repos/acme/phone/issues/1/comments', (request) =>
    request.query.get('page') === '1'
      ? { headers: { link: '<https://api.github.com/x?page=2>; rel="next"' }, body: [comment(2)] }
      : { body: [comment(3)] },
  )
  const answer = await github.thread?.({ thread: 'acme/phone#1', posts: [] }, anEnvironment())
  expect([answer?.posts.map((post) => post.id), answer?.complete]).toEqual([
    ['N1', 'N2', 'N3'],
    true,
  ])
})

test('a comment that cannot be read makes the thread no whole one', async () => {
  server.on('/repos/acme/phone/issues/1', { body: wire(1) })
  server.on('/repos/acme/phone/issues/1/comments', { body: [comment(2), { id: null }] })
  const answer = await github.thread?.({ thread: 'acme/phone#1', posts: [] }, anEnvironment())
  expect([answer?.posts.map((post) => post.id), answer?.complete]).toEqual([['N1', 'N2'], false])
})

test('an issue that is gone is told', async () => {
  server.on('*', { status: 410, body: { message: 'This issue was deleted' } })
  expect(await github.thread?.({ thread: 'acme/phone#1', posts: [] }, anEnvironment())).toEqual({
    posts: [],
    gone: ['acme/phone#1'],
    isOver: true,
    complete: false,
  })
  server.on('*', { status: 404, body: { message: 'Not Found' } })
  expect(
    await github.thread?.({ thread: 'acme/phone#1', posts: [] }, anEnvironment()),
  ).toMatchObject({ gone: ['acme/phone#1'] })
})

test('thumbs up and hearts are likes, of issues and of comments', async () => {
  const reactions = [
    { content: '+1', user: { login: 'ann' }, created_at: '2026-11-19T10:00:00Z' },
    { content: '-1', user: { login: 'bo' } },
    { content: 'heart', user: { login: 'cy' } },
  ]
  server.on('/repos/acme/phone/issues/1/reactions', { body: reactions })
  server.on('/repos/acme/phone/issues/comments/9/reactions', { body: reactions })
  for (const url of [
    'https://github.com/acme/phone/issues/1',
    'https://github.com/acme/phone/issues/1#issuecomment-9',
  ]) {
    const likers = await github.likers?.({ id: 'x', url }, anEnvironment())
    expect(likers?.map((one) => one.author.id)).toEqual(['ann', 'cy'])
  }
})

const wanted: ReplyRequest = {
  to: { id: 'N1', thread: 'acme/phone#1' },
  text: 'Thanks, fixed.',
  key: 'k',
  at: Date.parse('2026-11-19T09:59:00Z'),
}

test('an answer is a comment; unclear ones are found by their words', async () => {
  server.on('/repos/acme/phone/issues/1/comments', {
    status: 201,
    body: comment(9, { body: wanted.text }),
  })
  expect(await github.reply?.(wanted, anEnvironment({ token: 't' }))).toMatchObject({
    outcome: 'sent',
    post: { id: 'N9', thread: 'acme/phone#1' },
  })
  server.on('/repos/acme/phone/issues/1/comments', { drop: true })
  expect((await github.reply?.(wanted, anEnvironment({ token: 't' })))?.outcome).toBe('unknown')
  server.on('/user', { body: { login: 'ann' } })
  server.on('/repos/acme/phone/issues/1/comments', {
    body: [comment(8), comment(9, { body: wanted.text })],
  })
  expect(await github.findReply?.(wanted, anEnvironment({ token: 't' }))).toMatchObject({
    id: 'N9',
  })
})

test('without a token nothing is sent', async () => {
  expect(await github.reply?.(wanted, anEnvironment())).toMatchObject({
    outcome: 'failed',
    error: { kind: 'unauthorized' },
  })
  expect(server.requests).toEqual([])
})

const TALK = 'https://github.com/acme/phone/discussions/3'
const said = (id: string, bodyText: string, more: object = {}) => ({
  id,
  url: `${TALK}#discussioncomment-${id}`,
  bodyText,
  createdAt: '2026-11-19T11:00:00Z',
  author: { login: 'ben', url: 'https://github.com/ben' },
  ...more,
})
const talk = (nodes: readonly object[], pageInfo: object = { hasNextPage: false }) => ({
  data: {
    viewer: { login: 'acme-team' },
    repository: {
      discussion: {
        ...said('D_1', 'The phone died'),
        url: TALK,
        title: 'Help',
        comments: { totalCount: nodes.length, pageInfo, nodes },
      },
    },
  },
})
const inTalk = (id: string, parent?: string) => ({
  to: { id, url: TALK, thread: 'acme/phone#3', ...(parent === undefined ? {} : { parent }) },
  text: 'We are **on** it',
  key: 'k1',
  at: NOW,
})
const graphQl = () =>
  server.requests.map(
    ({ body }) =>
      JSON.parse(String(body)) as { query: string; variables: { input?: object; after?: unknown } },
  )

test('a discussion is read with its comments and the answers below them, page by page', async () => {
  const replies = {
    totalCount: 1,
    nodes: [said('DC_2', 'Mine too', { lastEditedAt: '2026-11-19T12:00:00Z' })],
  }
  server.on('/graphql', ({ body }) => ({
    body: String(body).includes('"after":null')
      ? talk([said('DC_1', 'Which one?', { replies })], { hasNextPage: true, endCursor: 'C1' })
      : talk([said('DC_3', 'Same here')]),
  }))
  const wanted = { thread: 'acme/phone#3', posts: [{ id: 'D_1', url: TALK }] }
  const answer = await github.thread?.(wanted, anEnvironment({ token: 'FAKE' }))
  expect(answer).toMatchObject({ gone: [], complete: true })
  expect(answer?.posts.map(({ id, parent, thread }) => [id, parent, thread])).toEqual([
    ['D_1', undefined, 'acme/phone#3'],
    ['DC_1', 'D_1', 'acme/phone#3'],
    ['DC_2', 'DC_1', 'acme/phone#3'],
    ['DC_3', 'D_1', 'acme/phone#3'],
  ])
  expect(answer?.posts[2]?.editedAt).toBe(Date.parse('2026-11-19T12:00:00Z'))
  expect(graphQl()[1]?.variables.after).toBe('C1')
})

test('a discussion that was deleted is gone; without a token nothing is known of it', async () => {
  server.on('/graphql', {
    body: { data: { repository: { discussion: null } }, errors: [{ type: 'NOT_FOUND' }] },
  })
  const wanted = { thread: 'acme/phone#3', posts: [{ id: 'D_1', url: TALK }] }
  expect((await github.thread?.(wanted, anEnvironment({ token: 'FAKE' })))?.gone).toEqual([
    'acme/phone#3',
  ])
  expect(await github.thread?.(wanted, anEnvironment())).toEqual({
    posts: [],
    gone: [],
    complete: false,
  })
})

test.each([
  ['the discussion', 'D_1', undefined, undefined],
  ['a comment', 'DC_1', 'D_1', 'DC_1'],
  ['an answer below a comment', 'DC_2', 'DC_1', 'DC_1'],
])('an answer in a discussion to %s', async (_name, id, parent, replyToId) => {
  server.on('/graphql', ({ body }) => ({
    body: String(body).includes('mutation')
      ? JSON.parse(
          '{"data":{"addDiscussionComment":{"comment":{"id":"DC_kwDOADYVqs4AovYk","body":"test comment"}}}}',
        )
      : talk([]),
  }))
  const result = await github.reply?.(inTalk(id, parent), anEnvironment({ token: 'FAKE' }))
  expect(result).toMatchObject({
    outcome: 'sent',
    post: { id: 'DC_kwDOADYVqs4AovYk', parent: id, thread: 'acme/phone#3' },
  })
  expect(graphQl()[1]?.variables.input).toEqual({
    discussionId: 'D_1',
    body: 'We are **on** it',
    ...(replyToId === undefined ? {} : { replyToId }),
  })
})

test('an answer in a discussion that is refused has failed; one that broke off is looked up', async () => {
  server.on('/graphql', ({ body }) =>
    String(body).includes('mutation')
      ? {
          body: { data: null, errors: [{ type: 'FORBIDDEN', message: 'Resource not accessible' }] },
        }
      : { body: talk([]) },
  )
  expect(await github.reply?.(inTalk('D_1'), anEnvironment({ token: 'FAKE' }))).toMatchObject({
    outcome: 'failed',
  })
  const ours = said('DC_9', 'We are on it', {
    author: { login: 'acme-team' },
    createdAt: new Date(NOW).toISOString(),
  })
  server.on('/graphql', { body: talk([said('DC_1', 'We are on it'), ours]) })
  expect(await github.findReply?.(inTalk('D_1'), anEnvironment({ token: 'FAKE' }))).toMatchObject({
    id: 'DC_9',
  })
})
