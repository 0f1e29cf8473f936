import { addressIn, linkTerm, warnLink } from './parser-links.ts'
import { leaf } from './parser-tree.ts'
import { checkWords, refuseFuzzy, reportHidden } from './parser-word-checks.ts'
import {
  warnAlmostOperator,
  warnEdges,
  warnLooseTilde,
  warnPunctuation,
  withoutWeight,
} from './parser-word-warnings.ts'
import { makeProblem, shorten } from './problems.ts'
import type { Scanner } from './scanner.ts'
import type { Span, Tree } from './tree.ts'
import { splitWords, type WrittenWord } from './words.ts'

/** A word, or a phrase where signs stand inside it; undefined where it holds no word (reported). */
export function wordTerm(scanner: Scanner, written: string, span: Span): Tree | undefined {
  const chunk = withoutWeight(scanner, written, span)
  const fuzzy = /~(-?[\d.]*)$/.exec(chunk)
  const text = fuzzy ? chunk.slice(0, fuzzy.index) : chunk
  if (text === '' && fuzzy) return warnLooseTilde(scanner, chunk, span)
  const words = splitWords(text)
  const address = addressIn(text, words)
  if (address !== undefined) return linkTerm(scanner, address, span)
  reportHidden(scanner, text, span.start)
  if (words.length === 0) {
    if (text !== '') warnPunctuation(scanner, text, span)
    return undefined
  }
  warnLink(scanner, text, span)
  warnEdges(scanner, text, words, span)
  warnAlmostOperator(scanner, chunk, span)
  if (!checkWords(scanner, words, span)) return undefined
  if (fuzzy) return fuzzyTerm(scanner, words, fuzzy[1] as string, span)
  return leaf({ form: 'words', words: words.map((word) => word.pattern) }, span)
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
