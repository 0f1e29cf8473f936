import { createHash, randomBytes } from 'node:crypto'
import type { Socket } from 'node:net'
import { Agent } from 'undici'
import { SourceError } from '../errors.ts'
import { readAllowedHosts } from './address.ts'
import { createConnector, resolveBySystem } from './connector.ts'
import { displayUrl } from './display-url.ts'
import { toSourceError } from './failure.ts'
import { type Arrivals, createFrameReader, FRAME_KINDS, writeFrame } from './frames.ts'
import { readWaitSeconds } from './retry-after.ts'
import { toStatusError } from './status.ts'
import { readTarget } from './target.ts'

export interface SocketOptions {
  readonly allowHosts?: readonly string[]
  readonly signal?: AbortSignal
  /** Sent with the handshake, to this address only; secrets belong here. */
  readonly headers?: Readonly<Record<string, string>>
  /** Texts that are sent as soon as the connection stands. */
  readonly greeting?: readonly string[]
  /** Largest message in bytes; what is larger is passed over and counted. */
  readonly maxBytes?: number
  /** Silence after which the server is asked for a sign of life; after twice as long it counts as lost. */
  readonly idleMs?: number
  readonly onSkipped?: (messages: number) => void
}

const CONNECT_MS = 10_000
const MAX_BYTES = 1024 * 1024
const IDLE_MS = 45_000
/** Fixed by RFC 6455, 1.3. */
const GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11'
/** 1000: nothing is wrong. */
const FAREWELL = Buffer.from([3, 232])
const NORMAL = new Set([1000, 1001, 1005])

/**
 * The text messages of one WebSocket connection: first an empty array when it stands, then arrays of all that came
 * together. Nothing is read ahead of whoever takes them, so a slow reader slows the server and not grows the heap. Ends
 * when the server closes or the signal says so. Throws a SourceError when it cannot connect or breaks. Only public
 * addresses are connected to, as for all requests; redirects are not followed.
 */
export async function* readSocket(
  url: string,
  options: SocketOptions = {},
): AsyncGenerator<readonly string[]> {
  const allowed = readAllowedHosts([...(options.allowHosts ?? [])])
  const target = readTarget(url.replace(/^ws/, 'http'), allowed)
  const agent = new Agent({
    connect: createConnector({
      allowed,
      hosts: {},
      resolveName: resolveBySystem,
      connectMs: CONNECT_MS,
    }),
    headersTimeout: CONNECT_MS,
    allowH2: false,
  })
  try {
    if (options.signal?.aborted === true) return
    const socket = await open(agent, target, options)
    yield* converse(socket, options)
  } catch (error) {
    if (options.signal?.aborted !== true)
      throw toSourceError(error, displayUrl(target).replace(/^http/, 'ws'), 1)
  } finally {
    await agent.destroy()
  }
}

/** Asks the server to speak WebSocket and answers the bare connection. */
function open(agent: Agent, target: URL, options: SocketOptions): Promise<Socket> {
  const key = randomBytes(16).toString('base64')
  const wanted = createHash('sha1').update(`${key}${GUID}`).digest('base64')
  let stop = () => {}
  const opened = new Promise<Socket>((resolve, reject) => {
    stop = () => reject(new Error('stopped'))
    options.signal?.addEventListener('abort', stop, { once: true })
    agent.dispatch(
      {
        origin: target.origin,
        path: `${target.pathname}${target.search}`,
        method: 'GET',
        upgrade: 'websocket',
        headers: { ...options.headers, 'sec-websocket-key': key, 'sec-websocket-version': '13' },
      },
      {
        onRequestStart: () => {},
        onRequestUpgrade: (_controller, _status, headers, socket) => {
          // Whatever breaks it later is met where it is read.
          socket.on('error', () => {})
          if (headers['sec-websocket-accept'] === wanted) resolve(socket as Socket)
          else reject(new SourceError('unexpected-response', 'it speaks no proper WebSocket'))
        },
        onResponseStart: (controller, status, headers) => {
          const error = refusal(status, headers as Readonly<Record<string, string>>)
          reject(error)
          controller.abort(error)
        },
        onResponseError: (_controller, error) => reject(error),
      },
    )
  })
  // A signal may live for months, and must not keep something of every connection that failed.
  return opened.finally(() => options.signal?.removeEventListener('abort', stop))
}

function refusal(status: number, headers: Readonly<Record<string, string>>): SourceError {
  if (status < 300)
    return new SourceError('unexpected-response', `it speaks no WebSocket (status ${status})`)
  const wait = readWaitSeconds(headers, Date.now())
  const answer = { status, url: '', headers, body: new Uint8Array(), validators: {} }
  return toStatusError({ ...answer, ...(wait === undefined ? {} : { waitSeconds: wait }) }, 1)
}

type Send = (kind: number, payload: Buffer) => void

async function* converse(
  socket: Socket,
  options: SocketOptions,
): AsyncGenerator<readonly string[]> {
  const send: Send = (kind, payload) => void socket.write(writeFrame(kind, payload, randomBytes(4)))
  const stop = () => {
    send(FRAME_KINDS.close, FAREWELL)
    socket.destroySoon()
  }
  options.signal?.addEventListener('abort', stop, { once: true })
  try {
    for (const text of options.greeting ?? []) send(FRAME_KINDS.text, Buffer.from(text))
    yield []
    yield* readMessages(socket, send, options)
  } finally {
    options.signal?.removeEventListener('abort', stop)
    socket.destroy()
  }
}

async function* readMessages(
  socket: Socket,
  send: Send,
  options: SocketOptions,
): AsyncGenerator<readonly string[]> {
  const silence = watchSilence(socket, options.idleMs ?? IDLE_MS, () =>
    send(FRAME_KINDS.ping, Buffer.alloc(0)),
  )
  const readFrames = createFrameReader(options.maxBytes ?? MAX_BYTES)
  for await (const bytes of socket as AsyncIterable<Buffer>) {
    silence.isBroken()
    const { texts, pings, skipped, close } = readFrames(bytes)
    // Only the latest is answered (RFC 6455, 5.5.3), and none to who does not read: answers must not pile up here.
    const ping = pings.at(-1)
    if (ping !== undefined && !socket.writableNeedDrain) send(FRAME_KINDS.pong, ping)
    if (skipped > 0) options.onSkipped?.(skipped)
    if (texts.length > 0) yield texts
    if (close !== undefined) return takeLeave(close, send)
  }
  throw new SourceError('unreachable', 'the stream broke off')
}

/** A connection may die without a word: then nothing comes any more, not even an answer to a ping. */
function watchSilence(socket: Socket, idleMs: number, ping: () => void): { isBroken(): void } {
  let isAsked = false
  socket.setTimeout(idleMs)
  socket.on('timeout', () => {
    if (isAsked) socket.destroy(new SourceError('unreachable', 'the stream fell silent'))
    isAsked = true
    ping()
  })
  return {
    isBroken: () => {
      isAsked = false
    },
  }
}

function takeLeave(close: NonNullable<Arrivals['close']>, send: Send): void {
  send(FRAME_KINDS.close, FAREWELL)
  if (NORMAL.has(close.code)) return
  const reason = close.reason.slice(0, 200)
  const why = `it closed the stream (${close.code}${reason === '' ? '' : `: ${reason}`})`
  if (close.code === 1008) throw new SourceError('unauthorized', why)
  throw new SourceError('unreachable', why)
}
