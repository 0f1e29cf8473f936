/** Ids below are control symbols and never stand in a text. */
const RESERVED = 6
const UNKNOWN = 0
const UNKNOWN_COST = -18
const LONGEST_PIECE = 20

/** The likeliest split of a text into pieces of a unigram vocabulary (Kudo 2018), by dynamic programming. */
export function createPieceSplitter(
  vocabulary: readonly (readonly [string, number])[],
): (text: string) => readonly number[] {
  const pieces = new Map<string, number>()
  vocabulary.forEach(([piece], id) => {
    if (id >= RESERVED) pieces.set(piece, id)
  })
  const costs = vocabulary.map(([, cost]) => cost)
  return (text) =>
    splitBest(`\u2581${text.normalize('NFKC').replace(/\s+/g, '\u2581')}`, pieces, costs)
}

function splitBest(
  text: string,
  pieces: ReadonlyMap<string, number>,
  costs: readonly number[],
): readonly number[] {
  const best = new Float64Array(text.length + 1).fill(Number.NEGATIVE_INFINITY)
  const from = new Int32Array(text.length + 1)
  const piece = new Int32Array(text.length + 1)
  best[0] = 0
  const offer = (start: number, end: number, id: number, cost: number): void => {
    const total = (best[start] ?? 0) + cost
    if (total <= (best[end] ?? 0)) return
    best[end] = total
    from[end] = start
    piece[end] = id
  }
  for (let start = 0; start < text.length; start += 1) {
    offer(start, start + 1, UNKNOWN, UNKNOWN_COST)
    for (let end = start + 1; end <= Math.min(text.length, start + LONGEST_PIECE); end += 1) {
      const id = pieces.get(text.slice(start, end))
      if (id !== undefined) offer(start, end, id, costs[id] ?? 0)
    }
  }
  const found: number[] = []
  for (let end = text.length; end > 0; end = from[end] ?? 0) {
    const id = piece[end] ?? UNKNOWN
    if (id !== UNKNOWN || found.at(-1) !== UNKNOWN) found.push(id)
  }
  return found.reverse()
}
