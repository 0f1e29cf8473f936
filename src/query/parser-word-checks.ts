import { MAX_WORD } from './parser-refusals.ts'
import { makeProblem, shorten } from './problems.ts'
import { type Scanner, warnHidden } from './scanner.ts'
import type { Span } from './tree.ts'
import type { WrittenWord } from './words.ts'

export const HIDDEN =
  /[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069]+/

export function reportHidden(scanner: Scanner, text: string, offset: number): void {
  const match = HIDDEN.exec(text)
  if (match) warnHidden(scanner, offset + match.index, offset + match.index + match[0].length)
}

/** Length and wildcards of every word; all faults are reported, false when there is one. */
export function checkWords(scanner: Scanner, words: readonly WrittenWord[], span: Span): boolean {
  const faults = words.map((word) => checkWord(scanner, word, span))
  if (words.every((word) => word.pattern.kind === 'any')) {
    scanner.problems.push(
      makeProblem('Q009', span, 'a lone * is every word', {
        reason: 'it would find every post',
        fixit: 'give at least three letters before it, such as phon*',
      }),
    )
    return false
  }
  return faults.every((ok) => ok)
}

function checkWord(scanner: Scanner, word: WrittenWord, span: Span): boolean {
  if (word.end - word.start > MAX_WORD) {
    scanner.problems.push(
      makeProblem('Q035', span, `a word of ${word.end - word.start} characters is too long`, {
        reason: `words are at most ${MAX_WORD} characters`,
      }),
    )
    return false
  }
  return word.pattern.kind !== 'wildcard' || checkWildcard(scanner, word.pattern.text, span)
}

const FEW_LETTERS = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u

/** Item 53: never first; three letters before a trailing *, one before an inner one; `?` is no letter. */
function checkWildcard(scanner: Scanner, text: string, span: Span): boolean {
  const bare = text.replace(/^[#@$.]+/, '')
  if (/^[*?]/.test(bare)) {
    scanner.problems.push(
      makeProblem('Q009', span, `${shorten(text)} begins with a wildcard`, {
        reason: 'words are found by their beginning',
        fixit: 'begin with letters, or use a regular expression: /\\w*phone/',
      }),
    )
    return false
  }
  const star = bare.indexOf('*')
  if (star === -1) return true
  const before = bare.slice(0, star).replaceAll(/[^\p{L}\p{N}]/gu, '')
  const isTrailing = bare.endsWith('*')
  const needed = isTrailing && !FEW_LETTERS.test(before) ? 3 : 1
  if ([...before].length >= needed) return true
  scanner.problems.push(
    makeProblem('Q010', span, `${shorten(text)} has fewer than ${needed} letters before the *`, {
      reason: 'it would find too many words',
      fixit: 'write more letters, or list the words with OR',
    }),
  )
  return false
}

export function refuseFuzzy(
  scanner: Scanner,
  span: Span,
  message: string,
  fixit?: string,
): undefined {
  scanner.problems.push(makeProblem('Q011', span, message, { fixit }))
  return undefined
}
