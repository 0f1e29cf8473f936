import { DEFAULT_DISTANCE, MAX_DISTANCE } from './lexer-operators.ts'
import { addressIn, linkTerm, warnLink } from './parser-links.ts'
import { leaf } from './parser-tree.ts'
import { checkWords, refuseFuzzy, reportHidden } from './parser-word-checks.ts'
import { makeProblem, shorten } from './problems.ts'
import { type Scanner, take } from './scanner.ts'
import type { Span, Tree } from './tree.ts'
import { splitWords, type WrittenWord } from './words.ts'

/** A phrase, with the distance behind its quotes. */
export function quotedTerm(scanner: Scanner, text: string, span: Span): Tree | undefined {
  const whole = { start: span.start, end: span.end }
  const suffix = readDistance(scanner)
  const words = splitWords(text)
  const address = suffix === undefined ? addressIn(text, words) : undefined
  if (address !== undefined) return linkTerm(scanner, address, whole)
  if (words.length === 0) return refuseWordless(scanner, text, whole)
  reportHidden(scanner, text, span.start + 1)
  warnLink(scanner, text, whole)
  warnTilde(scanner, text, whole)
  if (/\?$/.test(text) && words.at(-1)?.end === text.length) warnQuestion(scanner, text, whole)
  const full = { start: span.start, end: scanner.position }
  if (!checkWords(scanner, words, full) || suffix === 'refused') return undefined
  if (suffix === undefined)
    return leaf({ form: 'words', words: words.map((word) => word.pattern) }, full)
  return withinTerm(scanner, words, suffix, full)
}

function withinTerm(
  scanner: Scanner,
  words: readonly WrittenWord[],
  within: number,
  span: Span,
): Tree | undefined {
  const [first] = words
  if (words.length === 1 && first) {
    return refuseFuzzy(
      scanner,
      span,
      'a distance after quotes needs two words in them',
      `write ${shorten(first.pattern.kind === 'any' ? '' : first.pattern.text)}~${Math.min(within, 2)} for typing errors`,
    )
  }
  if (words.some((word) => word.pattern.kind === 'any')) {
    scanner.problems.push(
      makeProblem('Q009', span, 'a lone * stands only in a phrase without a distance'),
    )
    return undefined
  }
  return leaf({ form: 'words', words: words.map((word) => word.pattern), within }, span)
}

/** The `~3` after quotes; 'refused' where it was reported. */
function readDistance(scanner: Scanner): number | 'refused' | undefined {
  const start = scanner.position
  const match = take(scanner, /~[^\s()"“”„{]*/y)
  if (!match) return undefined
  const digits = match[0].slice(1)
  const number = /^\d+$/.test(digits) ? Number(digits) : undefined
  if (number !== undefined && number <= MAX_DISTANCE) return number
  const message =
    number === undefined
      ? `${shorten(match[0])} is no distance`
      : `the distance ${shorten(digits)} is more than ${MAX_DISTANCE}`
  scanner.problems.push(
    makeProblem('Q013', { start, end: scanner.position }, message, {
      fixit: `write ~${number === undefined ? DEFAULT_DISTANCE : MAX_DISTANCE}`,
    }),
  )
  return 'refused'
}

function refuseWordless(scanner: Scanner, text: string, span: Span): undefined {
  const isEmpty = text.trim() === ''
  scanner.problems.push(
    makeProblem(
      'Q008',
      span,
      isEmpty ? 'nothing stands between the quotes' : 'the quotes hold no word',
      {
        ...(isEmpty ? {} : { fixit: `write raw:"${shorten(text)}" to look for these characters` }),
      },
    ),
  )
  return undefined
}

/** Fuzzy words stand outside of quotes only. */
function warnTilde(scanner: Scanner, text: string, span: Span): void {
  const tilde = /[\p{L}\p{N}]~\d?/u.exec(text)
  if (tilde === null) return
  scanner.problems.push(
    makeProblem('W007', span, '~ inside quotes is left out, and a number behind it is a word', {
      fixit: 'write ~ behind the quotes for a distance, or join fuzzy words with NEAR/0f',
    }),
  )
}

function warnQuestion(scanner: Scanner, text: string, span: Span): void {
  scanner.problems.push(
    makeProblem('W017', span, '? stands for exactly one character, also in quotes', {
      fixit: `leave it out, or write raw:"${shorten(text)}"`,
    }),
  )
}
