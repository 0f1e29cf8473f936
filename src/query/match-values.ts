import { type FoldedLetter, foldLetters, foldWord } from '../text/fold.ts'
import { bareWord } from '../text/scripts-homoglyphs.ts'
import { compileWildcard, matchesWildcard } from './wildcard.ts'

/** Whether a whole value is the one that was asked for. */
export type Pattern = (value: string) => boolean

/** Compares whole values folded, accents as in words: a plain letter takes any accent, an accented one asks for it. */
export function toPattern(text: string, wildcard: boolean): Pattern {
  const asked = foldLetters(normalize(text))
  if (wildcard) {
    const { parts } = compileWildcard(asked)
    return (value) => matchesWildcard(parts, foldLetters(normalize(value)))
  }
  const folded = foldWord(normalize(text))
  const asksAccents = asked.some(({ accents }) => accents !== '')
  return (value) => {
    const bare = normalize(value)
    return foldWord(bare) === folded && (!asksAccents || hasAccents(asked, foldLetters(bare)))
  }
}

function hasAccents(asked: readonly FoldedLetter[], letters: readonly FoldedLetter[]): boolean {
  return asked.every(({ accents }, at) => accents === '' || accents === letters[at]?.accents)
}

function normalize(value: string): string {
  return bareWord(value.trim().replaceAll(/\s+/g, ' '))
}
