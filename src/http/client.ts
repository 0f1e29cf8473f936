import type { HttpAnswer, HttpClient, HttpSend } from '../model/http.ts'
import { openDeadline } from './deadline.ts'
import { toSourceError } from './failure.ts'
import { get } from './get.ts'
import { beginJourney } from './journey.ts'
import { restKey } from './rests.ts'
import { type HttpClientOptions, laneOf, once, prepare, type Trip, toAnswer } from './trip.ts'

export type { HttpClientOptions } from './trip.ts'

/**
 * The one HTTP client. Proxies of the environment (HTTPS_PROXY and the like) are not used: the guard could not see
 * where a proxy connects to. Certificates are always verified.
 */
export function createHttpClient(options: HttpClientOptions): HttpClient {
  const trip = prepare(options)
  const memory = new Map<string, Promise<unknown>>()
  return {
    userAgent: options.userAgent,
    remember: <Value>(key: string, make: () => Promise<Value>) => {
      const known = memory.get(key) ?? make()
      memory.set(key, known)
      known.catch(() => memory.delete(key))
      return known as Promise<Value>
    },
    forget: (key) => {
      memory.delete(key)
    },
    rest: (url, seconds, bucket) => {
      trip.rests.rest(restKey(new URL(url).origin, bucket), seconds)
    },
    get: (request) => get(trip, request),
    send: (request) => send(trip, request),
    close: async () => {
      await (await trip.opened())?.close()
    },
  }
}

/** Sends once. What went wrong after the request left is unknown, and is not tried again. */
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
