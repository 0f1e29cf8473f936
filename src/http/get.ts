import { SourceError } from '../errors.ts'
import type { HttpAnswer, HttpGet } from '../model/http.ts'
import { type Deadline, openDeadline } from './deadline.ts'
import { displayUrl } from './display-url.ts'
import type { RawAnswer, RawRequest } from './exchange.ts'
import { isPassing, toSourceError } from './failure.ts'
import { beginJourney, followRedirect, type Journey } from './journey.ts'
import type { Lane } from './lanes.ts'
import { isLastOfWindow, restKey } from './rests.ts'
import { isGood, isPassingStatus, isRedirect, toStatusError } from './status.ts'
import { HOP, LONG_GAP_MS, laneOf, once, type Trip, toAnswer } from './trip.ts'
import { cleanValidators, hasValidators, toConditions } from './validators.ts'

const MAX_TRIES = 3
const FIRST_WAIT_MS = 500

/** Gets a page through its redirects, with few tries each. */
export async function get(trip: Trip, request: HttpGet): Promise<HttpAnswer> {
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
  const maxTries = triesOf(request)
  const lane = laneOfHop(trip, journey, request)
  for (let tries = 1; ; tries += 1) {
    const last = tries >= maxTries
    try {
      const raw = await once(
        trip,
        lane,
        deadline,
        toRawGet(trip, journey, request, deadline, !last),
      )
      if (last || !isPassingStatus(raw.status, raw.headers)) return { raw, tries }
    } catch (error) {
      if (last || !isPassing(error)) throw toSourceError(error, displayUrl(journey.url), tries)
    }
    await pause(trip, tries, deadline)
  }
}

// Where a source keeps a long gap, a second try is the next run's.
function triesOf(request: HttpGet): number {
  return (request.gapMs ?? 0) > LONG_GAP_MS ? 1 : MAX_TRIES
}

// A redirect belongs to the request before it: the gap was kept for both, and the rest after it is for the next.
function laneOfHop(trip: Trip, journey: Journey, request: HttpGet): Lane {
  if (journey.visited.length === 1) return laneOf(trip, journey.url, request)
  const isSame = journey.url.origin === new URL(request.url).origin
  return laneOf(trip, journey.url, isSame ? { bucket: HOP } : {})
}

function toRawGet(
  trip: Trip,
  journey: Journey,
  request: HttpGet,
  deadline: Deadline,
  retried: boolean,
): RawRequest {
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
    retried,
    signal: deadline.signal,
  }
}

// Growing waits, spread so that many clients do not come back in step.
async function pause(trip: Trip, tries: number, deadline: Deadline): Promise<void> {
  const ms = FIRST_WAIT_MS * 3 ** (tries - 1) * (1 + trip.random())
  await trip.wait(Math.min(ms, Math.max(deadline.leftMs(), 0)))
  deadline.signal.throwIfAborted()
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
  const error = request.explain?.(answer) ?? toStatusError(answer, tries)
  // Some say it in the body alone, in words that only the source understands.
  if (error instanceof SourceError && error.kind === 'rate-limited')
    trip.rests.rest(
      restKey(journey.url.origin, isLastOfWindow(raw.headers) ? request.bucket : undefined),
      error.retryAfterSeconds ?? 0,
    )
  throw error
}
