import { foldLetters, foldWord } from '../text/fold.ts'
import { tokenizeTerm } from '../text/tokens.ts'
import { FLAG_APOSTROPHE, FLAG_RUN, FLAG_SIGIL, type TokenBuffer } from '../text/tokens-buffer.ts'
import { apostropheParts } from '../text/tokens-forms.ts'
import { charactersAndPairs } from '../text/tokens-index.ts'
import { runCharacters } from '../text/tokens-runs.ts'
import { join } from './narrow-logic.ts'
import type { IndexColumn, TermCondition } from './narrow-types.ts'
import type { WordPattern } from './tree.ts'

/** What the index knows of one word of a query. */
export interface IndexedWord {
  /** Holds for every text that has the word. */
  readonly condition: TermCondition
  /** Holds for no other text. */
  readonly exact: boolean
  /** Without sign, as it stands among the primary terms: one or more rows, one of which is there. Absent for runs and wildcards. */
  readonly rows?: readonly (readonly string[])[]
  /** Whether the condition asks for more than the rows do (a sign). */
  readonly signed: boolean
}

/** Undefined where the index knows nothing of the word. */
export function indexWord(
  pattern: WordPattern,
  columns: readonly IndexColumn[],
): IndexedWord | undefined {
  if (pattern.kind === 'any') return undefined
  if (pattern.kind === 'wildcard') return indexPrefix(pattern.text, columns)
  const tokens = tokenizeTerm(pattern.text)
  const flags = tokens.flags[0] ?? 0
  if (tokens.count === 0) return undefined
  if ((flags & FLAG_RUN) !== 0 && (flags & FLAG_SIGIL) === 0) return indexRun(tokens)
  if (tokens.count > 1) return undefined
  return indexToken(pattern, tokens, flags, columns)
}

function indexToken(
  pattern: Exclude<WordPattern, { kind: 'any' }>,
  tokens: TokenBuffer,
  flags: number,
  columns: readonly IndexColumn[],
): IndexedWord {
  const form = tokens.form(0)
  const whole: TermCondition = { op: 'word', word: form, columns }
  const plain =
    tokens.formCount > 0 && (flags & FLAG_APOSTROPHE) === 0
      ? tokens.otherForm(tokens.formCount - 1)
      : form
  const signed = plain !== form
  const isExact = pattern.kind === 'plain' && hasNoAccent(pattern.text) && columns.length === 3
  if ((flags & FLAG_APOSTROPHE) === 0)
    return { condition: whole, exact: isExact, rows: [[plain]], signed }
  const parts = apostropheParts(pattern.text)
  const apart = join(
    'and',
    parts.map((word): TermCondition => ({ op: 'word', word, columns })),
  )
  return {
    condition: join('or', [whole, apart]),
    exact: false,
    rows: [[form], parts],
    signed: false,
  }
}

function hasNoAccent(text: string): boolean {
  return foldLetters(text).every((letter) => letter.accents === '')
}

/** Characters in a row: every pair of neighbours stands in the index. */
function indexRun(tokens: TokenBuffer): IndexedWord | undefined {
  const runs = runCharacters(tokens, 0)
    .text.split('\0')
    .filter((run) => run !== '')
  const terms = runs.flatMap((run) => {
    const all = charactersAndPairs(run)
    return all.length > 1 ? all.filter((term) => Array.from(term).length > 1) : all
  })
  if (terms.length === 0) return undefined
  const items = terms.map((word): TermCondition => ({ op: 'word', word, columns: ['alternates'] }))
  return { condition: join('and', items), exact: false, signed: true }
}

const RUN =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u

/** The letters before the first wildcard; signs and other scripts are left to the matcher. */
function indexPrefix(text: string, columns: readonly IndexColumn[]): IndexedWord | undefined {
  if (RUN.test(text)) return undefined
  const prefix = foldWord(text.replace(/[*?].*$/s, '').replace(/['’‘ʼ＇].*$/s, ''))
  if (!/^[#@$.]?[\p{L}\p{N}_]+$/u.test(prefix)) return undefined
  return { condition: { op: 'prefix', prefix, columns }, exact: false, signed: true }
}
