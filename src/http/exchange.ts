import { Agent } from 'undici'
import { SourceError } from '../errors.ts'
import { type ConnectorOptions, createConnector } from './connector.ts'
import { ACCEPTED_ENCODINGS, decodeBody, readEncoding } from './decode-body.ts'
import { causeOf, isPassing } from './failure.ts'

export interface RawRequest {
  readonly method: string
  readonly url: URL
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
  readonly maxBytes: number
  /** Keep what came when the body ends early or grows too large, and say so in `cut`. */
  readonly partial: boolean
  /** Another try is left: a connection that broke is then an error also where a part would do. */
  readonly retried: boolean
  readonly signal: AbortSignal
}

export interface RawAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array
  /** Why the body is not whole. */
  readonly cut?: string
}

export interface ExchangeOptions extends ConnectorOptions {
  readonly headersMs: number
}

/** Sends requests one by one over kept-alive connections; no redirects, no retries, no manners. */
export interface Exchange {
  send(request: RawRequest): Promise<RawAnswer>
  close(): Promise<void>
}

// The text of an error page is only read for a message.
const MAX_ERROR_BYTES = 65_536

/** Loaded at the first request only, because undici takes longer to start than most commands run. */
export function openExchange(options: ExchangeOptions): Exchange {
  const agent = new Agent({
    connect: createConnector(options),
    headersTimeout: options.headersMs,
    bodyTimeout: options.headersMs,
    maxHeaderSize: 16_384,
    allowH2: false,
  })
  return {
    send: (request) => exchange(agent, request),
    close: () => agent.destroy(),
  }
}

async function exchange(agent: Agent, request: RawRequest): Promise<RawAnswer> {
  const { statusCode, headers, body } = await agent.request({
    origin: request.url.origin,
    path: `${request.url.pathname}${request.url.search}`,
    method: request.method as 'GET',
    headers: { 'accept-encoding': ACCEPTED_ENCODINGS, ...request.headers },
    body: request.body ?? null,
    signal: request.signal,
  })
  const plain = flatten(headers)
  const good = statusCode === 200 || statusCode === 203
  const maxBytes = good ? request.maxBytes : Math.min(request.maxBytes, MAX_ERROR_BYTES)
  const encoding = plain['content-encoding'] ?? ''
  if (good) refuseEarly(body, () => readEncoding(encoding))
  const read = await readBody(body, maxBytes, (error) =>
    good ? request.partial && !(request.retried && isPassing(error)) : true,
  )
  const decoded = await decodeErrors(good, () =>
    decodeBody(read.bytes, encoding, maxBytes, read.cut !== undefined),
  )
  return {
    status: statusCode,
    headers: plain,
    body: decoded,
    ...(read.cut === undefined || !good ? {} : { cut: read.cut }),
  }
}

type Body = AsyncIterable<Uint8Array> & {
  destroy(error?: Error): unknown
  on(event: 'error', listen: () => void): unknown
}

async function readBody(
  body: Body,
  maxBytes: number,
  mayBeCut: (error: unknown) => boolean,
): Promise<{ bytes: Uint8Array; cut?: string }> {
  const chunks: Uint8Array[] = []
  let size = 0
  try {
    for await (const chunk of body) {
      chunks.push(chunk)
      size += chunk.length
      if (size > maxBytes)
        throw new SourceError('too-large', `the body is larger than ${maxBytes} bytes`)
    }
  } catch (error) {
    if (!mayBeCut(error)) throw error
    return { bytes: Buffer.concat(chunks).subarray(0, maxBytes), cut: causeOf(error) }
  }
  const [only] = chunks
  return { bytes: chunks.length === 1 && only !== undefined ? only : Buffer.concat(chunks) }
}

// Reading to the end before refusing would let a hostile server keep us busy.
function refuseEarly(body: Body, check: () => unknown): void {
  try {
    check()
  } catch (error) {
    body.on('error', () => {})
    body.destroy()
    throw error
  }
}

// An error page in a broken encoding must not hide the status that it came with.
async function decodeErrors(good: boolean, decode: () => Promise<Uint8Array>): Promise<Uint8Array> {
  if (good) return decode()
  return decode().catch(() => new Uint8Array())
}

function flatten(headers: Record<string, string | string[] | undefined>): Record<string, string> {
  const plain: Record<string, string> = Object.create(null)
  for (const [name, value] of Object.entries(headers)) {
    if (value === undefined) continue
    plain[name.toLowerCase()] = Array.isArray(value) ? value.join(', ') : value
  }
  return plain
}
