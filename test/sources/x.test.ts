import { createHmac } from 'node:crypto'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { SourceError } from '../../src/errors.ts'
import type { Meter, ReadEnvironment } from '../../src/sources/source.ts'
import { signRequest } from '../../src/sources/x/sign.ts'
import { x } from '../../src/sources/x.ts'
import { type Loopback, startLoopback } from '../helpers/loopback.ts'
import { contractClient, fixture, term } from './contract.ts'

const NOW = '2022-10-08T00:00:00Z'
const ROOT = '1577961863377846277'
const REPLY = '1578533127582646273'
let server: Loopback
let http: ReturnType<typeof contractClient>
beforeEach(async () => {
  server = await startLoopback()
  http = contractClient(NOW)
})
afterEach(async () => {
  await http.close()
  await server.close()
})

const KEYS = {
  X_BEARER_TOKEN: 'FAKE-bearer',
  X_API_KEY: 'FAKE-key',
  X_API_SECRET: 'FAKE-secret',
  X_ACCESS_TOKEN: 'FAKE-token',
  X_ACCESS_SECRET: 'FAKE-own',
}
const settings = () => ({ endpoint: server.origin, limit: 500, archive: false })
const place = (secrets: Partial<Record<string, string>> = KEYS) => ({
  settings: settings(),
  name: 'sample',
  http,
  now: () => Date.parse(NOW),
  secret: (variable: string) => secrets[variable],
})
const plan = (queries: Record<string, string[]>, archive = false) =>
  x.channels({
    settings: { ...settings(), archive },
    queries: Object.entries(queries).map(([name, words]) => ({ name, tree: term(...words) })),
    handles: ['@acme', 'not a name'],
    competitorHandles: { globex: ['globex'] },
  })

function meterOf(limit: { left: number }): Meter & { readonly settled: string[] } {
  const settled: string[] = []
  return {
    settled,
    take: async (wanted) => {
      const taken = Math.min(wanted, limit.left)
      limit.left -= taken
      return taken
    },
    settle: async (taken, names) => {
      limit.left += taken - names.length
      settled.push(...names)
    },
  }
}

async function readFirst(extra: Partial<ReadEnvironment<ReturnType<typeof settings>>> = {}) {
  const channel = { key: 'x', label: 'x', request: { kind: 'search', text: 'acme' } }
  const pages = []
  for await (const page of x.read(channel, {
    ...place(),
    maxPages: 5,
    maxItems: 5000,
    ...extra,
  }))
    pages.push(page)
  return pages
}

test('queries share as few requests as the length permits; none is longer', () => {
  const many = Object.fromEntries(
    Array.from({ length: 60 }, (_, index) => [`q${index}`, [`word${index}`, 'of', 'acme']]),
  )
  const channels = plan(many)
  const texts = channels.map(({ request }) => (request as { text: string }).text)
  expect(texts.every((text) => text.length <= 512)).toBe(true)
  expect(texts[0]).toBe('(from:acme OR from:globex) -is:retweet')
  expect(channels.length).toBeLessThanOrEqual(5)
  expect(channels.flatMap(({ queries }) => queries ?? []).toSorted()).toEqual(
    Object.keys(many).toSorted(),
  )
  expect(plan(many, true).length).toBeLessThan(channels.length)
  expect(plan({ one: ['acme'] }).map(({ request }) => request)).toContainEqual({
    kind: 'search',
    text: '(@acme OR to:acme OR acme) -is:retweet',
  })
})

test('a page is no larger than what the month leaves, and every post of it counts', async () => {
  server.on('/2/tweets/search/recent', { body: fixture('x', 'search-2.json') })
  const meter = meterOf({ left: 40 })
  await readFirst({ meter })
  expect(server.requests[0]?.query.get('max_results')).toBe('40')
  expect(meter.settled).toEqual([
    '1578516068309794817',
    '1578515564971970560',
    '1578515061600964608',
  ])
})

test('a limit that is used up is told in one sentence, and nothing is asked', async () => {
  const left = { left: 9 }
  const failure = await readFirst({ meter: meterOf(left) }).catch((error: unknown) => error)
  expect(failure).toBeInstanceOf(SourceError)
  expect((failure as SourceError).message).toBe(
    'the limit of 500 posts for October 2022 is used up; nothing more is read until the next month, or until limit: is raised',
  )
  expect((failure as SourceError).kind).toBe('rate-limited')
  expect([server.requests.length, left.left]).toEqual([0, 9])
})

test('a request that fails costs nothing', async () => {
  server.on('*', { status: 402, body: { title: 'CreditsDepleted', detail: 'no credits' } })
  const left = { left: 500 }
  const failure = await readFirst({ meter: meterOf(left) }).catch((error: unknown) => error)
  expect(failure).toMatchObject({
    kind: 'unauthorized',
    message: expect.stringContaining('credits'),
  })
  expect(left.left).toBe(500)
})

test('a first scan reads a day; a later one begins where the last ended; seven days are the most', async () => {
  server.on('*', { body: { meta: { result_count: 0 } } })
  await readFirst()
  await readFirst({ state: { top: Date.parse('2022-10-07T12:00:00Z'), gaps: [] } })
  const [old] = await readFirst({ since: Date.parse('2022-09-01T00:00:00Z') })
  expect(server.requests.map(({ query }) => query.get('start_time'))).toEqual([
    '2022-10-07T00:00:00Z',
    '2022-10-07T11:59:00Z',
    '2022-10-01T00:01:00Z',
  ])
  expect(old?.notice).toContain('seven days')
})

