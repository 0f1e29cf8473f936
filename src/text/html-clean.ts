/** Everything below the space but TAB and LF, DEL, and the C1 range: never part of a text, often part of an attack. */
const CONTROLS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g
const HAS_CONTROLS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/
const MORE_THAN_SPACES = /[^\S ]| {2}/

/** Makes line ends LF, drops control characters, and puts U+FFFD for halves of surrogate pairs, which UTF-8 cannot write. */
export function cleanText(text: string): string {
  const plain = HAS_CONTROLS.test(text) ? text.replace(/\r\n?/g, '\n').replace(CONTROLS, '') : text
  return plain.isWellFormed() ? plain : plain.toWellFormed()
}

/** Runs of white space of every kind become one space each. */
export function collapseSpace(text: string): string {
  return MORE_THAN_SPACES.test(text) ? text.replace(/\s+/g, ' ') : text
}

/** One line: white space collapsed, control characters gone. For titles and names. */
export function cleanLine(text: string): string {
  return collapseSpace(cleanText(collapseSpace(text))).trim()
}

/** Plain text as written: lines kept, white space at their ends and runs of empty lines taken out. */
export function cleanLines(text: string): string {
  const lines = cleanText(text).split('\n')
  const kept: string[] = []
  for (const line of lines) {
    const tidy = collapseSpace(line).trim()
    if (tidy !== '' || (kept.length > 0 && kept[kept.length - 1] !== '')) kept.push(tidy)
  }
  return kept.join('\n').trim()
}

/** Cuts after `limit` UTF-16 units, never inside a pair, and marks the cut with an ellipsis. */
export function cutText(text: string, limit: number): string {
  if (text.length <= limit) return text
  const last = text.charCodeAt(limit - 2)
  const end = last >= 0xd800 && last <= 0xdbff ? limit - 2 : limit - 1
  return `${text.slice(0, end)}…`
}
