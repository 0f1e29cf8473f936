import { decodeXmlText } from '../../text/html-entities.ts'

interface Scope {
  readonly depth: number
  readonly base: string | undefined
  readonly lang: string | undefined
}

/** What xml:base and xml:lang say at the present place. */
export class Scopes {
  private readonly scopes: Scope[] = [{ depth: -1, base: undefined, lang: undefined }]
  private readonly url: string | undefined

  /** `url` is what a relative base of the root is relative to. */
  constructor(url: string | undefined) {
    this.url = url
  }

  /** Undefined where no element names a base. */
  get base(): string | undefined {
    return this.here.base
  }

  get lang(): string | undefined {
    return this.here.lang
  }

  /** Enters an element at that depth. */
  open(attributes: ReadonlyMap<string, string>, depth: number): void {
    if (attributes.size === 0) return
    const base = attributes.get('xml:base')
    const lang = attributes.get('xml:lang')
    if (base === undefined && lang === undefined) return
    const outer = this.here
    const absolute =
      base === undefined ? undefined : absoluteUrl(decodeXmlText(base), outer.base ?? this.url)
    this.scopes.push({ depth, base: absolute ?? outer.base, lang: lang ?? outer.lang })
  }

  /** Leaves all elements at that depth or deeper. */
  cut(depth: number): void {
    while (this.here.depth >= depth) this.scopes.pop()
  }

  private get here(): Scope {
    return this.scopes[this.scopes.length - 1] as Scope
  }
}

function absoluteUrl(url: string, base: string | undefined): string | undefined {
  try {
    return new URL(url.trim(), base).href
  } catch {
    return undefined
  }
}
