/** 7-bit introducers after ESC whose body runs to a string terminator: DCS, SOS, OSC, PM, APC. */
const STRING_INTRODUCERS = new Set(['P', 'X', ']', '^', '_'])

const ESC = 0x1b
const CSI_8BIT = 0x9b
const OSC_8BIT = 0x9d
const STRING_8BIT = new Set([0x90, 0x98, OSC_8BIT, 0x9e, 0x9f])

const HAS_INTRODUCER = /[\x1b\x90\x98\x9b\x9d-\x9f]/

/**
 * Removes whole terminal sequences: CSI, OSC, DCS, SOS, PM, APC and the short ones, in their 7-bit and
 * 8-bit forms. One pass from left to right, so that taking an inner one out never builds a new one.
 * A 7-bit string sequence without an end is removed to the end of its line; an 8-bit one loses only its
 * introducer, because wrongly decoded text is full of such characters.
 */
export function removeEscapeSequences(text: string): string {
  if (!HAS_INTRODUCER.test(text)) return text
  let out = ''
  let kept = 0
  let at = 0
  while (at < text.length) {
    const end = sequenceEnd(text, at)
    if (end === at) {
      at += 1
      continue
    }
    out += text.slice(kept, at)
    kept = end
    at = end
  }
  return out + text.slice(kept)
}

/** Where the sequence that starts at `at` ends; `at` itself when none starts there. */
function sequenceEnd(text: string, at: number): number {
  const code = text.charCodeAt(at)
  if (code === ESC) return escapeEnd(text, at + 1)
  if (code === CSI_8BIT) return csiEnd(text, at + 1)
  if (!STRING_8BIT.has(code)) return at
  if (code === OSC_8BIT && !isDigit(text.charCodeAt(at + 1))) return at + 1
  return stringEnd(text, at + 1) ?? at + 1
}

function escapeEnd(text: string, at: number): number {
  const next = text.charAt(at)
  if (next === '[') return csiEnd(text, at + 1)
  if (STRING_INTRODUCERS.has(next)) return stringEnd(text, at + 1) ?? lineEnd(text, at + 1)
  let end = at
  while (isBetween(text.charCodeAt(end), 0x20, 0x2f)) end += 1
  return isBetween(text.charCodeAt(end), 0x30, 0x7e) ? end + 1 : end
}

/** Parameters, then intermediates, then one final byte; what does not fit ends the sequence and stays. */
function csiEnd(text: string, at: number): number {
  let end = at
  while (isBetween(text.charCodeAt(end), 0x30, 0x3f)) end += 1
  while (isBetween(text.charCodeAt(end), 0x20, 0x2f)) end += 1
  return isBetween(text.charCodeAt(end), 0x40, 0x7e) ? end + 1 : end
}

/** BEL and ST end a string sequence; any other control that terminals take as an abort ends it before itself. */
function stringEnd(text: string, at: number): number | undefined {
  for (let end = at; end < text.length; end += 1) {
    const code = text.charCodeAt(end)
    if (code === 0x07 || code === 0x9c) return end + 1
    if (code === ESC) return text.charAt(end + 1) === '\\' ? end + 2 : end
    if (code === 0x18 || code === 0x1a || isBetween(code, 0x80, 0x9f)) return end
  }
  return undefined
}

function lineEnd(text: string, at: number): number {
  const end = text.slice(at).search(/[\n\r]/)
  return end < 0 ? text.length : at + end
}

function isDigit(code: number): boolean {
  return isBetween(code, 0x30, 0x39)
}

function isBetween(code: number, low: number, high: number): boolean {
  return code >= low && code <= high
}
