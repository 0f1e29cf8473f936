import type { Hit } from '../model/mention.ts'
import type { Node } from './compile.ts'
import { findMatches, holds } from './evaluate.ts'
import { pairedMatches } from './match-pairs.ts'
import type { Reading } from './match-reading.ts'
import { type Match, piecesOf, withoutOverlaps } from './match-spans.ts'

/**
 * What made a query hold, for highlighting: the places of every positive part that holds, in the order of title and
 * text, each once. Call it only where the query holds, right after asking whether it does.
 */
export function collectHits(root: Node, reading: Reading): readonly Hit[] {
  const matches: Match[] = []
  collect(root, reading, matches)
  return toHits(matches)
}

function collect(node: Node, reading: Reading, matches: Match[]): void {
  switch (node.op) {
    case 'and':
      for (const item of node.items) collect(item, reading, matches)
      return
    case 'or':
      for (const item of node.items) if (holds(item, reading)) collect(item, reading, matches)
      return
    case 'not':
      // Twice NOT asks for the thing itself.
      if (node.item.op === 'not') collect(node.item.item, reading, matches)
      return
    case 'term':
    case 'count':
      for (const match of countable(node, reading)) matches.push(match)
      return
    case 'near':
      collectPair(node, reading, matches)
      return
    default:
  }
}

function countable(node: Node, reading: Reading): readonly Match[] {
  if (node.op === 'count') return countable(node.item, reading)
  if (node.op === 'or') return node.items.flatMap((item) => countable(item, reading))
  return withoutOverlaps(findMatches(node, reading))
}

function collectPair(
  node: Extract<Node, { op: 'near' }>,
  reading: Reading,
  matches: Match[],
): void {
  const lefts = findMatches(node.left, reading)
  const rights = findMatches(node.right, reading)
  for (const match of pairedMatches(node, lefts, rights, reading)) matches.push(match)
}

function toHits(matches: readonly Match[]): readonly Hit[] {
  const hits: Hit[] = []
  for (const match of matches) {
    const { field } = match
    for (const { start, end } of piecesOf(match))
      hits.push({ field: field === 0 ? 'title' : 'text', start, end })
  }
  if (hits.length < 2) return hits
  hits.sort(compareHits)
  return hits.filter((hit, at) => at === 0 || compareHits(hits[at - 1] ?? hit, hit) !== 0)
}

/** Title before text, then from left to right. */
function compareHits(a: Hit, b: Hit): number {
  if (a.field !== b.field) return a.field === 'title' ? -1 : 1
  return a.start - b.start || a.end - b.end
}
