import { decodeXmlText } from '../../text/html-entities.ts'
import { type MarkupHandler, MarkupScanner, readAttributes } from '../../text/html-scanner.ts'
import { type Captured, Draft } from './draft.ts'
import { ElementStack } from './element-stack.ts'
import type { FeedLimits } from './limits.ts'
import { Names } from './names.ts'
import { endsField, FEED_RULES, ITEM_RULES, type Rule } from './rules.ts'
import { Scopes } from './scopes.ts'

/** What a scan of a document found. */
export interface XmlFeed {
  /** rss, rdf, atom, or html for a web page; undefined when no root of a feed was met. */
  readonly kind: 'rss' | 'rdf' | 'atom' | 'html' | undefined
  readonly version: string | undefined
  readonly feed: Draft
  readonly lang: string | undefined
  readonly items: readonly Draft[]
  /** The end tag of the root was seen. */
  readonly ended: boolean
  readonly capped: boolean
}

/** Reads an XML document as a feed: no tree, no entity of the document's own, nothing outside it. */
export function scanFeed(source: string, url: string | undefined, limits: FeedLimits): XmlFeed {
  const scan = new FeedScan(source, url, limits)
  new MarkupScanner(source, scan).scan()
  return scan
}

const NO_ATTRIBUTES: ReadonlyMap<string, string> = new Map()
const ITEMS: ReadonlySet<string> = new Set(['item', 'atom:entry', 'atom:item', 'entry'])
/** Elements with which web pages begin that leave out the first. */
const PAGE_PARTS: ReadonlySet<string> = new Set(['head', 'body', 'title', 'meta', 'div'])
const ROOTS: Readonly<Record<string, 'rss' | 'rdf' | 'atom'>> = {
  rss: 'rss',
  channel: 'rss',
  rdf: 'rdf',
  feed: 'atom',
  entry: 'atom',
}
/** Parents of what describes the feed as a whole. */
const CHANNELS: ReadonlySet<string> = new Set(['channel', 'atom:feed', 'rss'])

interface Field {
  readonly name: string
  /** How many elements are open around it. */
  readonly depth: number
  readonly from: number
  readonly attributes: ReadonlyMap<string, string>
  readonly base: string | undefined
  /** XML inside a field is a document of its own here: an entry in it is not an item. */
  readonly sealed: boolean
  readonly pieces: string[]
  markup: boolean
}

class FeedScan implements MarkupHandler, XmlFeed {
  kind: XmlFeed['kind']
  version: string | undefined
  readonly feed: Draft
  lang: string | undefined
  readonly items: Draft[] = []
  ended = false
  capped = false
  done = false

  private readonly source: string
  private readonly limits: FeedLimits
  private readonly names = new Names()
  private readonly stack: ElementStack
  private readonly scopes: Scopes
  private field: Field | undefined
  private item: Draft | undefined
  private itemDepth = 0
  /** How many of the elements above the item or channel are groups; only in those fields are looked for. */
  private groupDepth = 0

  constructor(source: string, url: string | undefined, limits: FeedLimits) {
    this.source = source
    this.limits = limits
    this.stack = new ElementStack(limits.maxDepth)
    this.scopes = new Scopes(url)
    this.feed = new Draft(undefined, undefined, limits.maxValues)
  }

  text(start: number, end: number): void {
    this.field?.pieces.push(decodeXmlText(this.source.slice(start, end)))
  }

  cdata(start: number, end: number): void {
    this.field?.pieces.push(this.source.slice(start, end))
  }

  open(written: string, start: number, end: number, selfClosing: boolean): void {
    if (this.field === undefined) this.openElement(written, start, end, selfClosing)
    else this.openInField(written, start, end, selfClosing)
  }

  close(written: string, at: number): void {
    const name = this.names.of(written)
    const structural = ITEMS.has(name) || CHANNELS.has(name) || name === this.stack.root
    if (!structural && this.stack.popBeyond()) return
    const index = this.stack.find(name)
    if (index === -1 || (this.item !== undefined && index < this.itemDepth && !structural)) return
    this.closeTo(index, at)
  }

  /** What an end tag does: closes elements, and ends the document when it is the root's. */
  private closeTo(index: number, at: number): void {
    this.popTo(index, at)
    if (index > 0 || this.kind === undefined || this.kind === 'html') return
    this.ended = true
    this.done = true
  }

  private openInField(written: string, start: number, end: number, selfClosing: boolean): void {
    const field = this.field as Field
    const name = this.names.of(written)
    const ends = ITEMS.has(name) || endsField(field.name, name)
    if (ends && !field.sealed) {
      this.popTo(field.depth, tagStart(start, written))
      this.openElement(written, start, end, selfClosing)
      return
    }
    field.markup = true
    if (!selfClosing) this.stack.push(name)
  }

  private openElement(written: string, start: number, end: number, selfClosing: boolean): void {
    const attributes = this.attributesOf(written, start, end)
    let name = this.resolve(written, attributes)
    if (this.kind === undefined || this.kind === 'html') name = this.openRoot(written, attributes)
    const isItem = ITEMS.has(name)
    if (isItem && this.item !== undefined) this.popTo(this.itemDepth, tagStart(start, written))
    this.scopes.open(attributes, this.stack.depth)
    if (this.item === undefined && this.stack.depth <= 1) this.lang = this.scopes.lang
    if (isItem) this.beginItem(name, attributes)
    else if (this.kind !== undefined) this.openField(name, attributes, end, selfClosing)
    this.stack.push(name)
    if (selfClosing && !this.stack.popBeyond()) this.closeTo(this.stack.depth - 1, end)
  }

