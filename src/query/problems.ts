import type { ProblemCode } from './problem-codes.ts'
import type { Span } from './tree.ts'

export type { ProblemCode } from './problem-codes.ts'

/** Something wrong (error) or odd (warning) at a place of an expression. */
export interface Problem {
  readonly code: ProblemCode
  readonly severity: 'error' | 'warning'
  readonly span: Span
  /** One sentence in lower case without a full stop. */
  readonly message: string
  /** Why it is so, where that is not plain. */
  readonly reason?: string
  /** What to write instead. */
  readonly fixit?: string
}

export function makeProblem(
  code: ProblemCode,
  span: Span,
  message: string,
  more: { readonly reason?: string | undefined; readonly fixit?: string | undefined } = {},
): Problem {
  return {
    code,
    severity: code.startsWith('Q') ? 'error' : 'warning',
    span,
    message,
    ...(more.reason === undefined ? {} : { reason: more.reason }),
    ...(more.fixit === undefined ? {} : { fixit: more.fixit }),
  }
}

export function hasErrors(problems: readonly Problem[]): boolean {
  return problems.some((problem) => problem.severity === 'error')
}

/** In the order of the expression; errors before warnings at one place. */
export function sortProblems(problems: readonly Problem[]): readonly Problem[] {
  return [...problems].sort(
    (a, b) =>
      a.span.start - b.span.start || a.code.localeCompare(b.code) || a.span.end - b.span.end,
  )
}

/** One object for one line of `--json`: the span in UTF-16 units of the expression, end exclusive. */
export function problemToJson(problem: Problem): {
  readonly code: string
  readonly severity: 'error' | 'warning'
  readonly span: readonly [number, number]
  readonly message: string
  readonly reason?: string
  readonly fixit?: string
} {
  const { code, severity, span, message, reason, fixit } = problem
  return {
    code,
    severity,
    span: [span.start, span.end],
    message,
    ...(reason === undefined ? {} : { reason }),
    ...(fixit === undefined ? {} : { fixit }),
  }
}

/** Cuts what is shown of a text that may be very long. */
export function shorten(text: string): string {
  return text.length > 60 ? `${text.slice(0, 59)}…` : text
}
