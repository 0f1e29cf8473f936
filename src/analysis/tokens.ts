/** What a token is; kept as small numbers because millions of them are made. */
export const WORD = 0
export const NUMBER = 1
export const MENTION = 2
export const LINK = 3
export const HASHTAG = 4
export const EMOJI = 5
export const PUNCTUATION = 6

/** Bits of `shape`. */
export const CAPITALS = 1
export const STRETCHED = 2
export const CAPITALISED = 4

/** Tokens of one text in parallel arrays, reused from text to text; `count` of them are valid. */
export interface Tokens {
  count: number
  readonly kind: Uint8Array
  /** UTF-16 offsets, end exclusive. */
  readonly start: Int32Array
  readonly end: Int32Array
  /** FNV-1a over lower-cased UTF-16 units, stretched letters cut to two. */
  readonly hash: Int32Array
  readonly shape: Uint8Array
}

/** More of a post is not read: what it says stands at its beginning. */
export const MAX_TOKENS = 600

const FNV_BASIS = 0x811c9dc5 | 0
const FNV_PRIME = 0x01000193

export function createTokens(): Tokens {
  return {
    count: 0,
    kind: new Uint8Array(MAX_TOKENS),
    start: new Int32Array(MAX_TOKENS),
    end: new Int32Array(MAX_TOKENS),
    hash: new Int32Array(MAX_TOKENS),
    shape: new Uint8Array(MAX_TOKENS),
  }
}

/** Lower case for the scripts that have it; everything else as it is. */
export function lowerUnit(unit: number): number {
  if (unit < 0x80) return unit >= 65 && unit <= 90 ? unit + 32 : unit
  if (unit < 0x180) return lowerLatin(unit)
  if (unit >= 0x391 && unit <= 0x3a9) return unit + 32
  if (unit >= 0x410 && unit <= 0x42f) return unit + 32
  if (unit >= 0x400 && unit <= 0x40f) return unit + 80
  return unit
}

function lowerLatin(unit: number): number {
  if (unit >= 0xc0 && unit <= 0xde && unit !== 0xd7) return unit + 32
  if (unit < 0x100) return unit
  if ((unit >= 0x139 && unit <= 0x148) || unit >= 0x179) return unit % 2 === 1 ? unit + 1 : unit
  return unit % 2 === 0 ? unit + 1 : unit
}

/** Letters by ranges: exact enough for posts, and no table of 65,536 entries at start-up. */
export function isLetterUnit(unit: number): boolean {
  if (unit < 0x80) return (unit >= 97 && unit <= 122) || (unit >= 65 && unit <= 90)
  if (unit < 0xc0) return unit === 0xaa || unit === 0xba || unit === 0xb5
  if (unit < 0x2000) return unit !== 0xd7 && unit !== 0xf7
  if (unit < 0x2c00) return false
  if (unit < 0xd800) return unit < 0x2e00 || unit >= 0x3040
  return unit >= 0xf900 && unit < 0xfe00
}

function isDigitUnit(unit: number): boolean {
  return unit >= 48 && unit <= 57
}

function isWordUnit(unit: number): boolean {
  return isLetterUnit(unit) || isDigitUnit(unit) || unit === 95
}

/** The hash that the scanner gives a word; for lists of words. */
export function hashWord(word: string): number {
  let hash = FNV_BASIS
  let last = 0
  let run = 0
  for (let i = 0; i < word.length; i += 1) {
    const unit = lowerUnit(word.charCodeAt(i))
    if (unit === 39 || unit === 0x2019) continue
    run = unit === last ? run + 1 : 1
    last = unit
    if (run > 2) continue
    hash = Math.imul(hash ^ unit, FNV_PRIME)
  }
  return hash
}

const HASH = {
  mention: hashWord('@user'),
  link: hashWord('http://'),
  number: hashWord('0'),
  number2: hashWord('00'),
  number4: hashWord('0000'),
  happy: hashWord(':)'),
  sad: hashWord(':('),
  wink: hashWord(';)'),
  doubt: hashWord(':/'),
  tongue: hashWord(':p'),
  heart: hashWord('<3'),
  broken: hashWord('</3'),
  ellipsis: hashWord('..'),
  shout: hashWord('!!'),
  wonder: hashWord('??'),
} as const

/** The hashes of tokens that are classes, not words. */
export const CLASS_HASH = HASH

const HAPPY_MOUTHS = ')D]*3>}'
const SAD_MOUTHS = '([@{<'
const DOUBT_MOUTHS = '/\\|'

interface Cursor {
  readonly text: string
  readonly tokens: Tokens
}

function push(
  tokens: Tokens,
  kind: number,
  start: number,
  end: number,
  hash: number,
  shape: number,
): void {
  const at = tokens.count
  tokens.kind[at] = kind
  tokens.start[at] = start
  tokens.end[at] = end
  tokens.hash[at] = hash
  tokens.shape[at] = shape
  tokens.count = at + 1
}

