import { SourceError } from '../errors.ts'
import type { HttpAnswer } from '../model/http.ts'
import { DEFAULT_WAIT_SECONDS } from './retry-after.ts'

const REDIRECTS = new Set([301, 302, 303, 307, 308])
const GOOD = new Set([200, 203, 204])
const RETRIED = new Set([500, 502, 503, 504, 520, 521, 522, 523, 524])

export function isRedirect(status: number): boolean {
  return REDIRECTS.has(status)
}

export function isGood(status: number): boolean {
  return GOOD.has(status)
}

/** A server error that may pass; not when the server says itself when to come back. */
export function isPassingStatus(
  status: number,
  headers: Readonly<Record<string, string>>,
): boolean {
  return RETRIED.has(status) && headers['retry-after'] === undefined
}

/** What a status that is neither success nor redirect means for a source. */
export function toStatusError(answer: HttpAnswer, tries: number): SourceError {
  const { status, waitSeconds: wait } = answer
  if (status === 429 || (status >= 500 && answer.headers['retry-after'] !== undefined)) {
    return new SourceError(
      'rate-limited',
      `it asks to be left alone for a while (status ${status})`,
      {
        retryAfterSeconds: wait ?? DEFAULT_WAIT_SECONDS,
      },
    )
  }
  if (status === 401 || status === 403 || status === 407) {
    return new SourceError('unauthorized', `it refuses access (status ${status})`, {
      hint: 'check the token or password of this source, or whether it is open to programs at all',
    })
  }
  if (status === 410) return new SourceError('gone', 'it is gone for good (status 410)')
  if (status === 404)
    return new SourceError('unexpected-response', 'it does not exist (status 404)')
  if (status >= 500 && status < 600) {
    const often = tries > 1 ? `, tried ${tries} times` : ''
    return new SourceError('unreachable', `it has an error of its own (status ${status}${often})`)
  }
  return new SourceError('unexpected-response', `it answered with status ${status}`)
}
