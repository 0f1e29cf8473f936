import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'

/** What a route answers with. */
export interface LoopbackAnswer {
  readonly status?: number
  readonly headers?: Readonly<Record<string, string | readonly string[]>>
  /** Text, bytes, or a value that is sent as JSON. */
  readonly body?: string | Uint8Array | object
  /** Written to the socket as it is, instead of all others; then the connection is closed. */
  readonly raw?: string | Uint8Array
  /** Closes the connection without a word. */
  readonly drop?: boolean
}

export interface LoopbackRequest {
  readonly method: string
  /** Path with query. */
  readonly path: string
  readonly query: URLSearchParams
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

export type LoopbackRoute =
  | LoopbackAnswer
  | ((request: LoopbackRequest, response: ServerResponse) => LoopbackAnswer | undefined)

export interface Loopback {
  readonly port: number
  /** http://127.0.0.1:PORT */
  readonly origin: string
  /** All requests, in order of arrival. */
  readonly requests: readonly LoopbackRequest[]
  url(path: string): string
  /** Answers a path (without query); '*' answers what no other route does. A function that returns undefined answers by itself. */
  on(path: string, route: LoopbackRoute): void
  /** Requests for a path (without query). */
  count(path: string): number
  close(): Promise<void>
}

/** A real HTTP server on 127.0.0.1 with routes and counters. */
export async function startLoopback(routes: Record<string, LoopbackRoute> = {}): Promise<Loopback> {
  const table = new Map(Object.entries(routes))
  const requests: LoopbackRequest[] = []
  const sockets = new Set<Socket>()
  const server = createServer((incoming, response) => {
    const chunks: Uint8Array[] = []
    incoming.on('data', (chunk: Uint8Array) => chunks.push(chunk))
    incoming.on('end', () => {
      const url = new URL(incoming.url ?? '/', 'http://127.0.0.1')
      const request: LoopbackRequest = {
        method: incoming.method ?? 'GET',
        path: incoming.url ?? '/',
        query: url.searchParams,
        headers: incoming.headers,
        body: Buffer.concat(chunks).toString('utf8'),
      }
      requests.push(request)
      const route = table.get(url.pathname) ??
        table.get('*') ?? { status: 404, body: 'no such route' }
      const answer = typeof route === 'function' ? route(request, response) : route
      if (answer !== undefined) writeAnswer(response, answer)
    })
  })
  server.on('connection', (socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => {})
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    port,
    origin: `http://127.0.0.1:${port}`,
    requests,
    url: (path) => `http://127.0.0.1:${port}${path}`,
    on: (path, route) => table.set(path, route),
    count: (path) => requests.filter((one) => one.path.split('?')[0] === path).length,
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy()
        server.close(() => resolve())
      }),
  }
}

function writeAnswer(response: ServerResponse, answer: LoopbackAnswer): void {
  if (answer.drop === true) {
    response.socket?.destroy()
    return
  }
  if (answer.raw !== undefined) {
    response.socket?.end(answer.raw)
    return
  }
  const { body } = answer
  const isData = typeof body === 'object' && !(body instanceof Uint8Array)
  if (isData) response.setHeader('content-type', 'application/json; charset=utf-8')
  for (const [name, value] of Object.entries(answer.headers ?? {})) response.setHeader(name, value)
  response.statusCode = answer.status ?? 200
  response.end(isData ? JSON.stringify(body) : body)
}