/** Splits a text; answers the same arrays, overwritten. */
export function scanTokens(text: string, tokens: Tokens): Tokens {
  tokens.count = 0
  const cursor: Cursor = { text, tokens }
  let at = 0
  while (at < text.length && tokens.count < MAX_TOKENS) {
    at = scanOne(cursor, at, text.charCodeAt(at))
  }
  return tokens
}

function scanOne(cursor: Cursor, at: number, unit: number): number {
  if (unit <= 32 || unit === 0xa0) return at + 1
  if (isLetterUnit(unit))
    return startsLink(cursor.text, at, unit) ? scanLink(cursor, at) : scanWord(cursor, at, at, WORD)
  if (isDigitUnit(unit)) return scanNumber(cursor, at)
  if (unit === 64) return scanMention(cursor, at)
  if (unit === 35) return scanHashtag(cursor, at)
  if (unit < 0x80) return scanSign(cursor, at, unit)
  return scanSymbol(cursor, at, unit)
}

function startsLink(text: string, at: number, unit: number): boolean {
  if (unit === 104) return text.startsWith('http://', at) || text.startsWith('https://', at)
  return unit === 119 && text.startsWith('www.', at)
}

function scanLink(cursor: Cursor, at: number): number {
  let end = at
  while (end < cursor.text.length && cursor.text.charCodeAt(end) > 32) end += 1
  push(cursor.tokens, LINK, at, end, HASH.link, 0)
  return end
}

/** English contractions stay one word (don't, it's); other apostrophes end one (l'amour, dell'anno). */
function joinsApostrophe(text: string, at: number): boolean {
  const next = text.charCodeAt(at + 1) | 32
  const after = text.charCodeAt(at + 2)
  const single = next === 116 || next === 115 || next === 100 || next === 109
  if (single) return !isLetterUnit(after)
  const pair = next * 256 + (after | 32)
  const double = pair === 0x7265 || pair === 0x7665 || pair === 0x6c6c
  return double && !isLetterUnit(text.charCodeAt(at + 3))
}

/** Letters, digits and underscores from `from`; the token starts at `start` (a # may stand before). */
function scanWord(cursor: Cursor, start: number, from: number, kind: number): number {
  const { text } = cursor
  const end = endOfWord(text, from)
  let hash = FNV_BASIS
  let last = 0
  let run = 0
  let capitals = 0
  let letters = 0
  let stretched = 0
  for (let at = from; at < end; at += 1) {
    const unit = text.charCodeAt(at)
    if (unit === 39 || unit === 0x2019) continue
    const low = lowerUnit(unit)
    letters += 1
    if (low !== unit) capitals += 1
    run = low === last ? run + 1 : 1
    last = low
    if (run > 2) stretched = STRETCHED
    else hash = Math.imul(hash ^ low, FNV_PRIME)
  }
  push(cursor.tokens, kind, start, end, hash, shapeOf(capitals, letters) | stretched)
  return end
}

function endOfWord(text: string, from: number): number {
  let end = from
  while (end < text.length) {
    const unit = text.charCodeAt(end)
    const apostrophe = unit === 39 || unit === 0x2019
    if (apostrophe ? end === from || !joinsApostrophe(text, end) : !isWordUnit(unit)) return end
    end += 1
  }
  return end
}

function shapeOf(capitals: number, letters: number): number {
  if (capitals > 1 && capitals === letters) return CAPITALS
  return capitals > 0 ? CAPITALISED : 0
}

function scanNumber(cursor: Cursor, at: number): number {
  const { text } = cursor
  let end = at
  while (end < text.length && isDigitUnit(text.charCodeAt(end))) end += 1
  if (end < text.length && isLetterUnit(text.charCodeAt(end))) return scanWord(cursor, at, at, WORD)
  const length = end - at
  const hash = length === 1 ? HASH.number : length < 4 ? HASH.number2 : HASH.number4
  push(cursor.tokens, NUMBER, at, end, hash, 0)
  return end
}

function isHandleUnit(unit: number): boolean {
  return isWordUnit(unit) || unit === 45
}

function scanMention(cursor: Cursor, at: number): number {
  const { text } = cursor
  let end = at + 1
  while (end < text.length && isHandleUnit(text.charCodeAt(end))) end += 1
  if (end === at + 1) return scanSign(cursor, at, 64)
  push(cursor.tokens, MENTION, at, end, HASH.mention, 0)
  return end
}

function scanHashtag(cursor: Cursor, at: number): number {
  const next = cursor.text.charCodeAt(at + 1)
  if (at + 1 < cursor.text.length && isLetterUnit(next))
    return scanWord(cursor, at, at + 1, HASHTAG)
  push(cursor.tokens, PUNCTUATION, at, at + 1, hashWord('#'), 0)
  return at + 1
}

