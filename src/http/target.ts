import { SourceError } from '../errors.ts'
import { type AllowedHosts, isAddress, plainHost } from './address.ts'
import { displayUrl, parseUrl } from './display-url.ts'

const MAX_URL_LENGTH = 8192

// Names that only a local resolver knows (RFC 6761, 6762, 8375, 9476 and common habit).
const LOCAL_SUFFIXES = [
  'localhost',
  'local',
  'internal',
  'localdomain',
  'lan',
  'home.arpa',
  'intranet',
]

// Ports of mail, shells, databases and caches: nothing that speaks HTTP to the public listens there (after the fetch standard's list).
const REFUSED_PORTS = new Set([
  0, 1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101, 102,
  103, 104, 109, 110, 111, 113, 115, 117, 119, 123, 135, 137, 139, 143, 161, 179, 389, 427, 465,
  512, 513, 514, 515, 526, 530, 531, 532, 540, 548, 554, 556, 563, 587, 601, 636, 989, 990, 993,
  995, 1433, 1521, 1719, 1720, 1723, 2049, 2375, 2376, 3306, 3389, 3659, 4045, 4190, 5060, 5061,
  5432, 5984, 6000, 6379, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 9200, 9300, 10080, 11211,
  27017,
])

/**
 * Reads a URL that is about to be fetched. Throws a SourceError of kind `blocked` when scheme, port or name say
 * already that it must not be; addresses are checked where the connection is made.
 */
export function readTarget(text: string, allowed: AllowedHosts): URL {
  if (text.length > MAX_URL_LENGTH) {
    throw blocked(
      `the address is ${text.length} characters long, at most ${MAX_URL_LENGTH} are fetched`,
    )
  }
  const url = parseUrl(text)
  if (url === undefined) throw blocked('the address is not a URL')
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw blocked(`${url.protocol} addresses are not fetched, only http: and https:`)
  }
  if (allowed.hasName(url.hostname)) return url
  if (isLocalName(url.hostname)) throw blockedHost(url, 'is a local name')
  if (REFUSED_PORTS.has(portOf(url))) throw blockedHost(url, `port ${portOf(url)} is not fetched`)
  return url
}

/** The error for a host that must not be reached; `why` completes "HOST …". */
export function blockedHost(url: URL | string, why: string): SourceError {
  const host = typeof url === 'string' ? url : url.hostname
  const where = typeof url === 'string' ? '' : ` (${displayUrl(url)})`
  return new SourceError('blocked', `${host} ${why}${where}`, {
    hint: `if you trust it, add ${plainHost(host)} to network.allow_hosts`,
  })
}

export function portOf(url: URL): number {
  if (url.port !== '') return Number(url.port)
  return url.protocol === 'https:' ? 443 : 80
}

function blocked(message: string): SourceError {
  return new SourceError('blocked', message)
}

function isLocalName(hostname: string): boolean {
  if (isAddress(hostname)) return false
  const host = plainHost(hostname)
  return !host.includes('.') || LOCAL_SUFFIXES.some((suffix) => host.endsWith(`.${suffix}`))
}
