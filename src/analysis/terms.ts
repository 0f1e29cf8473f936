import { FUNCTION_WORDS } from './language.data.ts'
import { stemWord } from './stems.ts'
import { EMPTY_WORDS } from './terms.data.ts'
import type { Tokens } from './tokens.ts'
import { createTokens, HASHTAG, scanTokens, WORD } from './tokens.ts'

/** A phrase of one to three content words of a post. */
export interface Term {
  /** Stems joined by blanks: the same for "batteries die" and "battery dies". */
  readonly stem: string
  /** As it stands in the text, lower case. */
  readonly surface: string
}

const LONGEST_PHRASE = 3

/** Splits posts into terms; keeps the stop words and the stems it has made. One for a report. */
export interface TermReader {
  /** Phrases of up to `longest` words; three where it is not given. */
  terms(text: string, lang: string, longest?: number): readonly Term[]
}

export function createTermReader(): TermReader {
  const tokens = createTokens()
  const stops = new Map<string, ReadonlySet<string>>()
  const stems = new Map<string, Map<string, string>>()
  const stopsOf = (lang: string): ReadonlySet<string> => {
    const known = stops.get(lang)
    if (known !== undefined) return known
    const words = new Set((EMPTY_WORDS[lang] ?? FUNCTION_WORDS[lang] ?? '').split(/\s+/))
    stops.set(lang, words)
    return words
  }
  const stemsOf = (lang: string): ((word: string) => string) => {
    const known = stems.get(lang) ?? new Map<string, string>()
    stems.set(lang, known)
    return (word) => {
      let stem = known.get(word)
      if (stem === undefined) {
        stem = stemWord(word, lang)
        known.set(word, stem)
      }
      return stem
    }
  }
  return {
    terms: (text, lang, longest = LONGEST_PHRASE) =>
      readTerms(scanTokens(text, tokens), text, stopsOf(lang), stemsOf(lang), longest),
  }
}

function readTerms(
  tokens: Tokens,
  text: string,
  stops: ReadonlySet<string>,
  stemOf: (word: string) => string,
  longest: number,
): readonly Term[] {
  const found = new Map<string, Term>()
  const run: Term[] = []
  for (let at = 0; at < tokens.count; at += 1) {
    const word = contentWord(tokens, text, at)
    if (word === undefined || stops.has(word.replace(/['’]/g, ''))) {
      run.length = 0
      continue
    }
    run.push({ surface: word, stem: stemOf(word) })
    addEndings(run, found, longest)
  }
  return [...found.values()]
}

/** Every phrase that ends with the last word of the run. */
function addEndings(run: readonly Term[], found: Map<string, Term>, longest: number): void {
  let stem = ''
  let surface = ''
  for (let length = 1; length <= Math.min(longest, run.length); length += 1) {
    const first = run[run.length - length] as Term
    stem = length === 1 ? first.stem : `${first.stem} ${stem}`
    surface = length === 1 ? first.surface : `${first.surface} ${surface}`
    if (!found.has(stem)) found.set(stem, { stem, surface })
  }
}

/** A word of three letters or more, lower case; undefined for everything else, and for parts of addresses and handles. */
function contentWord(tokens: Tokens, text: string, at: number): string | undefined {
  const kind = tokens.kind[at]
  if (kind !== WORD && kind !== HASHTAG) return undefined
  if (kind === WORD && isPartOfAddress(text, tokens.start[at] ?? 0, tokens.end[at] ?? 0))
    return undefined
  const word = text.slice(tokens.start[at], tokens.end[at]).replace(/^#/, '').toLowerCase()
  return word.length < 3 ? undefined : word
}

/** "social" in @acme@social.example, "shop" in shop.example: joined to something else by a sign, without a blank. */
function isPartOfAddress(text: string, start: number, end: number): boolean {
  return (
    (/[.@/_]/.test(text.charAt(start - 1)) && /\S/.test(text.charAt(start - 2))) ||
    /^[.@/_][\p{L}\p{N}]/u.test(text.slice(end, end + 2))
  )
}
