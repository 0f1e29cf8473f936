import type { Element } from './compile-terms.ts'
import { findPhrases } from './match-phrases.ts'
import type { Reading } from './match-reading.ts'
import { compareMatches, type Match, type Piece } from './match-spans.ts'

/** A position with the steps that may stand there, each with the piece that it would cover. */
interface Place {
  readonly first: number
  readonly pieces: Map<number, Piece>
}

/** Which place each step has in the window that is being filled. */
type Assignment = Map<number, Place>

/**
 * Smallest stretches with all steps in any order and at most `within` foreign words between. No word serves two steps:
 * places are assigned by augmenting paths, so that `"acme acme"~3` needs two.
 */
export function findWindows(
  elements: readonly Element[],
  within: number,
  mask: number,
  reading: Reading,
): Match[] {
  return [1, 2].flatMap((bit, field) =>
    (mask & bit) === 0 ? [] : findInField(elements, within, field, reading),
  )
}

function findInField(
  elements: readonly Element[],
  within: number,
  field: number,
  reading: Reading,
): Match[] {
  const matches: Match[] = []
  const places = readPlaces(elements, field + 1, reading)
  const reach = within + widest(places, elements.length)
  for (const at of places.keys()) {
    const pieces = smallestFrom(places, at, elements.length, reach)
    if (pieces !== undefined && foreignWords(pieces) <= within) {
      keepSmallest(matches, toMatch(field, pieces))
    }
  }
  return matches
}

function readPlaces(elements: readonly Element[], bit: number, reading: Reading): readonly Place[] {
  const places = new Map<number, Place>()
  for (const [step, element] of elements.entries()) {
    for (const match of findPhrases([element], bit, reading)) {
      const place = places.get(match.first) ?? { first: match.first, pieces: new Map() }
      if (!place.pieces.has(step)) place.pieces.set(step, match)
      places.set(match.first, place)
    }
  }
  return [...places.values()].sort((a, b) => a.first - b.first)
}

/** Adds places from the left until every step has one of its own; undefined where they do not fit into the reach. */
function smallestFrom(
  places: readonly Place[],
  from: number,
  steps: number,
  reach: number,
): readonly Piece[] | undefined {
  const first = places[from]?.first ?? 0
  const assigned: Assignment = new Map()
  for (let at = from; at < places.length; at += 1) {
    const place = places[at]
    if (place === undefined || place.first - first >= reach) return undefined
    assign(place, assigned, new Set())
    if (assigned.size === steps) return piecesOf(assigned)
  }
  return undefined
}

/** Gives a place to a step that has none, moving others where they can move (Kuhn's algorithm). */
function assign(place: Place, assigned: Assignment, seen: Set<number>): boolean {
  for (const step of place.pieces.keys()) {
    if (assigned.has(step)) continue
    assigned.set(step, place)
    return true
  }
  for (const step of place.pieces.keys()) {
    const other = assigned.get(step)
    if (other === undefined || seen.has(step)) continue
    seen.add(step)
    if (!assign(other, assigned, seen)) continue
    assigned.set(step, place)
    return true
  }
  return false
}

function piecesOf(assigned: Assignment): readonly Piece[] {
  const pieces: Piece[] = []
  for (const [step, place] of assigned) {
    const piece = place.pieces.get(step)
    if (piece !== undefined) pieces.push(piece)
  }
  return pieces.sort(compareMatches)
}

/** How many words the steps cover at most. */
function widest(places: readonly Place[], steps: number): number {
  const widths = new Array<number>(steps).fill(1)
  for (const { pieces } of places) {
    for (const [step, { first, last }] of pieces) {
      widths[step] = Math.max(widths[step] ?? 1, last - first + 1)
    }
  }
  return widths.reduce((sum, width) => sum + width, 0)
}

function foreignWords(pieces: readonly Piece[]): number {
  const { first, last } = toMatch(0, pieces)
  const own = pieces.reduce((sum, piece) => sum + piece.last - piece.first + 1, 0)
  return last - first + 1 - own
}

function toMatch(field: number, pieces: readonly Piece[]): Match {
  let [{ first, last, start, end }] = pieces as readonly [Piece]
  for (const piece of pieces) {
    first = Math.min(first, piece.first)
    last = Math.max(last, piece.last)
    start = Math.min(start, piece.start)
    end = Math.max(end, piece.end)
  }
  return { field, first, last, start, end, pieces }
}

/** A later window that ends where an earlier one ends lies inside it: the smaller stays. */
function keepSmallest(matches: Match[], match: Match): void {
  for (let last = matches.at(-1); last !== undefined; last = matches.at(-1)) {
    if (last.field !== match.field || last.last < match.last) break
    matches.pop()
  }
  matches.push(match)
}
