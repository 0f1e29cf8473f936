import type { CompiledTerm, Node } from './compile.ts'
import type { Element } from './compile-terms.ts'
import { compareNumbers } from './evaluate-numbers.ts'
import { requiredLiterals } from './regex-literals.ts'

/** Something whose absence from a post rules a query out. */
export type Feature =
  | { readonly kind: 'word'; readonly id: number }
  /** Characters in a row, folded. */
  | { readonly kind: 'run'; readonly text: string }
  /** Characters of the stored text, letter case of ASCII aside. */
  | { readonly kind: 'literal'; readonly text: string }

/** Features of which a post must have one; none at all: the query can never hold. */
export type Requirement = readonly Feature[]

/** How often a feature is met, as a share of the posts. */
export type Frequency = (feature: Feature) => number

/**
 * The requirement that is met least often; undefined where a post with none of the query's words can match, so that
 * the query must be evaluated for every post.
 */
export function rarestRequirement(node: Node, frequency: Frequency): Requirement | undefined {
  switch (node.op) {
    case 'and':
      return rarest(
        node.items.map((item) => rarestRequirement(item, frequency)),
        frequency,
      )
    case 'or':
      return together(node.items.map((item) => rarestRequirement(item, frequency)))
    case 'not':
      return node.item.op === 'not' ? rarestRequirement(node.item.item, frequency) : undefined
    case 'near':
      return pairRequirement(node, frequency)
    case 'count':
      return compareNumbers(0, node.compare, node.count)
        ? undefined
        : rarestRequirement(node.item, frequency)
    case 'term':
      return termRequirement(node.term, frequency)
    case 'never':
      return []
    case 'field':
    case 'all':
      return undefined
  }
}

function pairRequirement(
  node: Extract<Node, { op: 'near' }>,
  frequency: Frequency,
): Requirement | undefined {
  const left = rarestRequirement(node.left, frequency)
  return node.negated ? left : rarest([left, rarestRequirement(node.right, frequency)], frequency)
}

function termRequirement(term: CompiledTerm, frequency: Frequency): Requirement | undefined {
  if (term.form === 'raw') return [{ kind: 'literal', text: term.text }]
  if (term.form === 'regex') {
    return requiredLiterals(term.regex.source)?.map((text) => ({ kind: 'literal', text }))
  }
  return rarest(
    term.elements.map((element) => elementRequirement(element, frequency)),
    frequency,
  )
}

function elementRequirement(element: Element, frequency: Frequency): Requirement | undefined {
  if (element.kind === 'any') return undefined
  if (element.kind === 'run') return [{ kind: 'run', text: element.text }]
  const own: Feature = { kind: 'word', id: element.word.id }
  if (element.parts === undefined) return [own]
  const parts = element.parts.map(({ id }): Requirement => [{ kind: 'word', id }])
  return [own, ...(rarest(parts, frequency) ?? [])]
}

function rarest(
  requirements: readonly (Requirement | undefined)[],
  frequency: Frequency,
): Requirement | undefined {
  let best: Requirement | undefined
  let least = Number.POSITIVE_INFINITY
  for (const requirement of requirements) {
    if (requirement === undefined) continue
    const share = requirement.reduce((sum, feature) => sum + frequency(feature), 0)
    if (share < least) {
      best = requirement
      least = share
    }
  }
  return best
}

/** All of them, when each has one. */
function together(requirements: readonly (Requirement | undefined)[]): Requirement | undefined {
  const all: Feature[] = []
  for (const requirement of requirements) {
    if (requirement === undefined) return undefined
    for (const feature of requirement) all.push(feature)
  }
  return all
}
