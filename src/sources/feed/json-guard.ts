/**
 * Makes JSON safe to parse: undefined when brackets nest deeper than `maxDepth`, and whole numbers that a double cannot
 * hold become strings, so that ids keep their digits. Linear.
 */
export function guardJson(text: string, maxDepth: number): string | undefined {
  const tokens = /["{}[\]]|-?\d{16,}/g
  const pieces: string[] = []
  let depth = 0
  let kept = 0
  for (let token = tokens.exec(text); token !== null; token = tokens.exec(text)) {
    const sign = token[0]
    depth += DEPTHS[sign] ?? 0
    if (depth > maxDepth) return undefined
    if (sign === '"') tokens.lastIndex = endOfString(text, tokens.lastIndex)
    else if (isWholeId(text, token.index, sign)) {
      pieces.push(text.slice(kept, token.index), '"', sign, '"')
      kept = tokens.lastIndex
    }
  }
  return pieces.length === 0 ? text : pieces.join('') + text.slice(kept)
}

const DEPTHS: Readonly<Record<string, number>> = { '{': 1, '[': 1, '}': -1, ']': -1 }

/** Where the string that began before `from` ends, its quote included. */
function endOfString(text: string, from: number): number {
  const ends = /["\\]/g
  ends.lastIndex = from
  for (let found = ends.exec(text); found !== null; found = ends.exec(text)) {
    if (found[0] === '"') return found.index + 1
    ends.lastIndex = found.index + 2
  }
  return text.length
}

/** Not the fraction of another number, and beyond what a double holds exactly. */
function isWholeId(text: string, at: number, digits: string): boolean {
  if (digits.length < 16) return false
  const before = text[at - 1] ?? ''
  const after = text[at + digits.length] ?? ''
  return !/[\d.eE+-]/.test(before) && !/[.eE]/.test(after) && !Number.isSafeInteger(Number(digits))
}
