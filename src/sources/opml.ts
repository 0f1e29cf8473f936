import { cleanLine, cutText } from '../text/html-clean.ts'
import { decodeXmlText } from '../text/html-entities.ts'
import { type MarkupHandler, MarkupScanner, readAttributes } from '../text/html-scanner.ts'
import { isHttpUrl } from '../text/url.ts'
import { decodeBytes } from './feed/decode.ts'

export interface OpmlFeed {
  readonly title: string
  readonly url: string
}

export interface OpmlList {
  /** Each address once, in the order of the document. */
  readonly feeds: readonly OpmlFeed[]
  /** Entries that were left out, with the reason. */
  readonly skipped: readonly { readonly entry: string; readonly reason: string }[]
  /** The end of the document was seen. */
  readonly complete: boolean
}

const MAX_FEEDS = 10_000

/** Reads a list of feeds as feed readers export it. Undefined when the document is no OPML. */
export function readOpml(document: string | Uint8Array): OpmlList | undefined {
  const text = typeof document === 'string' ? document : decodeBytes(document).text
  const outlines = new Outlines(text)
  new MarkupScanner(text, outlines).scan()
  if (!outlines.isOpml) return undefined
  return { feeds: [...outlines.feeds.values()], skipped: outlines.skipped, complete: outlines.done }
}

class Outlines implements MarkupHandler {
  isOpml = false
  done = false
  readonly feeds = new Map<string, OpmlFeed>()
  readonly skipped: { entry: string; reason: string }[] = []
  private readonly source: string

  constructor(source: string) {
    this.source = source
  }

  text(): void {}
  cdata(): void {}

  open(written: string, start: number, end: number): void {
    const name = written.toLowerCase()
    if (name === 'opml') this.isOpml = true
    else if (name === 'outline' && this.isOpml) this.add(readAttributes(this.source, start, end))
  }

  close(written: string): void {
    if (written.toLowerCase() === 'opml') this.done = true
  }

  private add(attributes: ReadonlyMap<string, string>): void {
    const get = (name: string) => cleanLine(decodeXmlText(attributes.get(name) ?? ''))
    const url =
      get('xmlurl') || (get('type') === 'link' || get('type') === 'include' ? get('url') : '')
    const title = cutText(get('title') || get('text') || url, 200)
    if (url === '') return
    const reason = this.refuses(url)
    if (reason === undefined) this.feeds.set(url, { title, url })
    else if (this.skipped.length < MAX_FEEDS)
      this.skipped.push({ entry: cutText(url, 200), reason })
  }

  private refuses(url: string): string | undefined {
    if (this.feeds.has(url)) return 'listed twice'
    if (!isHttpUrl(url)) return 'not an http(s) address'
    return this.feeds.size >= MAX_FEEDS ? `more than ${MAX_FEEDS} feeds` : undefined
  }
}
