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

const MULTIPLIER = 0x9e3779b1

/** A second hash, of another kind: two words that share both are not met in practice. The one of no letters is 0. */
export function checkUnit(check: number, unit: number): number {
  return (Math.imul(check, MULTIPLIER) + unit) | 0
}

/** What a leading sign adds to the hashes, taken in last so that the word's own are made on the way. */
export function sigilUnit(sigil: number): number {
  return sigil << 8
}

/** The hash of a folded form. */
export function hashForm(form: string): number {
  const { sigil, from } = beginOf(form)
  let hash = EMPTY_HASH
  for (let at = from; at < form.length; at += 1) hash = hashUnit(hash, form.charCodeAt(at))
  return sigil === 0 ? hash : hashUnit(hash, sigilUnit(sigil))
}

/** The second hash of a folded form. */
export function checkForm(form: string): number {
  const { sigil, from } = beginOf(form)
  let check = 0
  for (let at = from; at < form.length; at += 1) check = checkUnit(check, form.charCodeAt(at))
  return sigil === 0 ? check : checkUnit(check, sigilUnit(sigil))
}

/** A leading #, @ or $, and where the word behind it begins. */
function beginOf(form: string): { readonly sigil: number; readonly from: number } {
  const first = form.charCodeAt(0)
  const hasSigil = form.length > 1 && (first === 35 || first === 64 || first === 36)
  return hasSigil ? { sigil: first, from: 1 } : { sigil: 0, from: 0 }
}
