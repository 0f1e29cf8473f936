import { isForeignField } from './foreign-fields.ts'
import { readToken, type Token } from './lexer.ts'
import { checkWhole } from './parser-checks.ts'
import { readCount } from './parser-counts.ts'
import { type FieldReader, readFieldToken, readGroupValue } from './parser-fields.ts'
import { type Fragments, needsFragment, resolveFragment } from './parser-fragments.ts'
import {
  addConnector,
  addFault,
  addLink,
  addNot,
  addPrimary,
  closeFrame,
  type Frame,
  makeFrame,
} from './parser-frames.ts'
import { MAX_LENGTH, MAX_NESTING } from './parser-limits.ts'
import { readTerm } from './parser-terms.ts'
import { flatten } from './parser-tree.ts'
import { hasErrors, makeProblem, type Problem, sortProblems } from './problems.ts'
import { makeScanner, type Scanner, skipBlanks } from './scanner.ts'
import type { Span, Tree } from './tree.ts'

export interface ParseOptions {
  /** A saved query decides what is collected: view fields and purely negative queries are refused. */
  readonly context: 'saved' | 'view'
  /** Texts by name, for `[name]`. */
  readonly fragments?: Readonly<Record<string, string>>
}

export interface Parsed {
  /** Absent where there is an error. */
  readonly tree?: Tree
  /** Errors and warnings in the order of the expression. */
  readonly problems: readonly Problem[]
}

/** The state of one text (an expression or a fragment) while it is read. */
export interface Parser {
  readonly scanner: Scanner
  readonly context: 'saved' | 'view'
  readonly fragments: Fragments
  readonly frames: Frame[]
  /** Brackets around this level and inside the deepest fragment so far. */
  deepest: number
  /** Length of the text with its fragments written out. */
  size: number
  tree: Tree | undefined
  stopped: boolean
}

/**
 * Reads an expression. All problems are found at once; the tree is there only where none is an error.
 * Time grows with the length of the text; nothing is recursive, so depth cannot exhaust the stack.
 */
export function parseQuery(text: string, options: ParseOptions): Parsed {
  const fragments: Fragments = { texts: options.fragments ?? {}, known: new Map() }
  const parser = makeParser(text, options.context, fragments)
  const waiting: { readonly name: string; readonly parser: Parser }[] = []
  let current: { readonly name: string | undefined; readonly parser: Parser } = {
    name: undefined,
    parser,
  }
  for (;;) {
    const wanted = runParser(current.parser)
    if (wanted !== undefined && current.name !== undefined)
      waiting.push({ name: current.name, parser: current.parser })
    if (wanted !== undefined) {
      const path = waiting.map((one) => one.name)
      const next = needsFragment(fragments, wanted, path)
      if (next === undefined) {
        if (current.name !== undefined) waiting.pop()
        continue
      }
      current = { name: wanted, parser: makeParser(next, 'view', fragments) }
      continue
    }
    if (current.name === undefined) break
    keepFragment(fragments, current.name, current.parser)
    const back = waiting.pop()
    current = back ?? { name: undefined, parser }
  }
  return finish(parser, text)
}

function finish(parser: Parser, text: string): Parsed {
  const { problems } = parser.scanner
  if (parser.tree && !parser.stopped) checkWhole(parser.tree, text, parser.context, problems)
  const sorted = sortProblems(problems)
  return parser.tree && !hasErrors(problems)
    ? { tree: parser.tree, problems: sorted }
    : { problems: sorted }
}

function keepFragment(fragments: Fragments, name: string, parser: Parser): void {
  const { problems } = parser.scanner
  const error = problems.find((problem) => problem.severity === 'error')
  if (error || !parser.tree) {
    fragments.known.set(name, {
      fault: error?.message ?? 'nothing is in it',
      code: error?.code === 'Q030' ? 'Q030' : 'Q031',
    })
  } else {
    fragments.known.set(name, { tree: parser.tree, depth: parser.deepest, size: parser.size })
  }
}

