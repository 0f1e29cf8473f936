import type { NativeRequest, NativeTerm } from './push-down-types.ts'

/** The signs of a source's search box. */
export interface NativeSyntax {
  readonly and: string
  readonly or: string
  readonly not: string
  readonly quote: string
}

const COMMON: NativeSyntax = { and: ' ', or: ' OR ', not: '-', quote: '"' }

/** A request as most search boxes take it: `(acme OR "acme phone") battery -jobs`. Quotes in words are dropped. */
export function writeNative(request: NativeRequest, syntax: NativeSyntax = COMMON): string {
  const wanted = request.all.map((group) => {
    const terms = group.map((term) => writeTerm(term, syntax)).join(syntax.or)
    return group.length > 1 && request.all.length + request.none.length > 1 ? `(${terms})` : terms
  })
  const unwanted = request.none.map((term) => syntax.not + writeTerm(term, syntax))
  return [...wanted, ...unwanted].join(syntax.and)
}

function writeTerm(term: NativeTerm, syntax: NativeSyntax): string {
  const words = term.words.map((word) => word.replaceAll('"', '')).join(' ')
  // A word with signs is quoted, so that a source does not read them as its own.
  return term.words.length > 1 ||
    !/^[\p{L}\p{N}\p{M}_]+$/u.test(words) ||
    /^(?:AND|OR|NOT)$/.test(words)
    ? `${syntax.quote}${words}${syntax.quote}`
    : words
}
