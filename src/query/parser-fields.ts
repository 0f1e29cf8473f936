import { nearestName } from '../text/nearest.ts'
import { FIELDS, type FieldRow, findField } from './fields.ts'
import { ourFieldFor } from './foreign-fields.ts'
import { readQuoted, readToken, type Token } from './lexer.ts'
import { readCount } from './parser-counts.ts'
import { addFault, addPrimary, addStray, type Frame, makeFrame } from './parser-frames.ts'
import { leaf, readTerm } from './parser-terms.ts'
import { readValue } from './parser-values.ts'
import { makeProblem, shorten } from './problems.ts'
import { type Scanner, skipBlanks, take } from './scanner.ts'
import type { Span, Tree } from './tree.ts'

type FieldToken = Extract<Token, { type: 'field' }>

/** What of the parser the reading of fields needs. */
export interface FieldReader {
  readonly scanner: Scanner
  readonly context: 'saved' | 'view'
  readonly frames: Frame[]
  readonly open: (frame: Frame) => void
}

/** Reads what stands behind `name:` and puts it in its place. */
export function readFieldToken(reader: FieldReader, frame: Frame, token: FieldToken): void {
  const { scanner } = reader
  skipBlanks(scanner)
  if (token.name.toLowerCase() === 'raw') {
    readRaw(reader, frame, token)
    return
  }
  const row = findField(token.name)
  if (row === undefined) {
    refuseField(reader, frame, token)
    return
  }
  if (row.kind === 'words') readScope(reader, frame, row, token)
  else if (frame.scope !== undefined) {
    refuseNested(reader, frame, row.name, token.span)
  } else readValueField(reader, frame, row, token)
}

function refuseField(reader: FieldReader, frame: Frame, token: FieldToken): void {
  const { scanner } = reader
  const ours = ourFieldFor(token.name)
  const nearest = nearestName(
    shorten(token.name),
    FIELDS.map((row) => row.name),
  )
  const fixit =
    ours === undefined
      ? nearest === undefined
        ? `put it in quotes if no field is meant`
        : `write ${nearest}:`
      : `write ${ours}`
  scanner.problems.push(
    makeProblem('Q021', token.span, `${shorten(token.name)}: is no field`, { fixit }),
  )
  skipValue(reader, frame, token.span.start)
}

/** The value of a refused field is read and dropped, so that faults behind it are found. */
function skipValue(reader: FieldReader, frame: Frame, start: number): void {
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

/** What was written from `start` on is a faulty operand, which was reported. */
function fail(reader: FieldReader, frame: Frame, start: number): void {
  const { scanner } = reader
  addFault(frame, { start, end: scanner.position }, scanner.problems)
}

function readRaw(reader: FieldReader, frame: Frame, token: FieldToken): void {
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

/** `title:` and `text:` before a group or a single term. */
function readScope(reader: FieldReader, frame: Frame, row: FieldRow, token: FieldToken): void {
  const { scanner } = reader
  if (frame.scope !== undefined) {
    refuseNested(reader, frame, row.name, token.span)
    return
  }
  const scope = row.name as 'title' | 'text'
  const next = readToken(scanner, () => false)
  if (next.type === 'open') {
    reader.open(makeFrame(next.span, { scope, prefix: token.span }))
    return
  }
  const item = scopeItem(reader, frame, scope, token, next)
  if (item === undefined) return
  const span = { start: token.span.start, end: item.span.end }
  addPrimary(frame, { type: 'scope', field: scope, item: item.tree, span }, span, scanner.problems)
}

function scopeItem(
  reader: FieldReader,
  frame: Frame,
  scope: 'title' | 'text',
  token: FieldToken,
  next: Token,
): Placed | undefined {
  if (next.type === 'field' && next.name.toLowerCase() === 'raw')
    return scopedRaw(reader, frame, next)
  if (isTermToken(next)) return scopedTerm(reader, frame, token, next)
  if (next.type === 'field') refuseNested(reader, frame, next.name, next.span)
  else if (next.type === 'fragment') {
    reader.scanner.problems.push(
      makeProblem('Q028', next.span, `a fragment after ${scope}: needs brackets`, {
        fixit: `write ${scope}:([${next.name}])`,
      }),
    )
    fail(reader, frame, token.span.start)
  } else if (next.type === 'fault') addStray(frame)
  else {
    reader.scanner.position = next.span.start
    reportAbsent(reader, token)
    addFault(frame, token.span, reader.scanner.problems)
  }
  return undefined
}

/** A tree and what was written for it. */
interface Placed {
  readonly tree: Tree
  readonly span: Span
}

function scopedTerm(
  reader: FieldReader,
  frame: Frame,
  token: FieldToken,
  next: TermToken,
): Placed | undefined {
  const { scanner } = reader
  const before = scanner.problems.length
  const tree = readTerm(scanner, next)
  const span = { start: next.span.start, end: scanner.position }
  const counted = readCount(scanner, tree, span)
  if (tree?.type === 'field') {
    refuseNested(reader, frame, 'link', span)
    return undefined
  }
  if (counted) return counted
  const isSilent = scanner.problems.slice(before).every(({ severity }) => severity === 'warning')
  if (isSilent) reportAbsent(reader, token)
  fail(reader, frame, token.span.start)
  return undefined
}

function scopedRaw(reader: FieldReader, frame: Frame, token: FieldToken): Placed | undefined {
  const inner = makeFrame(token.span)
  skipBlanks(reader.scanner)
  readRaw(reader, inner, token)
  const { chain, chainSpan } = inner
  if (!inner.faulty && chain && chainSpan) return { tree: chain, span: chainSpan }
  fail(reader, frame, token.span.start)
  return undefined
}

type TermToken = Extract<Token, { type: 'word' | 'url' | 'quoted' | 'exact' | 'regex' }>

function isTermToken(token: Token): token is TermToken {
  return ['word', 'url', 'quoted', 'exact', 'regex'].includes(token.type)
}

function refuseNested(reader: FieldReader, frame: Frame, name: string, span: Span): void {
  reader.scanner.problems.push(
    makeProblem('Q028', span, `${name}: cannot stand inside another field`, {
      fixit: 'close the brackets first and join the fields with AND',
    }),
  )
  skipValue(reader, frame, span.start)
}

function reportAbsent(reader: FieldReader, token: FieldToken): void {
  reader.scanner.problems.push(
    makeProblem('Q027', token.span, `${token.name}: has no value`, {
      fixit: `write ${findField(token.name)?.example ?? `${token.name}:value`}`,
    }),
  )
}

function readValueField(reader: FieldReader, frame: Frame, row: FieldRow, token: FieldToken): void {
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

function refuseView(reader: FieldReader, name: string, span: Span): void {
  if (reader.context !== 'saved') return
  reader.scanner.problems.push(viewProblem(name, span))
}

/** Item 131: what is known only of stored posts cannot decide what is collected. */
export function viewProblem(name: string, span: Span) {
  return makeProblem('Q020', span, `${name} is for views and cannot stand in a saved query`, {
    reason: 'it is known only after a post was collected',
    fixit: 'leave it out here, and use it in search, inbox, report and export',
  })
}

function place(reader: FieldReader, frame: Frame, tree: Tree, span: Span): void {
  const counted = readCount(reader.scanner, tree, span)
  if (counted) addPrimary(frame, counted.tree, counted.span, reader.scanner.problems)
  else fail(reader, frame, span.start)
}
