import { makeProblem, type Problem } from './problems.ts'
import type { Tree } from './tree.ts'

/** What only the whole tree can tell: a saved query asks for something. Warnings are lint's. */
export function checkWhole(
  tree: Tree,
  text: string,
  context: 'saved' | 'view',
  problems: Problem[],
): void {
  if (context !== 'saved' || !holdsForNothing(tree)) return
  const side = tree.type === 'or' ? tree.items.find(holdsForNothing) : undefined
  if (side && tree.type === 'or' && !tree.items.every(holdsForNothing)) {
    problems.push(
      makeProblem(
        'Q019',
        side.span,
        'this alternative asks for nothing, so it holds for almost every post',
        {
          fixit: 'exclude from the whole: write ( … ) NOT word',
        },
      ),
    )
    return
  }
  problems.push(
    makeProblem('Q018', { start: 0, end: text.length }, 'nothing here must be in a post', {
      reason: 'a query that only excludes finds every other post',
      fixit: 'add a word or field that posts must have',
    }),
  )
}

/** Whether the tree holds for a post of which every term and field fails. */
export function holdsForNothing(tree: Tree): boolean {
  switch (tree.type) {
    case 'and':
      return tree.items.every(holdsForNothing)
    case 'or':
      return tree.items.some(holdsForNothing)
    case 'not':
      return !holdsForNothing(tree.item)
    case 'scope':
      return holdsForNothing(tree.item)
    case 'count':
      return zeroSatisfies(tree.compare, tree.count)
    case 'all':
      return true
    default:
      return false
  }
}

/** Whether a count of none fulfils the comparison. */
export function zeroSatisfies(compare: '>=' | '>' | '=' | '<=' | '<', count: number): boolean {
  if (compare === '<=') return true
  if (compare === '<') return count > 0
  if (compare === '>') return false
  return count === 0
}
