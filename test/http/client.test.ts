import { afterEach, beforeEach, expect, test } from 'vitest'
import { SourceError } from '../../src/errors.ts'
import { createHttpClient, type HttpClientOptions } from '../../src/http/client.ts'
import type { HttpClient, HttpGet } from '../../src/model/http.ts'
import { type Loopback, startLoopback } from '../helpers/loopback.ts'

let server: Loopback
let waits: number[]
const clients: HttpClient[] = []

beforeEach(async () => {
  server = await startLoopback()
  waits = []
})

afterEach(async () => {
  await Promise.all(clients.splice(0).map((client) => client.close()))
  await server.close()
})

function aClient(options: Partial<HttpClientOptions> = {}): HttpClient {
  const client = createHttpClient({
    userAgent: 'listen-cli/0.0.0 (+https://example.com)',
    allowHosts: ['127.0.0.1'],
    random: () => 0,
    wait: async (ms) => {
      waits.push(ms)
    },
    ...options,
  })
  clients.push(client)
  return client
}

async function failure(work: Promise<unknown>): Promise<SourceError> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  expect(error).toBeInstanceOf(SourceError)
  return error as SourceError
}

const getText = async (client: HttpClient, request: HttpGet) =>
  Buffer.from((await client.get(request)).body).toString()

test('a page is read with an honest user agent', async () => {
  server.on('/a', {
    body: 'hello',
    headers: { etag: '"1"', 'last-modified': 'Mon, 01 Jan 2024 00:00:00 GMT' },
  })
  const answer = await aClient().get({ url: server.url('/a?x=1') })
  expect(Buffer.from(answer.body).toString()).toBe('hello')
  expect(answer.status).toBe(200)
  expect(answer.validators).toEqual({ etag: '"1"', lastModified: 'Mon, 01 Jan 2024 00:00:00 GMT' })
  expect(server.requests[0]?.headers['user-agent']).toBe('listen-cli/0.0.0 (+https://example.com)')
  expect(server.requests[0]?.path).toBe('/a?x=1')
})

test('validators are sent back, and a 304 keeps them', async () => {
  server.on('/a', (request) =>
    request.headers['if-none-match'] === '"1"' ? { status: 304 } : { body: 'x' },
  )
  const answer = await aClient().get({ url: server.url('/a'), validators: { etag: '"1"' } })
  expect(answer.status).toBe(304)
  expect(answer.body.length).toBe(0)
  expect(answer.validators).toEqual({ etag: '"1"' })
})

test('a 304 to a request without validators is a failure', async () => {
  server.on('/a', { status: 304 })
  expect((await failure(aClient().get({ url: server.url('/a') }))).kind).toBe('unexpected-response')
})

test('validators with control bytes or of 15 KB are neither kept nor sent', async () => {
  server.on('/a', {
    raw: Buffer.from('HTTP/1.1 200 OK\r\nETag: "\x9b2J"\r\nContent-Length: 1\r\n\r\nx', 'latin1'),
  })
  const client = aClient()
  expect((await client.get({ url: server.url('/a') })).validators).toEqual({})
  server.on('/b', { body: 'x' })
  await client.get({
    url: server.url('/b'),
    validators: { etag: `"${'e'.repeat(15_000)}"`, lastModified: 'a\r\nb: c' },
  })
  expect(server.requests[1]?.headers['if-none-match']).toBeUndefined()
  expect(server.requests[1]?.headers['if-modified-since']).toBeUndefined()
})

test('a login in the URL becomes a header and is in no message', async () => {
  server.on('/a', { status: 404 })
  const url = `http://bob:hunter2@127.0.0.1:${server.port}/a?token=SECRET1#SECRET2`
  const error = await failure(aClient().get({ url }))
  expect(server.requests[0]?.headers.authorization).toBe(`Basic ${btoa('bob:hunter2')}`)
  expect(error.message).toContain('/a?token=…')
  expect(`${error.message} ${error.hint} ${error.stack}`).not.toMatch(/hunter2|SECRET|bob/)
})

