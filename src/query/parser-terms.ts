import { findLinks } from '../text/links-in-text.ts'
import { bareAddress } from './addresses.ts'
import type { Token } from './lexer.ts'
import { DEFAULT_DISTANCE, MAX_DISTANCE } from './lexer-operators.ts'
import { MAX_TERM, MAX_WORD } from './parser-refusals.ts'
import { regexFault } from './parser-regex.ts'
import { makeProblem, shorten } from './problems.ts'
import { type Scanner, take, warnHidden } from './scanner.ts'
import type { Span, Term, Tree, WordPattern } from './tree.ts'
import { splitExactWords, splitWords, type WrittenWord } from './words.ts'

type TermToken = Extract<Token, { type: 'word' | 'url' | 'quoted' | 'exact' | 'regex' }>

/** The leaf that a token stands for, with its ~ suffix; undefined where it has no words (reported). */
export function readTerm(scanner: Scanner, token: TermToken): Tree | undefined {
  if (token.type !== 'regex' && token.text.length > MAX_TERM) return refuseLength(scanner, token)
  if (token.type === 'word') return wordTerm(scanner, token.text, token.span)
  if (token.type === 'quoted') return quotedTerm(scanner, token.text, token.span)
  if (token.type === 'exact') return exactTerm(scanner, token.text, token.span)
  if (token.type === 'regex') return regexTerm(scanner, token.source, token.flags, token.span)
  const [link] = findLinks(token.text)
  if (link?.start !== 0) return wordTerm(scanner, token.text, token.span)
  return urlTerm(scanner, token.text.slice(0, link.end), token.span)
}

function refuseLength(scanner: Scanner, token: { readonly span: Span }): undefined {
  const { span } = token
  scanner.problems.push(
    makeProblem('Q035', span, `a term of ${span.end - span.start} characters is too long`, {
      reason: `words are at most ${MAX_WORD} characters, terms ${MAX_TERM}`,
    }),
  )
  return undefined
}

export function leaf(term: Term, span: Span): Tree {
  return { type: 'term', term, span }
}

function wordTerm(scanner: Scanner, written: string, span: Span): Tree | undefined {
  const chunk = withoutWeight(scanner, written, span)
  const fuzzy = /~(-?[\d.]*)$/.exec(chunk)
  const text = fuzzy ? chunk.slice(0, fuzzy.index) : chunk
  if (text === '' && fuzzy) return warnLooseTilde(scanner, chunk, span)
  const words = splitWords(text)
  const address = addressIn(text, words)
  if (address !== undefined) return urlTerm(scanner, address, span)
  reportHidden(scanner, text, span.start)
  if (words.length === 0) {
    if (text !== '') warnPunctuation(scanner, text, span)
    return undefined
  }
  warnEdges(scanner, text, words, span)
  warnAlmostOperator(scanner, chunk, span)
  if (!checkWords(scanner, words, span)) return undefined
  if (fuzzy) return fuzzyTerm(scanner, words, fuzzy[1] as string, span)
  return leaf({ form: 'words', words: words.map((word) => word.pattern) }, span)
}

const HIDDEN = /[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069]+/

function reportHidden(scanner: Scanner, text: string, offset: number): void {
  const match = HIDDEN.exec(text)
  if (match) warnHidden(scanner, offset + match.index, offset + match.index + match[0].length)
}

