import type { Token } from './lexer.ts'
import { makeProblem } from './problems.ts'
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
  return { type: 'fault', span }
}

function readNear(scanner: Scanner, chunk: string, span: Span): Token | undefined {
  const match = /^(O?)NEAR(?:\/(.*))?$/s.exec(chunk)
  if (!match) return undefined
  const isOrderedName = match[1] === 'O'
  const tail = match[2]
  if (tail === undefined) {
    return { type: 'near', distance: DEFAULT_DISTANCE, ordered: isOrderedName, span }
  }
  const number = /^(\d+)(.*)$/s.exec(tail)
  const suffix = number?.[2] ?? ''
  const distance = number ? Number(number[1]) : Number.NaN
  const ordered = isOrderedName || suffix.toLowerCase() === 'f'
  const isKnown = number !== null && (suffix === '' || (suffix === 'f' && !isOrderedName))
  if (!isKnown) {
    const shown = number ? Math.min(distance, MAX_DISTANCE) : DEFAULT_DISTANCE
    refuseForm(scanner, span, chunk, ordered ? `NEAR/${shown}f` : `NEAR/${shown}`)
  } else if (distance > MAX_DISTANCE) {
    scanner.problems.push(
      makeProblem('Q013', span, `the distance ${number?.[1]} is more than ${MAX_DISTANCE}`, {
        fixit: `write NEAR/${MAX_DISTANCE}${ordered ? 'f' : ''}`,
      }),
    )
  }
  return { type: 'near', distance: clampDistance(distance), ordered, span }
}

function clampDistance(distance: number): number {
  return Number.isNaN(distance) ? DEFAULT_DISTANCE : Math.min(distance, MAX_DISTANCE)
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
  const distance = clampDistance(Number(match[2]))
  refuseForm(scanner, span, chunk, `NEAR/${distance}${ordered ? 'f' : ''}`)
  return { type: 'near', distance, ordered, span }
}

function refuseForm(scanner: Scanner, span: Span, chunk: string, ours: string): void {
  const shown = chunk.length > 20 ? `${chunk.slice(0, 20)}…` : chunk
  scanner.problems.push(
    makeProblem('Q014', span, `${shown} is no form of an operator`, { fixit: `write ${ours}` }),
  )
}
