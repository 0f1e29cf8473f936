const MAX_SHOWN = 200

/**
 * A URL for people and logs: without user, password and fragment, with the names of query parameters but not
 * their values, because feeds and APIs carry keys there. Not a URL any more: do not fetch it.
 */
export function displayUrl(url: string | URL): string {
  const parsed = typeof url === 'string' ? parseUrl(url) : url
  if (parsed === undefined) return 'an address that is not a URL'
  const names = [...new Set(parsed.searchParams.keys())].map(
    (name) => `${encodeURIComponent(name)}=…`,
  )
  const query = names.length === 0 ? '' : `?${names.join('&')}`
  const shown = `${parsed.protocol}//${parsed.host}${parsed.pathname}${query}`
  return shown.length > MAX_SHOWN ? `${shown.slice(0, MAX_SHOWN)}…` : shown
}

export function parseUrl(text: string): URL | undefined {
  return URL.canParse(text) ? new URL(text) : undefined
}
