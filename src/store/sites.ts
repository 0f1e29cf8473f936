import type { SiteOf } from './save-pages.ts'

/** Loaded only to save: the list of public suffixes takes time that reading need not pay. */
export async function loadSites(): Promise<SiteOf> {
  const { registrableDomain } = await import('../text/domain.ts')
  return (url) => {
    if (url === undefined || !URL.canParse(url)) return undefined
    const host = new URL(url).hostname
    return registrableDomain(host) ?? (host === '' ? undefined : host)
  }
}
