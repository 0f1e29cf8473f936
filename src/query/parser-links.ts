import { findLinks } from '../text/links-in-text.ts'
import { bareAddress } from './addresses.ts'
import { makeProblem, shorten } from './problems.ts'
import type { Scanner } from './scanner.ts'
import type { Span, Tree } from './tree.ts'
import type { WrittenWord } from './words.ts'

/**
 * The address that the text is, signs around it aside. A bare domain is a link in texts, never words, so it is
 * looked for among the links.
 */
export function addressIn(text: string, words: readonly WrittenWord[]): string | undefined {
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

/** An address among words, read as `link:`. */
export function linkTerm(scanner: Scanner, text: string, span: Span): Tree | undefined {
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

/** Words that a text never has, because they stand in a link. */
export function warnLink(scanner: Scanner, text: string, span: Span): void {
  if (!text.includes('.') || findLinks(text).length === 0) return
  scanner.problems.push(
    makeProblem('W003', span, 'links are not among the words of a text, so this never holds', {
      fixit: `write link: and the address, or raw:"${shorten(text)}"`,
    }),
  )
}
