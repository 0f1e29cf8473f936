import { MAX_NESTING } from './parser-limits.ts'
import { makeProblem, type Problem } from './problems.ts'
import type { Span, Tree } from './tree.ts'

/** A proximity operator between two operands. */
export interface Link {
  readonly kind: 'near' | 'sentence'
  readonly distance: number
  readonly ordered: boolean
  readonly negated: boolean
  readonly span: Span
}

/** Joins two operands, or reports why one cannot stand here; `links` is the length of the chain so far. */
export function joinNear(
  left: Tree,
  link: Link,
  right: Tree,
  span: Span,
  links: number,
  problems: Problem[],
): Tree | undefined {
  // The left of a chain was checked when it was joined, so that a long chain is read in linear time.
  const faults = [links > 1 ? undefined : operandFault(left), operandFault(right)].filter(
    (fault) => fault !== undefined,
  )
  for (const fault of faults) {
    problems.push(makeProblem(fault.code, fault.span, fault.message, { fixit: fault.fixit }))
  }
  if (links > MAX_NESTING) {
    if (links === MAX_NESTING + 1) {
      problems.push(
        makeProblem('Q032', span, `more than ${MAX_NESTING} proximity operators stand in a row`),
      )
    }
    return undefined
  }
  if (faults.length > 0) return undefined
  const { ordered, negated } = link
  if (link.kind === 'sentence') return { type: 'sentence', left, right, ordered, negated, span }
  return { type: 'near', left, right, distance: link.distance, ordered, negated, span }
}

interface OperandFault {
  readonly code: 'Q015' | 'Q028'
  readonly span: Span
  readonly message: string
  readonly fixit?: string | undefined
}

/** Words, phrases, alternatives of these, pairs of NEAR, and these within title: or text:. */
function operandFault(tree: Tree): OperandFault | undefined {
  switch (tree.type) {
    case 'term':
      return undefined
    case 'or':
      return firstFault(tree.items)
    case 'scope':
      return operandFault(tree.item)
    case 'near':
    case 'sentence':
      return tree.negated ? fault(tree, 'NOT NEAR cannot stand inside NEAR or SENT') : undefined
    case 'and':
      return fault(
        tree,
        'AND cannot stand inside NEAR or SENT',
        'write NEAR between each two of the words, or list alternatives with OR',
      )
    case 'not':
      return fault(
        tree,
        'NOT cannot stand inside NEAR or SENT',
        'write a NOT NEAR/5 b for an a that has no b near it',
      )
    case 'count':
      return fault(tree, 'a count cannot stand inside NEAR or SENT')
    case 'field':
      return {
        code: 'Q028',
        span: tree.span,
        message: `${tree.field}: has no place in the text, so nothing can be near it`,
        fixit: 'join it with AND',
      }
    case 'all':
      return fault(tree, 'nothing can be near everything')
  }
}

function firstFault(items: readonly Tree[]): OperandFault | undefined {
  for (const item of items) {
    const found = operandFault(item)
    if (found) return found
  }
  return undefined
}

function fault(tree: Tree, message: string, fixit?: string): OperandFault {
  return { code: 'Q015', span: tree.span, message, fixit }
}
