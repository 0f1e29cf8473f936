import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { SourceError } from '../../src/errors.ts'
import { createHttpClient } from '../../src/http/client.ts'
import type { HttpClient, HttpGet } from '../../src/model/http.ts'
import { type Loopback, startLoopback } from '../helpers/loopback.ts'

const FEED =
  '<rss version="2.0"><channel><title>t</title><item><guid>1</guid><title>acme</title></item></channel></rss>'
const LENGTH = `Content-Length: ${FEED.length}`

let server: Loopback
let client: HttpClient

beforeEach(async () => {
  server = await startLoopback()
  client = createHttpClient({
    userAgent: 'listen-cli/test',
    allowHosts: ['127.0.0.1'],
    wait: async () => {},
  })
})
afterEach(async () => {
  await client.close()
  await server.close()
})

const head = (...lines: readonly string[]) => `${lines.join('\r\n')}\r\n\r\n`

async function fetchRaw(raw: string | Uint8Array, request: Partial<HttpGet> = {}) {
  server.on('/a', { raw: typeof raw === 'string' ? Buffer.from(raw, 'latin1') : raw })
  return client.get({ url: server.url('/a'), timeoutMs: 3000, ...request })
}

async function failure(
  raw: string | Uint8Array,
  request: Partial<HttpGet> = {},
): Promise<SourceError> {
  const error = await fetchRaw(raw, request).then(
    () => undefined,
    (reason: unknown) => reason,
  )
  expect(error).toBeInstanceOf(SourceError)
  expect((error as SourceError).message).not.toMatch(/[\u0000-\u001f\u007f-\u009f]/)
  return error as SourceError
}

describe('whole answers are read', () => {
  test.each([
    ['a plain one', head('HTTP/1.1 200 OK', LENGTH) + FEED],
    ['one that ends with the connection', head('HTTP/1.0 200 OK') + FEED],
    [
      'chunks with trailers',
      `${head('HTTP/1.1 200 OK', 'Transfer-Encoding: chunked')}${FEED.length.toString(16)}\r\n${FEED}\r\n0\r\nX-T: 1\r\n\r\n`,
    ],
    [
      'one after "continue"',
      head('HTTP/1.1 100 Continue') + head('HTTP/1.1 200 OK', LENGTH) + FEED,
    ],
  ])('%s', async (_, raw) => {
    expect(Buffer.from((await fetchRaw(raw)).body).toString()).toBe(FEED)
  })

  test('an empty one with 204', async () => {
    const answer = await fetchRaw(head('HTTP/1.1 204 No Content'))
    expect([answer.status, answer.body.length]).toEqual([204, 0])
  })

  test('a second answer on the same connection is never used for another request', async () => {
    const raw = `${head('HTTP/1.1 200 OK', LENGTH)}${FEED}HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil`
    expect(Buffer.from((await fetchRaw(raw)).body).toString()).toBe(FEED)
    server.on('/b', { body: 'good' })
    expect(Buffer.from((await client.get({ url: server.url('/b') })).body).toString()).toBe('good')
  })
})

describe('broken answers fail alone, and soon', () => {
  const many = Array.from({ length: 5000 }, (_, n) => `X-${n}: 1`)
  test.each([
    ['no headers at all', FEED],
    ['nothing', ''],
    ['shorter than announced', head('HTTP/1.1 200 OK', 'Content-Length: 156') + FEED],
    ['two lengths', head('HTTP/1.1 200 OK', LENGTH, 'Content-Length: 1') + FEED],
    [
      'length and chunks',
      `${head('HTTP/1.1 200 OK', LENGTH, 'Transfer-Encoding: chunked')}5\r\nhello\r\n0\r\n\r\n`,
    ],
    [
      'a chunk size that is none',
      `${head('HTTP/1.1 200 OK', 'Transfer-Encoding: chunked')}ZZ\r\nx\r\n`,
    ],
    [
      'a huge chunk',
      `${head('HTTP/1.1 200 OK', 'Transfer-Encoding: chunked')}FFFFFFFFFFFFFFFF\r\nx\r\n`,
    ],
    ['a negative chunk', `${head('HTTP/1.1 200 OK', 'Transfer-Encoding: chunked')}-1\r\nx\r\n`],
    [
      'chunks without an end',
      `${head('HTTP/1.1 200 OK', 'Transfer-Encoding: chunked')}${FEED.length.toString(16)}\r\n${FEED}\r\n`,
    ],
    ['bare line feeds', `HTTP/1.1 200 OK\n${LENGTH}\n\n${FEED}`],
    ['NUL in a header', head('HTTP/1.1 200 OK', 'X: a\u0000b', 'Content-Length: 0')],
    ['a header of 20 KB', head('HTTP/1.1 200 OK', `X: ${'a'.repeat(20_000)}`, 'Content-Length: 0')],
    ['5000 headers', head('HTTP/1.1 200 OK', ...many, 'Content-Length: 0')],
    [
      'escapes in the status line',
      head('HTTP/1.1 200 \u001b]0;t\u0007', 'Server: \u001b[2J', 'Content-Length: 0'),
    ],
    ['status 000', head('HTTP/1.1 000 x', 'Content-Length: 0')],
    ['status 999', `${head('HTTP/1.1 999 x', 'Content-Length: 2')}no`],
    ['a negative length', head('HTTP/1.1 200 OK', 'Content-Length: -1')],
    [
      'a length beyond all numbers',
      `${head('HTTP/1.1 200 OK', 'Content-Length: 99999999999999999999')}x`,
    ],
    ['an upgrade nobody asked for', head('HTTP/1.1 101 Switching Protocols', 'Upgrade: x')],
    [
      'gzip that is none',
      `${head('HTTP/1.1 200 OK', 'Content-Encoding: gzip', 'Content-Length: 8')}not gzip`,
    ],
    [
      'an unknown encoding',
      `${head('HTTP/1.1 200 OK', 'Content-Encoding: lzma', 'Content-Length: 2')}xx`,
    ],
    [
      'a chain of encodings',
      `${head('HTTP/1.1 200 OK', `Content-Encoding: ${Array(8).fill('gzip').join(', ')}`, 'Content-Length: 2')}xx`,
    ],
  ])('%s', async (_, raw) => {
    const error = await failure(raw)
    expect(['unreachable', 'unexpected-response', 'too-large']).toContain(error.kind)
  })

  test('a long chunk extension is no part of the body', async () => {
    const raw = `${head('HTTP/1.1 200 OK', 'Transfer-Encoding: chunked')}5;${'a'.repeat(20_000)}\r\nhello\r\n0\r\n\r\n`
    expect(Buffer.from((await fetchRaw(raw)).body).toString()).toBe('hello')
  })

  test('what is longer than announced is cut at the length', async () => {
    const answer = await fetchRaw(head('HTTP/1.1 200 OK', 'Content-Length: 10') + FEED).catch(
      (error: unknown) => error,
    )
    if (!(answer instanceof SourceError))
      expect((answer as { body: Uint8Array }).body.length).toBe(10)
  })
})

