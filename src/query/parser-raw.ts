import { readQuoted } from './lexer.ts'
import { readCount } from './parser-counts.ts'
import { type FieldReader, type FieldToken, fail } from './parser-field-faults.ts'
import { addPrimary, addStray, type Frame } from './parser-frames.ts'
import { leaf } from './parser-tree.ts'
import { makeProblem } from './problems.ts'
import { take } from './scanner.ts'
import type { Span, Tree } from './tree.ts'

/** Characters exactly, in quotes or up to the next blank. */
export function readRaw(reader: FieldReader, frame: Frame, token: FieldToken): void {
  const { scanner } = reader
  const start = scanner.position
  const sign = scanner.text[start]
  const isQuoted = sign !== undefined && '"“”„'.includes(sign)
  const quoted = isQuoted ? readQuoted(scanner) : undefined
  const text = quoted?.type === 'quoted' ? quoted.text : take(scanner, /[^\s()"“”„]+/y)?.[0]
  const span = { start: token.span.start, end: scanner.position }
  if (quoted?.type === 'fault') {
    addStray(frame)
    return
  }
  if (text === undefined || text === '') {
    const code = isQuoted ? 'Q008' : 'Q027'
    scanner.problems.push(
      makeProblem(code, span, 'raw: needs characters in quotes', { fixit: 'write raw:"C+"' }),
    )
    fail(reader, frame, token.span.start)
    return
  }
  place(reader, frame, leaf({ form: 'raw', text }, span), span)
}

/** Puts a finished operand in its place, with the count behind it. */
export function place(reader: FieldReader, frame: Frame, tree: Tree, span: Span): void {
  const counted = readCount(reader.scanner, tree, span)
  if (counted) addPrimary(frame, counted.tree, counted.span, reader.scanner.problems)
  else fail(reader, frame, span.start)
}
