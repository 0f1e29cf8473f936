import { narrowField } from './narrow-fields.ts'
import { simplifyAnd, simplifyNot, simplifyOr, TRUE } from './narrow-logic.ts'
import { narrowNear, narrowTerm } from './narrow-terms.ts'
import type { IndexColumn, NarrowContext, Narrowed } from './narrow-types.ts'
import type { Tree } from './tree.ts'

export {
  type ColumnCompare,
  type IndexColumn,
  NARROW_COLUMNS,
  type NarrowColumn,
  type NarrowContext,
  type Narrowed,
  type SqlCondition,
  type TermCondition,
} from './narrow-types.ts'

/** Deeper parts become `true`: the parsers of SQLite and of FTS5 have small stacks. */
const MAX_DEPTH = 24

const EVERYWHERE: readonly IndexColumn[] = ['title', 'text', 'alternates']

/**
 * The part of a query that the store's index answers. The condition holds for every post that the query
 * matches; where `exact` is false the matcher must verify what it finds.
 */
export function narrow(tree: Tree, context: NarrowContext): Narrowed {
  return narrowNode(tree, context, EVERYWHERE, 0)
}

function narrowNode(
  tree: Tree,
  context: NarrowContext,
  columns: readonly IndexColumn[],
  depth: number,
): Narrowed {
  if (depth > MAX_DEPTH) return { condition: TRUE, exact: false }
  const below = (item: Tree): Narrowed => narrowNode(item, context, columns, depth + 1)
  switch (tree.type) {
    case 'and':
      return simplifyAnd(tree.items.map(below))
    case 'or':
      return simplifyOr(tree.items.map(below))
    case 'not':
      return simplifyNot(below(tree.item))
    case 'near':
    case 'sentence':
      return narrowNear(tree, columns, below)
    case 'scope':
      return narrowNode(tree.item, context, scopeColumns(tree.field), depth + 1)
    case 'count':
      return narrowCount(tree, below)
    case 'term':
      return narrowTerm(tree.term, columns)
    case 'field':
      return narrowField(tree.field, tree.value, context)
    case 'all':
      return { condition: TRUE, exact: true }
  }
}

/** The alternates do not say of which field they are, so a field's own answer is not exact. */
function scopeColumns(field: 'title' | 'text'): readonly IndexColumn[] {
  return [field, 'alternates']
}

function narrowCount(
  tree: Extract<Tree, { type: 'count' }>,
  below: (item: Tree) => Narrowed,
): Narrowed {
  const { compare, count } = tree
  const item = below(tree.item)
  const least = compare === '>' ? count + 1 : count
  if (compare === '>=' || compare === '>' || (compare === '=' && count > 0)) {
    if (least === 0) return { condition: TRUE, exact: true }
    return { condition: item.condition, exact: item.exact && least === 1 && compare !== '=' }
  }
  const isNone =
    (compare === '=' && count === 0) ||
    (compare === '<' && count === 1) ||
    (compare === '<=' && count === 0)
  return isNone ? simplifyNot(item) : { condition: TRUE, exact: false }
}
