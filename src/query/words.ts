import { tokenizeTerm } from '../text/tokens.ts'
import { FLAG_EMOJI, FLAG_RUN, FLAG_SIGIL } from '../text/tokens-buffer.ts'
import type { WordPattern } from './tree.ts'

/** The words of a written term with where they stand in it, in UTF-16 units. */
export interface WrittenWord {
  readonly start: number
  readonly end: number
  readonly pattern: WordPattern
}

/** Letters of no language that is searched for; the tokeniser joins them to the letters around. */
const STAND_IN: Readonly<Record<string, string>> = { '*': 'ǂ', '?': 'ǁ' }

const PLAIN = /^[A-Za-z0-9]+$/
const PLAIN_WORDS = /^[A-Za-z0-9]+(?: [A-Za-z0-9]+)+$/

/** Splits written text into the words of a term; * and ? count as letters, a lone * is any one word. */
export function splitWords(text: string): readonly WrittenWord[] {
  if (PLAIN.test(text)) {
    return [{ start: 0, end: text.length, pattern: { kind: 'plain', text } }]
  }
  if (PLAIN_WORDS.test(text)) return splitPlain(text)
  const shaped = text.replaceAll(/[*?]/g, (sign) => STAND_IN[sign] as string)
  return wordRanges(shaped, text).map(({ start, end }) => ({
    start,
    end,
    pattern: toPattern(text.slice(start, end)),
  }))
}

/** Most phrases: no sign for the tokeniser to judge. */
function splitPlain(text: string): readonly WrittenWord[] {
  let start = 0
  return text.split(' ').map((word) => {
    const from = start
    start += word.length + 1
    return { start: from, end: from + word.length, pattern: { kind: 'plain', text: word } }
  })
}

/** Splits text whose words are compared letter by letter, case and accents included. */
export function splitExactWords(text: string): readonly WrittenWord[] {
  return wordRanges(text, text).map(({ start, end }) => ({
    start,
    end,
    pattern: { kind: 'exact', text: text.slice(start, end) },
  }))
}

interface Range {
  readonly start: number
  end: number
  flags: number
}

/**
 * The tokeniser's words; pieces that touch are one word where a wildcard joins them, and where they are a run of
 * Chinese, Japanese or Thai, which is found by its characters in a row.
 */
function wordRanges(shaped: string, written: string): readonly Range[] {
  const tokens = tokenizeTerm(shaped)
  const ranges: Range[] = []
  for (let token = 0; token < tokens.count; token += 1) {
    const start = tokens.starts[token] ?? 0
    const end = tokens.ends[token] ?? 0
    const flags = tokens.flags[token] ?? 0
    const last = ranges.at(-1)
    if (last && last.end === start && belongTogether(last, flags, written, start)) {
      last.end = end
      last.flags = flags
    } else ranges.push({ start, end, flags })
  }
  return ranges
}

function belongTogether(last: Range, flags: number, written: string, at: number): boolean {
  if (isWildcard(written, at - 1) || isWildcard(written, at)) return true
  const areRuns = (last.flags & FLAG_RUN) !== 0 && (flags & FLAG_RUN) !== 0
  return areRuns && ((last.flags | flags) & (FLAG_EMOJI | FLAG_SIGIL)) === 0
}

function isWildcard(text: string, at: number): boolean {
  return text[at] === '*' || text[at] === '?'
}

function toPattern(word: string): WordPattern {
  if (/^\*+$/.test(word)) return { kind: 'any' }
  if (/[*?]/.test(word)) return { kind: 'wildcard', text: word }
  return { kind: 'plain', text: word }
}
