import { foldWord } from './fold.ts'
import { bareWord } from './scripts-homoglyphs.ts'
import { FLAG_APOSTROPHE, isApostrophe, type TokenBuffer } from './tokens-buffer.ts'
import { hashForm } from './tokens-tables.ts'

/** The signs that count as an apostrophe. */
export const APOSTROPHE = /['’‘ʼ＇]/
const APOSTROPHES = /['’‘ʼ＇]/g

/** Articles and pronouns that French, Italian and Catalan write together with the next word. */
const ELISIONS: ReadonlySet<string> = new Set(
  (
    'l d qu c j m n s t jusqu lorsqu puisqu quoiqu presqu ' +
    'un dell nell sull dall all coll quell bell sant gl degl agl dagl negl sugl'
  ).split(' '),
)

/** The words between the apostrophes of a word, folded: they stand in a row where a phrase asks for it. */
export function apostropheParts(written: string): readonly string[] {
  return written
    .split(APOSTROPHE)
    .map((part) => foldWord(bareWord(part)))
    .filter((part) => part !== '')
}

/** Whether one of the signs that count as an apostrophe stands in it. */
export function hasApostrophe(written: string): boolean {
  return APOSTROPHE.test(written)
}

/** Folds a word without its apostrophes. */
export function foldJoined(written: string): string {
  return foldToken(written.replaceAll(APOSTROPHES, ''))
}

/** Folds a word; the blank that stands in the long form of a few signs (an Arabic vowel by itself) is no part of it. */
export function foldToken(written: string): string {
  return foldWord(written).replaceAll(/\s/g, '')
}

/** Adds the other spellings of the last word: without a possessive or elision, without underscores around it. */
export function addOtherForms(buffer: TokenBuffer, text: string, start: number, end: number): void {
  const flags = buffer.flags[buffer.count - 1] ?? 0
  if ((flags & FLAG_APOSTROPHE) !== 0) addApostropheForms(buffer, text, start, end)
  else addTrimmed(buffer, text, start, end)
}

/** `wendy` of `wendy's`, `acme` of `l'acme`, and both of `l'acme's`. */
export function addApostropheForms(
  buffer: TokenBuffer,
  text: string,
  start: number,
  end: number,
): void {
  let first = start
  while (first < end && !isApostrophe(text.charCodeAt(first))) first += 1
  const stem = stemEnd(text, end)
  if (stem > start) addRange(buffer, text, start, stem)
  if (!ELISIONS.has(foldWord(text.slice(start, first)))) return
  addRange(buffer, text, first + 1, end)
  if (stem > first) addRange(buffer, text, first + 1, stem)
}

/** Where the word ends without its possessive `'s`, or 0 when it has none. */
function stemEnd(text: string, end: number): number {
  const isPossessive = isApostrophe(text.charCodeAt(end - 2)) && /[sS]/.test(text.charAt(end - 1))
  return isPossessive ? end - 2 : 0
}

/** Underscores around a word are emphasis as often as part of a name. */
function addTrimmed(buffer: TokenBuffer, text: string, start: number, end: number): void {
  let from = start
  let to = end
  while (from < to && text.charAt(from) === '_') from += 1
  while (to > from && text.charAt(to - 1) === '_') to -= 1
  if (from < to) addRange(buffer, text, from, to)
}

function addRange(buffer: TokenBuffer, text: string, start: number, end: number): void {
  if (end <= start) return
  const folded = foldJoined(bareWord(text.slice(start, end)))
  if (folded === '') return
  buffer.addForm(hashForm(folded), start, end, folded)
}
