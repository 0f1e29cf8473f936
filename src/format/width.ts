import stringWidth from 'string-width'

const ASCII = /^[\x20-\x7e]*$/
const GRAPHEMES = new Intl.Segmenter('en', { granularity: 'grapheme' })

/** Columns that a safe text takes on a terminal; a grapheme is one thing, wide characters count two. */
export function displayWidth(text: string): number {
  return ASCII.test(text) ? text.length : stringWidth(text)
}

/** The text in at most `width` columns, cut between graphemes, with an ellipsis where something is missing. */
export function cutToWidth(text: string, width: number, ellipsis = '…'): string {
  if (width <= 0) return ''
  if (text.length <= width && ASCII.test(text)) return text
  const room = width - displayWidth(ellipsis)
  let used = 0
  let cut = 0
  for (const { segment, index } of GRAPHEMES.segment(text)) {
    used += displayWidth(segment)
    if (used <= room) cut = index + segment.length
    if (used > width) return room < 0 ? '' : text.slice(0, cut) + ellipsis
  }
  return text
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
  for (const { segment } of GRAPHEMES.segment(word)) {
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