function makeParser(text: string, context: 'saved' | 'view', fragments: Fragments): Parser {
  const parser: Parser = {
    scanner: makeScanner(text.length > MAX_LENGTH ? '' : text),
    context,
    fragments,
    frames: [makeFrame({ start: 0, end: 0 })],
    deepest: 0,
    size: text.length,
    tree: undefined,
    stopped: false,
  }
  if (text.length > MAX_LENGTH) reportLength(parser, { start: MAX_LENGTH, end: text.length })
  return parser
}

function reportLength(parser: Parser, span: Span): void {
  parser.stopped = true
  parser.scanner.problems.push(
    makeProblem('Q033', span, 'the expression is longer than 1 MiB with its fragments', {
      fixit: 'split it into several saved queries',
    }),
  )
}

/** Reads on until the end, or until a fragment is needed that nobody has read yet: its name. */
function runParser(parser: Parser): string | undefined {
  while (!parser.stopped) {
    const frame = parser.frames.at(-1)
    if (!frame) break
    if (frame.row !== undefined && readGroupValue(fieldReader(parser), frame)) continue
    const token = readToken(parser.scanner, isForeignField)
    if (token.type === 'end') {
      finishText(parser, token.span.start)
      break
    }
    if (token.type === 'fragment') {
      const wanted = readFragmentToken(parser, frame, token)
      if (wanted !== undefined) return wanted
      continue
    }
    readOther(parser, frame, token)
  }
  return undefined
}

type OtherToken = Exclude<Token, { type: 'end' | 'fragment' }>

function readOther(parser: Parser, frame: Frame, token: OtherToken): void {
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
      addLink(frame, { kind: 'near', negated: false, ...token }, problems)
      return
    case 'sentence':
      addLink(frame, { kind: 'sentence', negated: false, distance: 0, ...token }, problems)
      return
    case 'field':
      readFieldToken(fieldReader(parser), frame, token)
      return
    case 'fault':
      addFault(frame)
      return
    default:
      addLeaf(parser, frame, readTerm(parser.scanner, token), token)
  }
}

function fieldReader(parser: Parser): FieldReader {
  return { ...parser, open: (frame) => openGroup(parser, frame) }
}

/** `NOT NEAR` and `NOT SENT` are one operator where an operand stands before them. */
function readNot(parser: Parser, frame: Frame, span: Span): void {
  const { scanner } = parser
  skipBlanks(scanner)
  const isLink =
    frame.chain !== undefined &&
    !frame.link &&
    /^(?:O?NEAR|SENT)(?![\p{L}\p{N}_])/u.test(
      scanner.text.slice(scanner.position, scanner.position + 6),
    )
  if (!isLink) {
    addNot(frame, span, false, scanner.problems)
    return
  }
  const next = readToken(scanner, isForeignField)
  const whole = { start: span.start, end: next.span.end }
  if (next.type === 'near')
    addLink(frame, { ...next, kind: 'near', negated: true, span: whole }, scanner.problems)
  if (next.type === 'sentence') {
    addLink(
      frame,
      { ...next, kind: 'sentence', distance: 0, negated: true, span: whole },
      scanner.problems,
    )
  }
}

/** Puts a leaf in its place, with the count behind it. */
export function addLeaf(
  parser: Parser,
  frame: Frame,
  tree: Tree | undefined,
  token: { readonly type: string; readonly span: Span },
): void {
  const { scanner } = parser
  const before = scanner.problems.length
  if (tree === undefined) {
    // Punctuation alone is as if it were not there; a refused term keeps its operators company.
    const last = scanner.problems.at(-1)
    if (last?.severity === 'error') addFault(frame)
    readCount(scanner, undefined, token.span)
    return
  }
  const counted = readCount(scanner, tree, token.span)
  if (counted === undefined && scanner.problems.length > before) addFault(frame)
  else if (counted) addPrimary(frame, counted.tree, counted.span, scanner.problems)
}

export function openGroup(parser: Parser, frame: Frame): void {
  parser.frames.push(frame)
  const depth = parser.frames.length - 1
  parser.deepest = Math.max(parser.deepest, depth)
  if (depth <= MAX_NESTING) return
  parser.stopped = true
  parser.tree = undefined
  parser.scanner.problems.push(
    makeProblem('Q032', frame.open, `brackets stand more than ${MAX_NESTING} deep`, {
      reason: 'nothing behind this place is read',
    }),
  )
}

