import { cleanLine } from '../../text/html-clean.ts'
import { decodeHtmlAttribute } from '../../text/html-entities.ts'
import {
  type MarkupHandler,
  MarkupScanner,
  RAW_TEXT,
  readAttributes,
} from '../../text/html-scanner.ts'
import { resolveUrl } from '../../text/url.ts'

export interface FeedLink {
  readonly url: string
  readonly title?: string
}

const FEED_TYPE =
  /^(?:application\/(?:(?:rss|atom|rdf)\+xml|feed\+json|x-rss\+xml|x\.atom\+xml|xml|json)|text\/(?:rss|atom|rss\+xml|xml))\s*(?:;|$)/i
const FEED_HREF = /(?:^|[/.?=_-])(?:feeds?|rss|atom|rdf|index\.xml)(?:$|[/.?&_-])/i
const MAX_FEEDS = 20

/** The feeds that a web page names in its head, the page's own first; if it names none, links that look like one. */
export function discoverFeeds(html: string, url: string | undefined): readonly FeedLink[] {
  const page = new PageLinks(html, url)
  new MarkupScanner(html, page, RAW_TEXT).scan()
  const named = page.named.toSorted((one, other) => rankOf(one) - rankOf(other))
  return [...named, ...(page.named.length === 0 ? page.looking : [])].slice(0, MAX_FEEDS)
}

/** Posts before comments, and interfaces for programs, which name themselves the same way, last. */
function rankOf(link: FeedLink): number {
  if (/\/wp-json\/|\/oembed/i.test(link.url)) return 2
  return /comment/i.test(`${link.title ?? ''} ${link.url}`) ? 1 : 0
}

class PageLinks implements MarkupHandler {
  readonly done = false
  readonly named: FeedLink[] = []
  readonly looking: FeedLink[] = []
  private readonly source: string
  private base: string | undefined

  constructor(source: string, url: string | undefined) {
    this.source = source
    this.base = url
  }

  text(): void {}
  cdata(): void {}
  close(): void {}

  open(written: string, start: number, end: number): void {
    const name = written.toLowerCase()
    if (name !== 'link' && name !== 'a' && name !== 'base') return
    const attributes = readAttributes(this.source, start, end)
    const href = attributes.get('href')
    if (href === undefined) return
    const url = resolveUrl(decodeHtmlAttribute(href), this.base)
    if (url === undefined) return
    if (name === 'base') this.base = url
    else if (name === 'link') this.addNamed(url, attributes)
    else if (FEED_HREF.test(new URL(url).pathname) && this.looking.length < MAX_FEEDS)
      this.looking.push({ url })
  }

  private addNamed(url: string, attributes: ReadonlyMap<string, string>): void {
    const rel = (attributes.get('rel') ?? '').toLowerCase().split(/\s+/)
    const alternate =
      rel.includes('alternate') && FEED_TYPE.test((attributes.get('type') ?? '').trim())
    if (!(alternate || rel.includes('feed')) || this.named.some((each) => each.url === url)) return
    const title = cleanLine(decodeHtmlAttribute(attributes.get('title') ?? ''))
    if (this.named.length < MAX_FEEDS) this.named.push({ url, ...(title === '' ? {} : { title }) })
  }
}
