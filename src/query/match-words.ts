import { foldLetters, foldWord } from '../text/fold.ts'
import { HIDDEN } from '../text/hidden.ts'
import { bareWord } from '../text/scripts-homoglyphs.ts'
import {
  FLAG_EMOJI,
  FLAG_SIGIL,
  FLAG_SLOW,
  rangeEquals,
  type TokenBuffer,
} from '../text/tokens-buffer.ts'
import { isWithinEdits } from './fuzzy.ts'
import type { Word } from './match-vocabulary.ts'
import { matchesWildcard, plainLetters } from './wildcard.ts'

/** Whether a word finds the token at a position, in any of its spellings. */
export function findsToken(word: Word, tokens: TokenBuffer, token: number): boolean {
  if (word.kind === 'literal') return findsLiteral(word, tokens, token)
  if (((tokens.flags[token] ?? 0) & FLAG_EMOJI) !== 0) return false
  if (findsForm(word, tokens, token, undefined)) return true
  for (
    let form = tokens.firstForm(token);
    tokens.formTokens[form] === token && form < tokens.formCount;
    form += 1
  ) {
    if (findsForm(word, tokens, token, form)) return true
  }
  return false
}

function findsLiteral(word: Word, tokens: TokenBuffer, token: number): boolean {
  if (tokens.hashes[token] === word.hash && isPrimary(tokens, token, word.form)) {
    if (isWrittenAs(word, tokens, token, undefined)) return true
  }
  for (
    let form = tokens.firstForm(token);
    tokens.formTokens[form] === token && form < tokens.formCount;
    form += 1
  ) {
    if (tokens.formHashes[form] !== word.hash || tokens.otherForm(form) !== word.form) continue
    if (isWrittenAs(word, tokens, token, form)) return true
  }
  return false
}

/** Whether the token's own folded form is this one; without making a string where the fast scanner has read it. */
export function isPrimary(tokens: TokenBuffer, token: number, form: string): boolean {
  if (((tokens.flags[token] ?? 0) & FLAG_SLOW) !== 0) return tokens.slow.get(token) === form
  return rangeEquals(tokens.textOf(token), tokens.starts[token] ?? 0, tokens.ends[token] ?? 0, form)
}

/** A spelling (undefined: the first) against a wildcard or a fuzzy word. */
function findsForm(
  word: Word,
  tokens: TokenBuffer,
  token: number,
  form: number | undefined,
): boolean {
  const spelling = form === undefined ? tokens.form(token) : tokens.otherForm(form)
  if (
    !couldBe(word, spelling, form === undefined && ((tokens.flags[token] ?? 0) & FLAG_SIGIL) !== 0)
  )
    return false
  return word.letters === undefined || isWrittenAs(word, tokens, token, form)
}

/** Whether a folded spelling is found, accents aside. A sign before a word is no letter that could be an edit. */
export function couldBe(word: Word, spelling: string, hasSigil: boolean): boolean {
  if (word.kind === 'literal') return word.form === spelling
  if (word.kind === 'fuzzy') return !hasSigil && isWithinEdits(word.form, spelling, word.edits)
  if (word.wildcard === undefined || !spelling.startsWith(word.wildcard.prefix)) return false
  return matchesWildcard(word.wildcard.plain, plainLetters(spelling))
}

const APOSTROPHES = /['’‘ʼ＇]/g

/** Whether the accents that the term asks for are there, or, for exact words, every letter as written. */
export function isWrittenAs(
  word: Word,
  tokens: TokenBuffer,
  token: number,
  form: number | undefined,
): boolean {
  if (word.letters === undefined && word.exact === undefined) return true
  const start = (form === undefined ? tokens.starts[token] : tokens.formStarts[form]) ?? 0
  const end = (form === undefined ? tokens.ends[token] : tokens.formEnds[form]) ?? 0
  return isSpelt(word, tokens.textOf(token).slice(start, end))
}

function isSpelt(word: Word, written: string): boolean {
  if (word.exact !== undefined) return exactSpelling(written) === word.exact
  if (word.letters === undefined) return true
  const letters = foldLetters(bareWord(written.replaceAll(APOSTROPHES, '')))
  if (word.wildcard !== undefined) return matchesWildcard(word.wildcard.parts, letters)
  return word.letters.every(({ accents }, at) => accents === '' || accents === letters[at]?.accents)
}

/** Whether a word finds a piece of text that is one word by itself. */
export function findsSpelling(word: Word, written: string): boolean {
  return couldBe(word, foldWord(bareWord(written)), false) && isSpelt(word, written)
}

/** Case and accents kept; what cannot be seen is no difference. */
export function exactSpelling(written: string): string {
  return written.replace(HIDDEN, '').normalize('NFC').replaceAll(APOSTROPHES, "'")
}
