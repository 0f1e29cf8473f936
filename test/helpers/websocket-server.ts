import { createHash } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'

export interface SocketVisit {
  readonly path: string
  readonly query: URLSearchParams
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  /** What the client said, in order. */
  readonly heard: string[]
  send(text: string): void
  /** Bytes as they are. */
  write(bytes: Buffer): void
  /** Ends the connection without a word. */
  drop(): void
  /** The server's farewell. */
  close(code: number, reason?: string): void
  /** How many bytes wait because the client does not take them. */
  readonly waiting: () => number
  /** Resolves when the client said something that fits. */
  hears(fits: (text: string) => boolean): Promise<void>
  readonly left: Promise<void>
}

export type WebSocketServer = Awaited<ReturnType<typeof startWebSocketServer>>

export interface ServerOptions {
  /** Instead of the handshake. */
  readonly refuse?: { readonly status: number; readonly headers?: Record<string, string> }
  /** Plain requests: JSON by path. */
  readonly answers?: Readonly<Record<string, unknown>>
  readonly port?: number
}

/** A real WebSocket server on 127.0.0.1. */
export async function startWebSocketServer(
  onVisit: (visit: SocketVisit, count: number) => void,
  options: ServerOptions = {},
) {
  const sockets = new Set<Socket>()
  const visits: SocketVisit[] = []
  const requests: string[] = []
  const server = createServer((request, response) => {
    requests.push(request.url ?? '')
    const path = (request.url ?? '/').split('?')[0] ?? ''
    const answer = options.answers?.[path]
    if (answer === undefined) response.writeHead(404).end('{}')
    else response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer))
  })
  server.on('upgrade', (request, socket: Socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
    socket.on('close', () => sockets.delete(socket))
    if (options.refuse !== undefined) {
      const { status, headers = {} } = options.refuse
      const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
      socket.end(`HTTP/1.1 ${status} No\r\n${lines.join('')}content-length: 0\r\n\r\n`)
      return
    }
    const key = `${request.headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`
    const accept = createHash('sha1').update(key).digest('base64')
    socket.write(
      `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
    )
    const visit = makeVisit(request.url ?? '/', request.headers, socket)
    visits.push(visit)
    onVisit(visit, visits.length)
  })
  await new Promise<void>((resolve) => server.listen(options.port ?? 0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    port,
    origin: `ws://127.0.0.1:${port}`,
    httpOrigin: `http://127.0.0.1:${port}`,
    visits,
    requests,
    close: () =>
      new Promise<void>((resolve) => {
        for (const socket of sockets) socket.destroy()
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

function makeVisit(address: string, headers: SocketVisit['headers'], socket: Socket): SocketVisit {
  const url = new URL(address, 'http://127.0.0.1')
  const heard: string[] = []
  const waiters: { fits: (text: string) => boolean; done: () => void }[] = []
  const listen = (text: string) => {
    heard.push(text)
    for (const waiter of waiters) if (waiter.fits(text)) waiter.done()
  }
  const takeFrame = ({ kind, text }: { kind: number; text: string }) => {
    if (kind === 8) socket.end(Buffer.from([0x88, 0]))
    if (kind === 9) socket.write(Buffer.from([0x8a, 0]))
    listen(NAMES[kind]?.(text) ?? text)
  }
  let rest = Buffer.alloc(0)
  socket.on('data', (bytes: Buffer) => {
    rest = Buffer.concat([rest, bytes])
    for (let frame = readFrame(rest); frame !== undefined; frame = readFrame(rest)) {
      rest = rest.subarray(frame.size)
      takeFrame(frame)
    }
  })
  return {
    path: url.pathname,
    query: url.searchParams,
    headers,
    heard,
    send: (text) => socket.write(textFrame(text)),
    write: (bytes) => void socket.write(bytes),
    drop: () => socket.destroy(),
    close: (code, reason = '') => {
      const words = Buffer.from(reason)
      socket.end(
        Buffer.concat([Buffer.from([0x88, 2 + words.length, code >> 8, code & 0xff]), words]),
      )
    },
    waiting: () => socket.writableLength,
    hears: (fits) =>
      heard.some(fits) ? Promise.resolve() : new Promise((done) => waiters.push({ fits, done })),
    left: new Promise((done) => socket.once('close', () => done())),
  }
}

const NAMES: Readonly<Record<number, (text: string) => string>> = {
  8: () => 'close',
  9: () => 'ping',
  10: (text) => `pong ${text}`,
}

/** Client frames are short and masked. */
function readFrame(bytes: Buffer) {
  if (bytes.length < 6) return undefined
  const short = (bytes[1] ?? 0) & 0x7f
  const start = short === 126 ? 4 : 2
  const length = short === 126 ? bytes.readUInt16BE(2) : short
  const size = start + 4 + length
  if (bytes.length < size) return undefined
  const mask = bytes.subarray(start, start + 4)
  const payload = Buffer.from(bytes.subarray(start + 4, size))
  for (let at = 0; at < length; at += 1) payload[at] = (payload[at] ?? 0) ^ (mask[at % 4] ?? 0)
  return { kind: (bytes[0] ?? 0) & 0x0f, text: payload.toString('utf8'), size }
}

/** A frame as servers send it. */
export function serverFrame(first: number, body: Buffer): Buffer {
  if (body.length < 126) return Buffer.concat([Buffer.from([first, body.length]), body])
  if (body.length < 65_536) {
    const head = Buffer.from([first, 126, body.length >> 8, body.length & 0xff])
    return Buffer.concat([head, body])
  }
  const head = Buffer.alloc(10)
  head[0] = first
  head[1] = 127
  head.writeUInt32BE(body.length, 6)
  return Buffer.concat([head, body])
}

export function textFrame(text: string): Buffer {
  return serverFrame(0x81, Buffer.from(text))
}