/** Length and wildcards of every word; all faults are reported, false when there is one. */
function checkWords(scanner: Scanner, words: readonly WrittenWord[], span: Span): boolean {
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

function fuzzyTerm(
  scanner: Scanner,
  words: readonly WrittenWord[],
  edits: string,
  span: Span,
): Tree | undefined {
  const number = edits === '' ? 1 : Number(edits)
  const [first] = words
  if (words.length > 1 || first?.pattern.kind !== 'plain') {
    return refuseFuzzy(scanner, span, 'only a single word without wildcards can be fuzzy')
  }
  if (number !== 0 && number !== 1 && number !== 2) {
    return refuseFuzzy(
      scanner,
      span,
      `~${edits} is out of range: 0, 1 or 2 edits`,
      `write ${shorten(first.pattern.text)}~2`,
    )
  }
  const { text } = first.pattern
  if (number > 0 && [...text].length < 3 * number) {
    scanner.problems.push(
      makeProblem(
        'W012',
        span,
        `${text}~${number} finds very many words, because ${text} is short`,
      ),
    )
  }
  return leaf({ form: 'fuzzy', text, edits: number }, span)
}

function refuseFuzzy(scanner: Scanner, span: Span, message: string, fixit?: string): undefined {
  scanner.problems.push(makeProblem('Q011', span, message, { fixit }))
  return undefined
}

function quotedTerm(scanner: Scanner, text: string, span: Span): Tree | undefined {
  const whole = { start: span.start, end: span.end }
  const suffix = readDistance(scanner)
  const words = splitWords(text)
  const address = suffix === undefined ? addressIn(text, words) : undefined
  if (address !== undefined) return urlTerm(scanner, address, whole)
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

function exactTerm(scanner: Scanner, text: string, span: Span): Tree | undefined {
  const words = splitExactWords(text)
  if (words.length > 0 && checkWords(scanner, words, span)) {
    return leaf({ form: 'words', words: words.map((word): WordPattern => word.pattern) }, span)
  }
  if (words.length === 0) {
    scanner.problems.push(
      makeProblem('Q008', span, 'the braces hold no word', { fixit: 'write {BT}' }),
    )
  }
  return undefined
}

function regexTerm(scanner: Scanner, source: string, flags: string, span: Span): Tree | undefined {
  const fault = source.length > MAX_WORD ? 'tooLong' : regexFault(source, flags)
  if (fault === undefined) {
    return leaf(
      { form: 'regex', source: source.replaceAll('\\/', '/'), flags: sortFlags(flags) },
      span,
    )
  }
  if (fault === 'tooLong') {
    scanner.problems.push(
      makeProblem('Q035', span, `a regular expression of ${source.length} characters is too long`, {
        reason: `regular expressions are at most ${MAX_WORD} characters`,
      }),
    )
  } else {
    scanner.problems.push(
      makeProblem('Q017', span, fault.message, { reason: fault.reason, fixit: fault.fixit }),
    )
  }
  return undefined
}

/** `u` is implied, order and repetition do not matter. */
function sortFlags(flags: string): string {
  return [...new Set(flags)]
    .filter((flag) => flag !== 'u')
    .sort()
    .join('')
}

/**
 * The address that the text is, signs around it aside. A bare domain is a link in texts, never words, so it is
 * looked for among the links.
 */
function addressIn(text: string, words: readonly WrittenWord[]): string | undefined {
  if (!text.includes('.')) return undefined
  const [word] = words
  if (words.length === 1 && word?.pattern.kind === 'plain' && word.pattern.text !== text) {
    const { text: inner } = word.pattern
    return addressIn(inner, [{ ...word, start: 0, end: inner.length }])
  }
  const [link, another] = findLinks(text)
  if (link === undefined || another !== undefined) return undefined
  const isWhole = words.every(({ start, end }) => start >= link.start && end <= link.end)
  return isWhole ? text.slice(link.start, link.end) : undefined
}

/** `acme^9`: other tools weigh terms, here a post matches or does not. */
function withoutWeight(scanner: Scanner, chunk: string, span: Span): string {
  const weight = /\^\d+(?:\.\d+)?$/.exec(chunk)
  if (weight === null) return chunk
  const place = { start: span.start + weight.index, end: span.end }
  scanner.problems.push(
    makeProblem('W008', place, `${weight[0]} is left out, because terms have no weight`, {
      fixit: 'leave it out',
    }),
  )
  return chunk.slice(0, weight.index)
}

function warnLooseTilde(scanner: Scanner, chunk: string, span: Span): undefined {
  scanner.problems.push(
    makeProblem('W008', span, `${shorten(chunk)} is left out`, {
      fixit: 'write it right behind the quotes or the word, without a blank',
    }),
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

function warnLink(scanner: Scanner, text: string, span: Span): void {
  if (!text.includes('.') || findLinks(text).length === 0) return
  scanner.problems.push(
    makeProblem('W003', span, 'links are not among the words of a text, so this never holds', {
      fixit: `write link: and the address, or raw:"${shorten(text)}"`,
    }),
  )
}

function urlTerm(scanner: Scanner, text: string, span: Span): Tree | undefined {
  const value = bareAddress(text)
  if (/^[/?#]|^$/.test(value)) {
    scanner.problems.push(makeProblem('Q022', span, `${shorten(text)} names no host`))
    return undefined
  }
  scanner.problems.push(
    makeProblem('W015', span, 'an address among words is looked for in the links of posts', {
      fixit: `write link:${shorten(value)}`,
    }),
  )
  return {
    type: 'field',
    field: 'link',
    value: { form: 'text', text: value, wildcard: false },
    span,
  }
}

const FOREIGN_SIGNS: readonly (readonly [RegExp, string])[] = [
  [/^&&?$/, 'write AND, or only a blank'],
  [/^\|\|?$/, 'write OR'],
  [/^!/, 'write NOT'],
  [/^\+\+/, 'write raw:"…" for exact characters'],
  [/^\+/, 'leave it out: every word is required; {Word} asks for upper and lower case'],
  [/^[–—−]$/, 'write a plain hyphen right before the word, or NOT, to exclude it'],
]

function warnPunctuation(scanner: Scanner, chunk: string, span: Span): void {
  const foreign = FOREIGN_SIGNS.find(([sign]) => sign.test(chunk))
  const code = foreign ? 'W008' : 'W007'
  const message = foreign
    ? `${shorten(chunk)} is no operator here and is left out`
    : `${shorten(chunk)} is left out`
  scanner.problems.push(
    makeProblem(code, span, message, { fixit: foreign?.[1] ?? 'look for signs with raw:"…"' }),
  )
}

/** Signs before and behind the words of a chunk are ignored as in texts, which is said. */
function warnEdges(
  scanner: Scanner,
  text: string,
  words: readonly WrittenWord[],
  span: Span,
): void {
  const first = words[0]?.start ?? 0
  const last = words.at(-1)?.end ?? text.length
  if (first > 0 && text.slice(0, first).replace(HIDDEN, '') !== '') {
    const sign = text.slice(0, first)
    const foreign = /^[!+–—−&|]/.test(sign) ? foreignPrefix(sign, text.slice(first)) : undefined
    scanner.problems.push(
      makeProblem(
        foreign ? 'W008' : 'W007',
        { start: span.start, end: span.start + first },
        `${shorten(sign)} is left out`,
        {
          fixit: foreign,
        },
      ),
    )
  }
  if (last < text.length && text.slice(last).replace(HIDDEN, '') !== '') {
    const place = { start: span.start + last, end: span.start + text.length }
    scanner.problems.push(makeProblem('W007', place, `${shorten(text.slice(last))} is left out`))
  }
}

function foreignPrefix(sign: string, word: string): string {
  if (sign.startsWith('++')) return `write raw:"${shorten(word)}" for exact characters`
  if (sign.startsWith('+'))
    return `write ${shorten(word)}: every word is required; {${shorten(word)}} for upper and lower case`
  if (/^[&|]/.test(sign)) return 'write AND or OR with blanks around it'
  return `write NOT ${shorten(word)}`
}

/** `and`, `Or`, `near/5`, `NEAR5` are words, but hardly meant so. */
function warnAlmostOperator(scanner: Scanner, chunk: string, span: Span): void {
  if (/^(?:and|or|not|o?near|sent)(?:\/\w*)?$/i.test(chunk)) {
    scanner.problems.push(
      makeProblem('W001', span, `${chunk} is read as a word`, {
        reason: 'operators are upper case',
        fixit: `write ${chunk.replace(/^\w+/, (name) => name.toUpperCase())}, or "${chunk}" for the word`,
      }),
    )
  } else if (/^O?NEAR\d+f?$|^SENTENCE$/.test(chunk)) {
    const ours = chunk === 'SENTENCE' ? 'SENT' : chunk.replace(/^(O?NEAR)/, '$1/')
    scanner.problems.push(
      makeProblem('W016', span, `${chunk} is read as a word`, {
        fixit: `write ${ours}, or "${chunk}" for the word`,
      }),
    )
  }
}

function warnQuestion(scanner: Scanner, text: string, span: Span): void {
  scanner.problems.push(
    makeProblem('W017', span, '? stands for exactly one character, also in quotes', {
      fixit: `leave it out, or write raw:"${shorten(text)}"`,
    }),
  )
}
