import { foldWord } from './fold.ts'

/** Codes below this are read through tables; the rest goes the slower way. */
export const TABLE_SIZE = 0x250

/** What a character is to the fast scanner. */
export const SPACE = 0
export const LETTER = 1
export const DIGIT = 2
export const UNDERSCORE = 3
/** Needs the slower way: more than one folded letter, or a compatibility form. */
export const SLOW = 4
/** Joins letters or digits, begins or ends a token, depending on its neighbours. */
export const SIGN = 5

export const KINDS = new Uint8Array(TABLE_SIZE)
/** The folded code of a letter, digit or underscore; 0 for everything else. */
export const FOLDED = new Uint16Array(TABLE_SIZE)

for (let code = 0; code < TABLE_SIZE; code += 1) {
  const sign = String.fromCharCode(code)
  KINDS[code] = kindOf(sign)
  if (isPlain(KINDS[code] ?? SPACE)) FOLDED[code] = foldWord(sign).charCodeAt(0)
}

function kindOf(sign: string): number {
  if (/[0-9]/.test(sign)) return DIGIT
  if (sign === '_') return UNDERSCORE
  if (/[#@$.+,;'·:\u00ad©®]/.test(sign)) return sign === '\u00ad' ? SLOW : SIGN
  if (/[\p{L}\p{N}]/u.test(sign))
    return /\p{L}/u.test(sign) && foldWord(sign).length === 1 && !/[ªº]/.test(sign) ? LETTER : SLOW
  return SPACE
}

function isPlain(kind: number): boolean {
  return kind === LETTER || kind === DIGIT || kind === UNDERSCORE
}

const PRIME = 0x01000193
/** The hash of no letters; FNV-1a over UTF-16 units. */
export const EMPTY_HASH = 0x811c9dc5 | 0

export function hashUnit(hash: number, unit: number): number {
  return Math.imul(hash ^ unit, PRIME)
}

/** The hash of a word behind a sign, from the word's own. */
export function hashSigil(hash: number, sigil: number): number {
  return Math.imul(hash ^ (sigil << 8), PRIME)
}

/** The hash of a folded form; a leading #, @ or $ is taken in last, so that the word's own hash is made on the way. */
export function hashForm(form: string): number {
  const first = form.charCodeAt(0)
  const hasSigil = form.length > 1 && (first === 35 || first === 64 || first === 36)
  let hash = EMPTY_HASH
  for (let at = hasSigil ? 1 : 0; at < form.length; at += 1)
    hash = hashUnit(hash, form.charCodeAt(at))
  return hasSigil ? hashSigil(hash, first) : hash
}
