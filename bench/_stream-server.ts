// A Jetstream on loopback, in a process of its own: as many events a second as told, or as many as are taken (0).
// It tells its port on standard output, and what it sent when it is asked to end.
import { createHash } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { type EventTemplate, makeTemplates } from './_stream-events.ts'

const [rate = 5000, queries = 1000, share = 0.01] = process.argv.slice(2).map(Number)
const templates = makeTemplates(20_000, queries, share)
let sent = 0

function frameOf(template: EventTemplate, at: number): Buffer {
  const { head, middle, tail } = template
  const body = Buffer.from(`${head}${at}${middle}3m${sent.toString(36)}${tail}`)
  const start = Buffer.alloc(body.length < 126 ? 2 : 4)
  start[0] = 0x81
  if (body.length < 126) start[1] = body.length
  else {
    start[1] = 126
    start.writeUInt16BE(body.length, 2)
  }
  return Buffer.concat([start, body])
}

/** Written out at once: a write for each event would measure this process. */
function send(socket: Socket, count: number): boolean {
  const frames: Buffer[] = []
  const now = Date.now() * 1000
  for (let at = 0; at < count; at++) {
    const template = templates[sent % templates.length]
    if (template) frames.push(frameOf(template, now))
    sent++
  }
  return socket.write(Buffer.concat(frames))
}

function flood(socket: Socket): void {
  while (!socket.destroyed && send(socket, 200));
  if (!socket.destroyed) socket.once('drain', () => flood(socket))
}

/** Ten times a hundredth of a second apart is no burst: what is due by the clock is sent. */
function pace(socket: Socket): void {
  const start = performance.now()
  const before = sent
  const timer = setInterval(() => {
    const due = Math.floor(((performance.now() - start) / 1000) * rate) - (sent - before)
    if (socket.destroyed) clearInterval(timer)
    else if (due > 0) send(socket, due)
  }, 10)
}

const server = createServer((_request, response) => {
  response.writeHead(200, { 'content-type': 'application/json' }).end('{"profiles":[]}')
})
server.on('upgrade', (request, socket: Socket) => {
  socket.on('error', () => {})
  socket.resume()
  const key = `${request.headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`
  const accept = createHash('sha1').update(key).digest('base64')
  socket.write(
    `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
  )
  if (rate === 0) flood(socket)
  else pace(socket)
})
server.listen(0, '127.0.0.1', () =>
  process.send?.({ port: (server.address() as AddressInfo).port }),
)
process.on('message', () => process.send?.({ sent }))
process.on('disconnect', () => process.exit())
