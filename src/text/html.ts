import { cleanLine, cleanLines, cleanText, cutText } from './html-clean.ts'
import { decodeHtmlAttribute, decodeHtmlText } from './html-entities.ts'
import { TextLayout } from './html-layout.ts'
import { type MarkupHandler, MarkupScanner, RAW_TEXT, readAttributes } from './html-scanner.ts'
import { isHttpUrl, resolveUrl } from './url.ts'

/** Longest text that is kept of one document, in UTF-16 units. */
export const MAX_TEXT = 65_536
const MAX_LINKS = 200
const MAX_NAMES = 50

export interface HtmlText {
  /** Paragraphs apart, list marks, `> ` before quotes; control characters gone, well-formed. */
  readonly text: string
  /** http(s) targets of `a` in order, each once, absolute where a base is known. */
  readonly links: readonly string[]
  /** Pictures, films, sounds. */
  readonly media: readonly { readonly url: string; readonly alt?: string; readonly type?: string }[]
  /** The text was longer than the limit and ends in an ellipsis. */
  readonly cut: boolean
}

/** Makes plain text of HTML in time linear in its length. Nothing is fetched; scripts, styles and hidden parts are left out. */
export function htmlToText(html: string, base?: string, limit = MAX_TEXT): HtmlText {
  if (!html.includes('<')) return plainResult(cleanLines(decodeHtmlText(html)), limit)
  const reader = new HtmlReader(html, base, limit)
  new MarkupScanner(html, reader, RAW_TEXT).scan()
  const text = reader.layout.finish()
  return {
    ...plainResult(text, limit),
    links: [...reader.links],
    media: [...reader.media.values()],
  }
}

function plainResult(text: string, limit: number): HtmlText {
  return { text: cutText(text, limit), links: [], media: [], cut: text.length > limit }
}

/** Elements that people write into titles; `List<String>` and `<3` are not among them. */
const KNOWN_TAG =
  /<\/?(?:a|abbr|acronym|applet|article|b|base|bdi|bdo|big|blink|blockquote|body|br|button|center|cite|code|dd|del|dfn|div|dl|dt|em|embed|figure|font|form|frame|frameset|h[1-6]|head|hr|html|i|iframe|img|input|ins|kbd|li|link|mark|meta|nobr|noscript|object|ol|p|param|pre|q|s|samp|script|section|small|span|strike|strong|style|sub|sup|svg|table|tbody|td|th|tr|tt|u|ul|var|video|wbr)(?=[\s/>])[^<>]*>/i

/** Whether a text holds at least one tag of HTML, and not only a sign that looks like one. */
export function hasMarkup(text: string): boolean {
  return text.includes('<') && KNOWN_TAG.test(text)
}

/**
 * One line of text of what may or may not be HTML, as titles of feeds are. A title that speaks of tags in references
 * (`&lt;b&gt;`) stays as it is written, since nobody can know whether its writer meant the tag or its name.
 */
export function htmlToLine(text: string, limit = MAX_TEXT): string {
  if (hasMarkup(text)) return cutText(cleanLine(htmlToText(text, undefined, limit).text), limit)
  const decoded = decodeHtmlText(text)
  return cutText(cleanLine(/<[a-z/!?]/i.test(decoded) ? text : decoded), limit)
}

const DROPPED: ReadonlySet<string> = new Set([
  'script', 'style', 'head', 'noscript', 'template', 'svg', 'math', 'iframe', 'object', 'applet', 'select',
  'textarea', 'xmp', 'noembed', 'noframes', 'button', 'map',
]) // biome-ignore format: one set
const VOID: ReadonlySet<string> = new Set([
  'br', 'hr', 'img', 'input', 'link', 'meta', 'area', 'base', 'col', 'embed', 'param', 'source', 'track', 'wbr',
]) // biome-ignore format: one set
/** Elements of which an attribute is used. */
const TELLING: ReadonlySet<string> = new Set(['a', 'img', 'video', 'audio', 'source', 'ol'])
const MAY_HIDE = /hid|none/i
const HIDDEN_STYLE = /display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all/i

class HtmlReader implements MarkupHandler {
  readonly layout: TextLayout
  readonly links = new Set<string>()
  readonly media = new Map<string, { url: string; alt?: string; type?: string }>()
  private readonly source: string
  private readonly base: string | undefined
  /** While inside a part that is left out: its element, and how many of that name are open. */
  private dropped: string | undefined
  private droppedDepth = 0
  /** Where the next end tag of an element stands that may be left out. */
  private readonly ends = new Map<string, number>()

