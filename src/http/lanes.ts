import { SourceError } from '../errors.ts'
import { MAX_WAIT_SECONDS } from './retry-after.ts'

/** Where a request queues. */
export interface Lane {
  readonly origin: string
  /** Registrable domain whose budget it uses; absent for private hosts. */
  readonly domain?: string
  /** Least time between the starts of two requests to the origin. */
  readonly gapMs?: number
  /** How long to wait for that, or for the end of a rest, at most; else the limits' own. */
  readonly patienceMs?: number
  /** What shares a limit of the service; absent: all of the origin. */
  readonly bucket?: string
}

export interface LaneLimits {
  /** Requests under way at once, over all origins. */
  readonly parallel: number
  /** Requests under way at once to one registrable domain. */
  readonly perDomain: number
  /** Requests a minute to one registrable domain. */
  readonly perDomainMinute: number
  /** A request that would have to wait longer than this for its gap fails with `retryAfterSeconds` instead. */
  readonly patienceMs: number
  /** Milliseconds on a clock that only goes forward. */
  readonly clock: () => number
  readonly wait: (ms: number) => Promise<void>
  /** Milliseconds for which the service wants to be left alone still. */
  readonly restMs?: (lane: Lane) => number
}

export interface Lanes {
  /** Runs the task when its origin is free and its domain has budget. Rejects when the signal aborts before. */
  run<T>(lane: Lane, signal: AbortSignal | undefined, task: () => Promise<T>): Promise<T>
}

interface Waiting {
  readonly lane: Lane
  readonly start: () => void
  readonly refuse: (error: unknown) => void
}

interface Traffic {
  readonly busy: Set<string>
  readonly lastStart: Map<string, number>
  readonly domains: Map<string, { running: number; starts: number[] }>
  running: number
}

const MINUTE = 60_000

/** One request at a time to an origin, several origins in parallel, a budget for each registrable domain. */
export function createLanes(limits: LaneLimits): Lanes {
  const traffic: Traffic = { busy: new Set(), lastStart: new Map(), domains: new Map(), running: 0 }
  let waiting: Waiting[] = []
  let alarm: number | undefined

  function dispatch(): void {
    const now = limits.clock()
    let earliest = Number.POSITIVE_INFINITY
    const queue = waiting
    waiting = []
    for (const one of queue) {
      const inMs = waitOf(traffic, one.lane, limits, now)
      const refusal = refusalOf(one.lane, inMs, limits)
      if (refusal !== undefined) one.refuse(refusal)
      else if (inMs <= 0) one.start()
      else {
        waiting.push(one)
        earliest = Math.min(earliest, now + inMs)
      }
    }
    if (earliest !== Number.POSITIVE_INFINITY) setAlarm(earliest, now)
  }

  function setAlarm(at: number, now: number): void {
    if (alarm !== undefined && alarm <= at && alarm > now) return
    alarm = at
    void limits.wait(at - now).then(() => {
      if (alarm === at) alarm = undefined
      dispatch()
    })
  }

  return {
    run: (lane, signal, task) =>
      new Promise((resolve, reject) => {
        const leave = () => {
          waiting = waiting.filter((one) => one !== entry)
          reject(signal?.reason)
        }
        const entry: Waiting = {
          lane,
          start: () => {
            signal?.removeEventListener('abort', leave)
            enter(traffic, lane, limits.clock())
            task()
              .then(resolve, reject)
              .finally(() => {
                depart(traffic, lane)
                // What the answer says of limits in its body is heard before the next request leaves.
                setImmediate(dispatch)
              })
          },
          refuse: (error) => {
            signal?.removeEventListener('abort', leave)
            reject(error)
          },
        }
        if (signal?.aborted) {
          reject(signal.reason)
          return
        }
        signal?.addEventListener('abort', leave, { once: true })
        waiting.push(entry)
        dispatch()
      }),
  }
}

/** Milliseconds until a request may start; infinity while another one is in its way. */
function waitOf(traffic: Traffic, lane: Lane, limits: LaneLimits, now: number): number {
  const domain = lane.domain === undefined ? undefined : traffic.domains.get(lane.domain)
  const blocked =
    traffic.running >= limits.parallel ||
    traffic.busy.has(lane.origin) ||
    (domain?.running ?? 0) >= limits.perDomain
  if (blocked) return Number.POSITIVE_INFINITY
  const last = traffic.lastStart.get(lane.origin)
  const byGap = last === undefined ? 0 : last + (lane.gapMs ?? 0)
  const first = domain?.starts[domain.starts.length - limits.perDomainMinute]
  const byBudget = first === undefined ? 0 : first + MINUTE
  return Math.max(byGap - now, byBudget - now, limits.restMs?.(lane) ?? 0)
}

function enter(traffic: Traffic, lane: Lane, now: number): void {
  traffic.running += 1
  traffic.busy.add(lane.origin)
  traffic.lastStart.set(lane.origin, now)
  if (lane.domain === undefined) return
  const domain = traffic.domains.get(lane.domain) ?? { running: 0, starts: [] }
  domain.running += 1
  domain.starts = [...domain.starts.filter((at) => at > now - MINUTE), now]
  traffic.domains.set(lane.domain, domain)
}

function depart(traffic: Traffic, lane: Lane): void {
  traffic.running -= 1
  traffic.busy.delete(lane.origin)
  const domain = lane.domain === undefined ? undefined : traffic.domains.get(lane.domain)
  if (domain !== undefined) domain.running -= 1
}

/** The error of a request whose turn, by its gap or by the rest that was asked for, comes too late for its patience. */
function refusalOf(lane: Lane, inMs: number, limits: LaneLimits): SourceError | undefined {
  const patienceMs = lane.patienceMs ?? limits.patienceMs
  const restMs = limits.restMs?.(lane) ?? 0
  if (restMs > patienceMs) return tooSoon(lane, restMs)
  const isLate = lane.gapMs !== undefined && inMs !== Number.POSITIVE_INFINITY && inMs > patienceMs
  return isLate ? tooSoon(lane, inMs) : undefined
}

function tooSoon(lane: Lane, ms: number): SourceError {
  const seconds = Math.min(Math.ceil(ms / 1000), MAX_WAIT_SECONDS)
  return new SourceError('rate-limited', `${lane.origin} may be asked again in ${seconds} s`, {
    retryAfterSeconds: seconds,
    notSent: true,
  })
}
