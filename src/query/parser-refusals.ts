import type { FieldRow } from './fields.ts'
import { makeProblem, type ProblemCode } from './problems.ts'
import type { Scanner } from './scanner.ts'
import type { Span } from './tree.ts'

/** Longest word, value and regular expression, in UTF-16 units. */
export const MAX_WORD = 1_000

/** Longest term, a phrase or words without blanks between, in UTF-16 units. */
export const MAX_TERM = 10_000

/** Where a value stands, for its checks. */
export interface ValuePlace {
  readonly scanner: Scanner
  readonly row: FieldRow
  readonly span: Span
}

/** Reports a faulty value and answers undefined in its stead. */
export function refuse(
  place: ValuePlace,
  code: ProblemCode,
  message: string,
  fixit?: string,
  reason?: string,
): undefined {
  place.scanner.problems.push(makeProblem(code, place.span, message, { fixit, reason }))
  return undefined
}
