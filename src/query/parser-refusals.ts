import type { FieldRow } from './fields.ts'
import { parseNumber } from './numbers.ts'
import { makeProblem, type ProblemCode, shorten } from './problems.ts'
import type { Scanner } from './scanner.ts'
import type { Span } from './tree.ts'

/** Longest word, value and regular expression, in UTF-16 units. */
export const MAX_WORD = 1_000

/** Longest term, a phrase or words without blanks between, in UTF-16 units. */
export const MAX_TERM = 10_000

/** Where a value stands, for its checks. */
export interface ValuePlace {
  readonly scanner: Scanner
  readonly row: FieldRow
  readonly span: Span
}

/** Reports a faulty value and answers undefined in its stead. */
export function refuse(
  place: ValuePlace,
  code: ProblemCode,
  message: string,
  fixit?: string,
  reason?: string,
): undefined {
  place.scanner.problems.push(makeProblem(code, place.span, message, { fixit, reason }))
  return undefined
}

export function refuseNumber(place: ValuePlace, text: string): undefined {
  const plain = text.replaceAll(',', '')
  const isGrouped = text.includes(',') && parseNumber(plain) !== undefined
  return refuse(
    place,
    'Q023',
    text === '' ? 'a number is missing' : `${shorten(text)} is no number`,
    isGrouped
      ? `write ${plain}`
      : `write ${place.row.name}:5, ${place.row.name}:>=1.5k or ${place.row.name}:[5 TO 100]`,
  )
}

export function refuseDate(place: ValuePlace, text: string): undefined {
  const minutes = /^(\d+)m$/i.exec(text)
  if (minutes) {
    const amount = minutes[1]
    return refuse(
      place,
      'Q024',
      `${text} may mean minutes or months`,
      `write ${amount}min or ${amount}mo`,
    )
  }
  const isShaped = /^\d{4}(?:-\d{1,2}){0,2}/.test(text)
  return refuse(
    place,
    'Q024',
    text === ''
      ? 'a date is missing'
      : `${shorten(text)} is no date${isShaped ? ' of the calendar' : ''}`,
    'write 2026, 2026-11, 2026-11-01, 2026-11-01T10:00Z, or a duration such as 30min, 12h, 7d, 2w, 3mo, 1y',
  )
}

/** Whether values are texts, not numbers or dates. */
export function isText(row: FieldRow): boolean {
  return row.kind !== 'number' && row.kind !== 'date' && row.kind !== 'score'
}
