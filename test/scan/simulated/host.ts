import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import type { SimulatedClock } from './clock.ts'
import { MINUTE } from './clock.ts'

export interface SimRequest {
  readonly method: string
  readonly path: string
  readonly query: URLSearchParams
  readonly headers: IncomingMessage['headers']
  readonly body: string
  /** By the server's clock. */
  readonly now: number
  readonly origin: string
  /** Requests of its kind that are left after this one. */
  readonly remaining: number
}

export interface SimAnswer {
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body: string | object
}

/** How a service limits, in its own dialect. */
export interface Limit {
  /** Requests of one kind share a budget. */
  readonly bucketOf: (request: SimRequest) => string
  readonly budget: (bucket: string) => { readonly requests: number; readonly windowMs: number }
  /** Headers that every answer carries. */
  readonly headers?: (state: LimitState, now: number) => Readonly<Record<string, string>>
  /** The answer to one request too many, or to one during a storm. */
  readonly refusal: (waitMs: number, now: number) => SimAnswer
  /** Least time between two requests. */
  readonly gapMs?: number
}

export interface LimitState {
  readonly limit: number
  readonly remaining: number
  readonly resetAt: number
}

export type FaultKind =
  | 'status500'
  | 'drop'
  | 'truncated'
  | 'challenge'
  | 'empty'
  | 'storm'
  | 'login'
export const FAULTS: readonly FaultKind[] = [
  'status500',
  'drop',
  'truncated',
  'challenge',
  'empty',
  'storm',
  'login',
]

export interface HostOptions {
  readonly clock: SimulatedClock
  readonly answer: (request: SimRequest) => SimAnswer
  readonly limit: Limit
  readonly random: () => number
  /** Share of requests that go wrong; 0 switches faults off. */
  readonly faults: () => number
  /** How far the server's clock is ahead of ours. */
  readonly skewMs?: number
  /** Answers are compressed whatever was asked for. */
  readonly gzip?: boolean
}

export interface SimulatedHost {
  readonly origin: string
  /** Requests that the service had forbidden before: over the budget, or before the time that it named. */
  readonly violations: readonly string[]
  readonly requests: () => number
  readonly faults: ReadonlyMap<FaultKind, number>
  readonly close: () => Promise<void>
}