/** An ASCII sign: an emoticon, a run of the same sign, or one sign. */
function scanSign(cursor: Cursor, at: number, unit: number): number {
  const { text, tokens } = cursor
  const face = emoticonAt(text, at, unit)
  if (face > 0) {
    push(tokens, EMOJI, at, at + (face & 7), faceHash(face >> 3), 0)
    return at + (face & 7)
  }
  let end = at + 1
  while (end < text.length && text.charCodeAt(end) === unit) end += 1
  push(tokens, PUNCTUATION, at, end, signHash(unit, end - at), 0)
  return end
}

function signHash(unit: number, run: number): number {
  if (run > 1 && unit === 46) return HASH.ellipsis
  if (run > 1 && unit === 33) return HASH.shout
  if (run > 1 && unit === 63) return HASH.wonder
  return Math.imul(FNV_BASIS ^ unit, FNV_PRIME)
}

const FACE_HASHES = [
  HASH.happy,
  HASH.sad,
  HASH.doubt,
  HASH.wink,
  HASH.tongue,
  HASH.heart,
  HASH.broken,
] as const

function faceHash(face: number): number {
  return FACE_HASHES[face] ?? HASH.happy
}

/** 0 for no face, else face · 8 + length. */
function emoticonAt(text: string, at: number, unit: number): number {
  if (unit === 58 || unit === 59 || unit === 61) return eyesAt(text, at, unit)
  if (unit === 60) {
    if (text.startsWith('<3', at)) return 5 * 8 + 2
    return text.startsWith('</3', at) ? 6 * 8 + 3 : 0
  }
  if (unit === 40 || unit === 41) return turnedFaceAt(text, at, unit)
  return 0
}

function eyesAt(text: string, at: number, eyes: number): number {
  const nose = text.charCodeAt(at + 1)
  const mouth = nose === 45 || nose === 39 || nose === 94 ? at + 2 : at + 1
  const sign = text[mouth]
  if (sign === undefined || isSpelled(text, mouth)) return 0
  const length = mouth - at + 1
  const face = faceOfMouth(sign, eyes === 59, text[mouth + 1])
  return face < 0 ? 0 : face * 8 + length
}

/** ":D" is a face, ":Dirk" is not. */
function isSpelled(text: string, mouth: number): boolean {
  if (!isWordUnit(text.charCodeAt(mouth))) return false
  return mouth + 1 < text.length && isWordUnit(text.charCodeAt(mouth + 1))
}

/** An index into FACE_HASHES; −1 for no mouth. "://" belongs to a link. */
function faceOfMouth(sign: string, winks: boolean, next: string | undefined): number {
  if (HAPPY_MOUTHS.includes(sign)) return winks ? 3 : 0
  if (SAD_MOUTHS.includes(sign)) return 1
  if (DOUBT_MOUTHS.includes(sign) && next !== '/') return 2
  return sign === 'P' || sign === 'p' ? 4 : -1
}

function turnedFaceAt(text: string, at: number, unit: number): number {
  const next = text.charCodeAt(at + 1)
  if (next !== 58 && next !== 59 && next !== 61) return 0
  return (unit === 40 ? 0 : 8) + 2
}

/** Beyond ASCII: emoji by code point (no skin tones, no joiners), or a sign of its own. */
function scanSymbol(cursor: Cursor, at: number, unit: number): number {
  if (unit >= 0xd800 && unit < 0xdc00) return scanSurrogate(cursor, at)
  if (unit === 0x200d || (unit >= 0xfe00 && unit <= 0xfe0f)) return at + 1
  const kind = unit >= 0x2190 && unit < 0x2c00 ? EMOJI : PUNCTUATION
  const hash = unit === 0x2026 ? HASH.ellipsis : Math.imul(FNV_BASIS ^ unit, FNV_PRIME)
  push(cursor.tokens, kind, at, at + 1, hash, 0)
  return at + 1
}

function scanSurrogate(cursor: Cursor, at: number): number {
  const point = cursor.text.codePointAt(at) ?? 0
  const length = point > 0xffff ? 2 : 1
  if (point >= 0x1f3fb && point <= 0x1f3ff) return at + length
  const kind = point >= 0x1f000 && point < 0x20000 ? EMOJI : WORD
  push(cursor.tokens, kind, at, at + length, Math.imul(FNV_BASIS ^ point, FNV_PRIME), 0)
  return at + length
}

/** The hash of an emoji as the scanner gives it. */
export function hashEmoji(emoji: string): number {
  return Math.imul(FNV_BASIS ^ (emoji.codePointAt(0) ?? 0), FNV_PRIME)
}
