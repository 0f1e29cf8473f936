import { isUtf8 } from 'node:buffer'
import type { Media } from '../../model/post.ts'
import { hasMarkup, htmlToLine, htmlToText } from '../../text/html.ts'
import { cleanLine, cleanLines, cutText } from '../../text/html-clean.ts'
import { decodeHtmlText } from '../../text/html-entities.ts'
import type { Captured } from './draft.ts'

/** How the content of an element is to be read. */
type Reading = 'plain' | 'html' | 'guess'

export interface PlainBody {
  readonly text: string
  readonly links: readonly string[]
  readonly media: readonly Media[]
  readonly cut: boolean
}

/** The content of an element with the way to read it. */
interface Content {
  readonly value: string
  readonly reading: Reading
}

/**
 * Atom tells by `type`, Atom 0.3 also by `mode`; RSS does not tell, and its texts are HTML where they look like it.
 * Elements that stand unescaped in a field are always markup.
 */
function contentOf(name: string, captured: Captured): Content {
  const { value, markup, attributes } = captured
  if (markup) return { value, reading: 'html' }
  if (!name.startsWith('atom:') && !name.startsWith('media:')) return { value, reading: 'guess' }
  const type = attributes.get('type')?.trim().toLowerCase() ?? 'text'
  const mode = attributes.get('mode')?.trim().toLowerCase()
  if (mode === 'base64') return { value: ofBase64(value), reading: 'guess' }
  if (HTML_TYPE.test(type)) return { value, reading: 'html' }
  if (type.includes('/') && !type.startsWith('text/'))
    return { value: ofBase64(value), reading: 'guess' }
  return { value, reading: mode === 'escaped' ? 'guess' : 'plain' }
}

const HTML_TYPE = /^(?:html|xhtml|text\/html|application\/xml|.*\+xml)$/

/** The text that Atom carries in base64 when its type is none of text; "" where it is a picture or the like. */
function ofBase64(value: string): string {
  const bytes = Buffer.from(value, 'base64')
  return isUtf8(bytes) && !bytes.includes(0) ? bytes.toString('utf8') : ''
}

/** One line: a title, a name. */
export function lineOf(name: string, captured: Captured, limit: number): string {
  const { value, reading } = contentOf(name, captured)
  if (reading === 'plain') return cutText(cleanLine(value), limit)
  if (reading === 'guess') return htmlToLine(value, limit)
  return cutText(cleanLine(htmlToText(value, undefined, limit).text), limit)
}

/** Running text with its links and pictures. */
export function bodyOf(name: string, captured: Captured, limit: number): PlainBody {
  const { value, reading } = contentOf(name, captured)
  if (reading === 'html' || (reading === 'guess' && hasMarkup(value))) {
    return htmlToText(value, captured.base, limit)
  }
  const text = cleanLines(reading === 'plain' ? value : decodeHtmlText(value))
  return { text: cutText(text, limit), links: [], media: [], cut: text.length > limit }
}
