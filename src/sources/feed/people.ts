import { htmlToLine } from '../../text/html.ts'
import { cleanLine, cutText } from '../../text/html-clean.ts'
import { decodeXmlText } from '../../text/html-entities.ts'
import { type MarkupHandler, MarkupScanner } from '../../text/html-scanner.ts'
import { resolveUrl } from '../../text/url.ts'
import type { Captured } from './draft.ts'
import type { ParsedPerson } from './parsed.ts'

const MAX_NAME = 500

/** Who an author element names: `ann@x.example (Ann)`, `Ann <ann@x.example>`, a name, or elements of Atom's person. */
export function personOf(captured: Captured): ParsedPerson | undefined {
  return captured.markup ? personOfElements(captured) : personOfText(captured.value)
}

/** A person as one line of text. */
export function personOfText(text: string): ParsedPerson | undefined {
  const line = cutText(htmlToLine(text), MAX_NAME)
  if (line === '') return undefined
  const [, first, second] = /^(?:mailto:)?([^\s()<>]+@[^\s()<>]+) ?\(([^)]*)\)?$/.exec(line) ?? []
  const [, name, address] = /^"?([^"<(]*?)"? ?[<(]([^\s()<>]+@[^\s()<>]+)[>)]$/.exec(line) ?? []
  const email = first ?? address ?? (/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(line) ? line : undefined)
  const named = (second ?? name ?? (email === undefined ? line : '')).trim()
  return toPerson(named, email, undefined)
}

function personOfElements(captured: Captured): ParsedPerson | undefined {
  const parts = new PersonParts(captured.value)
  new MarkupScanner(captured.value, parts).scan()
  const get = (name: string) => cutText(cleanLine(parts.found.get(name) ?? ''), MAX_NAME)
  const email = get('email') || get('mbox')
  const url = resolveUrl(get('uri') || get('url') || get('homepage'), captured.base)
  const written = get('name') || get('')
  const plain = personOfText(written)
  return toPerson(plain?.name ?? '', email || plain?.email, url)
}

export function toPerson(
  name: string,
  email: string | undefined,
  url: string | undefined,
): ParsedPerson | undefined {
  if (name === '' && !email && url === undefined) return undefined
  return {
    ...(name === '' ? {} : { name }),
    ...(email ? { email } : {}),
    ...(url === undefined ? {} : { url }),
  }
}

/** The text of a person's elements by local name; '' holds what stands beside them. */
class PersonParts implements MarkupHandler {
  readonly done = false
  readonly found = new Map<string, string>()
  private readonly source: string
  private current = ''
  private readonly closed = new Set<string>()

  constructor(source: string) {
    this.source = source
  }

  text(start: number, end: number): void {
    this.add(decodeXmlText(this.source.slice(start, end)))
  }

  cdata(start: number, end: number): void {
    this.add(this.source.slice(start, end))
  }

  open(written: string, _start: number, _end: number, selfClosing: boolean): void {
    if (!selfClosing) this.current = written.slice(written.indexOf(':') + 1).toLowerCase()
  }

  close(): void {
    this.closed.add(this.current)
    this.current = ''
  }

  /** Of two names the first counts. */
  private add(text: string): void {
    if (this.current !== '' && this.closed.has(this.current)) return
    const known = this.found.get(this.current) ?? ''
    if (known.length < MAX_NAME) this.found.set(this.current, known + text)
  }
}
