import type { Tree } from './tree.ts'

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
    case 'scope':
      return hasRequiredTerm(tree.item)
    case 'count':
      return requiresOne(tree.compare, tree.count) && hasRequiredTerm(tree.item)
    case 'term':
      return tree.term.form === 'words' || tree.term.form === 'fuzzy'
    default:
      return false
  }
}

function requiresOne(compare: string, count: number): boolean {
  return compare === '>' || (count > 0 && (compare === '>=' || compare === '='))
}
