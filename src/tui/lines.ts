import { cutToWidth, displayWidth } from '../format/width.ts'
import type { Role, Theme } from './theme.ts'

/** A stretch of safe text with its role. */
export interface Segment {
  readonly text: string
  readonly role?: Role
}

/** One line of the screen before it is painted. */
export interface Line {
  readonly segments: readonly Segment[]
  /** The line under the cursor. */
  readonly cursor?: boolean
}

export function line(...parts: readonly (string | Segment)[]): Line {
  return { segments: parts.map((part) => (typeof part === 'string' ? { text: part } : part)) }
}

export function seg(text: string, role?: Role): Segment {
  return role === undefined ? { text } : { text, role }
}

export const EMPTY: Line = { segments: [] }

/** What a line says, without its looks. */
export function plainText({ segments }: Line): string {
  return segments.map(({ text }) => text).join('')
}

/** A line as bytes of exactly `width` columns: cut with an ellipsis, filled with blanks. */
export function paintLine(source: Line, width: number, theme: Theme, fill?: Role): string {
  const base = baseOf(source, theme, fill)
  let out = ''
  let left = width
  for (const [index, { text, role }] of source.segments.entries()) {
    if (left <= 0) break
    const isLast = index === source.segments.length - 1
    const shown = fitSegment(theme.ascii ? toAscii(text) : text, left, isLast, theme)
    out += dress(shown, role, base, theme)
    left -= displayWidth(shown)
  }
  return left > 0 ? out + dress(' '.repeat(left), undefined, base, theme) : out
}

function baseOf({ cursor }: Line, theme: Theme, fill: Role | undefined): string {
  if (cursor === true) return theme.cursor
  return fill === undefined ? '' : theme.roles[fill]
}

/** What fits of a segment; a full line that goes on ends with the ellipsis. */
function fitSegment(text: string, left: number, isLast: boolean, theme: Theme): string {
  const columns = displayWidth(text)
  if (columns < left || (columns === left && isLast)) return text
  return cutToWidth(columns === left ? `${text} ` : text, left, theme.ascii ? '~' : '…')
}

function dress(text: string, role: Role | undefined, base: string, theme: Theme): string {
  const own = role === undefined ? '' : theme.roles[role]
  // Under the cursor the line's own colours hold, so that it stays legible: only weight and underline come through.
  const weight = base === theme.cursor ? onlyWeight(own) : own
  const codes = [base, weight].filter((part) => part !== '').join(';')
  return codes === '' ? text : `\u001b[${codes}m${text}\u001b[0m`
}

function onlyWeight(codes: string): string {
  return /(?:^|;)38;5;/.test(codes)
    ? codes.replace(/(?:^|;)[34]8;5;\d+/g, '').replace(/^;/, '')
    : codes.replace(/(?:^|;)(?:3\d|2|7)(?=;|$)/g, '').replace(/^;/, '')
}

const SPELLED: Readonly<Record<string, string>> = {
  '…': '~',
  '—': '-',
  '–': '-',
  '−': '-',
  '·': '.',
  '│': '|',
  '─': '-',
  '█': '#',
  '✓': 'v',
  '’': "'",
  '‘': "'",
  '“': '"',
  '”': '"',
  '↑': '^',
  '↓': 'v',
  '→': '>',
  '▏': '|',
}

/** For terminals without UTF-8: known signs by their like, every other as so many ? as it has columns. */
export function toAscii(text: string): string {
  if (/^[\x20-\x7e]*$/.test(text)) return text
  let out = ''
  for (const { segment } of new Intl.Segmenter('en', { granularity: 'grapheme' }).segment(text)) {
    out += /^[\x20-\x7e]$/.test(segment)
      ? segment
      : (SPELLED[segment] ?? '?'.repeat(displayWidth(segment)))
  }
  return out
}
