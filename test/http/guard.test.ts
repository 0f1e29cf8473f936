import { createServer, type Server, type Socket } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { SourceError } from '../../src/errors.ts'
import { isPublicAddress, readAllowedHosts } from '../../src/http/address.ts'
import { createHttpClient } from '../../src/http/client.ts'
import { displayUrl } from '../../src/http/display-url.ts'
import { readTarget } from '../../src/http/target.ts'

// A port that must stay untouched: each connection to it is a hole in the guard.
let canary: Server
let port: number
let touched: number
let asked: string[]
const sockets = new Set<Socket>()

beforeAll(async () => {
  canary = createServer((socket) => {
    touched += 1
    sockets.add(socket)
    socket.end('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi')
  })
  await new Promise<void>((resolve) => canary.listen(0, '127.0.0.1', resolve))
  port = (canary.address() as { port: number }).port
})
afterAll(() => {
  for (const socket of sockets) socket.destroy()
  canary.close()
})
beforeEach(() => {
  touched = 0
  asked = []
})

async function fetchWith(
  url: string,
  answers: readonly (readonly string[])[] = [],
  allowHosts: string[] = [],
) {
  let turn = 0
  const client = createHttpClient({
    userAgent: 'listen-cli/test',
    allowHosts,
    wait: async () => {},
    resolveName: async (host) => {
      asked.push(host)
      turn += 1
      return answers[Math.min(turn, answers.length) - 1] ?? []
    },
  })
  try {
    return await client.get({ url })
  } finally {
    await client.close()
  }
}

async function refusal(
  url: string,
  answers: readonly (readonly string[])[] = [],
): Promise<SourceError> {
  const error = await fetchWith(url, answers).then(
    () => undefined,
    (reason: unknown) => reason,
  )
  expect(error).toBeInstanceOf(SourceError)
  return error as SourceError
}

// Spellings of 127.0.0.1 and other inner places, each with the canary's port where a port can stand.
const INNER = [
  'http://127.0.0.1:PORT/',
  'http://127.1:PORT/',
  'http://2130706433:PORT/',
  'http://0x7f000001:PORT/',
  'http://0x7f.0.0.1:PORT/',
  'http://0177.0.0.1:PORT/',
  'http://017700000001:PORT/',
  'http://0:PORT/',
  'http://0.0.0.0:PORT/',
  'http://127.0.0.1.:PORT/',
  'http://[::1]:PORT/',
  'http://[::]:PORT/',
  'http://[::ffff:127.0.0.1]:PORT/',
  'http://[::127.0.0.1]:PORT/',
  'http://[::ffff:0:127.0.0.1]:PORT/',
  'http://[64:ff9b::7f00:1]:PORT/',
  'http://[64:ff9b:1::7f00:1]:PORT/',
  'http://[2002:7f00:1::]:PORT/',
  'http://[2001:0:7f00:1::]:PORT/',
  'http://[fd00:ec2::254]/',
  'http://[fe80::1]/',
  'http://[fec0::1]/',
  'http://[ff02::1]/',
  'http://[2001:db8::1]/',
  'http://\u2460\u2461\u2466.\u24ea.\u24ea.\u2460:PORT/',
  'http://127\u30020\u30020\u30021:PORT/',
  'http://127.0.0\u00ad.1:PORT/',
  'http://%31%32%37.0.0.1:PORT/',
  'http://example.com@127.0.0.1:PORT/',
  'http://example.com:80@127.0.0.1:PORT/',
  'http://127.0.0.1:PORT\\@example.com/',
  'http://127.0.0.1:PORT#@example.com/',
  'http:127.0.0.1:PORT/',
  'http:\\\\127.0.0.1:PORT\\',
  'http://127.0\t.0.1:PORT/',
  'http://127.0.0\n.1:PORT/',
  'http://localhost:PORT/',
  'http://LOCALHOST.:PORT/',
  'http://feed.localhost:PORT/',
  'http://printer.local/',
  'http://metadata.google.internal/computeMetadata/v1/',
  'http://router.lan/',
  'http://intranet/',
  'http://unix:/var/run/docker.sock:/containers/json',
  'http://169.254.169.254/latest/meta-data/',
  'http://100.100.100.200/',
  'http://192.0.0.192/',
  'http://168.63.129.16/',
  'http://10.0.0.1/',
  'http://172.31.255.255/',
  'http://192.168.1.1/',
  'http://100.64.0.1/',
  'http://198.18.0.1/',
  'http://192.0.2.1/',
  'http://224.0.0.1/',
  'http://255.255.255.255/',
  'http://240.0.0.1/',
  'file:///etc/passwd',
  'file://127.0.0.1/etc/passwd',
  'gopher://127.0.0.1:25/_HELO',
  'ftp://127.0.0.1/',
  'data:text/xml,<rss/>',
  'javascript:alert(1)',
  'blob:http://example.com/x',
  'ws://127.0.0.1:PORT/',
  'exec:touch /tmp/x',
  'filter:sh -c id:http://example.com/',
  '|touch /tmp/x',
  'http://example.com:25/',
  'http://example.com:6379/',
  'http://example.com:0/',
  'http://example.com:65536/',
  'http://256.256.256.256/',
  'http://1.2.3.4.5/',
  'http://[::1/',
  'http://[fe80::1%25eth0]/',
  `http://example.com/${'a'.repeat(70_000)}`,
  '',
]

