import { SourceError } from '../errors.ts'

const MAX_DEPTH = 256
const QUOTE = 34
const MINUS = 45
const BACKSLASH = 92

/**
 * Reads JSON without losing ids: integers that a JavaScript number cannot hold come out as text with all their
 * digits. Depth is capped at 256. Bytes that are no UTF-8 become U+FFFD. Throws a SourceError (`unexpected-response`).
 */
export function parseJson(bytes: Uint8Array): unknown {
  const text = decodeJson(bytes)
  if (text.trim() === '') throw unreadable('the answer is empty')
  const spans = findLongIntegers(text)
  try {
    return JSON.parse(spans.length === 0 ? text : quoteSpans(text, spans))
  } catch {
    throw unreadable('the answer is not JSON, or is cut off')
  }
}

function decodeJson(bytes: Uint8Array): string {
  const [first, second] = bytes
  const utf16 = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)
  const label = utf16 ? (first === 0xff ? 'utf-16le' : 'utf-16be') : 'utf-8'
  return new TextDecoder(label).decode(bytes)
}

/** Places of integers beyond 2^53 outside of strings, in order. Throws when brackets nest too deep. */
function findLongIntegers(text: string): [number, number][] {
  const spans: [number, number][] = []
  let depth = 0
  let at = 0
  while (at < text.length) {
    const code = text.charCodeAt(at)
    if (code === QUOTE) at = endOfString(text, at)
    else if (code === MINUS || isDigit(code)) at = readNumber(text, at, spans)
    else {
      depth += nesting(code)
      if (depth > MAX_DEPTH) throw unreadable(`the answer nests deeper than ${MAX_DEPTH} levels`)
      at += 1
    }
  }
  return spans
}

function nesting(code: number): number {
  if (code === 91 || code === 123) return 1
  return code === 93 || code === 125 ? -1 : 0
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57
}

/** The index behind the closing quote, or the end of the text. */
function endOfString(text: string, start: number): number {
  let at = text.indexOf('"', start + 1)
  while (at !== -1) {
    let slashes = 0
    while (text.charCodeAt(at - 1 - slashes) === BACKSLASH) slashes += 1
    if (slashes % 2 === 0) return at + 1
    at = text.indexOf('"', at + 1)
  }
  return text.length
}

/** The index behind a number; its place is noted when it is too long to keep its digits. */
function readNumber(text: string, start: number, spans: [number, number][]): number {
  let end = start + 1
  while (end < text.length && /[\d.eE+-]/.test(text.charAt(end))) end += 1
  if (end - start >= 16 && isUnsafeInteger(text.slice(start, end))) spans.push([start, end])
  return end
}

function isUnsafeInteger(number: string): boolean {
  return /^-?\d+$/.test(number) && !Number.isSafeInteger(Number(number))
}

function quoteSpans(text: string, spans: readonly [number, number][]): string {
  const parts: string[] = []
  let from = 0
  for (const [start, end] of spans) {
    parts.push(text.slice(from, start), '"', text.slice(start, end), '"')
    from = end
  }
  parts.push(text.slice(from))
  return parts.join('')
}

function unreadable(message: string): SourceError {
  return new SourceError('unexpected-response', message)
}
