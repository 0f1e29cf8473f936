import { parseDateText } from './dates.ts'
import type { FieldRow } from './fields.ts'
import { readQuoted } from './lexer.ts'
import { parseNumber, splitComparison } from './numbers.ts'
import { rangeValue } from './parser-ranges.ts'
import { isText, refuse, refuseDate, refuseNumber, type ValuePlace } from './parser-refusals.ts'
import { checkChoice, textValue } from './parser-text-values.ts'
import { makeProblem, shorten } from './problems.ts'
import { type Scanner, take } from './scanner.ts'
import type { Comparison, FieldValue } from './tree.ts'

const VALUE = /(?:[^\s()"“”„<{\0-\x1f\x7f]|<(?!<<))+/y
/** Paths may hold braces. */
const ADDRESS = /(?:[^\s()"“”„<\0-\x1f\x7f]|<(?!<<))+/y

/** Reads the value at this place; undefined where it is faulty (reported) or absent (`absent` is called). */
export function readValue(
  scanner: Scanner,
  row: FieldRow,
  absent: () => void,
): FieldValue | undefined {
  const start = scanner.position
  const sign = scanner.text[start]
  if (sign !== undefined && '"“”„'.includes(sign)) return quotedValue(scanner, row)
  if (sign === '[' && row.kind !== 'address') return rangeValue(scanner, row)
  const chunk = take(scanner, row.kind === 'address' ? ADDRESS : VALUE)?.[0]
  if (chunk === undefined || /^(?:AND|OR|NOT)$/.test(chunk)) {
    scanner.position = start
    absent()
    return undefined
  }
  const bare = chunk.replace(/[,;]+$/, '')
  if (bare !== chunk && bare !== '') {
    const tail = { start: start + bare.length, end: scanner.position }
    scanner.problems.push(makeProblem('W007', tail, `${chunk.slice(bare.length)} is left out`))
  }
  return plainValue({ scanner, row, span: { start, end: start + bare.length } }, bare)
}

function quotedValue(scanner: Scanner, row: FieldRow): FieldValue | undefined {
  const token = readQuoted(scanner)
  if (token.type !== 'quoted') return undefined
  const text = token.text.trim()
  if (text === '') {
    scanner.problems.push(makeProblem('Q008', token.span, 'nothing stands between the quotes'))
    return undefined
  }
  const place = { scanner, row, span: token.span }
  return isText(row) ? textValue(place, text, true) : plainValue(place, text)
}

function plainValue(place: ValuePlace, chunk: string): FieldValue | undefined {
  if (isText(place.row)) return textValue(place, chunk, false)
  if (chunk.startsWith('!=')) {
    return refuse(
      place,
      place.row.kind === 'date' ? 'Q024' : 'Q023',
      '!= is no comparison',
      `write NOT ${place.row.name}:${shorten(chunk.slice(2))}`,
    )
  }
  if (place.row.kind === 'date') return dateValue(place, chunk)
  if (place.row.kind === 'score' && /^\p{L}/u.test(chunk)) return checkChoice(place, chunk)
  return numberValue(place, chunk)
}

function numberValue(place: ValuePlace, chunk: string): FieldValue | undefined {
  const { compare, rest } = splitComparison(chunk)
  const number = parseNumber(rest)
  if (number !== undefined) return { form: 'number', compare: compare ?? '=', number }
  return refuseNumber(place, rest)
}

function dateValue(place: ValuePlace, chunk: string): FieldValue | undefined {
  const { compare, rest } = splitComparison(chunk)
  const spec = parseDateText(rest)
  if (spec === undefined) return refuseDate(place, rest)
  const isAge = spec.kind === 'duration' && place.row.ahead !== true
  if (isAge && compare !== undefined && compare !== '=') warnAge(place, compare, rest)
  return { form: 'date', compare: compare ?? '=', text: rest }
}

/** Item 142: a comparison with a duration compares ages, so that > is earlier. */
function warnAge(place: ValuePlace, compare: Comparison, duration: string): void {
  const isOlder = compare.startsWith('>')
  place.scanner.problems.push(
    makeProblem(
      'W014',
      place.span,
      `${compare}${duration} means ${isOlder ? 'older' : 'younger'} than ${duration}`,
      { fixit: isOlder ? `write ${duration} for younger` : `write ${duration} for the same` },
    ),
  )
}
