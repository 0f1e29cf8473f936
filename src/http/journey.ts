import { SourceError } from '../errors.ts'
import type { HttpGet } from '../model/http.ts'
import { type AllowedHosts, plainHost } from './address.ts'
import { displayUrl } from './display-url.ts'
import type { RawAnswer } from './exchange.ts'
import { readTarget } from './target.ts'

const MAX_REDIRECTS = 5

// What another origin may see after a redirect: nothing that could be a secret.
const HARMLESS_HEADERS = ['accept', 'accept-language']

/** A GET on its way through redirects. */
export interface Journey {
  readonly url: URL
  /** Headers of the caller that the present origin may see. */
  readonly headers: Readonly<Record<string, string>>
  readonly visited: readonly string[]
  /** False once a hop was temporary. */
  readonly permanent: boolean
  readonly movedTo?: string
}

export function beginJourney(request: HttpGet, allowed: AllowedHosts): Journey {
  const url = readTarget(request.url, allowed)
  const headers = lowerNames(request.headers ?? {})
  const login = takeLogin(url)
  return {
    url,
    headers: login === undefined ? headers : { authorization: login, ...headers },
    visited: [url.href],
    permanent: true,
  }
}

/** The next hop of a redirect. Throws a SourceError where it must not be followed. */
export function followRedirect(
  journey: Journey,
  answer: RawAnswer,
  allowed: AllowedHosts,
): Journey {
  const url = readLocation(journey, answer.headers.location, allowed)
  if (journey.visited.includes(url.href))
    throw new SourceError('unexpected-response', 'it redirects in a circle')
  if (journey.visited.length > MAX_REDIRECTS) {
    throw new SourceError('unexpected-response', `it redirects more than ${MAX_REDIRECTS} times`)
  }
  const permanent = journey.permanent && (answer.status === 301 || answer.status === 308)
  return {
    url,
    headers: url.origin === journey.url.origin ? journey.headers : harmless(journey.headers),
    visited: [...journey.visited, url.href],
    permanent,
    ...(permanent ? { movedTo: url.href } : keepMoved(journey)),
  }
}

function readLocation(journey: Journey, location: string | undefined, allowed: AllowedHosts): URL {
  if (location === undefined || location === '') {
    throw new SourceError('unexpected-response', 'it redirects without saying where to')
  }
  if (!URL.canParse(location, journey.url.href)) {
    throw new SourceError('unexpected-response', 'it redirects to something that is not a URL')
  }
  const url = readTarget(new URL(location, journey.url.href).href, allowed)
  if (journey.url.protocol === 'https:' && url.protocol === 'http:') {
    throw new SourceError('blocked', `it redirects from https to plain http (${displayUrl(url)})`)
  }
  takeLogin(url)
  url.hash = ''
  return url
}

/** Takes user and password out of a URL, as a basic authorization header. */
function takeLogin(url: URL): string | undefined {
  if (url.username === '' && url.password === '') return undefined
  const login = `${decode(url.username)}:${decode(url.password)}`
  url.username = ''
  url.password = ''
  return `Basic ${Buffer.from(login).toString('base64')}`
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

function keepMoved(journey: Journey): { movedTo?: string } {
  return journey.movedTo === undefined ? {} : { movedTo: journey.movedTo }
}

function harmless(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).filter(([name]) => HARMLESS_HEADERS.includes(name)),
  )
}

function lowerNames(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
  )
}

/** The host whose budget a request uses: without the port. */
export function hostOf(url: URL): string {
  return plainHost(url.hostname)
}