test.each(INNER.map((url) => [url.length > 80 ? `${url.slice(0, 60)}…` : url, url]))(
  '%j is not fetched',
  async (_, url) => {
    const error = await refusal(url.replace('PORT', String(port)))
    expect(error.kind).toBe('blocked')
    expect(touched).toBe(0)
    expect(asked).toEqual([])
  },
)

// The name begins so because the tests' own guard lets only loopback through.
const NAME = '127.names.example'

test('a name that leads to a private address is not fetched, and both are named', async () => {
  const error = await refusal(`http://${NAME}:${port}/`, [['127.0.0.1']])
  expect(error.kind).toBe('blocked')
  expect(error.message).toContain(NAME)
  expect(error.message).toContain('127.0.0.1')
  expect(error.hint).toContain('network.allow_hosts')
  expect(touched).toBe(0)
})

test('one private address among public ones is enough to refuse', async () => {
  for (let turn = 0; turn < 50; turn += 1) {
    const error = await refusal(`http://${NAME}:${port}/`, [['93.184.216.34', '127.0.0.1']])
    expect(error.kind).toBe('blocked')
  }
  expect(touched).toBe(0)
})

test('a resolver that changes its mind is checked again for each connection', async () => {
  let answers = ['127.0.0.1']
  const client = createHttpClient({
    userAgent: 'listen-cli/test',
    allowHosts: ['127.0.0.1'],
    wait: async () => {},
    resolveName: async () => answers,
  })
  expect((await client.get({ url: `http://${NAME}:${port}/` })).status).toBe(200)
  answers = ['127.0.0.2']
  await new Promise((resolve) => setImmediate(resolve))
  const second = await client
    .get({ url: `http://${NAME}:${port}/b` })
    .catch((error: unknown) => error)
  expect((second as SourceError).kind).toBe('blocked')
  await client.close()
})

test('a host that is allowed by name may be private; an allowed address may have any name', async () => {
  expect((await fetchWith(`http://${NAME}:${port}/`, [['127.0.0.1']], [NAME])).status).toBe(200)
  expect(
    (await fetchWith(`http://${NAME}:${port}/`, [['127.0.0.1']], ['127.0.0.0/8'])).status,
  ).toBe(200)
  expect((await fetchWith(`http://127.0.0.1:${port}/`, [], ['127.0.0.1'])).status).toBe(200)
  expect(touched).toBe(3)
})

test('a name without an address, and a resolver that fails, are named', async () => {
  expect((await refusal(`http://${NAME}/`, [[]])).message).toContain('no address (DNS)')
  const client = createHttpClient({
    userAgent: 'x',
    wait: async () => {},
    resolveName: async () => {
      throw Object.assign(new Error('getaddrinfo EAI_AGAIN'), { code: 'EAI_AGAIN' })
    },
  })
  const error = (await client
    .get({ url: `http://${NAME}/` })
    .catch((reason: unknown) => reason)) as SourceError
  expect([error.kind, error.notSent]).toEqual(['unreachable', true])
  expect(error.message).toContain('name server did not answer')
  await client.close()
})

test('of a thousand addresses only a few are tried', async () => {
  const many = Array.from({ length: 1000 }, () => '127.0.0.1')
  expect((await fetchWith(`http://${NAME}:${port}/`, [many], [NAME])).status).toBe(200)
})

describe('addresses', () => {
  test.each(['93.184.216.34', '8.8.8.8', '2606:2800:220:1:248:1893:25c8:1946'])(
    '%s is public',
    (address) => {
      expect(isPublicAddress(address)).toBe(true)
    },
  )
  test.each(['', 'x', '127.0.0.1', '::1', '::8.8.8.8', '3fff::1', '4000::1', '64:ff9b:1::1'])(
    '%j is not',
    (address) => {
      expect(isPublicAddress(address)).toBe(false)
    },
  )
})

describe('URLs', () => {
  const nobody = readAllowedHosts([])

  test.each([
    'https://example.com/feed.xml',
    'http://example.com/%0d%0aHost:%20evil.test/',
    'http://example.com/\r\nX: 1',
    'http://example.com/%00',
    'http://b\u00fccher.example/feed',
    'http://\u0430pple.com/',
    'http://example.com/a/../../b',
    'https://user:hunter2@example.com/feed',
    'http://93.184.216.34/',
    'http://[2606:2800:220:1:248:1893:25c8:1946]/',
  ])('%j may be fetched', (url) => {
    expect(readTarget(url, nobody).protocol).toMatch(/^https?:$/)
  })

  test('are shown without login, query values and fragment', () => {
    expect(
      displayUrl(
        'https://bob:FAKE1@x.example/p?key=FAKE2&next=https%3A%2F%2Fy%3Ftoken%3DFAKE3#FAKE4',
      ),
    ).toBe('https://x.example/p?key=…&next=…')
    expect(displayUrl('http://\u0430pple.com/')).toBe('http://xn--pple-43d.com/')
    expect(displayUrl('no url')).toBe('an address that is not a URL')
  })
})
