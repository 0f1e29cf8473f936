import { FUNCTION_WORDS, SCRIPT_LANGUAGES } from './language.data.ts'
import type { Tokens } from './tokens.ts'
import { HASHTAG, hashWord, isLetterUnit, WORD } from './tokens.ts'

export interface LanguageGuess {
  /** ISO 639-1; absent when unknown. */
  readonly lang?: string
  /** 0 to 1. */
  readonly confidence: number
}

/** Function words by hash: which languages use them. */
export interface LanguageWords {
  readonly languages: readonly string[]
  /** Bit i: languages[i] uses the word. */
  readonly masks: ReadonlyMap<number, number>
}

const UNKNOWN: LanguageGuess = { confidence: 0 }

export function createLanguageWords(): LanguageWords {
  const languages = Object.keys(FUNCTION_WORDS)
  const masks = new Map<number, number>()
  languages.forEach((language, at) => {
    for (const word of (FUNCTION_WORDS[language] ?? '').split(' ')) {
      const hash = hashWord(word)
      masks.set(hash, (masks.get(hash) ?? 0) | (1 << at))
    }
  })
  return { languages, masks }
}

/** The language that the script alone decides, for texts whose letters are mostly not Latin. */
export function languageOfScript(text: string): string | undefined {
  if (!hasForeignUnit(text)) return undefined
  const counts = new Map<string, number>()
  const latin = countScripts(text, counts)
  const foreign = [...counts.values()].reduce((sum, count) => sum + count, 0)
  if (foreign === 0 || foreign * 2 < latin) return undefined
  // Japanese is written with Chinese signs too: a few kana tell it.
  if ((counts.get('ja') ?? 0) * 10 > foreign) return 'ja'
  return [...counts].sort((one, other) => other[1] - one[1])[0]?.[0]
}

/** Counts the letters of each script that names a language; answers how many letters are Latin. */
function countScripts(text: string, counts: Map<string, number>): number {
  let latin = 0
  for (let at = 0; at < text.length && at < READ_UNITS; at += 1) {
    const unit = text.charCodeAt(at)
    const script = unit < LATIN_END ? undefined : scriptOf(unit)
    if (script !== undefined) counts.set(script, (counts.get(script) ?? 0) + 1)
    else if (isLetterUnit(unit)) latin += 1
  }
  return latin
}

/** As much of a text is read to tell its script. */
const READ_UNITS = 400
const LATIN_END = 0x250

/** Most posts are Latin throughout: that is seen without counting. */
function hasForeignUnit(text: string): boolean {
  const end = Math.min(text.length, READ_UNITS)
  for (let at = 0; at < end; at += 1) {
    const unit = text.charCodeAt(at)
    if (unit >= LATIN_END && (unit < 0x2000 || unit > 0x2fff) && (unit < 0xd800 || unit > 0xdfff))
      return true
  }
  return false
}

function scriptOf(unit: number): string | undefined {
  for (const [language, from, to] of SCRIPT_LANGUAGES) {
    if (unit >= from && unit <= to) return language
  }
  return undefined
}

/** The platform's tag is right in about three of four cases, against one in eight by chance: this many units of log-odds. */
const HINT_WEIGHT = 2.5

/** Below this the language is unknown. */
const LEAST_SURE = 0.4

/**
 * The language by the model's logits. `languages` are the model's classes; "other" stands for the Latin-script languages
 * that are told apart only by their function words.
 */
export function languageOfLogits(
  languages: readonly string[],
  logits: Float32Array,
  hint: string | undefined,
): LanguageGuess {
  const hinted = hint === undefined ? '' : hint.slice(0, 2).toLowerCase()
  let best = ''
  let most = Number.NEGATIVE_INFINITY
  let total = 0
  for (let i = 0; i < languages.length; i += 1) {
    const language = languages[i] as string
    const value = (logits[i] as number) + (language === hinted ? HINT_WEIGHT : 0)
    total += Math.exp(value)
    if (value > most) {
      most = value
      best = language
    }
  }
  const confidence = Math.exp(most) / total
  if (confidence >= LEAST_SURE) return { lang: best, confidence }
  return languages.includes(hinted) ? { lang: hinted, confidence } : { confidence }
}

/** Shares of function words; a word that many languages use says little. The platform's tag weighs like one clear word. */
export function guessLanguage(
  text: string,
  tokens: Tokens,
  words: LanguageWords,
  hint?: string,
): LanguageGuess {
  const byScript = languageOfScript(text)
  if (byScript !== undefined) return { lang: byScript, confidence: 0.95 }
  const votes = new Float64Array(words.languages.length)
  const read = countVotes(tokens, words, votes)
  const hinted = hint === undefined ? -1 : words.languages.indexOf(hint.slice(0, 2).toLowerCase())
  if (hinted >= 0) votes[hinted] = (votes[hinted] ?? 0) + 1
  return decide(words.languages, votes, read)
}

function countVotes(tokens: Tokens, words: LanguageWords, votes: Float64Array): number {
  let read = 0
  for (let at = 0; at < tokens.count; at += 1) {
    if (tokens.kind[at] !== WORD && tokens.kind[at] !== HASHTAG) continue
    read += 1
    vote(words.masks.get(tokens.hash[at] as number) ?? 0, votes)
  }
  return read
}

function vote(mask: number, votes: Float64Array): void {
  if (mask === 0) return
  const weight = 1 / bitCount(mask)
  for (let i = 0; i < votes.length; i += 1) {
    if ((mask >> i) & 1) votes[i] = (votes[i] as number) + weight
  }
}

function bitCount(mask: number): number {
  let count = 0
  for (let rest = mask; rest !== 0; rest &= rest - 1) count += 1
  return count
}

function decide(languages: readonly string[], votes: Float64Array, read: number): LanguageGuess {
  let best = -1
  let most = 0
  let total = 0
  votes.forEach((value, at) => {
    total += value
    if (value > most) {
      most = value
      best = at
    }
  })
  const lang = languages[best]
  if (lang === undefined || read === 0 || most < 0.5) return UNKNOWN
  return { lang, confidence: most / (total + 0.5) }
}