for (const [status, kind] of [
  [401, 'unauthorized'],
  [403, 'unauthorized'],
  [404, 'unexpected-response'],
  [410, 'gone'],
  [429, 'rate-limited'],
  [206, 'unexpected-response'],
  [202, 'unexpected-response'],
  [418, 'unexpected-response'],
] as const) {
  test(`status ${status} is ${kind} and is not tried again`, async () => {
    server.on('/a', { status, body: 'no' })
    const error = await failure(aClient().get({ url: server.url('/a') }))
    expect(error.kind).toBe(kind)
    expect(error.message).toContain(String(status))
    expect(server.count('/a')).toBe(1)
  })
}

test('a server error is tried three times with growing waits', async () => {
  server.on('/a', { status: 503 })
  const error = await failure(aClient().get({ url: server.url('/a') }))
  expect(error.kind).toBe('unreachable')
  expect(error.message).toContain('tried 3 times')
  expect(server.count('/a')).toBe(3)
  expect(waits).toEqual([500, 1500])
})

test('a server error that says when to come back is not tried again', async () => {
  server.on('/a', { status: 503, headers: { 'retry-after': '120' } })
  const error = await failure(aClient().get({ url: server.url('/a') }))
  expect([error.kind, error.retryAfterSeconds]).toEqual(['rate-limited', 120])
  expect(server.count('/a')).toBe(1)
})

test('a dropped connection is tried again and may succeed', async () => {
  let times = 0
  server.on('/a', () => {
    times += 1
    return times < 3 ? { drop: true } : { body: 'there' }
  })
  expect(await getText(aClient(), { url: server.url('/a') })).toBe('there')
  expect(waits.length).toBe(2)
})

test('a refused connection is named', async () => {
  const port = server.port
  await server.close()
  const error = await failure(aClient().get({ url: `http://127.0.0.1:${port}/` }))
  expect(error.kind).toBe('unreachable')
  expect(error.message).toContain('refused')
  expect(error.notSent).toBe(true)
  server = await startLoopback()
})

for (const [value, seconds] of [
  ['3600', 3600],
  ['-5', 900],
  ['abc', 900],
  ['', 900],
  ['99999999999', 86_400],
  ['Wed, 21 Oct 2099 07:28:00 GMT', 86_400],
  ['Sun, 22 Nov 2026 14:10:00 GMT', 600],
  ['Sun, 22 Nov 2020 14:10:00 GMT', 1],
] as const) {
  test(`retry-after ${value || 'absent'} waits ${seconds} s`, async () => {
    server.on('/a', { status: 429, headers: value === '' ? {} : { 'retry-after': value } })
    const client = aClient({ now: () => Date.parse('2026-11-22T14:00:00Z') })
    const error = await failure(client.get({ url: server.url('/a') }))
    expect([error.kind, error.retryAfterSeconds]).toEqual(['rate-limited', seconds])
  })
}

test('reset headers count in seconds, since 1970, or as a date', async () => {
  const client = aClient({ now: () => Date.parse('2026-11-22T14:00:00Z') })
  for (const [name, value] of [
    ['x-ratelimit-reset', '60'],
    ['ratelimit-reset', String(Date.parse('2026-11-22T14:01:00Z') / 1000)],
    ['x-ratelimit-reset', '2026-11-22T14:01:00.000Z'],
  ] as const) {
    server.on('/a', { status: 429, headers: { [name]: value } })
    expect((await failure(client.get({ url: server.url('/a') }))).retryAfterSeconds).toBe(60)
  }
})

test('the caller may read a refusal in its own dialect', async () => {
  server.on('/a', { status: 403, body: { message: 'API rate limit exceeded' } })
  const error = await failure(
    aClient().get({
      url: server.url('/a'),
      explain: (answer) =>
        Buffer.from(answer.body).includes('rate limit')
          ? new SourceError('rate-limited', 'its limit is used up', { retryAfterSeconds: 7 })
          : undefined,
    }),
  )
  expect([error.kind, error.retryAfterSeconds]).toEqual(['rate-limited', 7])
})

