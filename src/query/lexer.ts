import { readOperator, readSlash } from './lexer-operators.ts'
import { makeProblem } from './problems.ts'
import { findAhead, isAtEnd, type Scanner, skipBlanks, take } from './scanner.ts'
import type { Span } from './tree.ts'

/** The next piece of an expression. Suffixes of a term (~1, {>=2}) are read by the parser when the term is known. */
export type Token =
  | { readonly type: 'end'; readonly span: Span }
  | { readonly type: 'open' | 'close' | 'and' | 'or' | 'not'; readonly span: Span }
  /** A hyphen right before something: NOT. */
  | { readonly type: 'minus'; readonly span: Span }
  | {
      readonly type: 'near'
      readonly distance: number
      readonly ordered: boolean
      readonly span: Span
    }
  | { readonly type: 'sentence'; readonly ordered: boolean; readonly span: Span }
  | { readonly type: 'field'; readonly name: string; readonly span: Span }
  | { readonly type: 'fragment'; readonly name: string; readonly span: Span }
  | {
      readonly type: 'word' | 'url' | 'quoted' | 'exact'
      readonly text: string
      readonly span: Span
    }
  | { readonly type: 'regex'; readonly source: string; readonly flags: string; readonly span: Span }
  /** Something faulty that was reported and is left out. */
  | { readonly type: 'fault'; readonly role: 'sign' | 'operand'; readonly span: Span }

/** Every run of characters without blanks, brackets, quotes, braces and comments. */
const CHUNK = /(?:[^\s()"“”„<{\0-\x1f\x7f]|<(?!<<))+/y
const URL_START = /(?:https?:\/\/|www\.)(?:[^\s"“”„()<>]|\([^\s"“”„()<>]*\))+/iy
const FIELD = /([\p{L}][\p{L}\p{N}_]*(?:[.-][\p{L}\p{N}_]+)*):(?!\/\/)/uy

/** Reads the next token of a place where terms stand. */
export function readToken(scanner: Scanner, isField: (name: string) => boolean): Token {
  skipBlanks(scanner)
  const start = scanner.position
  if (isAtEnd(scanner)) return { type: 'end', span: { start, end: start } }
  const sign = scanner.text[start] as string
  const reader = READERS[sign]
  if (reader) return reader(scanner)
  if (sign === '-' && isPrefix(scanner.text, start)) return single(scanner, 'minus')
  const url = take(scanner, URL_START)
  if (url) return { type: 'url', text: url[0], span: spanFrom(scanner, start) }
  return readField(scanner, isField) ?? readChunk(scanner)
}

const READERS: Readonly<Record<string, ((scanner: Scanner) => Token) | undefined>> = {
  '(': (scanner) => single(scanner, 'open'),
  ')': (scanner) => single(scanner, 'close'),
  '"': readQuoted,
  '“': readQuoted,
  '”': readQuoted,
  '„': readQuoted,
  '{': readExact,
  '/': readRegex,
  '[': readFragment,
}

function single(scanner: Scanner, type: 'open' | 'close' | 'minus'): Token {
  const start = scanner.position
  scanner.position += 1
  return { type, span: { start, end: start + 1 } }
}

/** A hyphen is NOT where something follows it at once; a hyphen or two alone is a dash. */
function isPrefix(text: string, at: number): boolean {
  let next = at + 1
  while (text[next] === '-') next += 1
  return next < text.length && !/[\s),.;]/.test(text[next] as string)
}

function readField(scanner: Scanner, isField: (name: string) => boolean): Token | undefined {
  const start = scanner.position
  const match = take(scanner, FIELD)
  if (!match) return undefined
  const name = match[1] as string
  if (!/[.-]/.test(name) || isField(name)) {
    return { type: 'field', name, span: spanFrom(scanner, start) }
  }
  scanner.position = start
  return undefined
}

function readChunk(scanner: Scanner): Token {
  const start = scanner.position
  const chunk = take(scanner, CHUNK)?.[0]
  if (chunk === undefined) {
    scanner.position += 1
    return { type: 'fault', role: 'sign', span: spanFrom(scanner, start) }
  }
  const span = spanFrom(scanner, start)
  return readOperator(scanner, chunk, span) ?? { type: 'word', text: chunk, span }
}

const CLOSING_QUOTES = ['"', '”', '“', '„'] as const