  /** Attributes are read only where they can matter: of the root, of what is kept, and where one begins with `xml`. */
  private attributesOf(written: string, start: number, end: number): ReadonlyMap<string, string> {
    if (end - start < 2) return NO_ATTRIBUTES
    const { source } = this
    const name = this.names.of(written)
    const wanted =
      this.kind === undefined ||
      this.kind === 'html' ||
      ITEMS.has(name) ||
      this.ruleOf(name) !== undefined ||
      /xml/i.test(source.slice(start, end))
    return wanted ? readAttributes(source, start, end) : NO_ATTRIBUTES
  }

  private resolve(written: string, attributes: ReadonlyMap<string, string>): string {
    if (attributes.size === 0) return this.names.of(written)
    const own = attributes.get('xmlns')
    const structural =
      this.kind === undefined || /(?:^|:)(?:item|entry|channel|feed)$/i.test(written)
    for (const name of attributes.keys()) {
      if (!name.startsWith('xmlns')) continue
      this.names.declare(attributes, structural)
      break
    }
    return this.names.of(written, structural ? undefined : own)
  }

  /** The root says by its name what the document is, whatever namespace it claims. */
  private openRoot(written: string, attributes: ReadonlyMap<string, string>): string {
    const local = written.slice(written.indexOf(':') + 1).toLowerCase()
    const kind = Object.hasOwn(ROOTS, local) ? ROOTS[local] : undefined
    // A web page may have elements of its own with such names, but not with a version or a namespace.
    if (kind === undefined || (this.kind === 'html' && attributes.size === 0)) {
      if (local === 'html' || (PAGE_PARTS.has(local) && this.stack.depth === 0)) this.kind = 'html'
      return this.names.of(written)
    }
    if (local === 'rss' || local === 'channel') this.names.assume('')
    else if (kind === 'atom' && !written.includes(':')) this.names.assume('atom')
    this.kind = kind
    this.version = attributes.get('version')
    this.stack.cut(0)
    return this.names.of(written)
  }

  private beginItem(name: string, attributes: ReadonlyMap<string, string>): void {
    if (this.stack.full) return
    if (this.items.length >= this.limits.maxItems) {
      this.capped = true
      this.done = true
      return
    }
    const about = attributes.get('rdf:about') ?? attributes.get('about')
    const id = about === undefined ? undefined : decodeXmlText(about)
    this.item = new Draft(id, this.scopes.lang, this.limits.maxValues, name.endsWith('entry'))
    this.itemDepth = this.stack.depth
    this.groupDepth = this.itemDepth + 1
  }

  private openField(
    name: string,
    attributes: ReadonlyMap<string, string>,
    end: number,
    selfClosing: boolean,
  ): void {
    const rule = this.ruleOf(name)
    if (rule === undefined) return
    const { base } = this.scopes
    const { depth } = this.stack
    if (rule === 'group') this.groupDepth = depth + 1
    if (rule === 'group' || rule === 'attributes')
      this.keep(name, { value: '', markup: false, attributes, base })
    else {
      const from = end + (selfClosing ? 2 : 1)
      this.field = {
        name,
        depth,
        from,
        attributes,
        base,
        sealed: name === 'atom:source' || isDocument(attributes),
        pieces: [],
        markup: false,
      }
    }
  }

  private ruleOf(name: string): Rule | undefined {
    const { depth, full, top } = this.stack
    if (full) return undefined
    if (this.item !== undefined)
      return depth === this.groupDepth ? lookUp(ITEM_RULES, name) : undefined
    return CHANNELS.has(top ?? '') ? lookUp(FEED_RULES, name) : undefined
  }

  private keep(name: string, captured: Captured): void {
    const draft = this.item ?? this.feed
    draft.keep(name, captured)
  }

  /** Closes elements until `index` are open; `at` is where the first of the end tags stands, or would. */
  private popTo(index: number, at: number): void {
    if (this.field !== undefined && index <= this.field.depth) this.endField(at)
    if (this.item !== undefined && index <= this.itemDepth) {
      this.items.push(this.item)
      this.item = undefined
    }
    this.stack.cut(index)
    this.scopes.cut(index)
    this.groupDepth = Math.min(this.groupDepth, Math.max(index, this.itemDepth + 1))
  }

  private endField(at: number): void {
    const field = this.field as Field
    this.field = undefined
    const { name, attributes, base, markup, pieces } = field
    const value = markup ? this.source.slice(field.from, at) : pieces.join('')
    this.keep(name, { value, markup, attributes, base })
  }
}

function lookUp(rules: Readonly<Record<string, Rule>>, name: string): Rule | undefined {
  return Object.hasOwn(rules, name) ? rules[name] : undefined
}

/** Atom content may be a document of its own, such as another entry. */
function isDocument(attributes: ReadonlyMap<string, string>): boolean {
  return /[/+]xml$/i.test(attributes.get('type')?.trim() ?? '')
}

function tagStart(nameEnd: number, written: string): number {
  return nameEnd - written.length - 1
}
