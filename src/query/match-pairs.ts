import type { Node } from './compile.ts'
import type { Reading } from './match-reading.ts'
import {
  areDisjoint,
  compareMatches,
  joinMatches,
  type Match,
  piecesOf,
  wordsBetween,
} from './match-spans.ts'

export type PairNode = Extract<Node, { op: 'near' }>

/**
 * Pairs that serve as an operand of another pair, and places that are joined to find them in one query; what is beyond is left out,
 * to bound the work.
 */
const MOST_PAIRS = 20_000
const MOST_TRIES = 300_000
/** In a sentence only so many neighbours on each side are looked at: one that is disjoint is enough. */
const MOST_NEIGHBOURS = 16

type Visit = (left: Match, right: Match) => boolean

/** Whether some left has a right near it; for NOT NEAR, whether some left has none. */
export function hasPair(
  node: PairNode,
  lefts: readonly Match[],
  rights: readonly Match[],
  reading: Reading,
): boolean {
  if (node.negated) return lonely(node, lefts, rights, reading).length > 0
  return visitPairs(node, lefts, rights, reading, isFound)
}

/** What is highlighted: every left and right that has a partner; for NOT NEAR the lefts without one. */
export function pairedMatches(
  node: PairNode,
  lefts: readonly Match[],
  rights: readonly Match[],
  reading: Reading,
): readonly Match[] {
  if (node.negated) return lonely(node, lefts, rights, reading)
  const paired = new Set<Match>()
  visitPairs(node, lefts, rights, reading, (left, right) => {
    paired.add(left)
    paired.add(right)
    return false
  })
  return [...paired]
}

/** The pairs as operands of the next operator: each reaches from its first to its last word. In the order of the text. */
export function joinedPairs(
  node: PairNode,
  lefts: readonly Match[],
  rights: readonly Match[],
  reading: Reading,
): readonly Match[] {
  if (node.negated) return lonely(node, lefts, rights, reading)
  const pairs: Match[] = []
  if (reading.tries >= MOST_TRIES) return pairs
  const seen = new Set<string>()
  visitPairs(node, lefts, rights, reading, (left, right) => {
    const pair = joinMatches(left, right)
    const pieces = piecesOf(pair)
    reading.tries += pieces.length
    const key =
      pieces
        .map(({ start, end }) => `${start}-${end}`)
        .sort()
        .join() + pair.field
    if (!seen.has(key)) pairs.push(pair)
    seen.add(key)
    return pairs.length >= MOST_PAIRS || reading.tries >= MOST_TRIES
  })
  return pairs.sort((a, b) => a.field - b.field || compareMatches(a, b))
}

function lonely(
  node: PairNode,
  lefts: readonly Match[],
  rights: readonly Match[],
  reading: Reading,
): readonly Match[] {
  const sorted = splitFields(rights)
  return lefts.filter((left) => {
    const own = sorted[left.field] ?? EMPTY
    if (node.sentence) return !visitNeighbours(node, left, own.matches, reading, isFound, false)
    return !visitNear(node, left, own, isFound)
  })
}

function isFound(): boolean {
  return true
}

/** Calls `visit` for every pair that holds until it answers true; answers whether it did. */
function visitPairs(
  node: PairNode,
  lefts: readonly Match[],
  rights: readonly Match[],
  reading: Reading,
  visit: Visit,
): boolean {
  const sorted = splitFields(rights)
  if (node.sentence) return visitSentences(node, lefts, sorted, reading, visit)
  return lefts.some((left) => visitNear(node, left, sorted[left.field] ?? EMPTY, visit))
}

interface Sorted {
  readonly matches: readonly Match[]
  /** The widest, in words. */
  readonly width: number
}

const EMPTY: Sorted = { matches: [], width: 0 }

/** Matches, in the order of the text, by field. */
function splitFields(matches: readonly Match[]): readonly Sorted[] {
  let split = 0
  while (matches[split]?.field === 0) split += 1
  if (split === matches.length) return [toSorted(matches), EMPTY]
  if (split === 0) return [EMPTY, toSorted(matches)]
  return [toSorted(matches.slice(0, split)), toSorted(matches.slice(split))]
}

function toSorted(matches: readonly Match[]): Sorted {
  let width = 0
  for (const { first, last } of matches) width = Math.max(width, last - first)
  return { matches, width }
}

function visitNear(node: PairNode, left: Match, { matches, width }: Sorted, visit: Visit): boolean {
  const from = node.ordered ? left.first : left.first - node.distance - 1 - width
  for (let at = lowerBound(matches, from); at < matches.length; at += 1) {
    const right = matches[at]
    if (right === undefined || right.first > left.last + node.distance + 1) return false
    if (
      isOrdered(node, left, right) &&
      wordsBetween(left, right) <= node.distance &&
      areDisjoint(left, right)
    ) {
      if (visit(left, right)) return true
    }
  }
  return false
}

function isOrdered(node: PairNode, left: Match, right: Match): boolean {
  return !node.ordered || right.start >= left.end
}

/** The first match that begins at the position or behind it. */
function lowerBound(matches: readonly Match[], position: number): number {
  let low = 0
  let high = matches.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((matches[middle]?.first ?? 0) < position) low = middle + 1
    else high = middle
  }
  return low
}

function visitSentences(
  node: PairNode,
  lefts: readonly Match[],
  rights: readonly Sorted[],
  reading: Reading,
  visit: Visit,
): boolean {
  const sortedLefts = splitFields(lefts)
  for (const field of [0, 1]) {
    const left = sortedLefts[field]?.matches ?? []
    const right = rights[field]?.matches ?? []
    if (left.some((match) => visitNeighbours(node, match, right, reading, visit, false)))
      return true
    if (right.some((match) => visitNeighbours(node, match, left, reading, visit, true))) return true
  }
  return false
}

function visitNeighbours(
  node: PairNode,
  match: Match,
  others: readonly Match[],
  reading: Reading,
  visit: Visit,
  isRight: boolean,
): boolean {
  const sentence = sentenceOf(match, reading)
  if (sentence === undefined) return false
  const middle = lowerBound(others, match.first)
  const near = others.slice(Math.max(0, middle - MOST_NEIGHBOURS), middle + MOST_NEIGHBOURS)
  return near.some((other) => {
    if (sentenceOf(other, reading) !== sentence || !areDisjoint(match, other)) return false
    const [left, right] = isRight ? [other, match] : [match, other]
    return isOrdered(node, left, right) && visit(left, right)
  })
}

/** The sentence in which all of a match lies. */
function sentenceOf(match: Match, reading: Reading): number | undefined {
  const first = reading.sentenceAt(match.field, match.start)
  return reading.sentenceAt(match.field, match.end - 1) === first ? first : undefined
}
