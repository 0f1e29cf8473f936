import { lookup as systemLookup } from 'node:dns'
import type { LookupFunction, Socket } from 'node:net'
import { buildConnector } from 'undici'
import { type AllowedHosts, isAddress, isPublicAddress, plainHost } from './address.ts'
import { blockedHost } from './target.ts'

/** The addresses of a name; rejects as dns.lookup does. */
export type ResolveName = (host: string) => Promise<readonly string[]>

/** Where connections to a logical host go instead, over plain http. */
export type HostMap = Readonly<Record<string, { readonly address: string; readonly port: number }>>

export interface ConnectorOptions {
  readonly allowed: AllowedHosts
  readonly hosts: HostMap
  readonly resolveName: ResolveName
  readonly connectMs: number
  /** PEM of further certificate authorities to trust. */
  readonly ca?: string
}

// A name with a thousand addresses would otherwise be tried one by one.
const MAX_ADDRESSES = 8

/**
 * Opens sockets to public addresses only. The check stands here and not on the URL, because here the address is
 * the one that is used: for each redirect, each retry and each answer of a resolver that changes its mind.
 */
export function createConnector(options: ConnectorOptions): buildConnector.connector {
  const connect = buildConnector({
    timeout: options.connectMs,
    lookup: guardLookup(options),
    ...(options.ca === undefined ? {} : { ca: options.ca }),
  } as buildConnector.BuildOptions)
  return (target, callback) => {
    const opened: buildConnector.Callback = (...result) => {
      if (result[0] === null) skipContinue(result[1])
      callback(...result)
    }
    const place = options.hosts[plainHost(target.hostname)]
    if (place !== undefined) {
      if (target.protocol !== 'http:') {
        callback(
          blockedHost(target.hostname, 'stands in the host map, which is for plain http only'),
          null,
        )
        return
      }
      connect({ ...target, hostname: place.address, port: String(place.port) }, opened)
      return
    }
    if (isAddress(target.hostname)) {
      const refusal = refuse(plainHost(target.hostname), target.hostname, options.allowed)
      if (refusal !== undefined) {
        callback(refusal, null)
        return
      }
    }
    connect({ ...target, hostname: plainHost(target.hostname) }, opened)
  }
}

const CONTINUE = /^HTTP\/1\.[01] 100[^\r\n]*\r\n(?:[^\r\n]+\r\n)*\r\n/

// Some servers say "continue" to requests that have no body; undici takes that for a broken answer.
function skipContinue(socket: Socket): void {
  const read = socket.read.bind(socket)
  socket.read = (size?: number) => {
    const chunk: unknown = read(size)
    if (chunk === null || !Buffer.isBuffer(chunk)) return chunk
    socket.read = read
    const skipped = CONTINUE.exec(chunk.toString('latin1', 0, 1024))?.[0].length ?? 0
    const rest = chunk.subarray(skipped)
    return rest.length > 0 ? rest : read(size)
  }
}

/** Asks the system's resolver for all addresses of a name. */
export function resolveBySystem(host: string): Promise<readonly string[]> {
  return new Promise((resolve, reject) => {
    systemLookup(host, { all: true, verbatim: true }, (error, found) => {
      if (error === null) resolve(found.map((one) => one.address))
      else reject(error)
    })
  })
}

function guardLookup(options: ConnectorOptions): LookupFunction {
  return (host, wish, callback) => {
    options.resolveName(host).then(
      (addresses) => {
        const refusal = addresses.map((one) => refuse(one, host, options.allowed)).find(Boolean)
        if (refusal !== undefined) callback(refusal, [])
        else answerLookup(addresses.slice(0, MAX_ADDRESSES), host, wish.all === true, callback)
      },
      (error: NodeJS.ErrnoException) => callback(error, []),
    )
  }
}

function answerLookup(
  addresses: readonly string[],
  host: string,
  all: boolean,
  callback: Parameters<LookupFunction>[2],
): void {
  const found = addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }))
  const first = found[0]
  if (first === undefined)
    callback(Object.assign(new Error(`${host} has no address`), { code: 'ENOTFOUND' }), [])
  else if (all) callback(null, found)
  else callback(null, first.address, first.family)
}

// One private address among public ones is enough to refuse: a resolver that mixes them is up to something.
function refuse(address: string, host: string, allowed: AllowedHosts): Error | undefined {
  if (isPublicAddress(address) || allowed.hasName(host) || allowed.hasAddress(address))
    return undefined
  const plain = plainHost(host)
  return blockedHost(
    plain,
    plain === address ? 'is a private address' : `leads to the private address ${address}`,
  )
}
