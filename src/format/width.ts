import { eastAsianWidth } from 'get-east-asian-width'

/** Letters, digits and signs of one column each: Latin, Greek, Cyrillic, general punctuation; no marks among them. */
const NARROW =
  /^[\x20-\x7e\xa0-\xac\xae-\u02ff\u0370-\u0377\u037a-\u0482\u048a-\u052f\u2010-\u2027\u2030-\u203b\u2500-\u25ff]*$/

/** Columns that a safe text takes on a terminal; a grapheme is one thing, wide characters count two. */
export function displayWidth(text: string): number {
  if (NARROW.test(text)) return text.length
  let width = 0
  for (const segment of graphemesOf(text)) width += graphemeWidth(segment)
  return width
}

/** The graphemes of a text. The segmenter is made at the first text that needs it: it costs at start-up. */
function* graphemesOf(text: string): Generator<string> {
  const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' })
  for (const { segment } of segmenter.segment(text)) yield segment
}

const INVISIBLE =
  /^[\p{Default_Ignorable_Code_Point}\p{Control}\p{Format}\p{Nonspacing_Mark}\p{Enclosing_Mark}\p{Surrogate}]+$/u
const PICTURE =
  /^(?:\p{Emoji_Presentation}|\p{Regional_Indicator}{2}|[\d#*]\ufe0f?\u20e3|\p{Extended_Pictographic}(?:\ufe0f|\p{Emoji_Modifier}|\u200d))/u

function graphemeWidth(segment: string): number {
  if (PICTURE.test(segment)) return 2
  let width = 0
  for (const character of segment) {
    if (INVISIBLE.test(character)) continue
    // Marks that take room of their own (Indic vowels) stand beside their letter; jamo make one block of two.
    const isFirst = width === 0
    if (isFirst || /\p{Spacing_Mark}|[\uff00-\uffef]/u.test(character)) {
      width += eastAsianWidth(character.codePointAt(0) ?? 0)
    }
  }
  return width
}

/** The text in at most `width` columns, cut between graphemes, with an ellipsis where something is missing. */
export function cutToWidth(text: string, width: number, ellipsis = '…'): string {
  if (width <= 0) return ''
  const room = width - displayWidth(ellipsis)
  // One sign more than fits is looked at: nothing that joins with the last one may follow it.
  const isNarrow = NARROW.test(text.slice(0, width + 1))
  const end = isNarrow ? Math.min(text.length, room) : placeOfColumn(text, room)
  const fits = isNarrow ? text.length <= width : placeOfColumn(text, width) === text.length
  if (fits) return text
  return room < 0 ? '' : text.slice(0, end) + ellipsis
}

/** Where the text must be cut so that it takes at most so many columns. */
function placeOfColumn(text: string, columns: number): number {
  let used = 0
  let at = 0
  for (const segment of graphemesOf(text)) {
    used += displayWidth(segment)
    if (used > columns) return at
    at += segment.length
  }
  return at
}

/** Cut or filled to exactly `width` columns. */
export function padToWidth(text: string, width: number, align: 'left' | 'right' = 'left'): string {
  const fitting = cutToWidth(text, width)
  const blanks = ' '.repeat(Math.max(0, width - displayWidth(fitting)))
  return align === 'left' ? fitting + blanks : blanks + fitting
}

/** Lines of at most `width` columns, broken at blanks where there are any; keeps the text's own breaks. */
export function wrapToWidth(text: string, width: number): readonly string[] {
  return text.split('\n').flatMap((line) => wrapLine(line, Math.max(1, width)))
}

function wrapLine(line: string, width: number): string[] {
  const lines: string[] = []
  let current = ''
  for (const word of line.split(/ +/).flatMap((each) => splitLongWord(each, width))) {
    const joined = current === '' ? word : `${current} ${word}`
    if (current !== '' && displayWidth(joined) > width) {
      lines.push(current)
      current = word
    } else {
      current = joined
    }
  }
  return [...lines, current]
}

function splitLongWord(word: string, width: number): string[] {
  if (displayWidth(word) <= width) return [word]
  const pieces: string[] = []
  let piece = ''
  let used = 0
  for (const segment of graphemesOf(word)) {
    const columns = displayWidth(segment)
    if (piece !== '' && used + columns > width) {
      pieces.push(piece)
      piece = ''
      used = 0
    }
    piece += segment
    used += columns
  }
  return [...pieces, piece]
}
