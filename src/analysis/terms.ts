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
  terms(text: string, lang: string): readonly Term[]
}

export function createTermReader(): TermReader {
  const tokens = createTokens()
  const stops = new Map<string, ReadonlySet<string>>()
  const stems = new Map<string, string>()
  const stopsOf = (lang: string): ReadonlySet<string> => {
    const known = stops.get(lang)
    if (known !== undefined) return known
    const words = new Set((EMPTY_WORDS[lang] ?? FUNCTION_WORDS[lang] ?? '').split(/\s+/))
    stops.set(lang, words)
    return words
  }
  const stemOf = (word: string, lang: string): string => {
    const key = `${lang} ${word}`
    const known = stems.get(key)
    if (known !== undefined) return known
    const stem = stemWord(word, lang)
    stems.set(key, stem)
    return stem
  }
  return {
    terms: (text, lang) => readTerms(scanTokens(text, tokens), text, lang, stopsOf(lang), stemOf),
  }
}

function readTerms(
  tokens: Tokens,
  text: string,
  lang: string,
  stops: ReadonlySet<string>,
  stemOf: (word: string, lang: string) => string,
): readonly Term[] {
  const found = new Map<string, Term>()
  const run: { word: string; stem: string }[] = []
  for (let at = 0; at < tokens.count; at += 1) {
    const word = contentWord(tokens, text, at)
    if (word === undefined || stops.has(word.replace(/['’]/g, ''))) {
      run.length = 0
      continue
    }
    run.push({ word, stem: stemOf(word, lang) })
    addEndings(run, found)
  }
  return [...found.values()]
}

/** Every phrase that ends with the last word of the run. */
function addEndings(
  run: readonly { word: string; stem: string }[],
  found: Map<string, Term>,
): void {
  for (let length = 1; length <= Math.min(LONGEST_PHRASE, run.length); length += 1) {
    const words = run.slice(-length)
    const stem = words.map((each) => each.stem).join(' ')
    if (!found.has(stem))
      found.set(stem, { stem, surface: words.map((each) => each.word).join(' ') })
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
