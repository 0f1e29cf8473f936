import type { SiteOf } from './save-pages.ts'

/** Loaded only to save: the list of public suffixes takes time that reading need not pay. */
export async function loadSites(): Promise<SiteOf> {
  const { registrableDomain } = await import('../text/domain.ts')
  return (url) => {
    const host = url === undefined ? '' : hostOf(url)
    return registrableDomain(host) ?? (host === '' ? undefined : host)
  }
}

/** As the matcher reads an address: what is no proper URL may still have a host. */
function hostOf(url: string): string {
  const bare = url.trim().replace(/^[a-z][a-z0-9+.-]*:\/\//i, '')
  const [authority = ''] = bare.split(/[/?#]/, 1)
  return authority
    .replace(/^.*@/, '')
    .toLowerCase()
    .replace(/^www\./, '')
    .replace(/\.$/, '')
    .replace(/:\d+$/, '')
}
