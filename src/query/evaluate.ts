import type { CompiledTerm, Node } from './compile.ts'
import { compareNumbers } from './evaluate-numbers.ts'
import { findRaw, findRegex, someField } from './match-characters.ts'
import { hasPair, joinedPairs } from './match-pairs.ts'
import { findPhrases, sortMatches } from './match-phrases.ts'
import type { Reading } from './match-reading.ts'
import { type Match, withoutOverlaps } from './match-spans.ts'
import { findWindows } from './match-windows.ts'

type TermNode = Extract<Node, { op: 'term' }>

/** Whether a query holds for a post. */
export function queryHolds(root: Node, reading: Reading): boolean {
  reading.beginQuery()
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
      return termHolds(node, reading)
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

function termHolds(node: TermNode, reading: Reading): boolean {
  const { term, mask } = node
  if (term.form === 'raw') return someField(mask, reading, (text) => text.includes(term.text))
  if (term.form !== 'regex') {
    if (!mayHold(term, mask, reading)) return false
    if (isPlainWord(term)) return true
  }
  return rememberMatches(node, reading).length > 0
}

/** A single word that is found wherever one token is: nothing has to be put together. */
function isPlainWord(term: CompiledTerm): boolean {
  if (term.form !== 'phrase' || term.elements.length !== 1) return false
  const [only] = term.elements
  return only?.kind === 'word' && only.parts === undefined
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

const NONE: readonly Match[] = []

/** Every place where a term was found, in the order of the text; they may overlap. */
function findTerm(term: CompiledTerm, mask: number, reading: Reading): Match[] {
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

/** The places of an operand of NEAR or SENT, or of what is counted, in the order of the text. What has no place in it has none. */
export function findMatches(node: Node, reading: Reading): readonly Match[] {
  const found = rememberMatches(node, reading)
  if (node.op !== 'term' || node.term.form !== 'regex') return found
  return found.filter(({ start, end }) => end > start)
}

/** Places that holding and highlighting both ask for; of regular expressions also those of no characters. */
function rememberMatches(node: Node, reading: Reading): readonly Match[] {
  if (node.op === 'term' && isPlainWord(node.term)) return lookForMatches(node, reading)
  const known = reading.found?.get(node)
  if (known !== undefined) return known
  const found = lookForMatches(node, reading)
  reading.found ??= new Map()
  reading.found.set(node, found)
  return found
}

function lookForMatches(node: Node, reading: Reading): readonly Match[] {
  if (node.op === 'term') return findTerm(node.term, node.mask, reading)
  if (node.op === 'or') return findAlternatives(node.items, reading)
  if (node.op === 'count') return findMatches(node.item, reading)
  if (node.op !== 'near') return NONE
  const lefts = findMatches(node.left, reading)
  if (lefts.length === 0) return NONE
  return joinedPairs(node, lefts, findMatches(node.right, reading), reading)
}

function findAlternatives(items: readonly Node[], reading: Reading): readonly Match[] {
  const found: Match[] = []
  let alternatives = 0
  for (const item of items) {
    const matches = findMatches(item, reading)
    if (matches.length === 0) continue
    alternatives += 1
    for (const match of matches) found.push(match)
  }
  return alternatives < 2 ? found : sortMatches(found)
}

/** How often: occurrences that do not overlap; alternatives are added up. */
function countMatches(node: Node, reading: Reading): number {
  if (node.op === 'or')
    return node.items.reduce((sum, item) => sum + countMatches(item, reading), 0)
  return withoutOverlaps(findMatches(node, reading)).length
}
