import type { Instant } from '../model/post.ts'
import { DEFAULT_WAIT_SECONDS, MAX_WAIT_SECONDS, readWaitSeconds } from './retry-after.ts'

/** Until when a service wants to be left alone, by what shares its limit: an origin, or a part of what it offers. */
export type RestsByKey = Readonly<Record<string, Instant>>

export interface RestsOptions {
  readonly now: () => Instant
  /** What earlier runs were told. */
  readonly known?: RestsByKey
  /** Told of every change, so that the next run knows it. */
  readonly onRest?: (key: string, until: Instant) => void
}

/** What all services have asked for. */
export interface Rests {
  /** Milliseconds until the next request may start; 0: now. */
  leftMs(key: string): number
  rest(key: string, seconds: number): void
}

export function createRests({ now, known = {}, onRest }: RestsOptions): Rests {
  const byKey = new Map(Object.entries(known))
  return {
    leftMs: (key) => {
      const left = (byKey.get(key) ?? 0) - now()
      // More than a service can ask for means that the clock of this machine went back.
      return left > MAX_WAIT_SECONDS * 1000 ? 0 : Math.max(left, 0)
    },
    rest: (key, seconds) => {
      const until = now() + Math.min(seconds, MAX_WAIT_SECONDS) * 1000
      if (until <= (byKey.get(key) ?? 0)) return
      byKey.set(key, until)
      onRest?.(key, until)
    },
  }
}

export function restKey(origin: string, bucket: string | undefined): string {
  return bucket === undefined ? origin : `${origin} ${bucket}`
}

const REMAINING = ['x-ratelimit-remaining', 'ratelimit-remaining', 'x-rate-limit-remaining']

/** Whether this was the last request of a window. */
export function isLastOfWindow(headers: Readonly<Record<string, string>>): boolean {
  return REMAINING.some((name) => isUsedUp(headers[name]))
}

/** Seconds to rest after an answer: it says "too often", or that this was the last request of its window. */
export function restSecondsOf(
  status: number,
  headers: Readonly<Record<string, string>>,
  now: Instant,
): number | undefined {
  const isLast = isLastOfWindow(headers)
  const isRefused = status === 429 || (status >= 500 && headers['retry-after'] !== undefined)
  const isForbidden = status === 403 && headers['retry-after'] !== undefined
  if (!isLast && !isRefused && !isForbidden) return undefined
  const seconds = readWaitSeconds(headers, now)
  return isRefused ? (seconds ?? DEFAULT_WAIT_SECONDS) : seconds
}

function isUsedUp(remaining: string | undefined): boolean {
  return remaining !== undefined && /^\s*\d/.test(remaining) && Number.parseFloat(remaining) < 1
}
