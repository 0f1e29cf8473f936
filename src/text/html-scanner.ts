const LESS = 60
const GREATER = 62
const SLASH = 47
const BANG = 33
const QUESTION = 63
const EQUALS = 61
const QUOTE = 34
const APOSTROPHE = 39

/** What a scan tells. Ranges are into the scanned source, end exclusive; nothing is decoded. */
export interface MarkupHandler {
  text(start: number, end: number): void
  cdata(start: number, end: number): void
  /** `name` as written; attributes between `start` and `end`. */
  open(name: string, start: number, end: number, selfClosing: boolean): void
  /** `at` is where the tag begins. */
  close(name: string, at: number): void
  /** Set by the handler to end the scan. */
  readonly done: boolean
}

/** Finds a needle again and again at growing places, in linear time over all calls even when it is rare or absent. */
class Finder {
  private at = -1
  private readonly source: string
  private readonly needle: string

  constructor(source: string, needle: string) {
    this.source = source
    this.needle = needle
  }

  from(index: number): number {
    if (this.at < index && this.at !== Number.POSITIVE_INFINITY) {
      const found = this.source.indexOf(this.needle, index)
      this.at = found === -1 ? Number.POSITIVE_INFINITY : found
    }
    return this.at
  }
}

/** Element names whose content is text up to their end tag, as in HTML. */
export const RAW_TEXT: ReadonlySet<string> = new Set([
  'script',
  'style',
  'textarea',
  'xmp',
  'noembed',
  'noframes',
])

/**
 * Scans XML or HTML without building a tree, expanding an entity or opening anything; linear in the source.
 * Tolerant: a bare `<` is text, quotes that never end are ignored, a tag ends at the next `<` if it has no `>`.
 */
export class MarkupScanner {
  /** True when the source ended inside a tag, a comment or a CDATA section. */
  cut = false
  private readonly source: string
  private readonly handler: MarkupHandler
  private readonly rawText: ReadonlySet<string> | undefined
  private readonly ends: {
    [K in 'comment' | 'cdata' | 'instruction' | 'quote' | 'apostrophe' | 'tag']: Finder
  }

  constructor(source: string, handler: MarkupHandler, rawText?: ReadonlySet<string>) {
    this.source = source
    this.handler = handler
    this.rawText = rawText
    this.ends = {
      comment: new Finder(source, '-->'),
      cdata: new Finder(source, ']]>'),
      instruction: new Finder(source, '?>'),
      quote: new Finder(source, '"'),
      apostrophe: new Finder(source, "'"),
      tag: new Finder(source, '>'),
    }
  }

  scan(from = 0): void {
    const { source, handler } = this
    let textStart = from
    while (!handler.done) {
      const less = this.nextMarkup(textStart)
      if (less > textStart) handler.text(textStart, less)
      if (handler.done || less === source.length) return
      textStart = this.markup(less)
      if (textStart > source.length) {
        this.cut = true
        return
      }
    }
  }

  /** The next `<` that begins markup, or the end of the source. */
  private nextMarkup(from: number): number {
    const { source } = this
    let less = source.indexOf('<', from)
    while (less !== -1 && !startsMarkup(source.charCodeAt(less + 1)))
      less = source.indexOf('<', less + 1)
    return less === -1 ? source.length : less
  }

  /** Handles what begins at `less`; answers where it ends, beyond the source when it does not. */
  private markup(less: number): number {
    const next = this.source.charCodeAt(less + 1)
    if (next === SLASH) return this.closeTag(less)
    if (next === BANG) return this.declaration(less)
    if (next === QUESTION) return this.instruction(less)
    return this.openTag(less)
  }

  private openTag(less: number): number {
    const { source } = this
    const nameEnd = endOfName(source, less + 1)
    const end = source.charCodeAt(nameEnd) === GREATER ? nameEnd : this.endOfTag(nameEnd)
    if (end >= source.length) return end + 1
    const selfClosing = source.charCodeAt(end - 1) === SLASH && end > nameEnd
    const closed = source.charCodeAt(end) === GREATER
    const name = source.slice(less + 1, nameEnd)
    this.handler.open(name, nameEnd, selfClosing ? end - 1 : end, selfClosing)
    const after = closed ? end + 1 : end
    if (this.rawText === undefined || selfClosing) return after
    const lower = name.toLowerCase()
    return this.rawText.has(lower) ? this.rawElement(lower, after) : after
  }

