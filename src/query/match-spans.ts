/** A stretch of a field that one step or term covers: positions inclusive, UTF-16 offsets end exclusive. */
export interface Piece {
  readonly first: number
  readonly last: number
  readonly start: number
  readonly end: number
}

/** Where a term, or a pair of terms, was found. The whole reaches from its first to its last word; the pieces are what it uses. */
export interface Match extends Piece {
  readonly field: number
  /** Undefined where the whole is one piece. */
  readonly pieces: readonly Piece[] | undefined
}

export function singleMatch(
  field: number,
  first: number,
  last: number,
  start: number,
  end: number,
): Match {
  return { field, first, last, start, end, pieces: undefined }
}

export function piecesOf(match: Match): readonly Piece[] {
  return match.pieces ?? [match]
}

export function joinMatches(a: Match, b: Match): Match {
  return {
    field: a.field,
    first: Math.min(a.first, b.first),
    last: Math.max(a.last, b.last),
    start: Math.min(a.start, b.start),
    end: Math.max(a.end, b.end),
    pieces: [...piecesOf(a), ...piecesOf(b)],
  }
}

/** No token, and no character, serves both. */
export function areDisjoint(a: Match, b: Match): boolean {
  if (a.end <= b.start || b.end <= a.start) return true
  return piecesOf(a).every((one) =>
    piecesOf(b).every((other) => one.end <= other.start || other.end <= one.start),
  )
}

/** Words between two matches of one field; 0 where they touch or interlock. */
export function wordsBetween(a: Match, b: Match): number {
  const gap = a.first <= b.first ? b.first - a.last - 1 : a.first - b.last - 1
  return Math.max(gap, 0)
}

export function compareMatches(a: Piece, b: Piece): number {
  return a.first - b.first || a.start - b.start || a.last - b.last || a.end - b.end
}

/** Keeps, from left to right, what does not overlap what was kept before. The matches must be sorted. */
export function withoutOverlaps(matches: readonly Match[]): readonly Match[] {
  const kept: Match[] = []
  const ends = [0, 0]
  for (const match of matches) {
    if (match.start < (ends[match.field] ?? 0)) continue
    ends[match.field] = match.end
    kept.push(match)
  }
  return kept
}
