import { registrableDomain } from '../text/domain.ts'
import { findLinks, type TextLink } from '../text/links-in-text.ts'
import type { Reading } from './match-reading.ts'

/** The links in a post's text; its title has none worth following. */
export function textLinks({ post }: Reading): readonly TextLink[] {
  return /[:.]\S/.test(post.text) ? findLinks(post.text) : []
}

/** A URL without scheme, user and `www.`: the host in lower case, and the rest as written. */
interface Address {
  readonly host: string
  readonly rest: string
}

function toAddress(url: string): Address {
  const bare = url.trim().replace(/^[a-z][a-z0-9+.-]*:\/\//i, '')
  const [, authority = '', rest = ''] = /^([^/?#]*)(.*)$/s.exec(bare) ?? []
  const host = authority
    .replace(/^.*@/, '')
    .toLowerCase()
    .replace(/^www\./, '')
    .replace(/\.$/, '')
  return { host, rest }
}

function withoutPort(host: string): string {
  return host.replace(/:\d+$/, '')
}

/** `site:`: the host of the post's URL or of its source, or a part of the domain above it. A public suffix holds for none. */
export function holdsHost(domain: string): (reading: Reading) => boolean {
  const wanted = withoutPort(toAddress(domain).host)
  if (isSuffix(wanted)) return () => false
  return ({ post, context }) => {
    const urls = [post.url, context.endpoint]
    return urls.some((url) => url !== undefined && isWithin(toAddress(url).host, wanted))
  }
}

function isSuffix(host: string): boolean {
  const isName = /[a-z]/.test(host) && host.includes('.')
  return isName && registrableDomain(host) === undefined
}

function isWithin(host: string, domain: string): boolean {
  const bare = withoutPort(host)
  return bare === domain || bare.endsWith(`.${domain}`)
}

/** `url:`: the beginning of host and path. */
export function holdsAddress(prefix: string): (reading: Reading) => boolean {
  const wanted = toAddress(prefix)
  return ({ post }) => post.url !== undefined && beginsWith(toAddress(post.url), wanted)
}

/** The host must end where the wanted one ends; the path is compared letter by letter. */
function beginsWith(address: Address, wanted: Address): boolean {
  const sameHost =
    address.host === wanted.host ||
    (!wanted.host.includes(':') && withoutPort(address.host) === wanted.host)
  return sameHost && (wanted.rest === '' || address.rest.startsWith(wanted.rest))
}

/** `link:`: a domain with its sub-domains, or the beginning of a URL; of the post's links and those in its text. */
export function holdsLink(prefix: string): (reading: Reading) => boolean {
  const wanted = toAddress(prefix)
  const isDomain = wanted.rest === ''
  const suffix = isDomain && isSuffix(withoutPort(wanted.host))
  return (reading) => {
    if (suffix) return false
    const links = [...(reading.post.links ?? []), ...textLinks(reading).map(({ url }) => url)]
    return links.some((link) => {
      const address = toAddress(link)
      return isDomain ? isWithin(address.host, wanted.host) : beginsWith(address, wanted)
    })
  }
}
