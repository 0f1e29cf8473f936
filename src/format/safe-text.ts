import { removeEscapeSequences } from './escape-sequences.ts'
import { markHidden } from './hidden-characters.ts'

/** Nothing in here needs care: printable ASCII and Latin letters. */
const PLAIN = /^[\x20-\x7e\u00a1-\u00ac\u00ae-\u02ff]*$/
const LINE_MOVES = /\r\n|[\r\v\f\x84\x85\u2028\u2029]/g
const CONTROLS = /[\x00-\x07\x0e-\x1f\x7f-\x9f]/g
const NONCHARACTERS = /[\p{Surrogate}\p{Noncharacter_Code_Point}]/gu
/** Honest scripts stack up to six marks on a letter; more is drawn over other lines. */
const MARK_FLOOD = /(\p{M}{8})\p{M}+/gu

/**
 * A text made safe for one line of a terminal, pipe or log: no escape sequence, no control character, no
 * line break; bidi controls and hidden characters shown as ‹U+202E› or ‹12 hidden›; blanks in a row are
 * one. Linear in the length. Make every field safe before joining fields.
 */
export function safeLine(text: string): string {
  if (PLAIN.test(text) && !text.includes('  ')) return text
  return clean(text).replace(/[\s\u2800]{2,}|[\t\n]/g, ' ')
}

/** As safeLine, for a text of several lines: LF stays (at most two empty lines), tabs become blanks. */
export function safeBlock(text: string): string {
  if (PLAIN.test(text)) return text
  return clean(text)
    .replace(/\t+/g, (tabs) => ' '.repeat(Math.min(16, tabs.length * 4)))
    .replace(/\n{4,}/g, '\n\n\n')
}

function clean(text: string): string {
  const visible = removeEscapeSequences(text)
    .replace(LINE_MOVES, '\n')
    .replace(/\x08/g, '␈')
    .replace(CONTROLS, '')
    .replace(NONCHARACTERS, '\ufffd')
  return markHidden(visible).replace(MARK_FLOOD, '$1')
}

/** A link for the eye: whatever could deceive in it is percent-encoded. */
export function safeUrl(url: string): string {
  if (/^[\x21-\x7e]*$/.test(url)) return url
  return url
    .replace(NONCHARACTERS, '\ufffd')
    .replace(/[\p{C}\p{Z}\p{Default_Ignorable_Code_Point}]/gu, (character) =>
      encodeURIComponent(character),
    )
}

/** True when nothing in the text leaves ink: blanks, hidden characters, blank Braille. */
export function isBlank(text: string): boolean {
  return /^[\s\p{C}\p{Z}\p{Default_Ignorable_Code_Point}\u2800]*$/u.test(text)
}
