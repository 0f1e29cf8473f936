import { type FieldRow, findField } from './fields.ts'
import {
  type FieldReader,
  type FieldToken,
  fail,
  refuseNested,
  refuseView,
  reportAbsent,
} from './parser-field-faults.ts'
import { type Frame, makeFrame } from './parser-frames.ts'
import { place } from './parser-raw.ts'
import { readValue } from './parser-values.ts'
import { makeProblem } from './problems.ts'
import { skipBlanks } from './scanner.ts'
import type { Span } from './tree.ts'

/** `field:value` and the beginning of `field:( … )`. */
export function readValueField(
  reader: FieldReader,
  frame: Frame,
  row: FieldRow,
  token: FieldToken,
): void {
  const { scanner } = reader
  if (scanner.text[scanner.position] === '(') {
    const open = { start: scanner.position, end: scanner.position + 1 }
    scanner.position += 1
    if (row.where === 'view') refuseView(reader, row.name, token.span)
    reader.open(makeFrame(open, { row, prefix: token.span }))
    return
  }
  const value = readValue(scanner, row, () => reportAbsent(reader, token))
  const span = { start: token.span.start, end: scanner.position }
  if (row.where === 'view') refuseView(reader, row.name, span)
  if (value === undefined) {
    fail(reader, frame, token.span.start)
    return
  }
  checkViewValue(reader, row, value, span)
  place(reader, frame, { type: 'field', field: row.name, value, span }, span)
}

/** Inside `field:( … )` values stand; answers false where a bracket or operator stands instead. */
export function readGroupValue(reader: FieldReader, frame: Frame): boolean {
  const { scanner } = reader
  const { row } = frame
  if (row === undefined) return false
  skipBlanks(scanner)
  const rest = scanner.text.slice(scanner.position, scanner.position + 12)
  if (
    rest === '' ||
    /^[()]/.test(rest) ||
    /^(?:AND|OR|NOT|O?NEAR|SENT)(?![\p{L}\p{N}_])/u.test(rest)
  )
    return false
  if (
    /^-[^\s)]/.test(rest) &&
    !(/^-[\d.]/.test(rest) && (row.kind === 'number' || row.kind === 'score'))
  )
    return false
  const start = scanner.position
  const nested = /^(\p{L}+):/u.exec(rest)?.[1]
  if (nested !== undefined && findField(nested)) {
    scanner.position += nested.length + 1
    refuseNested(reader, frame, nested, { start, end: scanner.position })
    return true
  }
  const value = readValue(scanner, row, () => skipSign(reader, row))
  const span = { start, end: scanner.position }
  if (value === undefined) {
    fail(reader, frame, start)
    return true
  }
  checkViewValue(reader, row, value, span)
  place(reader, frame, { type: 'field', field: row.name, value, span }, span)
  return true
}

/** A sign with which no value begins. */
function skipSign(reader: FieldReader, row: FieldRow): void {
  const { scanner } = reader
  const start = scanner.position
  scanner.position += 1
  scanner.problems.push(
    makeProblem('Q022', { start, end: scanner.position }, `this is no value of ${row.name}:`, {
      fixit: `write ${row.example}`,
    }),
  )
}

function checkViewValue(
  reader: FieldReader,
  row: FieldRow,
  value: { readonly form: string; readonly text?: string },
  span: Span,
): void {
  if (row.viewValues?.includes(value.text ?? ''))
    refuseView(reader, `${row.name}:${value.text}`, span)
}
