import { SourceError } from '../errors.ts'
import type { HttpAnswer, HttpClient, HttpGet, HttpSend } from '../model/http.ts'
import type { Instant } from '../model/post.ts'
import { type AllowedHosts, isAddress, readAllowedHosts } from './address.ts'
import type { HostMap, ResolveName } from './connector.ts'
import { type Deadline, openDeadline } from './deadline.ts'
import { displayUrl } from './display-url.ts'
import { domainOf } from './domain.ts'
import type { Exchange, RawAnswer, RawRequest } from './exchange.ts'
import { isPassing, toSourceError } from './failure.ts'
import { beginJourney, followRedirect, hostOf, type Journey } from './journey.ts'
import { createLanes, type Lane } from './lanes.ts'
import { readWaitSeconds } from './retry-after.ts'
import { isGood, isPassingStatus, isRedirect, toStatusError } from './status.ts'
import { cleanValidators, hasValidators, toConditions } from './validators.ts'

export interface HttpClientOptions {
  /** Name, version and address of the program, honestly. */
  readonly userAgent: string
  /** Hosts that may be private: names, addresses, CIDR ranges (`network.allow_hosts`). */
  readonly allowHosts?: readonly string[]
  /** Logical hosts that are served elsewhere, over plain http: for the demonstration and for tests. */
  readonly hosts?: HostMap
  /** Ends the run: everything under way stops, nothing new begins. */
  readonly signal?: AbortSignal
  readonly requestMs?: number
  readonly connectMs?: number
  readonly headersMs?: number
  /** Cap on a decoded body. */
  readonly maxBytes?: number
  /** Origins asked at the same time. */
  readonly parallel?: number
  /** Longest wait for the gap that a source keeps between two requests, before it is put off to a later run. */
  readonly patienceMs?: number
  /** PEM of further certificate authorities. There is no switch that turns verification off. */
  readonly ca?: string
  readonly resolveName?: ResolveName
  readonly wait?: (ms: number) => Promise<void>
  /** 0 to 1; spreads the waits between tries. */
  readonly random?: () => number
  readonly now?: () => Instant
}

const MAX_TRIES = 3
const FIRST_WAIT_MS = 500

/**
 * The one HTTP client. Proxies of the environment (HTTPS_PROXY and the like) are not used: the guard could not see
 * where a proxy connects to. Certificates are always verified.
 */
export function createHttpClient(options: HttpClientOptions): HttpClient {
  const trip = prepare(options)
  const memory = new Map<string, Promise<unknown>>()
  return {
    remember: <Value>(key: string, make: () => Promise<Value>) => {
      const known = memory.get(key) ?? make()
      memory.set(key, known)
      known.catch(() => memory.delete(key))
      return known as Promise<Value>
    },
    forget: (key) => {
      memory.delete(key)
    },
    get: (request) => get(trip, request),
    send: (request) => send(trip, request),
    close: async () => {
      await (await trip.opened())?.close()
    },
  }
}

type Trip = ReturnType<typeof prepare>

function prepare(options: HttpClientOptions) {
  const wait = options.wait ?? waitFor
  const clock = () => performance.now()
  let exchange: Promise<Exchange> | undefined
  const allowed = readAllowedHosts([
    ...(options.allowHosts ?? []),
    ...Object.keys(options.hosts ?? {}),
  ])
  return {
    allowed,
    wait,
    clock,
    userAgent: options.userAgent,
    signal: options.signal,
    requestMs: options.requestMs ?? 30_000,
    maxBytes: options.maxBytes ?? 10 * 1024 * 1024,
    random: options.random ?? Math.random,
    now: options.now ?? Date.now,
    lanes: createLanes({
      parallel: options.parallel ?? 16,
      perDomain: 2,
      perDomainMinute: 120,
      patienceMs: options.patienceMs ?? 10_000,
      clock,
      wait,
    }),
    opened: () => exchange,
    exchange: () => {
      exchange ??= openLazily(options, allowed)
      return exchange
    },
  }
}

async function openLazily(options: HttpClientOptions, allowed: AllowedHosts): Promise<Exchange> {
  const [{ openExchange }, { resolveBySystem }] = await Promise.all([
    import('./exchange.ts'),
    import('./connector.ts'),
  ])
  return openExchange({
    allowed,
    hosts: options.hosts ?? {},
    resolveName: options.resolveName ?? resolveBySystem,
    connectMs: options.connectMs ?? 5_000,
    headersMs: options.headersMs ?? 15_000,
    ...(options.ca === undefined ? {} : { ca: options.ca }),
  })
}

async function get(trip: Trip, request: HttpGet): Promise<HttpAnswer> {
  let journey = beginJourney(request, trip.allowed)
  const shown = displayUrl(journey.url)
  const deadline = openDeadline(
    request.timeoutMs ?? trip.requestMs,
    [trip.signal, request.signal],
    trip.clock,
  )
  try {
    for (;;) {
      const { raw, tries } = await tryHop(trip, journey, request, deadline)
      if (!isRedirect(raw.status)) return finish(trip, journey, request, raw, tries)
      journey = followRedirect(journey, raw, trip.allowed)
    }
  } catch (error) {
    throw toSourceError(error, shown, 1)
  } finally {
    deadline.close()
  }
}

