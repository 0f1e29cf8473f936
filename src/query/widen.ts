import { zeroSatisfies } from './parser-checks.ts'
import type { Term, Tree, WordPattern } from './tree.ts'

/**
 * A query that finds more: what the given one might miss is looked for among its finds. Exclusions and fields
 * fall away, words near each other may stand anywhere, phrases may be apart, spellings are free. Undefined where
 * nothing would be left to look for.
 */
export function widenTree(tree: Tree): Tree | undefined {
  const { span } = tree
  switch (tree.type) {
    case 'and':
      return joined('and', tree.items.map(widenTree), span)
    case 'or':
      return joined('or', tree.items.map(widenTree), span)
    case 'near':
    case 'sentence':
      return tree.negated
        ? widenTree(tree.left)
        : joined('and', [widenTree(tree.left), widenTree(tree.right)], span)
    case 'scope':
      return widenTree(tree.item)
    case 'count':
      return zeroSatisfies(tree.compare, tree.count) ? undefined : widenTree(tree.item)
    case 'term':
      return widenTerm(tree.term, span)
    default:
      return undefined
  }
}

function joined(
  type: 'and' | 'or',
  items: readonly (Tree | undefined)[],
  span: Tree['span'],
): Tree | undefined {
  const known = items.filter((item) => item !== undefined)
  // An alternative of which nothing is left found posts that cannot be told any more.
  if (known.length === 0 || (type === 'or' && known.length < items.length)) return undefined
  const [only] = known
  return known.length === 1 ? only : { type, items: known, span }
}

function widenTerm(term: Term, span: Tree['span']): Tree | undefined {
  if (term.form === 'fuzzy') return { type: 'term', term: { ...term, edits: 2 }, span }
  if (term.form !== 'words') return { type: 'term', term, span }
  const words = term.words.flatMap((word): readonly Tree[] =>
    word.kind === 'any' ? [] : [{ type: 'term', term: widenWord(word), span }],
  )
  return joined('and', words, span)
}

const LONG_ENOUGH = 5

/** Any ending, any letter case, any accent; a word too short for that stays as it is. */
function widenWord(word: Exclude<WordPattern, { kind: 'any' }>): Term {
  if (word.kind === 'wildcard') return { form: 'words', words: [word] }
  const text = word.text.normalize('NFD').replaceAll(/\p{M}/gu, '').normalize('NFC')
  const isPlain = /^\p{Script=Latin}+$/u.test(text) && text.length >= LONG_ENOUGH
  return {
    form: 'words',
    words: [isPlain ? { kind: 'wildcard', text: `${text}*` } : { kind: 'plain', text }],
  }
}
