import { decodeXmlText } from '../../text/html-entities.ts'
import { resolveUrl } from '../../text/url.ts'
import { decodeBytes } from './decode.ts'
import type { Draft } from './draft.ts'
import { langOf, toItem } from './item.ts'
import { relOf } from './item-links.ts'
import { readJsonFeed } from './json.ts'
import { FEED_LIMITS, type FeedLimits } from './limits.ts'
import type { FeedFailure, ParsedFeed, ParsedPerson } from './parsed.ts'
import { personOf } from './people.ts'
import { lineOf } from './texts.ts'
import { refreshOf, skipHoursOf } from './timing.ts'
import { scanFeed, type XmlFeed } from './xml.ts'

export interface ReadFeedOptions {
  /** Where the document came from: the base of relative links. */
  readonly url?: string
  /** As HTTP gave it; only its charset is used. */
  readonly contentType?: string
  readonly limits?: Partial<FeedLimits>
}

/**
 * Reads a feed of any format and encoding. Never throws on bad input: damaged feeds give the whole items that they
 * hold with `complete: false`; what is no feed gives a failure. Nothing is fetched, no entity of the document is expanded.
 */
export function readFeed(
  document: string | Uint8Array,
  options: ReadFeedOptions = {},
): ParsedFeed | FeedFailure {
  const limits = { ...FEED_LIMITS, ...options.limits }
  const whole = document.length <= limits.maxBytes
  const part = whole ? document : document.slice(0, limits.maxBytes)
  const text = typeof part === 'string' ? part : decodeBytes(part, options).text
  const feed = readText(text, options.url, limits)
  if (whole || 'failure' in feed) return feed
  return {
    ...feed,
    complete: false,
    notices: [...feed.notices, `only the first ${limits.maxBytes} bytes were read`],
  }
}

function readText(
  text: string,
  url: string | undefined,
  limits: FeedLimits,
): ParsedFeed | FeedFailure {
  const start = text.trimStart().replace(/^\ufeff+/, '')
  if (start === '') return { failure: 'empty', message: 'an empty document' }
  if (start.startsWith('{') || start.startsWith('[')) return readJsonFeed(start, url, limits)
  const scanned = scanFeed(text, url, limits)
  if (scanned.kind === 'html') return { failure: 'html', message: 'a web page' }
  if (scanned.kind === undefined)
    return { failure: 'not-a-feed', message: 'something other than RSS, Atom or JSON Feed' }
  return toFeed(scanned, url, limits)
}

function toFeed(scanned: XmlFeed, url: string | undefined, limits: FeedLimits): ParsedFeed {
  const { feed } = scanned
  feed.assumeBase(url)
  const title = feedTitle(feed, limits)
  const link = siteLink(feed)
  const lang = langOf(feed.text('language', 'dc:language') ?? scanned.lang)
  const next = linkTo(feed, 'next') ?? linkTo(feed, 'prev-archive')
  const refreshSeconds = refreshOf(feed)
  return {
    format:
      scanned.version === undefined
        ? String(scanned.kind)
        : `${scanned.kind} ${scanned.version.slice(0, 20)}`,
    ...(title === '' ? {} : { title }),
    ...(link === undefined ? {} : { link }),
    ...(lang === undefined ? {} : { lang }),
    authors: feedAuthors(feed),
    items: scanned.items.map((each) => toItem(each, link ?? url, limits)),
    complete: scanned.ended && !scanned.capped,
    ...(next === undefined ? {} : { next }),
    ...(refreshSeconds === undefined ? {} : { refreshSeconds }),
    skipHours: skipHoursOf(feed),
    notices: noticesOf(scanned, limits),
  }
}

function noticesOf(scanned: XmlFeed, limits: FeedLimits): readonly string[] {
  if (scanned.capped) return [`only the first ${limits.maxItems} items were read`]
  return scanned.ended ? [] : ['the document ends before its end: it may be cut']
}

function feedTitle(feed: Draft, limits: FeedLimits): string {
  const name = feed.first('title') === undefined ? 'atom:title' : 'title'
  const captured = feed.first(name)
  return captured === undefined ? '' : lineOf(name, captured, limits.maxField)
}

/** The site of the feed: the base of its relative links and the scope of its ids. */
function siteLink(feed: Draft): string | undefined {
  const written = feed.first('link')
  const link = written === undefined ? undefined : resolveUrl(written.value, written.base)
  return link ?? linkTo(feed, 'alternate')
}

function linkTo(feed: Draft, rel: string): string | undefined {
  const found = feed
    .all('atom:link')
    .find((each) => relOf(each) === rel && each.attributes.has('href'))
  return found === undefined
    ? undefined
    : resolveUrl(decodeXmlText(found.attributes.get('href') ?? ''), found.base)
}

function feedAuthors(feed: Draft): readonly ParsedPerson[] {
  const people = ['atom:author', 'dc:creator', 'author', 'managingeditor'].flatMap((name) =>
    feed.all(name).map(personOf),
  )
  return people.filter((each) => each !== undefined)
}