async function tryHop(
  trip: Trip,
  journey: Journey,
  request: HttpGet,
  deadline: Deadline,
): Promise<{ raw: RawAnswer; tries: number }> {
  for (let tries = 1; ; tries += 1) {
    const last = tries >= MAX_TRIES
    try {
      const raw = await once(trip, laneOf(trip, journey.url, request), deadline, {
        ...toRawGet(trip, journey, request),
        retried: !last,
        signal: deadline.signal,
      })
      if (last || !isPassingStatus(raw.status, raw.headers)) return { raw, tries }
    } catch (error) {
      if (last || !isPassing(error)) throw toSourceError(error, displayUrl(journey.url), tries)
    }
    await pause(trip, tries, deadline)
  }
}

function toRawGet(
  trip: Trip,
  journey: Journey,
  request: HttpGet,
): Omit<RawRequest, 'retried' | 'signal'> {
  return {
    method: 'GET',
    url: journey.url,
    headers: {
      'user-agent': trip.userAgent,
      accept: '*/*',
      ...journey.headers,
      ...toConditions(cleanValidators(request.validators ?? {})),
    },
    maxBytes: request.maxBytes ?? trip.maxBytes,
    partial: request.partial === true,
  }
}

async function once(
  trip: Trip,
  lane: Lane,
  deadline: Deadline,
  request: RawRequest,
): Promise<RawAnswer> {
  return trip.lanes.run(lane, deadline.signal, () =>
    deadline.during(async () => (await trip.exchange()).send(request)),
  )
}

// Growing waits, spread so that many clients do not come back in step.
async function pause(trip: Trip, tries: number, deadline: Deadline): Promise<void> {
  const ms = FIRST_WAIT_MS * 3 ** (tries - 1) * (1 + trip.random())
  await trip.wait(Math.min(ms, Math.max(deadline.leftMs(), 0)))
  deadline.signal.throwIfAborted()
}

function laneOf(trip: Trip, url: URL, request: HttpGet): Lane {
  const host = hostOf(url)
  const own = isAddress(host) || trip.allowed.hasName(host)
  return {
    origin: url.origin,
    ...(own ? {} : { domain: domainOf(host) }),
    ...(request.gapMs === undefined ? {} : { gapMs: request.gapMs }),
  }
}

function finish(
  trip: Trip,
  journey: Journey,
  request: HttpGet,
  raw: RawAnswer,
  tries: number,
): HttpAnswer {
  const answer = toAnswer(trip, journey, request, raw)
  if (isGood(raw.status)) return answer
  if (raw.status === 304) {
    if (hasValidators(cleanValidators(request.validators ?? {}))) return answer
    throw new SourceError(
      'unexpected-response',
      'it says "not modified" to a first request (status 304)',
    )
  }
  throw request.explain?.(answer) ?? toStatusError(answer, tries)
}

function toAnswer(trip: Trip, journey: Journey, request: HttpGet, raw: RawAnswer): HttpAnswer {
  const { etag, 'last-modified': lastModified } = raw.headers
  const waitSeconds = readWaitSeconds(raw.headers, trip.now())
  const sent = raw.status === 304 ? request.validators : undefined
  return {
    status: raw.status,
    url: journey.url.href,
    headers: raw.headers,
    body: raw.body,
    validators: {
      ...cleanValidators(sent ?? {}),
      ...cleanValidators({
        ...(etag === undefined ? {} : { etag }),
        ...(lastModified === undefined ? {} : { lastModified }),
      }),
    },
    ...(journey.movedTo === undefined ? {} : { movedTo: journey.movedTo }),
    ...(waitSeconds === undefined ? {} : { waitSeconds }),
    ...(raw.cut === undefined ? {} : { cut: raw.cut }),
  }
}

async function send(trip: Trip, request: HttpSend): Promise<HttpAnswer> {
  const journey = beginJourney(request, trip.allowed)
  const deadline = openDeadline(
    request.timeoutMs ?? trip.requestMs,
    [trip.signal, request.signal],
    trip.clock,
  )
  try {
    const raw = await once(trip, laneOf(trip, journey.url, request), deadline, {
      method: request.method,
      url: journey.url,
      headers: {
        'user-agent': trip.userAgent,
        accept: '*/*',
        'content-type': request.contentType,
        ...journey.headers,
      },
      body: request.body,
      maxBytes: request.maxBytes ?? trip.maxBytes,
      partial: false,
      retried: false,
      signal: deadline.signal,
    })
    return toAnswer(trip, journey, request, raw)
  } catch (error) {
    // The path of a webhook is its secret, so only the host is named.
    throw toSourceError(error, journey.url.origin, 1)
  } finally {
    deadline.close()
  }
}

function waitFor(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
