import type { Media } from '../../model/post.ts'
import { hasMarkup, htmlToLine, htmlToText } from '../../text/html.ts'
import { cleanLine, cleanLines, cutText } from '../../text/html-clean.ts'
import { decodeHtmlText } from '../../text/html-entities.ts'
import type { Captured } from './draft.ts'

/** How the content of an element is to be read. */
type Reading = 'plain' | 'html' | 'guess' | 'binary'

export interface PlainBody {
  readonly text: string
  readonly links: readonly string[]
  readonly media: readonly Media[]
  readonly cut: boolean
}

/**
 * Atom tells by `type`, Atom 0.3 also by `mode`; RSS does not tell, and its texts are HTML where they look like it.
 * Elements that stand unescaped in a field are always markup.
 */
function readingOf(captured: Captured, atom: boolean): Reading {
  if (captured.markup) return 'html'
  if (!atom) return 'guess'
  const type = captured.attributes.get('type')?.trim().toLowerCase() ?? 'text'
  const mode = captured.attributes.get('mode')?.trim().toLowerCase()
  if (
    type === 'html' ||
    type === 'xhtml' ||
    type === 'text/html' ||
    type.endsWith('+xml') ||
    type === 'application/xml'
  )
    return 'html'
  if (type === 'text' || type === '' || type.startsWith('text/'))
    return mode === 'escaped' ? 'guess' : 'plain'
  return 'binary'
}

/** Atom 0.3 could say that a text is in base64, Atom 1.0 implies it for types that are not text. */
function unpack(captured: Captured, atom: boolean): string | undefined {
  const mode = captured.attributes.get('mode')?.trim().toLowerCase()
  if (atom && mode === 'base64') return Buffer.from(captured.value, 'base64').toString('utf8')
  return readingOf(captured, atom) === 'binary' ? undefined : captured.value
}

/** One line: a title, a name. */
export function lineOf(name: string, captured: Captured, limit: number): string {
  const atom = isAtom(name)
  const value = unpack(captured, atom) ?? ''
  if (readingOf(captured, atom) === 'plain') return cutText(cleanLine(value), limit)
  if (readingOf(captured, atom) === 'html')
    return cutText(cleanLine(htmlToText(value, undefined, limit).text), limit)
  return htmlToLine(value, limit)
}

/** Running text with its links and pictures. */
export function bodyOf(name: string, captured: Captured, limit: number): PlainBody {
  const atom = isAtom(name)
  const value = unpack(captured, atom) ?? ''
  const reading = readingOf(captured, atom)
  if (reading === 'html' || (reading === 'guess' && hasMarkup(value)))
    return htmlToText(value, captured.base, limit)
  const text = cleanLines(reading === 'plain' ? value : decodeHtmlText(value))
  return { text: cutText(text, limit), links: [], media: [], cut: text.length > limit }
}

function isAtom(name: string): boolean {
  return name.startsWith('atom:') || name.startsWith('media:')
}
