import { createHash } from 'node:crypto'
import { hostOf, urlIdentity } from '../../text/url.ts'
import type { ParsedFeed, ParsedItem } from './parsed.ts'

const MAX_IDENTITY = 512

/** Where ids are unique that are not unique in the world. */
export interface Scope {
  /** The host of the feed's site, which its feeds by topic share, else the host that it was fetched from. */
  readonly host: string
  /** The same with the path: several feeds of one host may count from 1. */
  readonly site: string
}

export function scopeOf(feed: Pick<ParsedFeed, 'link'>, url: string | undefined): Scope {
  const own = urlIdentity(feed.link ?? '') === undefined ? (url ?? '') : (feed.link ?? '')
  const host = hostOf(own) ?? ''
  return { host: host.replace(/^www\./, ''), site: urlIdentity(own) ?? '' }
}

/**
 * What an item is known by, alike over edits, a move to https, and all feeds of a site: its id (URLs without scheme and
 * `www.`, other ids that are not unique in the world behind the site), else its canonical link, else a hash of
 * title, text and author. An item that links to the feed's own site has no link of its own.
 */
export function identityOf(item: ParsedItem, scope: Scope): string {
  if (item.id !== undefined) return idIdentity(item.id, scope)
  const link = item.link === undefined ? undefined : pageIdentity(item.link)
  if (link !== undefined && link !== scope.site) return shorten(link)
  if (item.link !== undefined && link === undefined) return shorten(`${scope.host}#${item.link}`)
  return hashOf([item.title ?? '', item.text, item.authors[0]?.name ?? ''])
}

/** The identity of the item with that id in a feed of that scope. */
export function idIdentity(id: string, scope: Scope): string {
  const page = pageIdentity(id)
  if (page !== undefined && IS_PUBLIC.test(page)) return shorten(page)
  if (page === undefined && isUniqueId(id)) return shorten(id)
  return shorten(`${IS_COUNTER.test(id) ? scope.site : scope.host}#${id}`)
}

/** A host with a name; `localhost` and addresses stand in the guids of many sites. */
const IS_PUBLIC = /^[^/?#]*\.[a-z][^/?#]*(?:[/?#]|$)/i
/** Ids that any two feeds may have. */
const IS_COUNTER = /^(?:\d{1,7}|.{1,2})$/

/** A page and the place in it: weblogs of one page tell their entries apart by the fragment. */
function pageIdentity(url: string): string | undefined {
  const page = urlIdentity(url)
  if (page === undefined || page.includes('#')) return page
  const fragment = /#(.+)$/.exec(url.trim())?.[1]
  return fragment === undefined || TRACKING_FRAGMENT.test(fragment) ? page : `${page}#${fragment}`
}

const TRACKING_FRAGMENT =
  /^(?:xtor|utm_|ref|rss|echobox|comments$|respond$|at_|intcid|track|ftag|tag=rss)/i

/** Names that their makers keep unique: tag: and urn: URIs, other URIs with an authority, UUIDs. */
function isUniqueId(id: string): boolean {
  return /^(?:tag:|urn:|[a-z][a-z0-9+.-]*:\/\/)|^\{?[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\}?$/i.test(
    id,
  )
}

function shorten(identity: string): string {
  return identity.length <= MAX_IDENTITY ? identity : hashOf([identity])
}

function hashOf(parts: readonly string[]): string {
  return `sha256:${createHash('sha256').update(parts.join('\u0000')).digest('base64url')}`
}

/**
 * The identities of all items of a document. Where one id stands for several pages, the link tells them apart; where
 * items have no id and share a link, title and date do.
 */
export function identitiesOf(items: readonly ParsedItem[], scope: Scope): readonly string[] {
  const plain = items.map((item) => identityOf(item, scope))
  const kinds = new Map<string, Set<string>>()
  items.forEach((item, index) => {
    const identity = plain[index] as string
    kinds.set(identity, (kinds.get(identity) ?? new Set()).add(differenceOf(item)))
  })
  return items.map((item, index) => {
    const identity = plain[index] as string
    const isShared = (kinds.get(identity)?.size ?? 1) > 1
    return isShared ? shorten(`${identity} ${differenceOf(item)}`) : identity
  })
}

/** What tells items of one id, or of one link without an id, apart. */
function differenceOf(item: ParsedItem): string {
  if (item.id !== undefined) return pageIdentity(item.link ?? '') ?? ''
  return hashOf([item.title ?? item.text, String(item.published?.at ?? '')]).slice(0, 24)
}

/**
 * What an item looks like whatever its id and host: path of the link, title, date. Undefined when that is too little to
 * know it again by. A site that moves, or makes new ids at each request, changes none of it.
 */
export function likenessOf(item: ParsedItem): string | undefined {
  const page = urlIdentity(item.link ?? '')?.replace(/^[^/?]*/, '')
  if (page === undefined || item.published === undefined) return undefined
  const text = item.title ?? item.text.slice(0, 200)
  return createHash('sha256')
    .update(`${page}\u0000${text}\u0000${item.published.at}`)
    .digest('base64url')
    .slice(0, 16)
}
