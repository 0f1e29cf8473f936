import type { SiteOf } from './save-pages.ts'

/** So many hosts are remembered; a group of pages seldom has more. */
const MOST_HOSTS = 5000

/** Loaded only to save: the list of public suffixes takes time that reading need not pay. */
export async function loadSites(): Promise<SiteOf> {
  const { registrableDomain } = await import('../text/domain.ts')
  const sites = new Map<string, string | undefined>()
  return (url) => {
    const host = url === undefined ? '' : hostOf(url)
    if (host === '') return undefined
    if (sites.has(host)) return sites.get(host)
    if (sites.size >= MOST_HOSTS) sites.clear()
    const site = registrableDomain(host) ?? host
    sites.set(host, site)
    return site
  }
}

const AUTHORITY = /^(?:[a-z][a-z0-9+.-]*:\/\/)?([^/?#]*)/i

/** As the matcher reads an address: what is no proper URL may still have a host. */
function hostOf(url: string): string {
  const authority = AUTHORITY.exec(url.trim())?.[1] ?? ''
  const host = authority.slice(authority.lastIndexOf('@') + 1).toLowerCase()
  return host
    .replace(/^www\./, '')
    .replace(/\.$/, '')
    .replace(/:\d+$/, '')
}
