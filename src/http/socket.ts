import { Agent, WebSocket } from 'undici'
import { SourceError } from '../errors.ts'
import { readAllowedHosts } from './address.ts'
import { createConnector, resolveBySystem } from './connector.ts'

export interface SocketOptions {
  readonly allowHosts?: readonly string[]
  readonly signal?: AbortSignal
  /** Text messages kept for a reader that is behind; beyond it the connection is given up, to be replayed later. */
  readonly maxWaiting?: number
}

const MAX_WAITING = 50_000
const CONNECT_MS = 10_000

/**
 * The text messages of one WebSocket connection, in arrays of all that came since the last one. Ends when the server
 * closes or the signal says so. Throws a SourceError when it cannot connect, breaks, or the reader falls behind.
 * Only public addresses are connected to, as for all requests.
 */
export async function* readSocket(
  url: string,
  options: SocketOptions = {},
): AsyncGenerator<readonly string[]> {
  const agent = new Agent({
    connect: createConnector({
      allowed: readAllowedHosts([...(options.allowHosts ?? [])]),
      hosts: {},
      resolveName: resolveBySystem,
      connectMs: CONNECT_MS,
    }),
  })
  const inbox = openInbox(options.maxWaiting ?? MAX_WAITING)
  const socket = new WebSocket(url, { dispatcher: agent })
  const stop = () => inbox.end()
  options.signal?.addEventListener('abort', stop, { once: true })
  socket.onmessage = ({ data }) => {
    if (typeof data === 'string') inbox.add(data)
  }
  socket.onerror = () => inbox.end(new SourceError('unreachable', 'the stream broke off'))
  socket.onclose = ({ wasClean }) =>
    inbox.end(wasClean ? undefined : new SourceError('unreachable', 'the stream broke off'))
  try {
    if (options.signal?.aborted !== true) yield* inbox.read()
  } finally {
    options.signal?.removeEventListener('abort', stop)
    socket.onmessage = null
    await agent.destroy()
  }
}

function openInbox(most: number) {
  let waiting: string[] = []
  let ended = false
  let problem: SourceError | undefined
  let wake = () => {}
  return {
    add: (text: string) => {
      if (ended) return
      waiting.push(text)
      if (waiting.length > most) {
        ended = true
        problem = new SourceError('too-large', 'the stream is faster than it can be read')
      }
      wake()
    },
    end: (error?: SourceError) => {
      if (ended) return
      ended = true
      problem = error
      wake()
    },
    async *read(): AsyncGenerator<readonly string[]> {
      for (;;) {
        if (waiting.length === 0 && !ended) {
          await new Promise<void>((resolve) => {
            wake = resolve
          })
        }
        if (waiting.length === 0) break
        const batch = waiting
        waiting = []
        yield batch
      }
      if (problem !== undefined) throw problem
    },
  }
}
