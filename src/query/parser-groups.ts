import { DEFAULT_DISTANCE } from './lexer-operators.ts'
import { readCount } from './parser-counts.ts'
import { addFault, addPrimary, closeFrame, type Frame } from './parser-frames.ts'
import type { Parser } from './parser-state.ts'
import { flatten } from './parser-tree.ts'
import { hasErrors, makeProblem } from './problems.ts'
import { take } from './scanner.ts'
import type { Span, Tree } from './tree.ts'

/** A closing bracket: the group becomes an operand of the level around it. */
export function closeGroup(parser: Parser, frame: Frame, span: Span): void {
  const { scanner } = parser
  if (parser.frames.length === 1) {
    scanner.problems.push(
      makeProblem('Q003', span, 'this bracket was never opened', { fixit: 'remove it' }),
    )
    frame.faulty = true
    return
  }
  refuseTilde(parser)
  parser.frames.pop()
  const parent = parser.frames.at(-1) as Frame
  const whole = { start: frame.open.start, end: span.end }
  const tree = closeFrame(frame, scanner.text, scanner.problems)
  if (tree) addGroup(parser, parent, frame, widen(tree, whole), whole)
  else addEmptyGroup(parser, parent, frame, whole)
}

/** `(a b)~5` of other tools. */
function refuseTilde(parser: Parser): void {
  const { scanner } = parser
  const start = scanner.position
  const match = take(scanner, /~[^\s()"“”„{]*/y)
  if (!match) return
  const span = { start, end: scanner.position }
  const distance = /^~(\d{1,2})$/.exec(match[0])?.[1] ?? DEFAULT_DISTANCE
  scanner.problems.push(
    makeProblem('Q014', span, 'a distance stands behind quotes, never behind brackets', {
      fixit: `write ( … ) NEAR/${distance} ( … ) between the groups`,
    }),
  )
}

function addEmptyGroup(parser: Parser, parent: Frame, frame: Frame, whole: Span): void {
  const { scanner } = parser
  if (!frame.faulty) {
    scanner.problems.push(
      makeProblem('Q006', whole, 'nothing stands between the brackets', { fixit: 'remove them' }),
    )
  }
  readCount(scanner, undefined, whole)
  addFault(parent, whole, scanner.problems)
}

function addGroup(parser: Parser, parent: Frame, frame: Frame, tree: Tree, whole: Span): void {
  const counted = readCount(parser.scanner, tree, whole)
  if (counted === undefined) {
    addFault(parent, whole, parser.scanner.problems)
    return
  }
  const span = { start: frame.prefix?.start ?? counted.span.start, end: counted.span.end }
  const { scope } = frame
  const isScope = frame.prefix !== undefined && frame.row === undefined && scope !== undefined
  const placed: Tree = isScope
    ? { type: 'scope', field: scope, item: counted.tree, span }
    : counted.tree
  addPrimary(parent, placed, span, parser.scanner.problems)
}

/** A group's node begins and ends with its brackets. */
function widen(tree: Tree, span: Span): Tree {
  return tree.type === 'and' || tree.type === 'or' ? { ...tree, span } : tree
}

/** The end of the text: brackets that are still open are reported and closed. */
export function finishText(parser: Parser, end: number): void {
  const { scanner, frames } = parser
  while (frames.length > 1) {
    const frame = frames.pop() as Frame
    scanner.problems.push(
      makeProblem('Q002', frame.open, 'this bracket is never closed', { fixit: 'close it with )' }),
    )
    const tree = closeFrame(frame, scanner.text, scanner.problems)
    const parent = frames.at(-1) as Frame
    const span = { start: frame.open.start, end }
    if (tree) addPrimary(parent, widen(tree, span), span, scanner.problems)
    else addFault(parent, span, scanner.problems)
  }
  const root = frames[0] as Frame
  const tree = closeFrame(root, scanner.text, scanner.problems)
  if (tree && !hasErrors(scanner.problems)) parser.tree = parser.isFragment ? tree : flatten(tree)
  if (!tree && !root.faulty && !hasErrors(scanner.problems)) reportEmpty(parser)
}

function reportEmpty(parser: Parser): void {
  const { problems, text } = parser.scanner
  const hasPunctuation = problems.some(({ code }) => code === 'W007' || code === 'W008')
  const span = { start: 0, end: text.length }
  problems.push(
    hasPunctuation
      ? makeProblem('Q008', span, 'the expression holds no word', {
          fixit: 'look for signs with raw:"…"',
        })
      : makeProblem('Q001', span, 'the expression is empty', { fixit: 'write a word to look for' }),
  )
}
