import { createHash } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'

export interface SocketVisit {
  readonly query: URLSearchParams
  send(text: string): void
  /** Ends the connection without a word. */
  drop(): void
}

/** A real WebSocket server on 127.0.0.1 that only sends: text frames up to 64 KiB. */
export async function startWebSocketServer(onVisit: (visit: SocketVisit, count: number) => void) {
  const sockets = new Set<Socket>()
  const visits: SocketVisit[] = []
  const server = createServer((_request, response) => response.writeHead(426).end())
  server.on('upgrade', (request, socket: Socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
    socket.on('close', () => sockets.delete(socket))
    socket.on('data', (bytes: Buffer) => {
      if (((bytes[0] ?? 0) & 0x0f) === 8) socket.end(Buffer.from([0x88, 0]))
    })
    const key = `${request.headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`
    const accept = createHash('sha1').update(key).digest('base64')
    socket.write(
      `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
    )
    const visit = {
      query: new URL(request.url ?? '/', 'http://127.0.0.1').searchParams,
      send: (text: string) => socket.write(frame(text)),
      drop: () => socket.destroy(),
    }
    visits.push(visit)
    onVisit(visit, visits.length)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    origin: `ws://127.0.0.1:${(server.address() as AddressInfo).port}`,
    visits,
    close: () =>
      new Promise<void>((resolve) => {
        for (const socket of sockets) socket.destroy()
        server.close(() => resolve())
      }),
  }
}

function frame(text: string): Buffer {
  const body = Buffer.from(text)
  const head =
    body.length < 126
      ? Buffer.from([0x81, body.length])
      : Buffer.from([0x81, 126, body.length >> 8, body.length & 0xff])
  return Buffer.concat([head, body])
}
