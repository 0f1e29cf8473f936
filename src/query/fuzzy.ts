/**
 * Whether two words are at most `edits` (0 to 2) apart: insertions, deletions, substitutions, and transpositions of
 * neighbours (the restricted Damerau–Levenshtein distance). Only the band around the diagonal is computed.
 */
export function isWithinEdits(a: string, b: string, edits: number): boolean {
  if (Math.abs(a.length - b.length) > edits) return false
  if (a === b) return true
  if (edits === 0) return false
  let beforeLast: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, at) => at)
  for (let row = 1; row <= a.length; row += 1) {
    const next = nextRow(a, b, row, edits, last, beforeLast)
    if (next === undefined) return false
    beforeLast = last
    last = next
  }
  return (last[b.length] ?? edits + 1) <= edits
}

/** One row of the table, or undefined when nothing in it is within reach. */
function nextRow(
  a: string,
  b: string,
  row: number,
  edits: number,
  last: readonly number[],
  beforeLast: readonly number[],
): number[] | undefined {
  const far = edits + 1
  const next: number[] = []
  if (row <= edits) next[0] = row
  let best = next[0] ?? far
  const from = Math.max(1, row - edits)
  const to = Math.min(b.length, row + edits)
  for (let column = from; column <= to; column += 1) {
    const same = a.charCodeAt(row - 1) === b.charCodeAt(column - 1)
    let cost = Math.min(
      (last[column - 1] ?? far) + (same ? 0 : 1),
      (last[column] ?? far) + 1,
      (next[column - 1] ?? far) + 1,
    )
    if (isSwap(a, b, row, column)) cost = Math.min(cost, (beforeLast[column - 2] ?? far) + 1)
    next[column] = cost
    best = Math.min(best, cost)
  }
  return best > edits ? undefined : next
}

function isSwap(a: string, b: string, row: number, column: number): boolean {
  return (
    row > 1 &&
    column > 1 &&
    a.charCodeAt(row - 1) === b.charCodeAt(column - 2) &&
    a.charCodeAt(row - 2) === b.charCodeAt(column - 1)
  )
}

/** A bit for each letter (modulo 32): one edit changes at most two of them. */
export function letterBits(word: string): number {
  let bits = 0
  for (let at = 0; at < word.length; at += 1) bits |= 1 << (word.charCodeAt(at) & 31)
  return bits
}

/** Whether two words with these letters may be within so many edits; never false when they are. */
export function mayBeWithinEdits(a: number, b: number, edits: number): boolean {
  let different = a ^ b
  let count = 0
  for (; different !== 0 && count <= 2 * edits; count += 1) different &= different - 1
  return count <= 2 * edits
}