describe('size', () => {
  test.each(['gzip', 'x-gzip', 'deflate', 'br', ''])(
    'a body in %s is decoded',
    async (encoding) => {
      const { brotliCompressSync, deflateSync } = await import('node:zlib')
      const encode = {
        gzip: gzipSync,
        'x-gzip': gzipSync,
        deflate: deflateSync,
        br: brotliCompressSync,
      }[encoding]
      server.on('/a', {
        headers: encoding === '' ? {} : { 'content-encoding': encoding },
        body: encode?.(FEED) ?? FEED,
      })
      expect(Buffer.from((await client.get({ url: server.url('/a') })).body).toString()).toBe(FEED)
    },
  )

  test('raw deflate, as some servers send it, is decoded', async () => {
    const { deflateRawSync } = await import('node:zlib')
    server.on('/a', { headers: { 'content-encoding': 'deflate' }, body: deflateRawSync(FEED) })
    expect(Buffer.from((await client.get({ url: server.url('/a') })).body).toString()).toBe(FEED)
  })

  test('a bomb is stopped by its decoded size', async () => {
    const bomb = gzipSync(Buffer.alloc(40_000_000))
    expect(bomb.length).toBeLessThan(60_000)
    server.on('/a', { headers: { 'content-encoding': 'gzip' }, body: bomb })
    const before = process.memoryUsage().rss
    const error = (await client
      .get({ url: server.url('/a') })
      .catch((reason: unknown) => reason)) as SourceError
    expect(error.kind).toBe('too-large')
    expect(process.memoryUsage().rss - before).toBeLessThan(64 * 1024 * 1024)
  })

  test('a bomb within a bomb is unpacked once', async () => {
    const inner = gzipSync(Buffer.alloc(1_000_000))
    server.on('/a', { headers: { 'content-encoding': 'gzip' }, body: gzipSync(inner) })
    expect((await client.get({ url: server.url('/a') })).body.length).toBe(inner.length)
  })

  test('a body without end stops at the cap', async () => {
    server.on('/a', (_request, response) => {
      const write = () => {
        while (!response.destroyed && response.write(Buffer.alloc(65_536))) {}
      }
      response.on('drain', write)
      write()
      return undefined
    })
    const error = (await client
      .get({ url: server.url('/a'), maxBytes: 1_000_000 })
      .catch((reason: unknown) => reason)) as SourceError
    expect(error.kind).toBe('too-large')
  })
})

describe('a part, where it is asked for', () => {
  test.each([
    ['shorter than announced', head('HTTP/1.1 200 OK', 'Content-Length: 156') + FEED],
    [
      'without the last chunk',
      `${head('HTTP/1.1 200 OK', 'Transfer-Encoding: chunked')}${FEED.length.toString(16)}\r\n${FEED}\r\n`,
    ],
  ])('a body %s comes with the reason, after three tries', async (_, raw) => {
    const answer = await fetchRaw(raw, { partial: true })
    expect(Buffer.from(answer.body).toString()).toBe(FEED)
    expect(answer.cut).toBeTruthy()
    expect(server.count('/a')).toBe(3)
  })

  test('a compressed body that is cut gives what could be unpacked', async () => {
    const text = Array.from({ length: 5000 }, (_, n) => `line ${n * 7919}`).join('\n')
    const packed = gzipSync(text)
    const raw = Buffer.concat([
      Buffer.from(
        head('HTTP/1.1 200 OK', 'Content-Encoding: gzip', `Content-Length: ${packed.length}`),
      ),
      packed.subarray(0, packed.length / 2),
    ])
    const answer = await fetchRaw(raw, { partial: true })
    const got = Buffer.from(answer.body).toString()
    expect(got.length).toBeGreaterThan(1000)
    expect(text.startsWith(got)).toBe(true)
    expect(answer.cut).toBeTruthy()
  })

  test('a body that is too large comes up to the cap', async () => {
    server.on('/a', { body: 'x'.repeat(5000) })
    const answer = await client.get({ url: server.url('/a'), maxBytes: 1000, partial: true })
    expect([answer.body.length, answer.cut]).toEqual([
      1000,
      expect.stringContaining('larger than 1000 bytes'),
    ])
  })
})