/** Reads a quoted text; backslash hides a quote or a backslash. A typographic quote is closed by any quote. */
export function readQuoted(scanner: Scanner): Token {
  const start = scanner.position
  const isPlain = scanner.text[start] === '"'
  const end = findQuote(scanner, start + 1, isPlain ? ['"'] : CLOSING_QUOTES)
  if (end === -1) return unclosedQuote(scanner)
  scanner.position = end + 1
  const span = spanFrom(scanner, start)
  if (!isPlain) {
    scanner.problems.push(
      makeProblem('W010', span, 'typographic quotes are read as plain ones', {
        fixit: `write "${scanner.text.slice(start + 1, end)}"`,
      }),
    )
  }
  return { type: 'quoted', text: withoutEscapes(scanner.text.slice(start + 1, end)), span }
}

function findQuote(scanner: Scanner, from: number, closing: readonly string[]): number {
  const mark = closing.join('')
  if (scanner.absent.has(mark)) return -1
  for (let at = from; at < scanner.text.length; at++) {
    const sign = scanner.text[at] as string
    if (sign === '\\') at += 1
    else if (closing.includes(sign)) return at
  }
  scanner.absent.add(mark)
  return -1
}

function withoutEscapes(text: string): string {
  return text.replaceAll(/\\(["“”„\\])/g, '$1')
}

/** The quote is reported and what follows is read as words, so that later faults are found too. */
function unclosedQuote(scanner: Scanner): Token {
  const start = scanner.position
  scanner.position += 1
  scanner.problems.push(
    makeProblem('Q004', { start, end: start + 1 }, 'this quote is never closed', {
      fixit: 'close it with "',
    }),
  )
  return { type: 'fault', role: 'sign', span: { start, end: start + 1 } }
}

function readExact(scanner: Scanner): Token {
  const start = scanner.position
  const end = findAhead(scanner, '}', start + 1)
  if (end === -1) return unclosed(scanner, 'this brace is never closed', 'close it with }')
  scanner.position = end + 1
  return { type: 'exact', text: scanner.text.slice(start + 1, end), span: spanFrom(scanner, start) }
}

const FRAGMENT = /\[\s*([\p{L}\p{N}_-]+)\s*\]/uy
const BRACKETED = /\[[^[\]()"]*\]/y

function readFragment(scanner: Scanner): Token {
  const start = scanner.position
  const match = take(scanner, FRAGMENT)
  if (match) return { type: 'fragment', name: match[1] as string, span: spanFrom(scanner, start) }
  const other = take(scanner, BRACKETED)
  if (other === null)
    return unclosed(scanner, 'this square bracket is never closed', 'close it with ]')
  const span = spanFrom(scanner, start)
  const isRange = / TO /i.test(other[0])
  const message = isRange
    ? 'a range needs a field before it'
    : 'square brackets hold the name of a fragment: letters, digits, - and _'
  scanner.problems.push(
    makeProblem(isRange ? 'Q026' : 'Q029', span, message, {
      fixit: isRange
        ? `write a field first, such as likes:${other[0]}`
        : `look for the text with raw:"${other[0].replaceAll('"', '')}"`,
    }),
  )
  return { type: 'fault', role: 'operand', span }
}

const REGEX = /\/((?:[^\\/\n]|\\[^\n])+)\/([\p{L}\p{N}_]*)/uy

function readRegex(scanner: Scanner): Token {
  const start = scanner.position
  const bare = take(scanner, /\/\d{1,3}(?=[\s("])/y)
  if (bare) return readSlash(scanner, bare[0], spanFrom(scanner, start))
  const match = take(scanner, REGEX)
  if (match) {
    const [, source, flags] = match
    return {
      type: 'regex',
      source: source as string,
      flags: flags as string,
      span: spanFrom(scanner, start),
    }
  }
  return unclosed(
    scanner,
    'this regular expression is never closed',
    'close it with /, or put the text in quotes',
  )
}

function unclosed(scanner: Scanner, message: string, fixit: string): Token {
  const start = scanner.position
  scanner.position += 1
  const span = { start, end: start + 1 }
  scanner.problems.push(makeProblem('Q036', span, message, { fixit }))
  return { type: 'fault', role: 'sign', span }
}

export function spanFrom(scanner: Scanner, start: number): Span {
  return { start, end: scanner.position }
}
