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

/** What a post must have, each of these by itself; empty: nothing is known, the query must be evaluated for every post. */
export function findRequirements(node: Node, frequency: Frequency): readonly Requirement[] {
  switch (node.op) {
    case 'and':
      return node.items.flatMap((item) => findRequirements(item, frequency))
    case 'or':
      return together(node.items, frequency)
    case 'not':
      return node.item.op === 'not' ? findRequirements(node.item.item, frequency) : NOTHING
    case 'near':
      return pairRequirements(node, frequency)
    case 'count':
      return compareNumbers(0, node.compare, node.count)
        ? NOTHING
        : findRequirements(node.item, frequency)
    case 'term':
      return termRequirements(node.term, frequency)
    case 'never':
      return [[]]
    case 'field':
    case 'all':
      return NOTHING
  }
}

const NOTHING: readonly Requirement[] = []

function pairRequirements(
  node: Extract<Node, { op: 'near' }>,
  frequency: Frequency,
): readonly Requirement[] {
  const left = findRequirements(node.left, frequency)
  return node.negated ? left : [...left, ...findRequirements(node.right, frequency)]
}

function termRequirements(term: CompiledTerm, frequency: Frequency): readonly Requirement[] {
  if (term.form === 'raw') return [[{ kind: 'literal', text: term.text }]]
  if (term.form === 'regex') {
    const literals = requiredLiterals(term.regex.source)
    return literals === undefined ? NOTHING : [literals.map((text) => ({ kind: 'literal', text }))]
  }
  return term.elements.flatMap((element) => elementRequirement(element, frequency))
}

function elementRequirement(element: Element, frequency: Frequency): readonly Requirement[] {
  if (element.kind === 'any') return NOTHING
  if (element.kind === 'run') return [[{ kind: 'run', text: element.text }]]
  const own: Feature = { kind: 'word', id: element.word.id }
  if (element.parts === undefined) return [[own]]
  const parts = element.parts.map(({ id }): Requirement => [{ kind: 'word', id }])
  return [[own, ...(sortByRarity(parts, frequency)[0] ?? [])]]
}

/** One of several alternatives must be met: the rarest requirement of each, in one. */
function together(items: readonly Node[], frequency: Frequency): readonly Requirement[] {
  const all: Feature[] = []
  for (const item of items) {
    const [rarest] = sortByRarity(findRequirements(item, frequency), frequency)
    if (rarest === undefined) return NOTHING
    for (const feature of rarest) all.push(feature)
  }
  return [all]
}

/** The requirements that are met least often first. */
export function sortByRarity(
  requirements: readonly Requirement[],
  frequency: Frequency,
): readonly Requirement[] {
  if (requirements.length < 2) return requirements
  return requirements
    .map((requirement) => ({
      requirement,
      share: requirement.reduce((sum, feature) => sum + frequency(feature), 0),
    }))
    .sort((a, b) => a.share - b.share)
    .map(({ requirement }) => requirement)
}
