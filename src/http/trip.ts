import type { HttpAnswer, HttpGet } from '../model/http.ts'
import type { Instant } from '../model/post.ts'
import { type AllowedHosts, isAddress, readAllowedHosts } from './address.ts'
import type { HostMap, ResolveName } from './connector.ts'
import type { Deadline } from './deadline.ts'
import { domainOf } from './domain.ts'
import type { Exchange, RawAnswer, RawRequest } from './exchange.ts'
import { hostOf, type Journey } from './journey.ts'
import { createLanes, type Lane } from './lanes.ts'
import { createRests, isLastOfWindow, type RestsByKey, restKey, restSecondsOf } from './rests.ts'
import { readWaitSeconds } from './retry-after.ts'
import { cleanValidators } from './validators.ts'

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
  /** Milliseconds on a clock that only goes forward, for the waits between requests. */
  readonly clock?: () => number
  /** Until when services want to be left alone, as earlier runs were told. */
  readonly rests?: RestsByKey
  /** Told when a service wants to be left alone, so that the next run knows it. */
  readonly onRest?: (key: string, until: Instant) => void
}

/** What all requests of a client share. */
export type Trip = ReturnType<typeof prepare>

export function prepare(options: HttpClientOptions) {
  const wait = options.wait ?? waitFor
  const clock = () => performance.now()
  const now = options.now ?? Date.now
  const rests = createRests({
    now,
    ...(options.rests === undefined ? {} : { known: options.rests }),
    ...(options.onRest === undefined ? {} : { onRest: options.onRest }),
  })
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
    now,
    rests,
    lanes: createLanes({
      parallel: options.parallel ?? 16,
      perDomain: 2,
      perDomainMinute: 120,
      patienceMs: options.patienceMs ?? 10_000,
      clock: options.clock ?? clock,
      wait,
      restMs: ({ origin, bucket }) =>
        Math.max(rests.leftMs(restKey(origin, bucket)), isHop(bucket) ? 0 : rests.leftMs(origin)),
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

/** Where a source keeps such a gap, it holds from one run to the next as well. */
export const LONG_GAP_MS = 5_000

/** One request on the wire, when its turn has come. */
export async function once(
  trip: Trip,
  lane: Lane,
  deadline: Deadline,
  request: RawRequest,
): Promise<RawAnswer> {
  return trip.lanes.run(lane, deadline.signal, async () => {
    const key = restKey(lane.origin, lane.bucket)
    // A long gap is known to the next run before the request leaves: this one may be killed.
    if ((lane.gapMs ?? 0) > LONG_GAP_MS) trip.rests.rest(key, (lane.gapMs ?? 0) / 1000)
    const raw = await deadline.during(async () => (await trip.exchange()).send(request))
    const seconds = restSecondsOf(raw.status, raw.headers, trip.now())
    // A window that is used up is one bucket's; a refusal for another reason holds for everything.
    if (seconds !== undefined)
      trip.rests.rest(isLastOfWindow(raw.headers) ? key : lane.origin, seconds)
    return raw
  })
}

/** The bucket of what follows a redirect on its own origin: the rest after the first request is for the next. */
export const HOP = 'redirect'

function isHop(bucket: string | undefined): boolean {
  return bucket === HOP
}

export function laneOf(
  trip: Trip,
  url: URL,
  request: Pick<HttpGet, 'gapMs' | 'patienceMs' | 'bucket'>,
): Lane {
  const host = hostOf(url)
  const own = isAddress(host) || trip.allowed.hasName(host)
  return {
    origin: url.origin,
    ...(own ? {} : { domain: domainOf(host) }),
    ...(request.gapMs === undefined ? {} : { gapMs: request.gapMs }),
    ...(request.patienceMs === undefined ? {} : { patienceMs: request.patienceMs }),
    ...(request.bucket === undefined ? {} : { bucket: request.bucket }),
  }
}

export function toAnswer(
  trip: Trip,
  journey: Journey,
  request: HttpGet,
  raw: RawAnswer,
): HttpAnswer {
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

function waitFor(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