  constructor(source: string, base: string | undefined, limit: number) {
    this.source = source
    this.base = base
    this.layout = new TextLayout(limit)
  }

  get done(): boolean {
    return this.layout.full
  }

  text(start: number, end: number): void {
    if (this.dropped === undefined) this.layout.add(decodeHtmlText(this.source.slice(start, end)))
  }

  cdata(start: number, end: number): void {
    if (this.dropped === undefined) this.layout.add(this.source.slice(start, end))
  }

  open(written: string, start: number, end: number, selfClosing: boolean): void {
    const name = localName(written)
    if (this.dropped !== undefined) {
      if (name === this.dropped && !selfClosing) this.droppedDepth++
      return
    }
    const attributes = this.attributesOf(name, start, end)
    const left = DROPPED.has(name) || isHidden(attributes)
    if (left && !selfClosing && !VOID.has(name) && this.endsLater(written, end)) {
      this.dropped = name
      this.droppedDepth = 1
      return
    }
    this.collect(name, attributes)
    this.layout.open(name, attributes)
    if (selfClosing && !VOID.has(name)) this.layout.close(name)
  }

  close(written: string): void {
    const name = localName(written)
    if (this.dropped === undefined) this.layout.close(name)
    else if (name === this.dropped && --this.droppedDepth === 0) this.dropped = undefined
  }

  /** An element that never ends would take the whole rest with it: it is passed over instead. */
  private endsLater(written: string, from: number): boolean {
    if (RAW_TEXT.has(written.toLowerCase())) return true
    let at = this.ends.get(written) ?? -1
    if (at < from) {
      if (at === -1 && this.ends.size >= MAX_NAMES) return false
      const pattern = new RegExp(`</${written.replace(/[^\w:-]/g, '.')}`, 'gi')
      pattern.lastIndex = from
      at = pattern.exec(this.source)?.index ?? Number.POSITIVE_INFINITY
      this.ends.set(written, at)
    }
    return at !== Number.POSITIVE_INFINITY
  }

  /** Attributes are read only where they can matter. */
  private attributesOf(name: string, start: number, end: number): ReadonlyMap<string, string> {
    if (end - start < 2) return NO_ATTRIBUTES
    const wanted = TELLING.has(name) || MAY_HIDE.test(this.source.slice(start, end))
    return wanted ? readAttributes(this.source, start, end) : NO_ATTRIBUTES
  }

  private collect(name: string, attributes: ReadonlyMap<string, string>): void {
    if (name === 'a') this.addLink(attributes.get('href'))
    else if (name === 'img' || name === 'video' || name === 'audio' || name === 'source')
      this.addMedia(name, attributes)
  }

  private addLink(href: string | undefined): void {
    if (href === undefined || this.links.size >= MAX_LINKS) return
    const url = resolveUrl(decodeHtmlAttribute(href), this.base)
    if (url !== undefined) this.links.add(url)
  }

  private addMedia(name: string, attributes: ReadonlyMap<string, string>): void {
    const source = attributes.get('src')
    if (source === undefined || this.media.size >= MAX_LINKS || isTrackingPixel(attributes)) return
    const url = resolveUrl(decodeHtmlAttribute(source), this.base)
    if (url === undefined || !isHttpUrl(url) || this.media.has(url)) return
    const alt = cleanLine(decodeHtmlAttribute(attributes.get('alt') ?? ''))
    const type = name === 'img' ? 'image' : attributes.get('type')
    this.media.set(url, {
      url,
      ...(alt === '' ? {} : { alt: cutText(alt, 1000) }),
      ...(type === undefined || type === '' ? {} : { type: cleanText(type) }),
    })
  }
}

const NO_ATTRIBUTES: ReadonlyMap<string, string> = new Map()

/** `xhtml:p` is `p`: the prefix of an embedded document does not matter here. */
function localName(written: string): string {
  const colon = written.indexOf(':')
  return (colon === -1 ? written : written.slice(colon + 1)).toLowerCase()
}

function isHidden(attributes: ReadonlyMap<string, string>): boolean {
  if (attributes.size === 0) return false
  return attributes.has('hidden') || HIDDEN_STYLE.test(attributes.get('style') ?? '')
}

function isTrackingPixel(attributes: ReadonlyMap<string, string>): boolean {
  return attributes.get('width') === '1' || attributes.get('height') === '1'
}
