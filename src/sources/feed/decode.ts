import { isUtf8 } from 'node:buffer'
import { detectEncoding } from './detect.ts'

export interface Decoded {
  /** Well-formed, without a byte order mark. */
  readonly text: string
  /** The encoding that was used, by its WHATWG name where it has one. */
  readonly encoding: string
  /** Some bytes were not valid in that encoding and became U+FFFD. */
  readonly lossy: boolean
}

/**
 * Makes text of bytes: byte order mark, UTF-16 and UTF-32 by their zero bytes, valid UTF-8 over any declared charset,
 * the charset of HTTP, of the XML declaration or of HTML's meta, detection where nothing is declared, windows-1252.
 */
export function decodeBytes(
  bytes: Uint8Array,
  options: { readonly contentType?: string } = {},
): Decoded {
  const marked = byMark(bytes) ?? byZeros(bytes)
  if (marked !== undefined) return decodeAs(bytes.subarray(marked.skip), marked.encoding)
  const head = latin1(bytes.subarray(0, 4096))
  const fromHttp = knownEncoding(charsetOfType(options.contentType))
  const declared = [fromHttp, knownEncoding(charsetOfXml(head)), knownEncoding(charsetOfMeta(head))]
  const shifting = declared.find((each) => each === 'iso-2022-jp')
  if (shifting !== undefined && bytes.includes(0x1b)) return decodeAs(bytes, shifting)
  if (isUtf8(bytes) || isUtf8(wholeSigns(bytes))) return decodeAs(bytes, 'utf-8')
  const encoding = declared.find((each) => each !== undefined && !isWide(each))
  return decodeAs(bytes, encoding ?? detectEncoding(bytes))
}

/** The bytes without a sign of UTF-8 that a cut left unfinished at the end. */
function wholeSigns(bytes: Uint8Array): Uint8Array {
  for (let back = 1; back <= 3 && back <= bytes.length; back++) {
    const byte = bytes[bytes.length - back] as number
    if (byte >= 0xc0) return bytes.subarray(0, bytes.length - back)
    if (byte < 0x80) return bytes
  }
  return bytes
}

/** The charset parameter of a content type, as written. */
export function charsetOfType(contentType: string | undefined): string | undefined {
  return contentType?.match(/charset\s*=\s*["']?\s*([^\s"';,]+)/i)?.[1]
}

function charsetOfXml(head: string): string | undefined {
  return head.match(/<\?xml\b[^>]{0,500}?\bencoding\s*=\s*["']\s*([^"'>\s]{1,60})\s*["']/i)?.[1]
}

function charsetOfMeta(head: string): string | undefined {
  return head.match(/<meta\b[^>]{0,500}?\bcharset\s*=\s*["']?\s*([^"'\s/>;]{1,60})/i)?.[1]
}

interface Marked {
  readonly encoding: string
  readonly skip: number
}

function byMark(bytes: Uint8Array): Marked | undefined {
  const [a, b, c, d] = bytes
  if (a === 0xef && b === 0xbb && c === 0xbf) return { encoding: 'utf-8', skip: 3 }
  if (a === 0xff && b === 0xfe && c === 0 && d === 0) return { encoding: 'utf-32le', skip: 4 }
  if (a === 0 && b === 0 && c === 0xfe && d === 0xff) return { encoding: 'utf-32be', skip: 4 }
  if (a === 0xff && b === 0xfe) return { encoding: 'utf-16le', skip: 2 }
  if (a === 0xfe && b === 0xff) return { encoding: 'utf-16be', skip: 2 }
  return undefined
}

/** Markup without a mark shows its width by where the zero bytes of its first signs stand. */
function byZeros(bytes: Uint8Array): Marked | undefined {
  const length = Math.min(bytes.length & ~3, 64)
  if (length < 4) return undefined
  const zeros = [0, 0, 0, 0]
  for (let at = 0; at < length; at++) if (bytes[at] === 0) zeros[at & 3] = (zeros[at & 3] ?? 0) + 1
  const most = (length / 4) * 0.7
  const [first = 0, second = 0, third = 0, fourth = 0] = zeros
  const pattern = [first, second, third, fourth]
    .map((count) => (count >= most ? '0' : 'x'))
    .join('')
  const encoding = ZERO_PATTERNS[pattern]
  return encoding === undefined ? undefined : { encoding, skip: 0 }
}

const ZERO_PATTERNS: Readonly<Record<string, string>> = {
  '000x': 'utf-32be',
  x000: 'utf-32le',
  '0x0x': 'utf-16be',
  x0x0: 'utf-16le',
}

/** Names that the platform's table of labels lacks. */
const MORE_LABELS: Readonly<Record<string, string>> = {
  'utf-32': 'utf-32be',
  utf32: 'utf-32be',
  'utf-32be': 'utf-32be',
  'utf-32le': 'utf-32le',
  'ucs-4': 'utf-32be',
  utf_8: 'utf-8',
  utf16: 'utf-16le',
  utf_16: 'utf-16le',
  'utf-8859-1': 'windows-1252',
  latin1: 'windows-1252',
  cp936: 'gb18030',
  ms936: 'gb18030',
  cp932: 'shift_jis',
  cp949: 'euc-kr',
  cp950: 'big5',
  cp1252: 'windows-1252',
  cp1251: 'windows-1251',
  cp874: 'windows-874',
  'euc-tw': 'big5',
  gb_2312: 'gb18030',
  'unicode-1-1-utf-8': 'utf-8',
}

/** The WHATWG name of a label, or undefined when it is not known or not safe to obey (UTF-7). */
function knownEncoding(label: string | undefined): string | undefined {
  if (label === undefined || label.length > 40) return undefined
  const lower = label.toLowerCase()
  const listed = Object.hasOwn(MORE_LABELS, lower) ? MORE_LABELS[lower] : undefined
  if (listed !== undefined) return listed
  try {
    return new TextDecoder(lower).encoding
  } catch {
    return undefined
  }
}

/** A charset of two or four bytes a sign that the bytes themselves do not show is a false declaration. */
function isWide(encoding: string): boolean {
  return encoding.startsWith('utf-16') || encoding.startsWith('utf-32')
}

function decodeAs(bytes: Uint8Array, encoding: string): Decoded {
  const decoded = decoderOf(encoding)(bytes)
  const text = decoded.startsWith('\ufeff') ? decoded.replace(/^\ufeff+/, '') : decoded
  return { text, encoding, lossy: text.includes('\ufffd') }
}

function decoderOf(encoding: string): (bytes: Uint8Array) => string {
  if (encoding === 'windows-1252') return decodeWindows1252
  if (encoding.startsWith('utf-32')) return (bytes) => decodeUtf32(bytes, encoding === 'utf-32le')
  return (bytes) => new TextDecoder(encoding).decode(bytes)
}

/** What windows-1252 has at 80 to 9F. Node 20 reads these bytes as ISO 8859-1 would, as control characters. */
const UPPER = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ'

function decodeWindows1252(bytes: Uint8Array): string {
  return latin1(bytes).replace(
    /[\u0080-\u009f]/g,
    (sign) => UPPER[sign.charCodeAt(0) - 0x80] as string,
  )
}

function decodeUtf32(bytes: Uint8Array, little: boolean): string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const pieces: string[] = []
  for (let at = 0; at + 3 < bytes.length; at += 4) {
    const code = view.getUint32(at, little)
    const valid = code <= 0x10ffff && (code < 0xd800 || code > 0xdfff)
    pieces.push(String.fromCodePoint(valid ? code : 0xfffd))
  }
  return pieces.join('')
}

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
}
