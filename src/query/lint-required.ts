import { zeroSatisfies } from './parser-checks.ts'
import { requiredLiterals } from './regex-literals.ts'
import type { Term, Tree } from './tree.ts'

/** Whether every post that matches has a word (or a word like it) that the query names, so that an index finds it. */
export function hasRequiredTerm(tree: Tree): boolean {
  switch (tree.type) {
    case 'and':
      return tree.items.some(hasRequiredTerm)
    case 'or':
      return tree.items.every(hasRequiredTerm)
    case 'near':
    case 'sentence':
      return hasRequiredTerm(tree.left) || (!tree.negated && hasRequiredTerm(tree.right))
    case 'not':
      return isTwiceNegated(tree.item)
    case 'scope':
      return hasRequiredTerm(tree.item)
    case 'count':
      return !zeroSatisfies(tree.compare, tree.count) && hasRequiredTerm(tree.item)
    case 'term':
      return isIndexed(tree.term)
    default:
      return false
  }
}

/** `NOT title:(NOT acme)`: the only place where the parser leaves a NOT of a NOT. */
function isTwiceNegated(item: Tree): boolean {
  const inner = item.type === 'scope' ? item.item : item
  return inner.type === 'not' && hasRequiredTerm(inner.item)
}

/** A regular expression is looked up by the characters that it cannot do without. */
function isIndexed(term: Term): boolean {
  if (term.form === 'words') return term.words.some((word) => word.kind !== 'any')
  return term.form !== 'regex' || requiredLiterals(term.source) !== undefined
}
