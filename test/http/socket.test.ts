import { createHash } from 'node:crypto'
import { getEventListeners } from 'node:events'
import { createServer } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import type { SourceError } from '../../src/errors.ts'
import { createFrameReader } from '../../src/http/frames.ts'
import { readSocket, type SocketOptions } from '../../src/http/socket.ts'
import {
  type ServerOptions,
  type SocketVisit,
  serverFrame,
  startWebSocketServer,
  textFrame,
  type WebSocketServer,
} from '../helpers/websocket-server.ts'

let server: WebSocketServer | undefined
afterEach(() => server?.close())

async function hear(
  onVisit: (visit: SocketVisit) => void,
  options: SocketOptions & ServerOptions = {},
  isEnough: (texts: readonly string[]) => boolean = () => false,
): Promise<{ texts: string[]; error: SourceError | undefined; batches: number }> {
  server = await startWebSocketServer(onVisit, options)
  const stop = new AbortController()
  const texts: string[] = []
  let batches = 0
  try {
    const own = { allowHosts: ['127.0.0.1'], signal: stop.signal, ...options }
    for await (const batch of readSocket(`${server.origin}/x`, own)) {
      batches += 1
      texts.push(...batch)
      if (isEnough(texts)) stop.abort()
    }
  } catch (error) {
    return { texts, batches, error: error as SourceError }
  }
  return { texts, batches, error: undefined }
}

const first = (count: number) => (texts: readonly string[]) => texts.length >= count

test('messages come in order, after an empty word that the connection stands', async () => {
  const { texts, error } = await hear(
    (visit) => {
      for (let number = 0; number < 300; number += 1) visit.send(`müßig ${number}`)
    },
    {},
    first(300),
  )
  expect(texts).toEqual(Array.from({ length: 300 }, (_, number) => `müßig ${number}`))
  expect(error).toBeUndefined()
})

test('a greeting is said and headers are sent', async () => {
  let seen: SocketVisit | undefined
  await hear(
    (visit) => {
      seen = visit
      void visit.hears((text) => text === 'hello').then(() => visit.send('welcome'))
    },
    { greeting: ['hello'], headers: { authorization: 'Bearer t' } },
    first(1),
  )
  expect(seen?.headers.authorization).toBe('Bearer t')
})

test('fragments are joined, pings within them answered', async () => {
  const { texts } = await hear(
    (visit) => {
      visit.write(serverFrame(0x01, Buffer.from('one ')))
      visit.write(serverFrame(0x89, Buffer.from('you there?')))
      visit.write(serverFrame(0x00, Buffer.from('two ')))
      visit.write(serverFrame(0x80, Buffer.from('three')))
      void visit.hears((text) => text === 'pong you there?').then(() => visit.send('end'))
    },
    {},
    first(2),
  )
  expect(texts).toEqual(['one two three', 'end'])
})

test('a message that is too large is passed over, the next one is read', async () => {
  let skipped = 0
  const { texts, error } = await hear(
    (visit) => {
      visit.send('before')
      visit.write(textFrame('x'.repeat(300_000)))
      visit.send('between')
      visit.write(serverFrame(0x01, Buffer.alloc(900)))
      visit.write(serverFrame(0x00, Buffer.alloc(900)))
      visit.write(serverFrame(0x80, Buffer.alloc(10)))
      visit.send('after')
    },
    {
      maxBytes: 1000,
      onSkipped: (count) => {
        skipped += count
      },
    },
    first(3),
  )
  expect(texts).toEqual(['before', 'between', 'after'])
  expect(skipped).toBe(2)
  expect(error).toBeUndefined()
})

test('a slow reader slows the server down: what it does not take waits there', async () => {
  let visit: SocketVisit | undefined
  server = await startWebSocketServer((seen) => {
    visit = seen
    const big = textFrame('y'.repeat(1000))
    for (let number = 0; number < 40_000; number += 1) seen.write(big)
  })
  let got = 0
  for await (const batch of readSocket(server.origin, { allowHosts: ['127.0.0.1'] })) {
    got += batch.length
    if (got > 0) break
  }
  // 40 MB were sent; the kernel holds a few, the rest stands at the server.
  expect(got).toBeLessThan(1000)
  expect(visit?.waiting() ?? 0).toBeGreaterThan(20_000_000)
})

test.each([
  [401, {}, 'unauthorized'],
  [429, { 'retry-after': '7' }, 'rate-limited'],
  [503, {}, 'unreachable'],
  [302, { location: 'http://127.0.0.1:9/' }, 'unexpected-response'],
  [200, {}, 'unexpected-response'],
])(
  'a handshake that is answered with %i is told as what it means',
  async (status, headers, kind) => {
    const { error } = await hear(() => {}, { refuse: { status, headers } })
    expect(error?.kind).toBe(kind)
    if (status === 429) expect(error?.retryAfterSeconds).toBe(7)
  },
)

test.each([
  [1000, '', undefined],
  [1001, 'restart', undefined],
  [1008, 'no scope', 'unauthorized'],
  [1011, 'oops', 'unreachable'],
])('the farewell %i is read', async (code, reason, kind) => {
  const { error, texts } = await hear((visit) => {
    visit.send('last')
    visit.close(code, reason)
  })
  expect(texts).toEqual(['last'])
  expect(error?.kind).toBe(kind)
  if (kind !== undefined) expect(error?.message).toContain(reason)
})