test('without a token the variable is named', async () => {
  const failure = await readFirst({ secret: () => undefined }).catch((error: unknown) => error)
  expect(failure).toMatchObject({
    kind: 'unauthorized',
    hint: expect.stringContaining('X_BEARER_TOKEN'),
  })
  expect(server.requests).toEqual([])
})

test('a conversation: what is known as it stands now, what is gone, and what came since', async () => {
  server.on('/2/tweets', {
    body: {
      data: [{ id: REPLY, text: 'edited', edit_history_tweet_ids: [REPLY] }],
      errors: [
        {
          resource_id: ROOT,
          title: 'Not Found Error',
          type: 'https://api.twitter.com/2/problems/resource-not-found',
        },
      ],
    },
  })
  server.on('/2/tweets/search/recent', { body: { meta: { result_count: 0 } } })
  const answer = await x.thread?.({ thread: ROOT, posts: [{ id: REPLY }] }, place())
  expect(answer).toMatchObject({ gone: [ROOT], complete: true, nextInSeconds: 21_600 })
  expect(answer?.posts.map(({ id, text }) => [id, text])).toEqual([[REPLY, 'edited']])
  expect(server.requests[0]?.query.get('ids')).toBe(`${ROOT},${REPLY}`)
  expect(server.requests[1]?.query.get('query')).toBe(`conversation_id:${ROOT}`)
  expect(server.requests[1]?.query.get('since_id')).toBe(REPLY)
})

test('a long conversation asks for no more posts than the month has left', async () => {
  server.on('/2/tweets', { body: { data: [] } })
  server.on('/2/tweets/search/recent', { body: { meta: { result_count: 0 } } })
  const posts = Array.from({ length: 60 }, (_, index) => ({
    id: String(BigInt(ROOT) + BigInt(index)),
  }))
  const answer = await x.thread?.(
    { thread: ROOT, posts },
    { ...place(), meter: meterOf({ left: 15 }) },
  )
  expect(server.requests[0]?.query.get('ids')?.split(',')).toHaveLength(15)
  expect(answer?.complete).toBe(false)
})

const wanted = {
  to: { id: REPLY, thread: ROOT },
  text: 'We are on it',
  key: 'k1',
  at: Date.parse(NOW),
}

test('an answer is signed with the keys of the account and sent once', async () => {
  server.on('/2/tweets', { status: 201, body: { data: { id: '1578600000000000000', text: '…' } } })
  const result = await x.reply?.(wanted, place())
  expect(result).toMatchObject({
    outcome: 'sent',
    post: { id: '1578600000000000000', parent: REPLY, thread: ROOT, text: 'We are on it' },
  })
  const [sent] = server.requests
  expect(JSON.parse(String(sent?.body))).toEqual({
    text: 'We are on it',
    reply: { in_reply_to_tweet_id: REPLY },
  })
  expect(sent?.headers.authorization).toMatch(/^OAuth oauth_consumer_key="FAKE-key"/)
})

test('what X does not permit is said with what to do instead', async () => {
  server.on('/2/tweets', {
    status: 403,
    body: { title: 'Forbidden', detail: 'You are not permitted to perform this action.' },
  })
  expect(await x.reply?.(wanted, place())).toMatchObject({
    outcome: 'failed',
    error: { kind: 'unauthorized', hint: expect.stringContaining('--sent') },
  })
  expect(await x.reply?.(wanted, place({}))).toMatchObject({
    outcome: 'failed',
    error: { hint: expect.stringContaining('X_ACCESS_TOKEN') },
  })
  expect(x.replyUrl?.({ id: REPLY })).toBe(`https://x.com/intent/post?in_reply_to=${REPLY}`)
})

test('the same words twice are no failure: perhaps they stand already', async () => {
  server.on('/2/tweets', {
    status: 403,
    body: { detail: 'You are not allowed to create a Tweet with duplicate content.' },
  })
  expect(await x.reply?.(wanted, place())).toMatchObject({ outcome: 'unknown' })
  server.on('/2/tweets', { status: 503, body: '' })
  expect(await x.reply?.(wanted, place())).toMatchObject({ outcome: 'unknown' })
})

test('an answer whose outcome is unknown is looked up among our own', async () => {
  server.on('/2/users/me', { body: { data: { id: '1111', username: 'acme' } } })
  server.on('/2/users/1111/tweets', {
    body: {
      data: [
        {
          id: '1578600000000000000',
          text: 'We are on it',
          referenced_tweets: [{ type: 'replied_to', id: REPLY }],
        },
      ],
      meta: { result_count: 1 },
    },
  })
  const found = await x.findReply?.(wanted, place())
  expect(found).toMatchObject({ id: '1578600000000000000', parent: REPLY })
})

test('requests are signed as RFC 5849 says', () => {
  const header = signRequest(
    {
      method: 'GET',
      url: 'https://api.x.com/2/users/me?b=2%20x&a=1',
      at: 1_318_622_958_000,
      seed: 's',
    },
    { apiKey: 'k', apiSecret: 'k&s', token: 't', secret: 'ts' },
  )
  const fields = Object.fromEntries(
    [...header.matchAll(/(\w+)="([^"]*)"/g)].map(([, name = '', value = '']) => [name, value]),
  )
  const base =
    'GET&https%3A%2F%2Fapi.x.com%2F2%2Fusers%2Fme&a%3D1%26b%3D2%2520x%26oauth_consumer_key%3Dk' +
    `%26oauth_nonce%3D${fields.oauth_nonce}%26oauth_signature_method%3DHMAC-SHA1` +
    '%26oauth_timestamp%3D1318622958%26oauth_token%3Dt%26oauth_version%3D1.0'
  const expected = createHmac('sha1', 'k%26s&ts').update(base).digest('base64')
  expect(decodeURIComponent(fields.oauth_signature ?? '')).toBe(expected)
})
