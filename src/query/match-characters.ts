import type { Reading } from './match-reading.ts'
import { type Match, singleMatch } from './match-spans.ts'
import type { LinearRegex } from './regex.ts'

/**
 * So many places of one expression are told in one field: looking for the next may mean reading to the end of the text, so fewer
 * in long texts.
 */
function mostPlaces(text: string): number {
  return Math.max(50, Math.min(1_000, Math.floor(2_000_000 / (text.length + 1))))
}

/** Where these characters stand exactly, not overlapping. */
export function findRaw(text: string, mask: number, reading: Reading): Match[] {
  return inFields(mask, reading, (field) => {
    const places: { start: number; end: number }[] = []
    for (let at = field.indexOf(text); at !== -1; at = field.indexOf(text, at + text.length)) {
      places.push({ start: at, end: at + text.length })
    }
    return places
  })
}

export function findRegex(regex: LinearRegex, mask: number, reading: Reading): Match[] {
  return inFields(mask, reading, (field) => regex.find(field, mostPlaces(field)))
}

/** Whether a condition holds for the stored characters of one of the fields. */
export function someField(
  mask: number,
  reading: Reading,
  holds: (text: string) => boolean,
): boolean {
  return [1, 2].some((bit, field) => {
    if ((mask & bit) === 0) return false
    if (field === 0 && reading.post.title === undefined) return false
    return holds(reading.tokens.texts[field] ?? '')
  })
}

function inFields(
  mask: number,
  reading: Reading,
  find: (text: string) => readonly { readonly start: number; readonly end: number }[],
): Match[] {
  const matches: Match[] = []
  for (const [field, bit] of [1, 2].entries()) {
    if ((mask & bit) === 0 || (field === 0 && reading.post.title === undefined)) continue
    for (const { start, end } of find(reading.tokens.texts[field] ?? '')) {
      const { first, last } = wordsAt(field, start, end, reading)
      matches.push(singleMatch(field, first, last, start, end))
    }
  }
  return matches
}

/** The positions that a stretch of characters touches; between two words, an empty range. */
function wordsAt(field: number, start: number, end: number, { tokens }: Reading) {
  let low = tokens.fieldStarts[field] ?? 0
  let high = tokens.fieldEnd(field)
  while (low < high) {
    const middle = (low + high) >> 1
    if ((tokens.ends[middle] ?? 0) <= start) low = middle + 1
    else high = middle
  }
  let last = low - 1
  while (last + 1 < tokens.fieldEnd(field) && (tokens.starts[last + 1] ?? 0) < end) last += 1
  return { first: low, last }
}
