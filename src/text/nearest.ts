/** The known name that is most like the given one, if it is like enough to be a slip of the finger. */
export function nearestName(name: string, known: Iterable<string>): string | undefined {
  const wanted = name.toLowerCase()
  let best: string | undefined
  let bestDistance = Math.max(1, Math.floor(wanted.length / 3)) + 1
  for (const candidate of known) {
    const distance = editDistance(wanted, candidate.toLowerCase())
    if (distance < bestDistance) {
      best = candidate
      bestDistance = distance
    }
  }
  return best
}

/** Insertions, deletions, substitutions and swaps of neighbours (optimal string alignment). */
export function editDistance(a: string, b: string): number {
  let before: readonly number[] = []
  let previous: readonly number[] = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let row = 1; row <= a.length; row++) {
    const current = nextRow(a, b, row, previous, before)
    before = previous
    previous = current
  }
  return previous[b.length] ?? 0
}

function nextRow(
  a: string,
  b: string,
  row: number,
  previous: readonly number[],
  before: readonly number[],
): readonly number[] {
  const current = [row]
  for (let column = 1; column <= b.length; column++) {
    const change = a[row - 1] === b[column - 1] ? 0 : 1
    const isSwap = row > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]
    const cost = Math.min(
      (previous[column] ?? 0) + 1,
      (current[column - 1] ?? 0) + 1,
      (previous[column - 1] ?? 0) + change,
      isSwap ? (before[column - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY,
    )
    current.push(cost)
  }
  return current
}
