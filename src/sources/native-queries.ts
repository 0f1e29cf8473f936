import type { SearchCapabilities } from '../model/search-capabilities.ts'
import type { Term, Tree } from '../query/tree.ts'

/** Words in a row that a post must have. */
export type Unit = readonly string[]
/** Units that must all be there. */
type Needs = readonly Unit[]

const MAX_BRANCHES = 32

/**
 * The texts to search for, so that together they find every post that the tree matches, and more: what a service
 * cannot express is checked here afterwards. Empty when no search is broad enough (a query of only NOT, wildcards
 * or fields). Phrases stand in double quotes, alternatives between `OR`.
 */
export function toNativeQueries(tree: Tree, search: SearchCapabilities): readonly string[] {
  const branches = leastOf(branchesOf(tree) ?? [])
  const texts = [...new Set(branches.map((needs) => toText(needs, search)))].filter(Boolean)
  if (!search.or) return texts
  return joinByOr(texts, search.maxLength ?? 500, search.maxTerms ?? 20)
}

/** The alternatives of a tree, each with what it needs at least; undefined where nothing is known to be needed. */
function branchesOf(tree: Tree): readonly Needs[] | undefined {
  switch (tree.type) {
    case 'term':
      return branchesOfTerm(tree.term)
    case 'and':
      return product(tree.items.map(branchesOf))
    case 'or':
      return union(tree.items.map(branchesOf))
    case 'near':
    case 'sentence':
      return tree.negated
        ? branchesOf(tree.left)
        : product([branchesOf(tree.left), branchesOf(tree.right)])
    case 'scope':
      return branchesOf(tree.item)
    case 'count':
      return tree.compare.startsWith('>') ? branchesOf(tree.item) : undefined
    default:
      return undefined
  }
}

function branchesOfTerm(term: Term): readonly Needs[] | undefined {
  if (term.form !== 'words') return undefined
  const words = term.words.flatMap((word) =>
    word.kind === 'plain' || word.kind === 'exact' ? [word.text] : [],
  )
  if (words.length === 0) return undefined
  const isPhrase = words.length === term.words.length && term.within === undefined
  return [isPhrase ? [words] : words.map((word) => [word])]
}

function union(parts: readonly (readonly Needs[] | undefined)[]): readonly Needs[] | undefined {
  const known = parts.filter((part) => part !== undefined)
  return known.length < parts.length ? undefined : known.flat()
}

// Where the product grows too large, one factor alone is still broad enough: what needs a and b needs a.
function product(parts: readonly (readonly Needs[] | undefined)[]): readonly Needs[] | undefined {
  const known = parts.filter((part) => part !== undefined).toSorted((a, b) => a.length - b.length)
  const [first, ...others] = known
  if (first === undefined) return undefined
  let result = first
  for (const part of others) {
    if (result.length * part.length > MAX_BRANCHES) break
    result = result.flatMap((left) => part.map((right) => [...left, ...right]))
  }
  return result
}

/** Drops each branch that another one, with fewer needs, finds as well. */
function leastOf(branches: readonly Needs[]): readonly Needs[] {
  const keys = branches.map((needs) => new Set(needs.map((unit) => unit.join(' '))))
  return branches.filter(
    (_, index) =>
      !keys.some((other, at) => {
        const own = keys[index]
        if (at === index || own === undefined || ![...other].every((key) => own.has(key)))
          return false
        return other.size < own.size || at < index
      }),
  )
}

function toText(needs: Needs, search: SearchCapabilities): string {
  const units = search.and ? needs : needs.slice(0, 1)
  const texts = units.map((unit) => {
    const words = unit.map(plainWord).filter(Boolean)
    return search.phrase && words.length > 1 ? `"${words.join(' ')}"` : words.join(' ')
  })
  return fitted([...new Set(texts)].filter(Boolean), search.maxLength ?? 500)
}

function fitted(texts: readonly string[], maxLength: number): string {
  let joined = ''
  for (const text of texts) {
    const longer = joined === '' ? text : `${joined} ${text}`
    if (longer.length <= maxLength) joined = longer
  }
  return joined
}

// Quotes and signs at the edges would be read as operators of the service.
function plainWord(word: string): string {
  return word
    .replace(/["()]/g, ' ')
    .replace(/^[-+]+/, '')
    .trim()
}

function joinByOr(
  texts: readonly string[],
  maxLength: number,
  maxTerms: number,
): readonly string[] {
  const groups: string[][] = []
  for (const text of texts) {
    const bracketed = /^"[^"]*"$|^\S+$/.test(text) || texts.length === 1 ? text : `(${text})`
    const group = groups.at(-1)
    const length = group === undefined ? 0 : [...group, bracketed].join(' OR ').length
    if (group !== undefined && length <= maxLength && group.length < maxTerms) group.push(bracketed)
    else groups.push([bracketed])
  }
  return groups.map((group) => group.join(' OR '))
}