function closeGroup(parser: Parser, frame: Frame, span: Span): void {
  const { scanner } = parser
  if (parser.frames.length === 1) {
    scanner.problems.push(
      makeProblem('Q003', span, 'this bracket was never opened', { fixit: 'remove it' }),
    )
    frame.faulty = true
    return
  }
  parser.frames.pop()
  const parent = parser.frames.at(-1) as Frame
  const whole = { start: frame.open.start, end: span.end }
  const tree = closeFrame(frame, scanner.text, scanner.problems)
  if (tree === undefined) {
    if (!frame.faulty) {
      scanner.problems.push(
        makeProblem('Q006', whole, 'nothing stands between the brackets', { fixit: 'remove them' }),
      )
    }
    readCount(scanner, undefined, whole)
    addFault(parent)
    return
  }
  addGroup(parser, parent, frame, widen(tree, whole), whole)
}

function addGroup(parser: Parser, parent: Frame, frame: Frame, tree: Tree, whole: Span): void {
  const counted = readCount(parser.scanner, tree, whole)
  if (counted === undefined) {
    addFault(parent)
    return
  }
  const start = frame.prefix?.start ?? counted.span.start
  const span = { start, end: counted.span.end }
  const isScope = frame.prefix !== undefined && frame.row === undefined && frame.scope !== undefined
  const placed: Tree = isScope
    ? { type: 'scope', field: frame.scope as 'title' | 'text', item: counted.tree, span }
    : counted.tree
  addPrimary(parent, placed, span, parser.scanner.problems)
}

/** A group's node begins and ends with its brackets. */
function widen(tree: Tree, span: Span): Tree {
  return tree.type === 'and' || tree.type === 'or' ? { ...tree, span } : tree
}

function readFragmentToken(
  parser: Parser,
  frame: Frame,
  token: Extract<Token, { type: 'fragment' }>,
): string | undefined {
  const { scanner, fragments } = parser
  const known = fragments.known.get(token.name)
  if (known === undefined) {
    scanner.position = token.span.start
    return token.name
  }
  const resolved = resolveFragment(known, token, frame, parser)
  if (resolved === undefined) {
    addFault(frame)
    return undefined
  }
  parser.deepest = Math.max(parser.deepest, parser.frames.length + (resolved.depth ?? 0))
  parser.size += resolved.size
  if (parser.size > MAX_LENGTH) reportLength(parser, token.span)
  else addLeaf(parser, frame, resolved.tree, token)
  return undefined
}

function finishText(parser: Parser, end: number): void {
  const { scanner, frames } = parser
  while (frames.length > 1) {
    const frame = frames.pop() as Frame
    scanner.problems.push(
      makeProblem('Q002', frame.open, 'this bracket is never closed', { fixit: 'close it with )' }),
    )
    frame.faulty = true
    const tree = closeFrame(frame, scanner.text, scanner.problems)
    const parent = frames.at(-1) as Frame
    const span = { start: frame.open.start, end }
    if (tree) addPrimary(parent, widen(tree, span), span, scanner.problems)
    else addFault(parent)
  }
  const root = frames[0] as Frame
  const tree = closeFrame(root, scanner.text, scanner.problems)
  parser.tree = tree && flatten(tree)
  if (!tree && !root.faulty && !hasErrors(scanner.problems)) reportEmpty(parser)
}

function reportEmpty(parser: Parser): void {
  const { scanner } = parser
  const hasPunctuation = scanner.problems.some(
    (problem) => problem.code === 'W007' || problem.code === 'W008',
  )
  const span = { start: 0, end: scanner.text.length }
  scanner.problems.push(
    hasPunctuation
      ? makeProblem('Q008', span, 'the expression holds no word', {
          fixit: 'look for signs with raw:"…"',
        })
      : makeProblem('Q001', span, 'the expression is empty', { fixit: 'write a word to look for' }),
  )
}
