import type { Fragments } from './parser-fragments.ts'
import { type Frame, makeFrame } from './parser-frames.ts'
import { MAX_LENGTH, MAX_NESTING } from './parser-limits.ts'
import { makeProblem } from './problems.ts'
import { makeScanner, type Scanner } from './scanner.ts'
import type { Span, Tree } from './tree.ts'

/** The state of one text (an expression or a fragment) while it is read. */
export interface Parser {
  readonly scanner: Scanner
  readonly context: 'saved' | 'view'
  /** A fragment's tree is put in order and in place only where the expression takes it, once. */
  readonly isFragment: boolean
  readonly fragments: Fragments
  readonly frames: Frame[]
  /** The most brackets around any place so far, those of fragments included. */
  deepest: number
  /** Length of the text with its fragments written out. */
  size: number
  tree: Tree | undefined
  /** A limit was reached: nothing more is read. */
  stopped: boolean
}

export function makeParser(
  text: string,
  context: 'saved' | 'view' | 'fragment',
  fragments: Fragments,
): Parser {
  const parser: Parser = {
    scanner: makeScanner(text.length > MAX_LENGTH ? '' : text),
    context: context === 'fragment' ? 'view' : context,
    isFragment: context === 'fragment',
    fragments,
    frames: [makeFrame({ start: 0, end: 0 })],
    deepest: 0,
    size: text.length,
    tree: undefined,
    stopped: false,
  }
  if (text.length > MAX_LENGTH) stopAtLength(parser, { start: MAX_LENGTH, end: text.length })
  return parser
}

export function stopAtLength(parser: Parser, span: Span): void {
  parser.stopped = true
  parser.scanner.problems.push(
    makeProblem('Q033', span, 'the expression is longer than 1 MiB with its fragments', {
      fixit: 'split it into several saved queries',
    }),
  )
}

export function openGroup(parser: Parser, frame: Frame): void {
  parser.frames.push(frame)
  const depth = parser.frames.length - 1
  parser.deepest = Math.max(parser.deepest, depth)
  if (depth <= MAX_NESTING) return
  parser.stopped = true
  parser.scanner.problems.push(
    makeProblem('Q032', frame.open, `brackets stand more than ${MAX_NESTING} deep`, {
      reason: 'nothing behind this place is read',
    }),
  )
}
