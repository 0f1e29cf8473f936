import { isForeignField } from './foreign-fields.ts'
import { readToken, type Token } from './lexer.ts'
import { readCount } from './parser-counts.ts'
import type { FieldReader } from './parser-field-faults.ts'
import { readFieldToken } from './parser-fields.ts'
import { resolveFragment } from './parser-fragments.ts'
import {
  addConnector,
  addFault,
  addLink,
  addNot,
  addPrimary,
  addStray,
  type Frame,
  makeFrame,
} from './parser-frames.ts'
import { closeGroup, finishText } from './parser-groups.ts'
import { MAX_LENGTH } from './parser-limits.ts'
import { openGroup, type Parser, stopAtLength } from './parser-state.ts'
import { readTerm } from './parser-terms.ts'
import { readGroupValue } from './parser-value-fields.ts'
import { skipBlanks } from './scanner.ts'
import type { Span, Tree } from './tree.ts'

/** Reads on until the end, or until a fragment is needed that nobody has read yet: its name. */
export function runParser(parser: Parser): string | undefined {
  const reader: FieldReader = { ...parser, open: (frame) => openGroup(parser, frame) }
  while (!parser.stopped) {
    const frame = parser.frames.at(-1) as Frame
    if (readGroupValue(reader, frame)) continue
    const token = readToken(parser.scanner, isForeignField)
    if (token.type === 'end') {
      finishText(parser, token.span.start)
      return undefined
    }
    if (token.type !== 'fragment') readOther(parser, reader, frame, token)
    else if (!readFragmentToken(parser, frame, token)) return token.name
  }
  return undefined
}

type OtherToken = Exclude<Token, { type: 'end' | 'fragment' }>

function readOther(parser: Parser, reader: FieldReader, frame: Frame, token: OtherToken): void {
  const { problems } = parser.scanner
  switch (token.type) {
    case 'open':
      openGroup(parser, makeFrame(token.span, { scope: frame.scope, row: frame.row }))
      return
    case 'close':
      closeGroup(parser, frame, token.span)
      return
    case 'and':
    case 'or':
      addConnector(frame, token.type, token.span, problems)
      return
    case 'not':
      readNot(parser, frame, token.span)
      return
    case 'minus':
      addNot(frame, token.span, true, problems)
      return
    case 'near':
      addLink(frame, { ...token, kind: 'near', negated: false }, problems)
      return
    case 'sentence':
      addLink(frame, { ...token, kind: 'sentence', negated: false, distance: 0 }, problems)
      return
    case 'field':
      readFieldToken(reader, frame, token)
      return
    case 'fault':
      if (token.role === 'sign') addStray(frame)
      else addFault(frame, token.span, problems)
      return
    default:
      addLeaf(parser, frame, readTerm(parser.scanner, token), token.span)
  }
}

const LINK_AHEAD = /(?:O?NEAR|SENT)(?![\p{L}\p{N}_])/uy

/** `NOT NEAR` and `NOT SENT` are one operator where an operand stands before them. */
function readNot(parser: Parser, frame: Frame, span: Span): void {
  const { scanner } = parser
  skipBlanks(scanner)
  LINK_AHEAD.lastIndex = scanner.position
  if (frame.chain === undefined || frame.link || !LINK_AHEAD.test(scanner.text)) {
    addNot(frame, span, false, scanner.problems)
    return
  }
  const next = readToken(scanner, isForeignField)
  const whole = { start: span.start, end: next.span.end }
  if (next.type === 'near') {
    addLink(frame, { ...next, kind: 'near', negated: true, span: whole }, scanner.problems)
  } else if (next.type === 'sentence') {
    const link = { ...next, kind: 'sentence', distance: 0, negated: true, span: whole } as const
    addLink(frame, link, scanner.problems)
  }
}

/** Puts a leaf in its place, with the count behind it. Punctuation alone is as if it were not there. */
function addLeaf(parser: Parser, frame: Frame, tree: Tree | undefined, written: Span): void {
  const { scanner } = parser
  const isRefused = tree === undefined && scanner.problems.at(-1)?.severity === 'error'
  const span = { start: written.start, end: Math.max(written.end, scanner.position) }
  const counted = readCount(scanner, tree, span)
  if (counted) addPrimary(frame, counted.tree, counted.span, scanner.problems)
  else if (isRefused || tree !== undefined) addFault(frame, span, scanner.problems)
}

/** Puts a fragment's tree in the place of its name; false where its text must be read first. */
function readFragmentToken(
  parser: Parser,
  frame: Frame,
  token: Extract<Token, { type: 'fragment' }>,
): boolean {
  const { scanner, fragments } = parser
  const known = fragments.known.get(token.name)
  if (known === undefined) {
    scanner.position = token.span.start
    return false
  }
  const resolved = resolveFragment(known, token, frame, parser)
  if (resolved === undefined) {
    addFault(frame, token.span, scanner.problems)
    return true
  }
  parser.deepest = Math.max(parser.deepest, parser.frames.length + resolved.depth)
  parser.size += resolved.size
  if (parser.size > MAX_LENGTH) stopAtLength(parser, token.span)
  else addLeaf(parser, frame, resolved.tree, token.span)
  return true
}
