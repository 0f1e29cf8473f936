import { findLinks } from '../text/links-in-text.ts'
import type { Token } from './lexer.ts'
import { linkTerm } from './parser-links.ts'
import { quotedTerm } from './parser-quotes.ts'
import { MAX_TERM, MAX_WORD } from './parser-refusals.ts'
import { regexFault } from './parser-regex.ts'
import { leaf } from './parser-tree.ts'
import { checkWords } from './parser-word-checks.ts'
import { wordTerm } from './parser-words.ts'
import { makeProblem } from './problems.ts'
import type { Scanner } from './scanner.ts'
import type { Span, Tree } from './tree.ts'
import { splitExactWords } from './words.ts'

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
  return linkTerm(scanner, token.text.slice(0, link.end), token.span)
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

function exactTerm(scanner: Scanner, text: string, span: Span): Tree | undefined {
  const words = splitExactWords(text)
  if (words.length > 0 && checkWords(scanner, words, span)) {
    return leaf({ form: 'words', words: words.map((word) => word.pattern) }, span)
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
