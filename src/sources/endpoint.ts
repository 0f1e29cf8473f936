/**
 * A URL below a source's endpoint. An endpoint without a path gets the service's own base path; one with a path (a
 * mirror, a proxy) is taken as the base itself. Parameters that are undefined are left out.
 */
export function buildUrl(
  endpoint: string,
  base: string,
  path: string,
  parameters: Readonly<Record<string, string | number | undefined>> = {},
): string {
  const url = new URL(endpoint)
  const own = url.pathname.replace(/\/+$/, '')
  url.pathname = `${own === '' ? base : own}${path}`
  url.hash = ''
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== undefined) url.searchParams.append(name, String(value))
  }
  return url.href
}
