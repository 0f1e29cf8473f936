import { HIDDEN } from './hidden.ts'

/** A folded letter with the accents that were taken from it, in canonical order; "" where there were none. */
export interface FoldedLetter {
  readonly base: string
  readonly accents: string
}

/** Letters whose mark is part of the shape, so that Unicode does not take them apart. */
const STROKED: Readonly<Record<string, string>> = {
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ħ: 'h',
  ŧ: 't',
  ƀ: 'b',
  ɨ: 'i',
  ʉ: 'u',
}

/** What full case folding says beyond lower case, and letters that are two. */
const UNFOLDED: Readonly<Record<string, string>> = {
  ß: 'ss',
  ς: 'σ',
  ı: 'i',
  æ: 'ae',
  œ: 'oe',
  և: 'եւ',
}

const SPECIAL = /[øłđħŧƀɨʉßςıæœև]/g
/** Accents of Latin, Greek and Cyrillic; Hebrew points; Arabic vowel signs and the stretching line. */
const MARKS =
  /[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u0640\u064b-\u0652\u0656-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed]/g
/** й and ў are letters of their own, not accented и and у. */
const STRIPPED = new RegExp(String.raw`([иу]\u0306)|${MARKS.source}`, 'g')
const ACCENT = /^[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]$/
const ASCII = /^[\x00-\x7f]*$/

/**
 * The form in which words are compared: compatibility characters unified, hidden characters removed, case folded,
 * accents and vowel points removed, `ß` as `ss`, `æ` as `ae`.
 */
export function foldWord(word: string): string {
  if (ASCII.test(word)) return word.toLowerCase()
  return spell(word)
    .replace(STRIPPED, (_, kept: string | undefined) => kept ?? '')
    .replace(SPECIAL, (letter) => STROKED[letter] ?? UNFOLDED[letter] ?? letter)
    .normalize('NFC')
}

/** Compatibility forms unified, lower case, decomposed. */
function spell(word: string): string {
  return word
    .replace(HIDDEN, '')
    .normalize('NFKC')
    .replaceAll('İ', 'i')
    .toLowerCase()
    .normalize('NFD')
}

/** The same letters as `foldWord` gives, each with its accents: a term's accented letter asks for exactly these. */
export function foldLetters(word: string): readonly FoldedLetter[] {
  const letters: { base: string; accents: string }[] = []
  for (const sign of spell(word)) addSign(letters, sign)
  return letters.flatMap(spread)
}

function addSign(letters: { base: string; accents: string }[], sign: string): void {
  const last = letters.at(-1)
  if (!isMark(sign)) letters.push({ base: sign, accents: '' })
  // A mark without a letter shows nothing that could be asked for.
  if (last === undefined || !isMark(sign)) return
  if (sign === '\u0306' && /^[иу]$/.test(last.base)) {
    last.base += sign
  } else if (ACCENT.test(sign) && !(sign === '\u0308' && last.base === 'е')) {
    last.accents += sign
  }
}

/** Whether folding takes the sign away; ё is е, so its dots are not asked for. */
function isMark(sign: string): boolean {
  return sign.replace(MARKS, '') === ''
}

/** Folds one letter to one entry per UTF-16 unit of its folded form. */
function spread(letter: FoldedLetter): readonly FoldedLetter[] {
  const stroke = STROKED[letter.base]
  if (stroke !== undefined) return [{ base: stroke, accents: `\u0338${letter.accents}` }]
  const base = (UNFOLDED[letter.base] ?? letter.base).normalize('NFC')
  return base.split('').map((unit) => ({ base: unit, accents: letter.accents }))
}
