import type { Instant } from '../model/post.ts'

/** The longest wait that a server can ask for: a day. */
export const MAX_WAIT_SECONDS = 86_400
/** How long to wait where a server says "too often" and nothing else. */
export const DEFAULT_WAIT_SECONDS = 900

const RESET_HEADERS = ['x-ratelimit-reset', 'ratelimit-reset', 'x-rate-limit-reset'] as const

/**
 * Seconds to wait, from Retry-After (RFC 9110: seconds or a date), else from the reset header of the service.
 * Undefined where neither says anything sensible; a wait is at least 1 s and at most a day.
 */
export function readWaitSeconds(
  headers: Readonly<Record<string, string>>,
  now: Instant,
): number | undefined {
  const there = clockOf(headers, now)
  const asked = toWaitSeconds(headers['retry-after'], there)
  if (asked !== undefined) return asked
  for (const name of RESET_HEADERS) {
    const seconds = toWaitSeconds(headers[name], there)
    if (seconds !== undefined) return seconds
  }
  return undefined
}

// Instants are meant by the server's clock, which may go wrong by minutes against ours; a copy of a cache is older.
const MOST_SKEW_MS = 3_600_000

function clockOf(headers: Readonly<Record<string, string>>, now: Instant): Instant {
  const there = headers.age === undefined ? Date.parse(headers.date ?? '') : Number.NaN
  return Math.abs(there - now) < MOST_SKEW_MS ? there : now
}

/** Reads seconds from now, seconds or milliseconds since 1970, or a date; services use all four for a reset. */
export function toWaitSeconds(value: string | undefined, now: Instant): number | undefined {
  const text = value?.trim() ?? ''
  if (text === '' || text.length > 64) return undefined
  const seconds = /^\d+(\.\d+)?$/.test(text) ? fromNumber(Number(text), now) : fromDate(text, now)
  return seconds === undefined
    ? undefined
    : Math.min(Math.max(Math.ceil(seconds), 1), MAX_WAIT_SECONDS)
}

const EPOCH_SECONDS = 1e9
const EPOCH_MILLISECONDS = 1e12

// No wait is 30 years long, so a number that large counts from 1970; one beyond any calendar is just "long".
function fromNumber(number: number, now: Instant): number {
  if (number < EPOCH_SECONDS) return number
  return (number < EPOCH_MILLISECONDS ? number : number / 1000) - now / 1000
}

function fromDate(text: string, now: Instant): number | undefined {
  if (!/^[A-Za-z]{3}|^\d{4}-\d\d-\d\dT/.test(text)) return undefined
  const at = Date.parse(text)
  return Number.isNaN(at) ? undefined : (at - now) / 1000
}
