import type { FieldRow } from './fields.ts'
import { type Operand, reportMixture } from './parser-mixture.ts'
import { joinNear, type Link } from './parser-near.ts'
import { makeProblem, type Problem } from './problems.ts'
import type { Span, Tree } from './tree.ts'

/** One level of brackets while it is read. */
export interface Frame {
  /** The opening bracket; for the whole expression its start. */
  readonly open: Span
  /** Inside `field:( … )`: values stand here instead of terms. */
  readonly row: FieldRow | undefined
  /** Inside `title:( … )` or `text:( … )`, at any depth. */
  readonly scope: 'title' | 'text' | undefined
  /** This group itself is the value of `title:` or `text:`, or of a field; where that began. */
  readonly prefix: Span | undefined
  /** Finished sides of OR, and the parts of the side that is read now. */
  readonly sides: Tree[]
  parts: Tree[]
  /** Where each operand of this level stands, for the two readings of Q012. */
  readonly operands: Operand[]
  /** NOTs before the operand that is read now. */
  readonly nots: { readonly span: Span; readonly minus: boolean }[]
  /** The operand that is read now, with NEAR links already joined. */
  chain: Tree | undefined
  chainSpan: Span | undefined
  links: number
  link: Link | undefined
  /** An explicit AND or OR that waits for its right side. */
  connector: { readonly type: 'and' | 'or'; readonly span: Span } | undefined
  sawAnd: boolean
  sawOr: boolean
  /** Something was reported here, so that an empty level needs no second report. */
  faulty: boolean
  /** A stray sign was reported last: an operator before it is not reported as dangling. */
  excused: boolean
}

export function makeFrame(
  open: Span,
  inside: {
    readonly row?: FieldRow | undefined
    readonly scope?: 'title' | 'text' | undefined
    readonly prefix?: Span | undefined
  } = {},
): Frame {
  return {
    open,
    row: inside.row,
    scope: inside.scope,
    prefix: inside.prefix,
    sides: [],
    parts: [],
    operands: [],
    nots: [],
    chain: undefined,
    chainSpan: undefined,
    links: 0,
    link: undefined,
    connector: undefined,
    sawAnd: false,
    sawOr: false,
    faulty: false,
    excused: false,
  }
}

/** Takes a finished leaf or group; `span` is what was written, brackets included. */
export function addPrimary(frame: Frame, tree: Tree, span: Span, problems: Problem[]): void {
  frame.excused = false
  if (frame.link && frame.chain && frame.chainSpan) {
    const whole = { start: frame.chainSpan.start, end: span.end }
    frame.links += 1
    const joined = joinNear(frame.chain, frame.link, tree, whole, frame.links, problems)
    if (joined === undefined) frame.faulty = true
    else frame.chain = joined
    frame.chainSpan = whole
    frame.link = undefined
    return
  }
  finishOperand(frame, problems)
  frame.chain = tree
  frame.chainSpan = span
  frame.links = 0
}

/** A faulty operand, which was reported, keeps its place, so that nothing dangles and the level is read on. */
export function addFault(frame: Frame, span: Span, problems: Problem[]): void {
  frame.faulty = true
  addPrimary(frame, { type: 'term', term: { form: 'raw', text: '' }, span }, span, problems)
}

/** A sign that was reported and left out: what stands before it may have been meant for what it began. */
export function addStray(frame: Frame): void {
  frame.faulty = true
  frame.excused = true
}

export function addLink(frame: Frame, link: Link, problems: Problem[]): void {
  if (!frame.chain || frame.link) {
    dangle(frame, link.span, problems)
    return
  }
  frame.link = link
}

export function addNot(frame: Frame, span: Span, minus: boolean, problems: Problem[]): void {
  if (frame.link) {
    problems.push(
      makeProblem('Q015', span, 'NOT cannot stand inside NEAR or SENT', {
        fixit: 'write a NOT NEAR/5 b for an a that has no b near it',
      }),
    )
    frame.faulty = true
    frame.link = undefined
    return
  }
  finishOperand(frame, problems)
  frame.nots.push({ span, minus })
}

export function addConnector(
  frame: Frame,
  type: 'and' | 'or',
  span: Span,
  problems: Problem[],
): void {
  finishOperand(frame, problems)
  const isFirst = frame.sides.length === 0 && frame.parts.length === 0
  // `AND NOT` is NOT; an operator after an operator, or before anything, dangles.
  if (frame.connector || (isFirst && !frame.faulty) || frame.nots.length > 0) {
    dangle(frame, span, problems)
    return
  }
  frame.connector = { type, span }
}

function dangle(frame: Frame, span: Span, problems: Problem[]): void {
  frame.faulty = true
  if (frame.excused) return
  problems.push(
    makeProblem('Q007', span, 'this operator has nothing on one side', {
      fixit: 'remove it, or put it in quotes to look for the word',
    }),
  )
}

/** Closes the operand that is read now, applies its NOTs and puts it on its side of the level. */
export function finishOperand(frame: Frame, problems: Problem[]): void {
  if (frame.link) dangle(frame, frame.link.span, problems)
  frame.link = undefined
  const { chain, chainSpan } = frame
  if (!chain || !chainSpan) return
  warnMinus(frame, chain, problems)
  const [first] = frame.nots
  const span = { start: first?.span.start ?? chainSpan.start, end: chainSpan.end }
  const isNegated = frame.nots.length % 2 === 1
  place(frame, isNegated ? { type: 'not', item: chain, span } : chain, span)
  frame.nots.length = 0
  frame.chain = undefined
  frame.chainSpan = undefined
}

/** Item 92: `-a NEAR/3 b` excludes the whole pair. */
function warnMinus(frame: Frame, chain: Tree, problems: Problem[]): void {
  const minus = frame.nots.find((not) => not.minus)
  if (!minus || frame.links === 0 || (chain.type !== 'near' && chain.type !== 'sentence')) return
  problems.push(
    makeProblem(
      'W013',
      { start: minus.span.start, end: chain.span.end },
      'the hyphen excludes the whole pair',
      {
        reason: 'NEAR and SENT bind tighter than NOT',
        fixit: 'write NOT ( … ) to say so, or put the excluded word last',
      },
    ),
  )
}

function place(frame: Frame, operand: Tree, span: Span): void {
  const isFirst = frame.sides.length === 0 && frame.parts.length === 0
  const joined = isFirst ? 'first' : (frame.connector?.type ?? 'and')
  frame.connector = undefined
  frame.operands.push({ ...span, joined })
  if (joined === 'and') frame.sawAnd = true
  if (joined === 'or') {
    frame.sawOr = true
    frame.sides.push(bundle('and', frame.parts))
    frame.parts = []
  }
  frame.parts.push(operand)
}

function bundle(type: 'and' | 'or', items: readonly Tree[]): Tree {
  const [first] = items
  const last = items.at(-1)
  if (items.length === 1 && first) return first
  return { type, items, span: { start: first?.span.start ?? 0, end: last?.span.end ?? 0 } }
}

/** Everything of the level as one tree; undefined where nothing is left. */
export function closeFrame(frame: Frame, text: string, problems: Problem[]): Tree | undefined {
  finishOperand(frame, problems)
  if (frame.connector) dangle(frame, frame.connector.span, problems)
  else if (frame.nots[0]) dangle(frame, frame.nots[0].span, problems)
  if (frame.sawAnd && frame.sawOr) reportMixture(frame.operands, text, problems)
  if (frame.parts.length > 0) frame.sides.push(bundle('and', frame.parts))
  return frame.sides.length === 0 ? undefined : bundle('or', frame.sides)
}
