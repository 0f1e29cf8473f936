import type { Token } from './lexer.ts'
import { makeProblem, shorten } from './problems.ts'
import type { Scanner } from './scanner.ts'
import type { Span } from './tree.ts'

/** The distance of NEAR without a number. */
export const DEFAULT_DISTANCE = 5
export const MAX_DISTANCE = 50

/** The operator that a chunk spells; faulty forms are reported and read as their nearest meaning. */
export function readOperator(scanner: Scanner, chunk: string, span: Span): Token | undefined {
  if (chunk === 'AND') return { type: 'and', span }
  if (chunk === 'OR') return { type: 'or', span }
  if (chunk === 'NOT') return { type: 'not', span }
  if (chunk === '-' || /^[–—−]$/.test(chunk)) return loneHyphen(scanner, chunk, span)
  return (
    readNear(scanner, chunk, span) ??
    readSentence(scanner, chunk, span) ??
    readForeign(scanner, chunk, span)
  )
}

function loneHyphen(scanner: Scanner, chunk: string, span: Span): Token | undefined {
  if (chunk !== '-') return undefined
  scanner.problems.push(
    makeProblem('Q007', span, 'a hyphen between blanks excludes nothing', {
      fixit: 'write -word without a blank to exclude, or leave the hyphen out',
    }),
  )
  return { type: 'fault', role: 'sign', span }
}

function readNear(scanner: Scanner, chunk: string, span: Span): Token | undefined {
  const match = /^(O?)NEAR(?:\/(.*))?$/s.exec(chunk)
  if (!match) return undefined
  const isOrderedName = match[1] === 'O'
  const tail = match[2] ?? String(DEFAULT_DISTANCE)
  const [, digits = '', suffix = ''] = /^(\d*)(.*)$/s.exec(tail) ?? []
  const ordered = isOrderedName || suffix.toLowerCase() === 'f'
  const distance = digits === '' ? DEFAULT_DISTANCE : Number(digits)
  const ours = `NEAR/${Math.min(distance, MAX_DISTANCE)}${ordered ? 'f' : ''}`
  const isKnown = digits !== '' && (suffix === '' || (suffix === 'f' && !isOrderedName))
  if (!isKnown) refuseForm(scanner, span, chunk, ours)
  else if (distance > MAX_DISTANCE) refuseDistance(scanner, span, digits, ours)
  return { type: 'near', distance: Math.min(distance, MAX_DISTANCE), ordered, span }
}

function refuseDistance(scanner: Scanner, span: Span, digits: string, ours: string): void {
  scanner.problems.push(
    makeProblem('Q013', span, `the distance ${shorten(digits)} is more than ${MAX_DISTANCE}`, {
      fixit: `write ${ours}`,
    }),
  )
}

function readSentence(scanner: Scanner, chunk: string, span: Span): Token | undefined {
  const match = /^SENT(?:\/(.*))?$/s.exec(chunk)
  if (!match) return undefined
  const tail = match[1]
  if (tail !== undefined && tail !== 'f') {
    refuseForm(scanner, span, chunk, /^\d/.test(tail) ? 'SENT, or NEAR/'.concat(tail) : 'SENT/f')
  }
  return { type: 'sentence', ordered: tail !== undefined && tail !== '', span }
}

/** `w/5`, `n/5`, `pre/5`: proximity of legal and library databases. */
function readForeign(scanner: Scanner, chunk: string, span: Span): Token | undefined {
  const match = /^(w|within|n|pre|p|adj)\/(\d{1,4})$/i.exec(chunk)
  if (!match) return undefined
  const ordered = /^(?:p|pre|adj)$/i.test(match[1] as string)
  const distance = Math.min(Number(match[2]), MAX_DISTANCE)
  refuseForm(scanner, span, chunk, `NEAR/${distance}${ordered ? 'f' : ''}`)
  return { type: 'near', distance, ordered, span }
}

/** `a /5 b` of other tools. */
export function readSlash(scanner: Scanner, chunk: string, span: Span): Token {
  const distance = Math.min(Number(chunk.slice(1)), MAX_DISTANCE)
  refuseForm(scanner, span, chunk, `NEAR/${distance}`)
  return { type: 'near', distance, ordered: false, span }
}

function refuseForm(scanner: Scanner, span: Span, chunk: string, ours: string): void {
  const shown = chunk.length > 20 ? `${chunk.slice(0, 20)}…` : chunk
  scanner.problems.push(
    makeProblem('Q014', span, `${shown} is no form of an operator`, { fixit: `write ${ours}` }),
  )
}
