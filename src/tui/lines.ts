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
  const base = source.cursor === true ? theme.cursor : fill === undefined ? '' : theme.roles[fill]
  let out = ''
  let left = width
  for (const [index, { text, role }] of source.segments.entries()) {
    if (left <= 0) break
    const shown = theme.ascii ? toAscii(text) : text
    const isLast = index === source.segments.length - 1
    const columns = displayWidth(shown)
    const fits = columns < left || (columns === left && isLast)
    const cut = fits
      ? shown
      : cutToWidth(columns === left ? `${shown} ` : shown, left, theme.ascii ? '~' : '…')
    out += dress(cut, role, base, theme)
    left -= fits ? columns : displayWidth(cut)
    if (!fits) break
  }
  if (left > 0) out += dress(' '.repeat(left), undefined, base, theme)
  return out
}

function dress(text: string, role: Role | undefined, base: string, theme: Theme): string {
  const own = role === undefined ? '' : theme.roles[role]
  // Under the cursor the line's own colours hold, so that it stays legible: only weight and underline come through.
  const weight = base === theme.cursor && base !== '' ? onlyWeight(own) : own
  const codes = base === '' ? weight : weight === '' ? base : `${base};${weight}`
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
