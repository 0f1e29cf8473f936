import { foldWord } from '../text/fold.ts'
import { join, simplifyAnd, TRUE } from './narrow-logic.ts'
import type { IndexColumn, Narrowed, SqlCondition, TermCondition } from './narrow-types.ts'
import type { Term, Tree, WordPattern } from './tree.ts'

const UNKNOWN: Narrowed = { condition: TRUE, exact: false }

/** More pairs of alternatives than this are asked for as words only. */
const MAX_PAIRS = 16

/** Words whose index terms are not simply their folded form: they are searched by the matcher alone. */
const UNSEGMENTED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u
const APOSTROPHE = /['’‘ʼ＇]/
const SIMPLE = /^[a-z0-9_]+$/i

export function narrowTerm(term: Term, columns: readonly IndexColumn[]): Narrowed {
  if (term.form !== 'words') return UNKNOWN
  const [first] = term.words
  if (term.words.length === 1 && first) {
    const condition = wordCondition(first, columns)
    if (condition === undefined) return UNKNOWN
    return { condition: terms(condition), exact: isExactWord(first) && columns.length === 3 }
  }
  const inRow = term.within === undefined ? rowOf(term.words) : undefined
  const all = allWords(term.words, columns)
  if (all === undefined) return UNKNOWN
  return {
    condition: terms(inRow === undefined ? all : orAlternates(inRow, term.words, columns, all)),
    exact: false,
  }
}

function terms(condition: TermCondition): SqlCondition {
  return { kind: 'terms', terms: condition }
}

/** Plain ASCII letters and digits: no accent to check, one index term. */
function isExactWord(pattern: WordPattern): boolean {
  return pattern.kind === 'plain' && SIMPLE.test(pattern.text)
}

/** What the index knows of one word; undefined where it knows nothing. */
function wordCondition(
  pattern: WordPattern,
  columns: readonly IndexColumn[],
): TermCondition | undefined {
  if (pattern.kind === 'any' || UNSEGMENTED.test(pattern.text)) return undefined
  if (pattern.kind === 'wildcard') return prefixCondition(pattern.text, columns)
  const parts = pattern.text.split(APOSTROPHE).filter((part) => part !== '')
  const whole: TermCondition = { op: 'word', word: foldWord(parts.join('')), columns }
  if (parts.length === 1) return whole
  const apart = parts.map((part): TermCondition => ({ op: 'word', word: foldWord(part), columns }))
  return join('or', [whole, join('and', apart)])
}

function prefixCondition(text: string, columns: readonly IndexColumn[]): TermCondition | undefined {
  const prefix = foldWord(text.replace(/[*?].*$/s, '')).replace(/['’‘ʼ＇].*$/s, '')
  return /[\p{L}\p{N}]/u.test(prefix) ? { op: 'prefix', prefix, columns } : undefined
}

function allWords(
  words: readonly WordPattern[],
  columns: readonly IndexColumn[],
): TermCondition | undefined {
  const known = words
    .map((word) => wordCondition(word, columns))
    .filter((word) => word !== undefined)
  return known.length === 0 ? undefined : join('and', known)
}

/** The folded words where each is one primary term; undefined where a phrase cannot be asked for. */
function rowOf(words: readonly WordPattern[]): readonly string[] | undefined {
  const row = words.map((word) =>
    word.kind === 'plain' || word.kind === 'exact' ? primary(word.text) : undefined,
  )
  return row.every((word) => word !== undefined) ? (row as readonly string[]) : undefined
}

function primary(text: string): string | undefined {
  return UNSEGMENTED.test(text) || APOSTROPHE.test(text) ? undefined : foldWord(text)
}

/**
 * In a row by the primary terms – or all words with at least one of them among the alternates, which have no
 * order: `"new acme"` also finds `new #acme`.
 */
function orAlternates(
  row: readonly string[],
  words: readonly WordPattern[],
  columns: readonly IndexColumn[],
  all: TermCondition,
): TermCondition {
  const inRow: TermCondition = {
    op: 'phrase',
    words: row,
    prefix: false,
    columns: columns.filter(isPrimary),
  }
  return join('or', [inRow, { op: 'and', items: [all, someAlternate(words)] }])
}

function someAlternate(words: readonly WordPattern[]): TermCondition {
  const known = words
    .map((word) => wordCondition(word, ['alternates']))
    .filter((word) => word !== undefined)
  return join('or', known)
}

function isPrimary(column: IndexColumn): boolean {
  return column !== 'alternates'
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
  const near = nearCondition(tree, columns, both.condition.terms)
  return near === undefined ? both : { condition: terms(near), exact: false }
}

function nearCondition(
  tree: Extract<Tree, { type: 'near' }>,
  columns: readonly IndexColumn[],
  both: TermCondition,
): TermCondition | undefined {
  const left = plainAlternatives(tree.left)
  const right = plainAlternatives(tree.right)
  if (left === undefined || right === undefined || left.length * right.length > MAX_PAIRS)
    return undefined
  const words: WordPattern[] = [...left, ...right].flatMap((row) =>
    row.map((text): WordPattern => ({ kind: 'plain', text })),
  )
  const pairs = left.flatMap((one) =>
    right.map(
      (other): TermCondition => ({
        op: 'near',
        phrases: [one, other],
        distance: tree.distance,
        columns: columns.filter(isPrimary),
      }),
    ),
  )
  return join('or', [...pairs, { op: 'and', items: [both, someAlternate(words)] }])
}

/** The rows of folded words that an operand stands for, where all are plain. */
function plainAlternatives(tree: Tree): readonly (readonly string[])[] | undefined {
  if (tree.type === 'or') {
    const rows = tree.items.map(plainAlternatives)
    return rows.every((row) => row !== undefined) ? rows.flat() : undefined
  }
  if (tree.type !== 'term' || tree.term.form !== 'words' || tree.term.within !== undefined)
    return undefined
  const row = rowOf(tree.term.words)
  return row === undefined ? undefined : [row]
}