  /** Where the open tag ends: at `>` outside quotes, or before the `<` of the next tag. */
  private endOfTag(from: number): number {
    const { source } = this
    let at = from
    for (; at < source.length; at++) {
      const code = source.charCodeAt(at)
      if (code === GREATER || code === LESS) return at
      if (code !== EQUALS) continue
      at = this.endOfValue(at)
    }
    return at
  }

  /** The last unit of a quoted value whose `=` stands at `equals`, or `equals` when it is not quoted. */
  private endOfValue(equals: number): number {
    const { source } = this
    let at = equals + 1
    while (isSpace(source.charCodeAt(at))) at++
    const code = source.charCodeAt(at)
    if (code !== QUOTE && code !== APOSTROPHE) return equals
    const end = (code === QUOTE ? this.ends.quote : this.ends.apostrophe).from(at + 1)
    return end === Number.POSITIVE_INFINITY ? at : end
  }

  private closeTag(less: number): number {
    const { source, handler } = this
    const nameEnd = endOfName(source, less + 2)
    let end = nameEnd
    while (
      end < source.length &&
      source.charCodeAt(end) !== GREATER &&
      source.charCodeAt(end) !== LESS
    )
      end++
    if (end >= source.length) return end + 1
    handler.close(source.slice(less + 2, nameEnd), less)
    return source.charCodeAt(end) === GREATER ? end + 1 : end
  }

  private declaration(less: number): number {
    const { source, handler, ends } = this
    if (source.startsWith('<!--', less)) {
      if (this.rawText !== undefined && source.startsWith('<!-->', less)) return less + 5
      return ends.comment.from(less + 4) + 3
    }
    if (source.startsWith('<![CDATA[', less)) {
      const end = ends.cdata.from(less + 9)
      if (end < source.length) handler.cdata(less + 9, end)
      return end + 3
    }
    const doctype = source.slice(less + 2, less + 9).toUpperCase() === 'DOCTYPE'
    return doctype ? this.endOfDoctype(less + 9) : this.ends.tag.from(less + 2) + 1
  }

  /** A DOCTYPE with its internal subset in brackets is skipped whole; nothing in it is ever read. */
  private endOfDoctype(from: number): number {
    const { source } = this
    let depth = 0
    for (let at = from; at < source.length; at++) {
      const code = source.charCodeAt(at)
      if (code === GREATER && depth <= 0) return at + 1
      if (code === 91) depth++
      else if (code === 93) depth--
      else at = this.endOfLiteral(at, code)
    }
    return this.ends.tag.from(from) + 1
  }

  /** The last unit of the quoted literal or comment that begins at `at`, else `at`. */
  private endOfLiteral(at: number, code: number): number {
    let end = at
    if (code === QUOTE) end = this.ends.quote.from(at + 1)
    else if (code === APOSTROPHE) end = this.ends.apostrophe.from(at + 1)
    else if (code === LESS && this.source.startsWith('<!--', at))
      end = this.ends.comment.from(at + 4)
    return end === Number.POSITIVE_INFINITY ? at : end
  }

  private instruction(less: number): number {
    const next = this.source.indexOf('<', less + 1)
    const end = this.ends.instruction.from(less + 2)
    if (end < next || next === -1) return end + 2
    return Math.min(this.ends.tag.from(less + 2) + 1, next)
  }

  private rawElement(name: string, from: number): number {
    const pattern = new RegExp(`</${name}[\\s/>]`, 'gi')
    pattern.lastIndex = from
    const found = pattern.exec(this.source)
    const end = found?.index ?? this.source.length
    if (end > from) this.handler.text(from, end)
    return end
  }
}

function startsMarkup(code: number): boolean {
  return (
    (code >= 97 && code <= 122) ||
    (code >= 65 && code <= 90) ||
    code === SLASH ||
    code === BANG ||
    code === QUESTION ||
    code === 95 ||
    code >= 128
  )
}

function isSpace(code: number): boolean {
  return code === 32 || code === 10 || code === 9 || code === 13 || code === 12
}

function endOfName(source: string, from: number): number {
  let at = from
  for (; at < source.length; at++) {
    const code = source.charCodeAt(at)
    if (code === GREATER || code === SLASH || code === LESS || isSpace(code)) return at
  }
  return at
}

const ATTRIBUTE = /([^\s=/"'<>]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'<>]+)))?/g

/** The attributes of a tag by lower-case name, first one wins; values are not decoded. */
export function readAttributes(
  source: string,
  start: number,
  end: number,
): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  if (end - start < 2) return found
  for (const [, name, double, single, bare] of source.slice(start, end).matchAll(ATTRIBUTE)) {
    const key = (name as string).toLowerCase()
    if (!found.has(key)) found.set(key, double ?? single ?? bare ?? '')
  }
  return found
}
