/** Namespaces by the prefix under which this reader knows them; '' is RSS itself. */
const NAMESPACES: Readonly<Record<string, string>> = {
  'http://www.w3.org/2005/atom': 'atom',
  'http://purl.org/atom/ns': 'atom',
  'http://purl.org/rss/1.0': '',
  'http://my.netscape.com/rdf/simple/0.9': '',
  'http://channel.netscape.com/rdf/simple/0.9': '',
  'http://purl.org/net/rss1.1': '',
  'http://backend.userland.com/rss': '',
  'http://backend.userland.com/rss2': '',
  'http://backend.userland.com/rss091': '',
  'http://blogs.law.harvard.edu/tech/rss': '',
  'http://www.w3.org/1999/02/22-rdf-syntax-ns': 'rdf',
  'http://purl.org/dc/elements/1.1': 'dc',
  'http://purl.org/dc/elements/1.0': 'dc',
  'http://purl.org/dc/terms': 'dcterms',
  'http://purl.org/rss/1.0/modules/content': 'content',
  'http://purl.org/rss/1.0/modules/slash': 'slash',
  'http://purl.org/rss/1.0/modules/syndication': 'sy',
  'http://purl.org/syndication/thread/1.0': 'thr',
  'http://search.yahoo.com/mrss': 'media',
  'http://search.yahoo.com/mrss/1.0': 'media',
  'http://video.search.yahoo.com/mrss': 'media',
  'http://www.itunes.com/dtds/podcast-1.0.dtd': 'itunes',
  'http://wellformedweb.org/commentapi': 'wfw',
  'http://www.w3.org/1999/xhtml': 'xhtml',
  'http://rssnamespace.org/feedburner/ext/1.0': 'feedburner',
  'http://www.w3.org/xml/1998/namespace': 'xml',
}

/** Prefixes that mean what they say even where a document forgets to declare them. */
const CONVENTIONAL: ReadonlySet<string> = new Set([
  'atom', 'rdf', 'dc', 'dcterms', 'content', 'slash', 'sy', 'thr', 'media', 'itunes', 'wfw', 'xhtml', 'feedburner',
]) // biome-ignore format: one set
const ALIASES: Readonly<Record<string, string>> = {
  a10: 'atom', atom10: 'atom', atom03: 'atom', rss: '', rss10: '',
} // biome-ignore format: a table

function prefixOf(uri: string): string | undefined {
  const key = uri
    .trim()
    .toLowerCase()
    .replace(/[/#]+$/, '')
  if (key.startsWith('http://purl.org/atom/ns')) return 'atom'
  const https = key.startsWith('https:') ? `http:${key.slice(6)}` : key
  return Object.hasOwn(NAMESPACES, https) ? NAMESPACES[https] : undefined
}

/** Elements of another vocabulary than those above. */
export const FOREIGN = '?'
/** Declarations that are told apart in one document; the rest are ignored. */
const MAX_DECLARATIONS = 200

/**
 * Gives the elements of a document one name each, whatever prefixes its author chose: `title` of RSS, `atom:title`,
 * `dc:creator`; `?:x` for what is not known. Declarations hold from where they stand to the end of the document,
 * which is enough for feeds; a default namespace deeper than the root holds for its element.
 */
export class Names {
  private readonly declared = new Map<string, string>()
  private readonly known = new Map<string, string>()
  /** What names without a prefix belong to. */
  private plain = ''

  /** Takes in the declarations of a tag. A default namespace counts for the document when it stands at the root. */
  declare(attributes: ReadonlyMap<string, string>, root: boolean): void {
    for (const [name, uri] of attributes) {
      if (name === 'xmlns' && root) this.plain = prefixOf(uri) ?? this.plain
      else if (name.startsWith('xmlns:') && this.declared.size < MAX_DECLARATIONS) {
        const prefix = name.slice(6)
        this.declared.set(prefix, prefixOf(uri) ?? (CONVENTIONAL.has(prefix) ? prefix : FOREIGN))
      }
    }
    this.known.clear()
  }

  /** A root that carries no namespace says by its name what it is. */
  assume(prefix: string): void {
    this.plain = prefix
    this.known.clear()
  }

  /** The name of an element as written; `own` is the default namespace that it declares itself. */
  of(written: string, own?: string): string {
    if (own !== undefined && own.trim() !== '' && !written.includes(':'))
      return join(prefixOf(own) ?? FOREIGN, written.toLowerCase())
    let name = this.known.get(written)
    if (name === undefined) {
      name = this.resolve(written.toLowerCase())
      if (this.known.size < 1000) this.known.set(written, name)
    }
    return name
  }

  private resolve(written: string): string {
    const colon = written.indexOf(':')
    if (colon === -1) return join(this.plain, written)
    const prefix = written.slice(0, colon)
    return join(this.prefix(prefix), written.slice(colon + 1))
  }

  private prefix(written: string): string {
    const declared = this.declared.get(written)
    if (declared !== undefined) return declared
    if (CONVENTIONAL.has(written)) return written
    return (Object.hasOwn(ALIASES, written) ? ALIASES[written] : undefined) ?? FOREIGN
  }
}

function join(prefix: string, local: string): string {
  return prefix === '' ? local : `${prefix}:${local}`
}
