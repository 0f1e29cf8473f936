import { findField } from './fields.ts'
import type { Token } from './lexer.ts'
import { readQuoted } from './lexer.ts'
import { addFault, addStray, type Frame } from './parser-frames.ts'
import { makeProblem } from './problems.ts'
import { type Scanner, take } from './scanner.ts'
import type { Span } from './tree.ts'

export type FieldToken = Extract<Token, { type: 'field' }>

/** What of the parser the reading of fields needs. */
export interface FieldReader {
  readonly scanner: Scanner
  readonly context: 'saved' | 'view'
  readonly frames: Frame[]
  readonly open: (frame: Frame) => void
}

/** What was written from `start` on is a faulty operand, which was reported. */
export function fail(reader: FieldReader, frame: Frame, start: number): void {
  const { scanner } = reader
  addFault(frame, { start, end: scanner.position }, scanner.problems)
}

/** The value of a refused field is read and dropped, so that faults behind it are found. */
export function skipValue(reader: FieldReader, frame: Frame, start: number): void {
  const { scanner } = reader
  const sign = scanner.text[scanner.position]
  if (sign !== undefined && '"“”„'.includes(sign)) readQuoted(scanner)
  else if (sign === '[') take(scanner, /\[[^[\]()"]*\]?/y)
  else if (sign === '(') {
    // The brackets are read as a group of their own, so that faults in them are found.
    addStray(frame)
    return
  } else take(scanner, /[^\s()"“”„]+/y)
  fail(reader, frame, start)
}

/** A field inside another field. */
export function refuseNested(reader: FieldReader, frame: Frame, name: string, span: Span): void {
  reader.scanner.problems.push(
    makeProblem('Q028', span, `${name}: cannot stand inside another field`, {
      fixit: 'close the brackets first and join the fields with AND',
    }),
  )
  skipValue(reader, frame, span.start)
}

/** A field with nothing behind its colon. */
export function reportAbsent(reader: FieldReader, token: FieldToken): void {
  reader.scanner.problems.push(
    makeProblem('Q027', token.span, `${token.name}: has no value`, {
      fixit: `write ${findField(token.name)?.example ?? `${token.name}:value`}`,
    }),
  )
}

/** Item 131: what is known only of stored posts cannot decide what is collected. */
export function viewProblem(name: string, span: Span) {
  return makeProblem('Q020', span, `${name} is for views and cannot stand in a saved query`, {
    reason: 'it is known only after a post was collected',
    fixit: 'leave it out here, and use it in search, inbox, report and export',
  })
}

/** Reports a view field or value where a saved query is read. */
export function refuseView(reader: FieldReader, name: string, span: Span): void {
  if (reader.context !== 'saved') return
  reader.scanner.problems.push(viewProblem(name, span))
}
