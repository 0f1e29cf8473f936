import type { Element } from './compile-terms.ts'
import { findPhrases } from './match-phrases.ts'
import type { Reading } from './match-reading.ts'
import type { Match, Piece } from './match-spans.ts'

/** A place where a step of the window may stand. */
interface Place {
  readonly step: number
  readonly piece: Piece
}

/**
 * Smallest stretches with all steps in any order and at most `within` foreign words between. No word serves two steps:
 * steps are assigned to places by augmenting paths, so that `"acme acme"~3` needs two.
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
  for (const [at, place] of places.entries()) {
    if (at > 0 && places[at - 1]?.piece.first === place.piece.first) continue
    const pieces = smallestFrom(places, at, elements.length, reach)
    if (pieces !== undefined && foreignWords(pieces) <= within) {
      keepSmallest(matches, toMatch(field, pieces))
    }
  }
  return matches
}

function readPlaces(elements: readonly Element[], bit: number, reading: Reading): readonly Place[] {
  const places: Place[] = []
  for (const [step, element] of elements.entries()) {
    for (const match of findPhrases([element], bit, reading)) places.push({ step, piece: match })
  }
  return places.sort((a, b) => a.piece.first - b.piece.first || a.piece.last - b.piece.last)
}

/** Adds places from the left until every step has one of its own; undefined where they do not fit into the reach. */
function smallestFrom(
  places: readonly Place[],
  from: number,
  steps: number,
  reach: number,
): readonly Piece[] | undefined {
  const first = places[from]?.piece.first ?? 0
  const taken = new Map<number, Place>()
  const owners = new Map<number, number>()
  const inside: Place[] = []
  for (let at = from; at < places.length; at += 1) {
    const place = places[at]
    if (place === undefined || place.piece.first - first >= reach) break
    inside.push(place)
    augmentAny(inside, taken, owners, steps)
    if (taken.size === steps) return [...taken.values()].map(({ piece }) => piece)
  }
  return undefined
}

/** Tries the steps that have no place yet, now that there is one more. */
function augmentAny(
  inside: readonly Place[],
  taken: Map<number, Place>,
  owners: Map<number, number>,
  steps: number,
): void {
  for (let step = 0; step < steps; step += 1) {
    if (!taken.has(step)) augment(step, inside, taken, owners, new Set())
  }
}

/** Kuhn's algorithm: gives a step a place, moving others where they can move. */
function augment(
  step: number,
  inside: readonly Place[],
  taken: Map<number, Place>,
  owners: Map<number, number>,
  seen: Set<number>,
): boolean {
  for (const place of inside) {
    if (place.step !== step || seen.has(place.piece.first)) continue
    seen.add(place.piece.first)
    const owner = owners.get(place.piece.first)
    if (owner !== undefined && !augment(owner, inside, taken, owners, seen)) continue
    owners.set(place.piece.first, step)
    taken.set(step, place)
    return true
  }
  return false
}

/** How many words the steps cover at most. */
function widest(places: readonly Place[], steps: number): number {
  const widths = new Array<number>(steps).fill(1)
  for (const { step, piece } of places) {
    widths[step] = Math.max(widths[step] ?? 1, piece.last - piece.first + 1)
  }
  return widths.reduce((sum, width) => sum + width, 0)
}

function foreignWords(pieces: readonly Piece[]): number {
  const first = Math.min(...pieces.map((piece) => piece.first))
  const last = Math.max(...pieces.map((piece) => piece.last))
  const own = pieces.reduce((sum, piece) => sum + piece.last - piece.first + 1, 0)
  return last - first + 1 - own
}

function toMatch(field: number, pieces: readonly Piece[]): Match {
  const sorted = [...pieces].sort((a, b) => a.first - b.first || a.start - b.start)
  const whole = {
    first: Math.min(...sorted.map((piece) => piece.first)),
    last: Math.max(...sorted.map((piece) => piece.last)),
    start: Math.min(...sorted.map((piece) => piece.start)),
    end: Math.max(...sorted.map((piece) => piece.end)),
  }
  return {
    field,
    ...whole,
    pieces: sorted.map(({ first, last, start, end }) => ({ first, last, start, end })),
  }
}

/** A later window that ends where the last one ends lies inside it: the smaller stays. */
function keepSmallest(matches: Match[], match: Match): void {
  for (let last = matches.at(-1); last !== undefined; last = matches.at(-1)) {
    if (last.field !== match.field || last.last < match.last) break
    matches.pop()
  }
  matches.push(match)
}