/** One service as a real HTTP server, with its limits and its bad days. */
export async function startHost(options: HostOptions): Promise<SimulatedHost> {
  const gate = createGate(options.limit)
  const faults = new Map<FaultKind, number>()
  let requests = 0
  let origin = ''
  const server = createServer(async (incoming, response) => {
    requests++
    // An answer takes its time; so no two requests are at the same instant.
    options.clock.advance(40 + Math.floor(options.random() * 200))
    const now = options.clock.now() + (options.skewMs ?? 0)
    const request = await readRequest(incoming, now, origin)
    const refused = gate.enter(request)
    if (refused !== undefined) return send(response, refused, now, options)
    const fault = pickFault(options)
    if (fault !== undefined) {
      faults.set(fault, (faults.get(fault) ?? 0) + 1)
      // What went wrong says nothing of what is left, so it does not count.
      gate.forgive(request)
      return goWrong(response, fault, request, gate, options)
    }
    const counted = { ...request, remaining: gate.remaining(request) }
    send(response, withLimit(options.answer(counted), gate.headers(request)), now, options)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    origin,
    violations: gate.violations,
    requests: () => requests,
    faults,
    close: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

async function readRequest(
  incoming: IncomingMessage,
  now: number,
  origin: string,
): Promise<SimRequest> {
  const chunks: Uint8Array[] = []
  for await (const chunk of incoming) chunks.push(chunk as Uint8Array)
  const url = new URL(incoming.url ?? '/', 'http://sim.invalid')
  return {
    method: incoming.method ?? 'GET',
    path: url.pathname,
    query: url.searchParams,
    headers: incoming.headers,
    body: Buffer.concat(chunks).toString('utf8'),
    now,
    origin,
    remaining: 0,
  }
}

/** Windows begin at the full hour, minute or day. */
function startOf(now: number, windowMs: number): number {
  return Math.floor(now / windowMs) * windowMs
}

/** Counts requests by the service's rules, and notes every one that breaks them. */
function createGate(limit: Limit) {
  const windows = new Map<string, { start: number; used: number }>()
  const violations: string[] = []
  let closedUntil = 0
  let lastAt = Number.NEGATIVE_INFINITY
  const stateOf = (request: SimRequest): LimitState => {
    const bucket = limit.bucketOf(request)
    const { requests, windowMs } = limit.budget(bucket)
    const window = windows.get(bucket) ?? { start: startOf(request.now, windowMs), used: 0 }
    return {
      limit: requests,
      remaining: Math.max(requests - window.used, 0),
      resetAt: window.start + windowMs,
    }
  }
  const refuse = (request: SimRequest, why: string, waitMs: number): SimAnswer => {
    violations.push(`${new Date(request.now).toISOString()} ${why}: ${request.path}`)
    return limit.refusal(waitMs, request.now)
  }
  return {
    violations,
    /** From now on everything is refused for so long. */
    close: (ms: number, now: number) => {
      closedUntil = now + ms
    },
    forgive: (request: SimRequest) => {
      const window = windows.get(limit.bucketOf(request))
      if (window !== undefined) window.used--
    },
    remaining: (request: SimRequest) => stateOf(request).remaining,
    headers: (request: SimRequest) => limit.headers?.(stateOf(request), request.now) ?? {},
    enter: (request: SimRequest): SimAnswer | undefined => {
      const { now } = request
      if (now < closedUntil) return refuse(request, 'before not_before', closedUntil - now)
      const sinceLast = now - lastAt
      lastAt = now
      if (limit.gapMs !== undefined && sinceLast < limit.gapMs)
        return refuse(request, `after ${sinceLast} ms`, limit.gapMs)
      const bucket = limit.bucketOf(request)
      const { requests, windowMs } = limit.budget(bucket)
      const known = windows.get(bucket)
      const window =
        known === undefined || now >= known.start + windowMs
          ? { start: startOf(now, windowMs), used: 0 }
          : known
      windows.set(bucket, window)
      if (window.used >= requests) {
        closedUntil = window.start + windowMs
        return refuse(request, `over the budget of ${bucket}`, closedUntil - now)
      }
      window.used++
      return undefined
    },
  }
}

type Gate = ReturnType<typeof createGate>

function withLimit(answer: SimAnswer, headers: Readonly<Record<string, string>>): SimAnswer {
  return { ...answer, headers: { ...headers, ...answer.headers } }
}

function pickFault({ faults, random }: HostOptions): FaultKind | undefined {
  if (random() >= faults()) return undefined
  return FAULTS[Math.floor(random() * FAULTS.length)]
}

const CHALLENGE =
  '<!DOCTYPE html><html><head><title>Just a moment...</title></head><body>Checking your browser</body></html>'
const LOGIN =
  '<html><head><title>Log in</title></head><body><form><input name="password"></form></body></html>'

function goWrong(
  response: ServerResponse,
  fault: FaultKind,
  request: SimRequest,
  gate: Gate,
  options: HostOptions,
): void {
  if (fault === 'drop') breakOff(response, textOf(options.answer(request).body))
  else send(response, wrongAnswer(fault, request, gate, options), request.now, options)
}

function wrongAnswer(
  fault: Exclude<FaultKind, 'drop'>,
  request: SimRequest,
  gate: Gate,
  options: HostOptions,
): SimAnswer {
  switch (fault) {
    case 'status500':
      return { status: 500, body: 'Internal Server Error' }
    case 'challenge':
      return { headers: { 'content-type': 'text/html; charset=utf-8' }, body: CHALLENGE }
    case 'login':
      return { headers: { 'content-type': 'text/html; charset=utf-8' }, body: LOGIN }
    case 'empty':
      return { body: '' }
    case 'storm': {
      const ms = MINUTE * (2 + Math.floor(options.random() * 90))
      gate.close(ms, request.now)
      return options.limit.refusal(ms, request.now)
    }
    case 'truncated': {
      const text = textOf(options.answer(request).body)
      return { body: text.slice(0, Math.floor(text.length * 0.7)) }
    }
  }
}

function breakOff(response: ServerResponse, text: string): void {
  const bytes = Buffer.from(text)
  response.writeHead(200, {
    'content-type': 'application/json',
    'content-length': bytes.length + 10,
  })
  response.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => response.destroy())
}

function textOf(body: string | object): string {
  return typeof body === 'string' ? body : JSON.stringify(body)
}

function send(
  response: ServerResponse,
  answer: SimAnswer,
  now: number,
  options: HostOptions,
): void {
  const { body, headers = {}, status = 200 } = answer
  const text = Buffer.from(textOf(body))
  const isGood = status === 200
  response.writeHead(status, {
    'content-type': typeof body === 'string' ? 'text/plain' : 'application/json; charset=utf-8',
    date: new Date(now).toUTCString(),
    ...(options.gzip && isGood ? { 'content-encoding': 'gzip' } : {}),
    ...headers,
  })
  response.end(options.gzip && isGood ? gzipSync(text) : text)
}
