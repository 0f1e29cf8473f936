import { compileWords, type Element, fuzzyWord } from './compile-terms.ts'
import { compileField, type FieldTest } from './match-fields.ts'
import { Vocabulary } from './match-vocabulary.ts'
import { compileRegex, type LinearRegex } from './regex.ts'
import type { Comparison, Span, Term, Tree } from './tree.ts'

/** Bits of the fields that words are looked for in. */
export const TITLE = 1
export const TEXT = 2
export const BOTH = TITLE | TEXT

export type CompiledTerm =
  /** Steps in a row. */
  | { readonly form: 'phrase'; readonly elements: readonly Element[] }
  /** Steps in any order with at most so many foreign words between. */
  | { readonly form: 'window'; readonly elements: readonly Element[]; readonly within: number }
  | { readonly form: 'raw'; readonly text: string }
  | { readonly form: 'regex'; readonly regex: LinearRegex }

/** A tree made ready to be evaluated: scopes are masks of fields, words are shared tests. */
export type Node =
  | { readonly op: 'and' | 'or'; readonly items: readonly Node[]; readonly span: Span }
  | { readonly op: 'not'; readonly item: Node; readonly span: Span }
  | { readonly op: 'term'; readonly term: CompiledTerm; readonly mask: number; readonly span: Span }
  | {
      readonly op: 'near'
      readonly left: Node
      readonly right: Node
      /** Words between; Infinity: within one sentence. */
      readonly distance: number
      readonly ordered: boolean
      readonly negated: boolean
      readonly sentence: boolean
      readonly span: Span
    }
  | {
      readonly op: 'count'
      readonly item: Node
      readonly compare: Comparison
      readonly count: number
      readonly span: Span
    }
  | { readonly op: 'field'; readonly test: FieldTest; readonly span: Span }
  | { readonly op: 'all' | 'never'; readonly span: Span }

export interface CompiledQuery {
  readonly root: Node
  readonly vocabulary: Vocabulary
}

/**
 * Makes a tree ready for matching. Trees may be 1,000 deep and as wide as they like. Queries that are given the same
 * vocabulary share their words. Throws where a regular expression is none that RE2 takes (the parser refuses these).
 */
export function compileQuery(tree: Tree, vocabulary = new Vocabulary()): CompiledQuery {
  return { root: compileNode(tree, BOTH, vocabulary), vocabulary }
}

function compileNode(tree: Tree, mask: number, vocabulary: Vocabulary): Node {
  const { span } = tree
  switch (tree.type) {
    case 'and':
    case 'or':
      return {
        op: tree.type,
        items: tree.items.map((item) => compileNode(item, mask, vocabulary)),
        span,
      }
    case 'not':
      return { op: 'not', item: compileNode(tree.item, mask, vocabulary), span }
    case 'scope':
      return compileNode(tree.item, mask & (tree.field === 'title' ? TITLE : TEXT), vocabulary)
    case 'near':
    case 'sentence':
      return compilePair(tree, mask, vocabulary)
    case 'count': {
      const { compare, count } = tree
      return { op: 'count', item: compileNode(tree.item, mask, vocabulary), compare, count, span }
    }
    case 'field':
      return { op: 'field', test: compileField(tree.field, tree.value), span }
    case 'all':
      return { op: 'all', span }
    case 'term':
      return compileTerm(tree.term, mask, span, vocabulary)
  }
}

function compilePair(
  tree: Extract<Tree, { type: 'near' | 'sentence' }>,
  mask: number,
  vocabulary: Vocabulary,
): Node {
  const { ordered, negated, span } = tree
  return {
    op: 'near',
    left: compileNode(tree.left, mask, vocabulary),
    right: compileNode(tree.right, mask, vocabulary),
    distance: tree.type === 'near' ? tree.distance : Number.POSITIVE_INFINITY,
    ordered,
    negated,
    sentence: tree.type === 'sentence',
    span,
  }
}

function compileTerm(term: Term, mask: number, span: Span, vocabulary: Vocabulary): Node {
  const compiled = toCompiledTerm(term, vocabulary)
  if (compiled === undefined || mask === 0) return { op: 'never', span }
  return { op: 'term', term: compiled, mask, span }
}

function toCompiledTerm(term: Term, vocabulary: Vocabulary): CompiledTerm | undefined {
  if (term.form === 'raw') return term.text === '' ? undefined : { form: 'raw', text: term.text }
  if (term.form === 'regex') return { form: 'regex', regex: compileRegex(term.source, term.flags) }
  if (term.form === 'fuzzy') {
    const word = fuzzyWord(vocabulary, term.text, term.edits)
    return { form: 'phrase', elements: [{ kind: 'word', word }] }
  }
  const elements = compileWords(term.words, vocabulary)
  if (elements.length === 0) return undefined
  if (term.within === undefined) return { form: 'phrase', elements }
  return { form: 'window', elements, within: term.within }
}
