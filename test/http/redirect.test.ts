import { afterEach, beforeEach, expect, test } from 'vitest'
import { SourceError } from '../../src/errors.ts'
import { createHttpClient } from '../../src/http/client.ts'
import type { HttpClient } from '../../src/model/http.ts'
import { type Loopback, startLoopback } from '../helpers/loopback.ts'

let first: Loopback
let second: Loopback
let client: HttpClient

beforeEach(async () => {
  first = await startLoopback()
  second = await startLoopback()
  client = createHttpClient({
    userAgent: 'listen-cli/test',
    allowHosts: ['127.0.0.1'],
    wait: async () => {},
  })
})
afterEach(async () => {
  await client.close()
  await first.close()
  await second.close()
})

const to = (location: string, status = 302) => ({ status, headers: { location } })

async function failure(path: string): Promise<SourceError> {
  const error = await client.get({ url: first.url(path) }).catch((reason: unknown) => reason)
  expect(error).toBeInstanceOf(SourceError)
  return error as SourceError
}

test.each([301, 302, 303, 307, 308])('a %i is followed', async (status) => {
  first.on('/a', to('/b', status))
  first.on('/b', { body: 'there' })
  const answer = await client.get({ url: first.url('/a') })
  expect(Buffer.from(answer.body).toString()).toBe('there')
  expect(answer.url).toBe(first.url('/b'))
  expect(answer.movedTo).toBe(status === 301 || status === 308 ? first.url('/b') : undefined)
})

test('a move is told as far as the chain is permanent', async () => {
  first.on('/a', to('/b', 301))
  first.on('/b', to('/c', 308))
  first.on('/c', to('/d', 302))
  first.on('/d', { body: 'x' })
  expect((await client.get({ url: first.url('/a') })).movedTo).toBe(first.url('/c'))
})

test.each([302, 307])('a %i to another origin carries no secret', async (status) => {
  first.on('/a', to(second.url('/b'), status))
  second.on('/b', { body: 'x' })
  await client.get({
    url: first.url('/a?access_token=SECRET1'),
    headers: {
      Authorization: 'Bearer SECRET2',
      'x-api-key': 'SECRET3',
      cookie: 'SECRET4',
      accept: 'text/xml',
    },
  })
  const [seen] = second.requests
  expect(JSON.stringify([seen?.path, seen?.headers])).not.toContain('SECRET')
  expect(seen?.headers.accept).toBe('text/xml')
  expect(first.requests[0]?.headers['x-api-key']).toBe('SECRET3')
})

test('a redirect on the same origin keeps the headers', async () => {
  first.on('/a', to('/b'))
  first.on('/b', { body: 'x' })
  await client.get({ url: first.url('/a'), headers: { 'x-api-key': 'mine' } })
  expect(first.requests[1]?.headers['x-api-key']).toBe('mine')
})

test.each([
  ['file:///etc/passwd', 'blocked'],
  ['data:text/plain,x', 'blocked'],
  ['javascript:alert(1)', 'blocked'],
  ['http://[::ffff:a9fe:a9fe]/', 'blocked'],
  ['http://169.254.169.254/latest/meta-data/', 'blocked'],
  ['http://localhost:1/', 'blocked'],
  ['http://[::1', 'unexpected-response'],
  [`/${'a'.repeat(9000)}`, 'blocked'],
])('a redirect to %s is refused', async (location, kind) => {
  first.on('/a', {
    raw: `HTTP/1.1 302 Found\r\nLocation: ${location}\r\nContent-Length: 0\r\n\r\n`,
  })
  expect((await failure('/a')).kind).toBe(kind)
  expect(first.requests.length).toBe(1)
})

test('a redirect without a place is a failure', async () => {
  first.on('/a', { status: 301 })
  expect((await failure('/a')).message).toContain('without saying where to')
})

test('a ring is found, also one of a single page', async () => {
  first.on('/a', to('/a'))
  expect((await failure('/a')).message).toContain('circle')
  first.on('/b', to(second.url('/c')))
  second.on('/c', to(first.url('/b')))
  expect((await failure('/b')).message).toContain('circle')
})

test('five redirects are followed, six are not', async () => {
  first.on('*', (request) => {
    const left = Number(request.path.slice(1))
    return left === 0 ? { body: 'end' } : to(`/${left - 1}`)
  })
  expect((await client.get({ url: first.url('/5') })).status).toBe(200)
  expect((await failure('/6')).message).toContain('more than 5 times')
})

test('a login in a redirect is neither sent nor shown', async () => {
  first.on('/a', to(`http://u:SECRET@127.0.0.1:${second.port}/b`))
  second.on('/b', { status: 404 })
  const error = await failure('/a')
  expect(second.requests[0]?.headers.authorization).toBeUndefined()
  expect(`${error.message} ${error.hint}`).not.toContain('SECRET')
})

test('line breaks in a redirect add no header', async () => {
  first.on('/a', to('/b%0d%0aX-Evil:%201'))
  first.on('*', { body: 'x' })
  await client.get({ url: first.url('/a') })
  expect(first.requests[1]?.headers['x-evil']).toBeUndefined()
})
