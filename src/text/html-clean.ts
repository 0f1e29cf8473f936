/** Everything below the space but TAB and LF, DEL, and the C1 range: never part of a text, often part of an attack. */
const CONTROLS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g
const HAS_CONTROLS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/
const LONE_SURROGATE = /\p{Surrogate}/gu
const HAS_SURROGATE = /[\ud800-\udfff]/

/** Replaces halves of surrogate pairs by U+FFFD, so that the text can be written as UTF-8 and read back the same. */
export function toWellFormed(text: string): string {
  return HAS_SURROGATE.test(text) ? text.replace(LONE_SURROGATE, '\ufffd') : text
}

/** Makes line ends LF, drops control characters, and makes the text well-formed. */
export function cleanText(text: string): string {
  const lined = text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text
  return toWellFormed(HAS_CONTROLS.test(lined) ? lined.replace(CONTROLS, '') : lined)
}

/** One line: white space of every kind collapsed, control characters gone. For titles and names. */
export function cleanLine(text: string): string {
  return cleanText(text.replace(/\s+/g, ' ')).trim()
}

/** Plain text as written: lines kept, white space at their ends and runs of empty lines taken out. */
export function cleanLines(text: string): string {
  const lines = cleanText(text).split('\n')
  const kept: string[] = []
  for (const line of lines) {
    const tidy = line.replace(/[^\S\n]+/g, ' ').trim()
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
