const MAX_URL = 8192

/** Whether the text is an absolute http or https URL. */
export function isHttpUrl(text: string): boolean {
  return /^https?:/i.test(text) && parse(text) !== undefined
}

/** The host in lower case without port, or undefined when the text is not an absolute URL with a host. */
export function hostOf(url: string): string | undefined {
  const host = parse(url)?.hostname
  return host === undefined || host === '' ? undefined : host
}

/** Signs that no URL may hold as they are; a link with one of them is shown in its escaped form. */
const PLAIN_URL = /^https?:\/\/[^\s<>"\\^`{|}\u0000-\u0020\u007f-\u00a0]+$/i
/** A host of ASCII letters whose top-level domain is no number: what follows cannot make the URL invalid. */
const SURE_URL =
  /^https?:\/\/(?:[a-z0-9_-]+\.)+[a-z][a-z0-9]*(?::\d{1,4})?(?:[/?#][^\s<>"\\^`{|}\u0000-\u0020\u007f-\u00a0]*)?$/i

/**
 * The absolute http(s) URL that a link stands for, or undefined when it is none (`javascript:`, `mailto:`, a
 * relative link without a base). A link that is absolute already keeps its spelling.
 */
export function resolveUrl(href: string, base?: string): string | undefined {
  const written = href.trim()
  if (written === '' || written.length > MAX_URL) return undefined
  if (SURE_URL.test(written) && !/xn--/i.test(written)) return written
  const url = parse(written, base) ?? parse(written)
  if (url === undefined || (url.protocol !== 'http:' && url.protocol !== 'https:')) return undefined
  return PLAIN_URL.test(written) ? written : url.href
}

/** Parameters that say where a reader came from, never which page it is. */
const TRACKING =
  /^(?:utm_\w+|at_(?:medium|campaign|custom\d|link\w*|format|ptr_name|bbc_team)|(?:fb|g|d|y|tw|tt|ms|wbra|gbra)clid|gbraid|wbraid|_ga|_gl|_hsenc|_hsmi|hsctatracking|mc_[ce]id|mkt_tok|igshid|igsh|li_fat_id|oly_(?:enc|anon)_id|vero_(?:id|conv)|rb_clickid|s_cid|ncid|spm|xtor|cmpid|sc_cid|ns_(?:mchannel|campaign|source|linkname|fee)|wt\.mc_id|wt\.rss_\w+|guccounter|guce_referrer\w*|ref_(?:src|url)|feedtype|feedname|trk|trackingid|ftag|ftcamp)$/i
/** Parameters that are tracking only when they say so. */
const TRACKING_VALUE = /^(?:source|ref|partner|emc|from|cmp|rss|via|f)=(?:rss|feed|atom)\b/i

/**
 * The form of a URL by which pages are compared: scheme and host in lower case, no default port, no user, no
 * fragment (but `#!`), no tracking parameters, and the target of the redirectors of Google and Bing. Undefined when it is not http(s).
 */
export function canonicalUrl(text: string): string | undefined {
  const url = unwrap(parse(text.trim()))
  if (url === undefined || (url.protocol !== 'http:' && url.protocol !== 'https:')) return undefined
  const query = url.search.slice(1).split('&').filter(isTelling).join('&')
  const fragment = url.hash.startsWith('#!') ? url.hash : ''
  return `${url.protocol}//${url.host}${url.pathname}${query === '' ? '' : `?${query}`}${fragment}`
}

/**
 * A page's identity: its canonical URL without scheme, `www.` and the slash at the end, so that a site's move to
 * https does not make every page new. Undefined when it is not http(s).
 */
export function urlIdentity(text: string): string | undefined {
  const canonical = canonicalUrl(text)
  if (canonical === undefined) return undefined
  return canonical.replace(/^https?:\/\/(?:www\.)?/, '').replace(/\/(?=$|\?)/, '')
}

function isTelling(parameter: string): boolean {
  const name = parameter.slice(0, indexOrEnd(parameter, '='))
  return parameter !== '' && !TRACKING.test(name) && !TRACKING_VALUE.test(parameter)
}

function indexOrEnd(text: string, sign: string): number {
  const at = text.indexOf(sign)
  return at === -1 ? text.length : at
}

const REDIRECTORS = [
  { host: /^(?:www\.)?google\.[a-z.]{2,6}$/, path: '/url', parameters: ['url', 'q'] },
  { host: /^(?:www\.)?bing\.com$/, path: '/news/apiclick.aspx', parameters: ['url'] },
]

function unwrap(url: URL | undefined): URL | undefined {
  if (url === undefined) return undefined
  const rule = REDIRECTORS.find(
    (each) => each.path === url.pathname && each.host.test(url.hostname),
  )
  for (const parameter of rule?.parameters ?? []) {
    const target = parse(url.searchParams.get(parameter) ?? '')
    if (target?.protocol === 'http:' || target?.protocol === 'https:') return target
  }
  return url
}

function parse(text: string, base?: string): URL | undefined {
  try {
    return new URL(text, base)
  } catch {
    return undefined
  }
}