test('a request ends at its deadline even when a byte comes now and then', async () => {
  server.on('/a', (_request, response) => {
    response.write('x')
    const timer = setInterval(() => response.write('x'), 20)
    response.on('close', () => clearInterval(timer))
    return undefined
  })
  const error = await failure(aClient().get({ url: server.url('/a'), timeoutMs: 200 }))
  expect(error.kind).toBe('unreachable')
  expect(error.message).toContain('took longer than 0.2 s')
  expect(server.count('/a')).toBe(1)
})

test('a server that takes the connection and says nothing ends at the deadline', async () => {
  server.on('/a', () => undefined)
  const error = await failure(aClient().get({ url: server.url('/a'), timeoutMs: 100 }))
  expect(error.message).toContain('took longer than')
})

test('the end of the run ends what is under way and what waits', async () => {
  const run = new AbortController()
  server.on('/a', () => {
    run.abort()
    return undefined
  })
  const client = aClient({ signal: run.signal })
  const both = await Promise.all([
    failure(client.get({ url: server.url('/a') })),
    failure(client.get({ url: server.url('/b') })),
  ])
  expect(both.map((error) => error.message)).toEqual([
    expect.stringContaining('run was stopped'),
    expect.stringContaining('run was stopped'),
  ])
  expect(server.requests.length).toBe(1)
})

test('many requests of one run cause no warning', async () => {
  const warnings: Error[] = []
  const note = (warning: Error) => warnings.push(warning)
  process.on('warning', note)
  server.on('*', { body: 'x' })
  const run = new AbortController()
  const client = aClient({ signal: run.signal })
  const urls = Array.from({ length: 30 }, (_, n) => server.url(`/${n}`))
  await Promise.all(urls.map((url) => client.get({ url, signal: run.signal })))
  await new Promise((resolve) => setImmediate(resolve))
  process.off('warning', note)
  expect(warnings).toEqual([])
})

test('one origin is asked one request at a time, several origins in parallel', async () => {
  const other = await startLoopback()
  let now = 0
  let most = 0
  const slow = (_request: unknown, response: { end(text: string): void }) => {
    now += 1
    most = Math.max(most, now)
    setTimeout(() => {
      now -= 1
      response.end('x')
    }, 20)
    return undefined
  }
  server.on('*', slow)
  const client = aClient({ hosts: { 'other.example': { address: '127.0.0.1', port: other.port } } })
  await Promise.all([1, 2, 3].map((n) => client.get({ url: server.url(`/${n}`) })))
  expect(most).toBe(1)
  other.on('*', slow)
  await Promise.all([
    client.get({ url: server.url('/a') }),
    client.get({ url: 'http://other.example/b' }),
    client.get({ url: server.url('/c') }),
  ])
  expect(most).toBe(2)
  expect(other.requests[0]?.headers.host).toBe('other.example')
  await other.close()
})

test('a gap longer than patience puts the request off', async () => {
  server.on('/a', { body: 'x' })
  const client = aClient()
  await client.get({ url: server.url('/a'), gapMs: 60_000 })
  const error = await failure(client.get({ url: server.url('/a'), gapMs: 60_000 }))
  expect(error.kind).toBe('rate-limited')
  expect(error.retryAfterSeconds).toBe(60)
  expect(server.count('/a')).toBe(1)
})

test('the body of a post goes out once, is not redirected, and any status is an answer', async () => {
  server.on('/a', { status: 307, headers: { location: '/b' } })
  server.on('/c/SECRETPATH', { drop: true })
  const client = aClient()
  const post = { method: 'POST', body: '{"a":1}', contentType: 'application/json' } as const
  const answer = await client.send({ ...post, url: server.url('/a') })
  expect(answer.status).toBe(307)
  expect(server.requests[0]?.body).toBe('{"a":1}')
  const error = await failure(client.send({ ...post, url: server.url('/c/SECRETPATH') }))
  expect(error.kind).toBe('unreachable')
  expect(error.notSent).toBe(false)
  expect(error.message).not.toContain('SECRETPATH')
  expect(server.requests.length).toBe(2)
})
