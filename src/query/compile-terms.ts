import { foldLetters, foldWord } from '../text/fold.ts'
import { hasRunScript } from '../text/scripts.ts'
import { bareWord } from '../text/scripts-homoglyphs.ts'
import { tokenizeTerm } from '../text/tokens.ts'
import { FLAG_APOSTROPHE, FLAG_RUN, FLAG_SIGIL, type TokenBuffer } from '../text/tokens-buffer.ts'
import { apostropheParts } from '../text/tokens-forms.ts'
import { type RunCharacters, runCharacters } from '../text/tokens-runs.ts'
import { hashForm } from '../text/tokens-tables.ts'
import type { Vocabulary, Word } from './match-vocabulary.ts'
import { exactSpelling } from './match-words.ts'
import type { WordPattern } from './tree.ts'
import { compileWildcard } from './wildcard.ts'

/** One step of a phrase. */
export type Element =
  /** A token; `parts` are the words in a row that say the same (`wendy s` for `wendy's`). */
  | { readonly kind: 'word'; readonly word: Word; readonly parts?: readonly Word[] }
  /** Characters in a row, wherever they begin. */
  | { readonly kind: 'run'; readonly text: string }
  /** Exactly one word, whichever. */
  | { readonly kind: 'any' }

const APOSTROPHES = /['’‘ʼ＇]/g

/** A word that folds by letter case alone. */
const SIMPLE = /^[A-Za-z0-9]+$/

/** The steps of written words; none where they hold no word. */
export function compileWords(
  patterns: readonly WordPattern[],
  vocabulary: Vocabulary,
): readonly Element[] {
  return patterns.flatMap((pattern) => compilePattern(pattern, vocabulary))
}

function compilePattern(pattern: WordPattern, vocabulary: Vocabulary): readonly Element[] {
  if (pattern.kind === 'any') return [{ kind: 'any' }]
  if (pattern.kind === 'wildcard') return compileWildcards(pattern.text, vocabulary)
  if (pattern.kind === 'plain' && SIMPLE.test(pattern.text)) {
    return [
      { kind: 'word', word: literal(vocabulary, pattern.text.toLowerCase(), undefined, undefined) },
    ]
  }
  const tokens = tokenizeTerm(pattern.text)
  const run = tokens.hasRuns ? runCharacters(tokens, 0) : undefined
  const elements: Element[] = []
  for (let token = 0; token < tokens.count; token += 1) {
    const flags = tokens.flags[token] ?? 0
    const isRun = (flags & FLAG_RUN) !== 0 && (flags & FLAG_SIGIL) === 0
    if (!isRun) elements.push(compileToken(tokens, token, pattern.kind === 'exact', vocabulary))
    else if (run !== undefined) elements.push(...compileRun(run, token))
  }
  return elements
}

/** Words of a script without blanks are one step as far as they touch: the step stands where the first of them does. */
function compileRun(run: RunCharacters, token: number): readonly Element[] {
  const unit = run.tokens.indexOf(token)
  const from = run.text.charAt(unit) === '\0' ? unit + 1 : unit
  if (from > 0 && run.text.charAt(from - 1) !== '\0') return []
  return [{ kind: 'run', text: run.text.slice(from).split('\0')[0] ?? '' }]
}

function compileToken(
  tokens: TokenBuffer,
  token: number,
  isExact: boolean,
  vocabulary: Vocabulary,
): Element {
  const written = tokens.texts[0]?.slice(tokens.starts[token], tokens.ends[token]) ?? ''
  const form = tokens.form(token)
  if (isExact)
    return { kind: 'word', word: literal(vocabulary, form, undefined, exactSpelling(written)) }
  const word = literal(vocabulary, form, written.replaceAll(APOSTROPHES, ''), undefined)
  if (((tokens.flags[token] ?? 0) & FLAG_APOSTROPHE) === 0) return { kind: 'word', word }
  const parts = apostropheParts(written).map((part) =>
    literal(vocabulary, part, undefined, undefined),
  )
  return { kind: 'word', word, parts }
}

/** A literal word; `written` brings the accents that it asks for. */
function literal(
  vocabulary: Vocabulary,
  form: string,
  written: string | undefined,
  exact: string | undefined,
): Word {
  const letters = written === undefined ? [] : foldLetters(bareWord(written))
  const asks = letters.some(({ accents }) => accents !== '')
  const accents = asks ? letters.map((letter) => letter.accents).join('|') : undefined
  const key =
    accents === undefined && exact === undefined ? form : [form, accents, exact].join('\0')
  return vocabulary.intern(key, (id) => ({
    id,
    kind: 'literal',
    form,
    hash: hashForm(form),
    edits: 0,
    ...(asks ? { letters } : {}),
    ...(exact === undefined ? {} : { exact }),
  }))
}

/** Words with * and ?; what splits words outside of patterns splits them here. */
function compileWildcards(text: string, vocabulary: Vocabulary): readonly Element[] {
  return text
    .replaceAll(APOSTROPHES, '')
    .split(/[\s\-‐‑–—/&]+/)
    .filter((part) => part !== '')
    .flatMap((part): readonly Element[] => {
      if (/^\*+$/.test(part)) return [{ kind: 'any' }]
      if (!/[*?]/.test(part)) return compilePattern({ kind: 'plain', text: part }, vocabulary)
      const run = /^([^*?]+)\*+$/.exec(part)?.[1]
      if (run !== undefined && hasRunScript(run))
        return compilePattern({ kind: 'plain', text: run }, vocabulary)
      return [{ kind: 'word', word: wildcardWord(vocabulary, part) }]
    })
}

function wildcardWord(vocabulary: Vocabulary, written: string): Word {
  const letters = foldLetters(bareWord(written.replaceAll(/\*+/g, '*')))
  const wildcard = compileWildcard(letters)
  const form = letters.map(({ base }) => base).join('')
  const accents = wildcard.hasAccents ? letters.map((letter) => letter.accents).join('|') : ''
  return vocabulary.intern(`\0*${form}\0${accents}`, (id) => ({
    id,
    kind: 'wildcard',
    form,
    hash: 0,
    edits: 0,
    wildcard,
    ...(wildcard.hasAccents ? { letters } : {}),
  }))
}

/** A word with up to so many typing errors; accents do not count. */
export function fuzzyWord(vocabulary: Vocabulary, text: string, edits: 0 | 1 | 2): Word {
  const form = foldWord(bareWord(text.replaceAll(APOSTROPHES, '')))
  return vocabulary.intern(`\0~${edits}${form}`, (id) => ({
    id,
    kind: 'fuzzy',
    form,
    hash: 0,
    edits,
  }))
}