test('a connection that breaks off is a failure', async () => {
  const { error } = await hear((visit) => setImmediate(() => visit.drop()))
  expect(error?.kind).toBe('unreachable')
})

test('a server that does not even answer a ping counts as lost', async () => {
  const mute = createServer((socket) => {
    socket.once('data', (bytes) => {
      const key = /sec-websocket-key: (\S+)/i.exec(bytes.toString())?.[1] ?? ''
      const accept = createHash('sha1')
        .update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`)
        .digest('base64')
      socket.write(
        `HTTP/1.1 101 X\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
      )
    })
  })
  await new Promise<void>((done) => mute.listen(0, '127.0.0.1', done))
  const { port } = mute.address() as { port: number }
  const read = async () => {
    const options = { allowHosts: ['127.0.0.1'], idleMs: 20 }
    for await (const _ of readSocket(`ws://127.0.0.1:${port}`, options));
  }
  await expect(read()).rejects.toMatchObject({ kind: 'unreachable', message: /silent/ })
  mute.close()
})

test('one that answers pings is kept although it has nothing to say', async () => {
  const { texts } = await hear(
    (visit) => {
      let pings = 0
      const wait = () =>
        visit
          .hears((text) => text === 'ping')
          .then(() => {
            pings += 1
            visit.heard.length = 0
            if (pings < 4) void wait()
            else visit.send('still here')
          })
      void wait()
    },
    { idleMs: 15 },
    first(1),
  )
  expect(texts).toEqual(['still here'])
})

test('of many pings that come at once the latest is answered', async () => {
  let seen: SocketVisit | undefined
  const { texts } = await hear(
    (visit) => {
      seen = visit
      const pings = Array.from({ length: 5000 }, (_, at) => serverFrame(0x89, Buffer.from(`${at}`)))
      visit.write(Buffer.concat(pings))
      void visit.hears((text) => text === 'pong 4999').then(() => visit.send('end'))
    },
    {},
    first(1),
  )
  expect(texts).toEqual(['end'])
  expect(seen?.heard.length).toBeLessThan(500)
})

test('a connection that was refused leaves nothing behind at the signal', async () => {
  const { signal } = new AbortController()
  const { error } = await hear(() => {}, { signal, refuse: { status: 503 } })
  expect(error?.kind).toBe('unreachable')
  expect(getEventListeners(signal, 'abort')).toEqual([])
})

test('the signal ends it with a farewell, before and after the connection stands', async () => {
  let seen: SocketVisit | undefined
  await hear(
    (visit) => {
      seen = visit
      visit.send('one')
    },
    {},
    first(1),
  )
  await seen?.left
  expect(seen?.heard).toContain('close')
  const stopped = AbortSignal.abort()
  const { batches } = await hear(() => {}, { signal: stopped })
  expect(batches).toBe(0)
})

test.each([
  ['masked', Buffer.from([0x81, 0x81, 0, 0, 0, 0, 65])],
  ['an extension', Buffer.from([0xc1, 0x01, 65])],
  ['an unknown kind', Buffer.from([0x83, 0x01, 65])],
  ['a long ping', serverFrame(0x89, Buffer.alloc(126))],
  ['a stray continuation', serverFrame(0x80, Buffer.from('x'))],
])('what no server may send ends it: %s', async (_, bytes) => {
  const { error } = await hear((visit) => visit.write(bytes))
  expect(error?.kind).toBe('unexpected-response')
})

test('frames are read alike however they are cut', () => {
  const all = Buffer.concat([
    textFrame('a'),
    textFrame('b'.repeat(200)),
    serverFrame(0x89, Buffer.from('p')),
    textFrame('z'.repeat(5000)),
    serverFrame(0x01, Buffer.from('c')),
    serverFrame(0x80, Buffer.from('d')),
    textFrame('é'.repeat(70_000)),
    serverFrame(0x82, Buffer.from('binary')),
    textFrame('end'),
    serverFrame(0x88, Buffer.from([3, 233])),
  ])
  for (const size of [1, 2, 3, 7, 64, 1009, 65_536, all.length]) {
    const read = createFrameReader(2000)
    const texts: string[] = []
    let skipped = 0
    let code = 0
    for (let at = 0; at < all.length; at += size) {
      const arrivals = read(all.subarray(at, at + size))
      texts.push(...arrivals.texts)
      skipped += arrivals.skipped
      code = arrivals.close?.code ?? code
    }
    expect(texts, String(size)).toEqual(['a', 'b'.repeat(200), 'cd', 'end'])
    expect(skipped).toBe(2)
    expect(code).toBe(1001)
  }
})

test('a message in countless fragments is passed over like any that is too large', () => {
  const read = createFrameReader(64_000)
  const fragments = Array.from({ length: 5000 }, (_, at) =>
    serverFrame(at === 0 ? 0x01 : 0x00, Buffer.from(at % 2 === 0 ? 'x' : '')),
  )
  const { texts, skipped } = read(
    Buffer.concat([...fragments, serverFrame(0x80, Buffer.from('y')), textFrame('next')]),
  )
  expect(texts).toEqual(['next'])
  expect(skipped).toBe(1)
})

test.each([
  'http://169.254.169.254/x',
  'ws://10.0.0.1/',
  'ws://metadata.internal/',
  'ftp://x.example',
])('no connection is made to %s', async (url) => {
  const read = async () => {
    for await (const _ of readSocket(url)) throw new Error('never')
  }
  await expect(read()).rejects.toMatchObject({ kind: 'blocked' })
})
