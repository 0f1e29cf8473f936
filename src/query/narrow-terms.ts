import { irregularTerms } from '../text/tokens-index.ts'
import { join, simplifyAnd, TRUE } from './narrow-logic.ts'
import type { IndexColumn, Narrowed, SqlCondition, TermCondition } from './narrow-types.ts'
import { type IndexedWord, indexWord } from './narrow-words.ts'
import type { Term, Tree } from './tree.ts'

const UNKNOWN: Narrowed = { condition: TRUE, exact: false }

/** More ways to read a phrase, or pairs of alternatives, than this are asked for as words only. */
const MAX_WAYS = 16

export function narrowTerm(term: Term, columns: readonly IndexColumn[]): Narrowed {
  if (term.form !== 'words') return UNKNOWN
  const words = term.words.map((word) => indexWord(word, columns))
  const [first] = words
  if (words.length === 1) {
    return first ? { condition: terms(first.condition), exact: first.exact } : UNKNOWN
  }
  const all = allOf(words)
  if (all === undefined) return UNKNOWN
  const rows = term.within === undefined ? rowsOf(words) : undefined
  if (rows === undefined) {
    const forms = term.within === undefined ? words.flatMap((word) => word?.rows?.[0] ?? []) : []
    return { condition: terms(join('or', [all, ...irregular([forms])])), exact: false }
  }
  const inRow = rows.map(
    (row): TermCondition => ({
      op: 'phrase',
      words: row,
      prefix: false,
      columns: primaries(columns),
    }),
  )
  const ways = join('or', [...inRow, ...irregular(rows)])
  const signs = words.flatMap((word) => (word?.signed === true ? [word.condition] : []))
  return { condition: terms(signs.length > 0 ? join('and', [...signs, ways]) : ways), exact: false }
}

function terms(condition: TermCondition): SqlCondition {
  return { kind: 'terms', terms: condition }
}

function allOf(words: readonly (IndexedWord | undefined)[]): TermCondition | undefined {
  const known = words.flatMap((word) => (word ? [word.condition] : []))
  return known.length === 0 ? undefined : join('and', known)
}

function primaries(columns: readonly IndexColumn[]): readonly IndexColumn[] {
  return columns.filter((column) => column !== 'alternates')
}

/** Every row of primary terms that the words may be; undefined where one cannot be told or there are too many. */
function rowsOf(
  words: readonly (IndexedWord | undefined)[],
): readonly (readonly string[])[] | undefined {
  let rows: readonly (readonly string[])[] = [[]]
  for (const word of words) {
    const next = word?.rows
    if (next === undefined || rows.length * next.length > MAX_WAYS) return undefined
    rows = rows.flatMap((row) => next.map((more) => [...row, ...more]))
  }
  return rows
}

/** Texts in which the words stand in a row although the primary terms do not: `"wendy s"` in `wendy's`. */
function irregular(rows: readonly (readonly string[])[]): readonly TermCondition[] {
  const words = [...new Set(rows.flatMap(irregularTerms))]
  return words.map((word) => ({ op: 'word', word, columns: ['alternates'] }))
}

/** Both operands must be there; where both are plain words, near each other as well. */
export function narrowNear(
  tree: Extract<Tree, { type: 'near' | 'sentence' }>,
  columns: readonly IndexColumn[],
  below: (item: Tree) => Narrowed,
): Narrowed {
  const left = below(tree.left)
  if (tree.negated) return { condition: left.condition, exact: false }
  const both = { ...simplifyAnd([left, below(tree.right)]), exact: false }
  if (tree.type === 'sentence' || both.condition.kind !== 'terms') return both
  const near = nearCondition(tree, columns)
  if (near === undefined) return both
  return { condition: terms(join('and', [both.condition.terms, near])), exact: false }
}

function nearCondition(
  tree: Extract<Tree, { type: 'near' }>,
  columns: readonly IndexColumn[],
): TermCondition | undefined {
  const left = plainRows(tree.left)
  const right = plainRows(tree.right)
  if (left === undefined || right === undefined) return undefined
  if (left.length * right.length > MAX_WAYS) return undefined
  const pairs = left.flatMap((one) =>
    right.map(
      (other): TermCondition => ({
        op: 'near',
        phrases: [one, other],
        distance: tree.distance,
        columns: primaries(columns),
      }),
    ),
  )
  return join('or', [...pairs, ...irregular([...left, ...right])])
}

/** The rows of primary terms that an operand stands for, where that can be told. */
function plainRows(tree: Tree): readonly (readonly string[])[] | undefined {
  if (tree.type === 'or') {
    const rows = tree.items.map(plainRows)
    return rows.every((row) => row !== undefined) ? rows.flat() : undefined
  }
  if (tree.type !== 'term' || tree.term.form !== 'words' || tree.term.within !== undefined)
    return undefined
  return rowsOf(tree.term.words.map((word) => indexWord(word, ['title', 'text', 'alternates'])))
}
