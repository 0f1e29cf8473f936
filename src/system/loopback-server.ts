import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface LoopbackRequest {
  readonly method: string
  /** The logical host that was asked for, without a port, in lower case. */
  readonly host: string
  /** Path and query as sent. */
  readonly path: string
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

export interface LoopbackAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array
}

export interface LoopbackServer {
  readonly port: number
  /** What was asked and answered so far, in order. */
  readonly requests: () => readonly {
    readonly method: string
    readonly host: string
    readonly path: string
    readonly status: number
  }[]
  readonly close: () => Promise<void>
}

const MAX_BODY = 1024 * 1024

/** Serves a pure function over real HTTP on 127.0.0.1, at a port that the system picks. */
export async function startLoopbackServer(
  answer: (request: LoopbackRequest) => LoopbackAnswer,
): Promise<LoopbackServer> {
  const log: { method: string; host: string; path: string; status: number }[] = []
  const server = createServer((incoming, outgoing) => {
    void readRequest(incoming)
      .then((request) => ({ request, reply: answer(request) }))
      .then(({ request, reply }) => {
        log.push({
          method: request.method,
          host: request.host,
          path: request.path,
          status: reply.status,
        })
        write(outgoing, reply)
      })
      .catch(() => write(outgoing, { status: 500, headers: {}, body: new Uint8Array() }))
  })
  await listen(server)
  return {
    port: (server.address() as AddressInfo).port,
    requests: () => [...log],
    close: () => close(server),
  }
}

async function readRequest(incoming: IncomingMessage): Promise<LoopbackRequest> {
  const pieces: Buffer[] = []
  let size = 0
  for await (const piece of incoming as AsyncIterable<Buffer>) {
    size += piece.length
    if (size > MAX_BODY) throw new RangeError('the request body is too large')
    pieces.push(piece)
  }
  const headers = Object.entries(incoming.headers).map(([name, value]) => [name, String(value)])
  return {
    method: incoming.method ?? 'GET',
    host: (incoming.headers.host ?? '').replace(/:\d+$/, '').toLowerCase(),
    path: incoming.url ?? '/',
    headers: Object.fromEntries(headers) as Record<string, string>,
    body: Buffer.concat(pieces).toString('utf8'),
  }
}

function write(outgoing: ServerResponse, reply: LoopbackAnswer): void {
  outgoing.writeHead(reply.status, { ...reply.headers })
  outgoing.end(reply.status === 304 ? undefined : reply.body)
}

function listen(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => resolve())
  })
}

/** Connections that a client keeps open would hold the process: they are ended too. */
function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
}
