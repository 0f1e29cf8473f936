import { makeProblem } from './problems.ts'
import { findAhead, type Scanner } from './scanner.ts'
import type { Comparison, Span, Tree } from './tree.ts'

/** A term or group with the count behind it, and where both stand. */
export interface Counted {
  readonly tree: Tree
  readonly span: Span
}

/** Reads `{>=3}` right behind a term or group; undefined where it is faulty (reported). */
export function readCount(
  scanner: Scanner,
  tree: Tree | undefined,
  written: Span,
): Counted | undefined {
  let counted: Counted | undefined = tree && { tree, span: written }
  let isFaulty = false
  while (scanner.text[scanner.position] === '{') {
    const start = scanner.position
    const end = findAhead(scanner, '}', start)
    const span = { start, end: end === -1 ? start + 1 : end + 1 }
    scanner.position = span.end
    if (end === -1)
      scanner.problems.push(
        makeProblem('Q036', span, 'this brace is never closed', { fixit: 'close it with }' }),
      )
    else counted = applyCount(scanner, counted, scanner.text.slice(start + 1, end), span)
    isFaulty ||= end === -1 || counted === undefined
  }
  return isFaulty ? undefined : counted
}

function applyCount(
  scanner: Scanner,
  counted: Counted | undefined,
  inside: string,
  span: Span,
): Counted | undefined {
  const match = /^\s*(>=|<=|>|<|=)\s*(\d{1,6})\s*$/.exec(inside)
  if (!match) return refuseCount(scanner, inside, span)
  if (counted === undefined) return undefined
  const reason = countFault(counted.tree)
  if (reason !== undefined) {
    scanner.problems.push(
      makeProblem('Q016', span, 'this cannot be counted', {
        reason,
        fixit: 'count a word, a phrase or bracketed alternatives',
      }),
    )
    return undefined
  }
  const compare = match[1] as Comparison
  const count = Number(match[2])
  const whole = { start: counted.span.start, end: span.end }
  warnAlways(scanner, compare, count, span)
  warnNever(scanner, compare, count, span)
  return { tree: { type: 'count', item: counted.tree, compare, count, span: whole }, span: whole }
}

function refuseCount(scanner: Scanner, inside: string, span: Span): undefined {
  const number = /^\s*(\d+)\s*$/.exec(inside)?.[1]
  const isWord = /^[\p{L}\p{N}\s]+$/u.test(inside) && number === undefined
  const fixit =
    number === undefined
      ? isWord
        ? `put a blank before the brace if the exact word {${inside.slice(0, 40)}} is meant`
        : 'write {>=3}'
      : `write {>=${number.slice(0, 6)}} or {=${number.slice(0, 6)}}`
  scanner.problems.push(
    makeProblem(
      'Q016',
      span,
      number === undefined ? 'this is no count' : 'a count needs a comparison',
      { fixit },
    ),
  )
  return undefined
}

/** Terms and alternatives of terms can be counted. */
function countFault(tree: Tree): string | undefined {
  if (tree.type === 'term') return undefined
  if (tree.type === 'or') return tree.items.map(countFault).find((fault) => fault !== undefined)
  if (tree.type === 'count') return 'it has a count already'
  if (tree.type === 'near' || tree.type === 'sentence')
    return 'pairs of NEAR and SENT are not counted'
  if (tree.type === 'field') return 'a field holds or does not hold'
  if (tree.type === 'scope') return 'put the count inside: title:(acme{>=2})'
  return 'AND and NOT hold or do not hold'
}

function warnAlways(scanner: Scanner, compare: Comparison, count: number, span: Span): void {
  if (compare === '>=' && count === 0) {
    scanner.problems.push(
      makeProblem('W011', span, 'this holds for every post', {
        fixit: 'write {>=1}, or leave it out',
      }),
    )
  }
}

function warnNever(scanner: Scanner, compare: Comparison, count: number, span: Span): void {
  if (compare === '<' && count === 0) {
    scanner.problems.push(
      makeProblem('W003', span, 'fewer than none is never there', { fixit: 'write {=0}' }),
    )
  }
}
