import type { FieldRow } from './fields.ts'
import { readToken, type Token } from './lexer.ts'
import { readCount } from './parser-counts.ts'
import {
  type FieldReader,
  type FieldToken,
  fail,
  refuseNested,
  reportAbsent,
} from './parser-field-faults.ts'
import { addFault, addPrimary, addStray, type Frame, makeFrame } from './parser-frames.ts'
import { readRaw } from './parser-raw.ts'
import { readTerm } from './parser-terms.ts'
import { makeProblem } from './problems.ts'
import { skipBlanks } from './scanner.ts'
import type { Span, Tree } from './tree.ts'

/** `title:` and `text:` before a group or a single term. */
export function readScope(
  reader: FieldReader,
  frame: Frame,
  row: FieldRow,
  token: FieldToken,
): void {
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

type TermToken = Extract<Token, { type: 'word' | 'url' | 'quoted' | 'exact' | 'regex' }>

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

function isTermToken(token: Token): token is TermToken {
  return ['word', 'url', 'quoted', 'exact', 'regex'].includes(token.type)
}
