import ipaddr from 'ipaddr.js'

// ipaddr.js calls some of these "unicast"; each reaches, or may carry, an inner address (RFC 4291, 8215, 9637).
const REFUSED_V6 = ['::/96', '64:ff9b:1::/48', '3fff::/20'].map((range) => ipaddr.parseCIDR(range))
const GLOBAL_V6 = ipaddr.parseCIDR('2000::/3')
// Azure's virtual machines reach their host here although the range is public.
const REFUSED_V4 = new Set(['168.63.129.16'])

/** Whether an address, as text, is one that anybody on the Internet may be asked at. Anything odd is not. */
export function isPublicAddress(text: string): boolean {
  if (!ipaddr.isValid(text)) return false
  const address = ipaddr.parse(text)
  if (address.range() !== 'unicast') return false
  if (address.kind() === 'ipv4') return !REFUSED_V4.has(address.toString())
  return address.match(GLOBAL_V6) && !REFUSED_V6.some((range) => address.match(range))
}

/** Hosts that may be private, as `network.allow_hosts` names them: names, addresses or CIDR ranges. */
export interface AllowedHosts {
  hasName(host: string): boolean
  hasAddress(address: string): boolean
}

export function readAllowedHosts(entries: readonly string[]): AllowedHosts {
  const names = new Set(entries.map(plainHost))
  const ranges = entries.map(plainHost).flatMap(toRange)
  return {
    hasName: (host) => names.has(plainHost(host)),
    hasAddress: (text) => {
      if (!ipaddr.isValid(text)) return false
      const address = ipaddr.process(text)
      return ranges.some(([net, bits]) => net.kind() === address.kind() && address.match(net, bits))
    },
  }
}

/** Lower case, without brackets and the root dot. */
export function plainHost(host: string): string {
  return host
    .toLowerCase()
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '')
}

export function isAddress(host: string): boolean {
  return ipaddr.isValid(plainHost(host))
}

type Range = [ipaddr.IPv4 | ipaddr.IPv6, number]

function toRange(entry: string): Range[] {
  if (ipaddr.isValidCIDR(entry)) return [ipaddr.parseCIDR(entry)]
  if (!ipaddr.isValid(entry)) return []
  const address = ipaddr.process(entry)
  return [[address, address.kind() === 'ipv4' ? 32 : 128]]
}
