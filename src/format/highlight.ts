import type { Hit } from '../model/mention.ts'

/** A stretch of a text: matched by a query or not. */
export interface Piece {
  readonly text: string
  readonly hit: boolean
}

/**
 * A field's raw text in pieces by its hits. Overlapping hits become one; hits that do not fit the text
 * (an edited post) are cut or left out. Make each piece safe for its destination afterwards.
 */
export function piecesOf(text: string, hits: readonly Hit[], field: string): readonly Piece[] {
  const pieces: Piece[] = []
  let at = 0
  for (const [start, end] of mergedRanges(hits, field, text.length)) {
    if (start > at) pieces.push({ text: text.slice(at, start), hit: false })
    pieces.push({ text: text.slice(start, end), hit: true })
    at = end
  }
  if (at < text.length) pieces.push({ text: text.slice(at), hit: false })
  return pieces
}

function mergedRanges(
  hits: readonly Hit[],
  field: string,
  length: number,
): readonly (readonly [number, number])[] {
  const ranges = hits
    .filter((hit) => hit.field === field)
    .map((hit): [number, number] => [Math.max(0, hit.start), Math.min(length, hit.end)])
    .filter(([start, end]) => start < end)
    .sort((left, right) => left[0] - right[0])
  const merged: [number, number][] = []
  for (const [start, end] of ranges) {
    const last = merged.at(-1)
    if (last !== undefined && start <= last[1]) last[1] = Math.max(last[1], end)
    else merged.push([start, end])
  }
  return merged
}

/** The text with each piece made safe, and the matched ones dressed: `highlight(t, hits, 'text', safeLine, style.mark)`. */
export function highlight(
  text: string,
  hits: readonly Hit[],
  field: string,
  safe: (text: string) => string,
  mark: (text: string) => string,
): string {
  return piecesOf(text, hits, field)
    .map((piece) => (piece.hit ? mark(safe(piece.text)) : safe(piece.text)))
    .join('')
}

/** A clause of at most about `length` characters around the first hit, with its hits moved to fit. */
export function excerpt(
  text: string,
  hits: readonly Hit[],
  field: string,
  length: number,
): { readonly text: string; readonly hits: readonly Hit[] } {
  const own = hits.filter((hit) => hit.field === field)
  if (text.length <= length) return { text, hits: own }
  const first = own.reduce(
    (least, hit) => Math.min(least, hit.start),
    own.length === 0 ? 0 : text.length,
  )
  const from =
    first < length * 0.7 ? 0 : wordStart(text, Math.max(0, first - Math.floor(length / 3)))
  const to = wordEnd(text, Math.min(text.length, from + length), from)
  const lead = from > 0 ? '…' : ''
  const moved = own
    .filter((hit) => hit.start < to && hit.end > from)
    .map((hit) => ({
      field,
      start: Math.max(hit.start, from) - from + lead.length,
      end: Math.min(hit.end, to) - from + lead.length,
    }))
  return {
    text: `${lead}${text.slice(from, to).trimEnd()}${to < text.length ? '…' : ''}`,
    hits: moved,
  }
}

function wordStart(text: string, at: number): number {
  const blank = text.indexOf(' ', at)
  return blank < 0 || blank > at + 30 ? evenPair(text, at) : blank + 1
}

function wordEnd(text: string, at: number, from: number): number {
  if (at >= text.length) return text.length
  const blank = text.lastIndexOf(' ', at)
  return blank <= from + 10 ? evenPair(text, at) : blank
}

/** Never between the halves of one character. */
function evenPair(text: string, at: number): number {
  const code = text.charCodeAt(at)
  return code >= 0xdc00 && code <= 0xdfff ? at - 1 : at
}
