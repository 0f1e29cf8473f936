import { findField } from './fields.ts'
import { childrenOf } from './parser-tree.ts'
import { printTerm, printValue } from './print.ts'
import type { Span, Term, Tree } from './tree.ts'

/** One line of a tree for people: indent it by `depth`. */
export interface TreeLine {
  readonly depth: number
  readonly text: string
  /** Where it stands in the expression. */
  readonly span: Span
}

/** The tree from the top, one node a line. */
export function describeTree(tree: Tree): readonly TreeLine[] {
  const lines: TreeLine[] = []
  describeNode(tree, 0, lines)
  return lines
}

function describeNode(tree: Tree, depth: number, lines: TreeLine[]): void {
  lines.push({ depth, text: describeLine(tree), span: tree.span })
  for (const child of childrenOf(tree)) describeNode(child, depth + 1, lines)
}

function describeLine(tree: Tree): string {
  switch (tree.type) {
    case 'and':
      return 'all of'
    case 'or':
      return 'any of'
    case 'not':
      return 'none of'
    case 'near':
      return `${tree.negated ? 'the first, with no second' : 'both, with'} at most ${count(tree.distance)} between${order(tree.ordered)}`
    case 'sentence':
      return `${tree.negated ? 'the first, with no second in its sentence' : 'both in one sentence'}${order(tree.ordered)}`
    case 'scope':
      return tree.field === 'title' ? 'in the title' : 'in the text'
    case 'count':
      return `${AMOUNTS[tree.compare]} ${tree.count} times`
    case 'term':
      return `${termKind(tree.term)} ${printTerm(tree.term)}`
    case 'field':
      return `${findField(tree.field)?.summary ?? tree.field}: ${printValue(tree.field, tree.value)}`
    case 'all':
      return 'every post'
  }
}

const AMOUNTS = {
  '>=': 'at least',
  '>': 'more than',
  '=': 'exactly',
  '<=': 'at most',
  '<': 'fewer than',
} as const

function count(words: number): string {
  return words === 1 ? '1 word' : `${words} words`
}

function order(ordered: boolean): string {
  return ordered ? ', in this order' : ''
}

function termKind(term: Term): string {
  if (term.form === 'fuzzy')
    return `word with at most ${term.edits} ${term.edits === 1 ? 'edit' : 'edits'}`
  if (term.form === 'raw') return 'exact characters'
  if (term.form === 'regex') return 'regular expression'
  if (term.within !== undefined) return `words with at most ${term.within} others between`
  const isExact = term.words.every((word) => word.kind === 'exact')
  const kind = term.words.length > 1 ? 'phrase' : 'word'
  return isExact ? `${kind} in exactly these letters` : kind
}
