import type { CompiledTerm, Node } from './compile.ts'
import { compareNumbers } from './evaluate-numbers.ts'
import { findRaw, findRegex, someField } from './match-characters.ts'
import { hasPair, joinedPairs } from './match-pairs.ts'
import { findPhrases, sortMatches } from './match-phrases.ts'
import type { Reading } from './match-reading.ts'
import { type Match, withoutOverlaps } from './match-spans.ts'
import { findWindows } from './match-windows.ts'

/** Whether a query holds for a post. */
export function queryHolds(root: Node, reading: Reading): boolean {
  reading.tries = 0
  return holds(root, reading)
}

/** Whether a part of a query holds: two values only, a comparison with something unknown is false. */
export function holds(node: Node, reading: Reading): boolean {
  switch (node.op) {
    case 'and':
      return node.items.every((item) => holds(item, reading))
    case 'or':
      return node.items.some((item) => holds(item, reading))
    case 'not':
      return !holds(node.item, reading)
    case 'term':
      return termHolds(node.term, node.mask, reading)
    case 'near':
      return pairHolds(node, reading)
    case 'count':
      return compareNumbers(countMatches(node.item, reading), node.compare, node.count)
    case 'field':
      return node.test(reading)
    case 'all':
      return true
    case 'never':
      return false
  }
}

function termHolds(term: CompiledTerm, mask: number, reading: Reading): boolean {
  if (term.form === 'raw') return someField(mask, reading, (text) => text.includes(term.text))
  if (term.form === 'regex') return someField(mask, reading, (text) => term.regex.test(text))
  if (!mayHold(term, mask, reading)) return false
  const [only] = term.elements
  if (term.elements.length === 1 && only?.kind === 'word' && only.parts === undefined) return true
  return findTerm(term, mask, reading).length > 0
}

/** Whether every plain word of it stands in the post; words with apostrophes may be there in parts. */
function mayHold(
  term: Extract<CompiledTerm, { form: 'phrase' | 'window' }>,
  mask: number,
  { tokens, occurrences }: Reading,
): boolean {
  if (tokens.hasApostrophes && term.elements.length > 1) return true
  return term.elements.every(
    (element) =>
      element.kind !== 'word' || element.parts !== undefined || occurrences.has(element.word, mask),
  )
}

function pairHolds(node: Extract<Node, { op: 'near' }>, reading: Reading): boolean {
  const lefts = findMatches(node.left, reading)
  if (lefts.length === 0) return false
  return hasPair(node, lefts, findMatches(node.right, reading), reading)
}

/** Every place where a term was found, in the order of the text; they may overlap. */
export function findTerm(term: CompiledTerm, mask: number, reading: Reading): Match[] {
  switch (term.form) {
    case 'phrase':
      return findPhrases(term.elements, mask, reading)
    case 'window':
      return findWindows(term.elements, term.within, mask, reading)
    case 'raw':
      return findRaw(term.text, mask, reading)
    case 'regex':
      return findRegex(term.regex, mask, reading)
  }
}

/** The places of an operand of NEAR or SENT, or of what is counted. What has no place in the text has none. */
export function findMatches(node: Node, reading: Reading): readonly Match[] {
  if (node.op === 'term') return findTerm(node.term, node.mask, reading)
  if (node.op === 'or') return sortMatches(node.items.flatMap((item) => findMatches(item, reading)))
  if (node.op === 'count') return findMatches(node.item, reading)
  if (node.op !== 'near') return []
  const lefts = findMatches(node.left, reading)
  if (lefts.length === 0) return []
  return joinedPairs(node, lefts, findMatches(node.right, reading), reading)
}

/** How often: occurrences that do not overlap; alternatives are added up. */
function countMatches(node: Node, reading: Reading): number {
  if (node.op === 'or')
    return node.items.reduce((sum, item) => sum + countMatches(item, reading), 0)
  return withoutOverlaps(findMatches(node, reading)).length
}
