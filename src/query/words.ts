import type { WordPattern } from './tree.ts'

/** The words of a written term with where they stand in it, in UTF-16 units. */
export interface WrittenWord {
  readonly start: number
  readonly end: number
  readonly pattern: WordPattern
}

const LETTER = String.raw`[\p{L}\p{N}\p{M}_*?\u00ad\u200b-\u200d\u2060\ufeff\u202a-\u202e\u2066-\u2069]`
const WORD = new RegExp(
  [
    String.raw`\$\p{L}+(?!${LETTER})`,
    String.raw`#+${LETTER}+`,
    String.raw`(?<!${LETTER})@${LETTER}+(?:[.@-]${LETTER}+)*`,
    String.raw`(?<!${LETTER})\.\p{L}${LETTER}*`,
    String.raw`${LETTER}+(?:(?:['’‘ʼ＇.:](?=[\p{L}*?])|[.,](?=\p{N}))${LETTER}+)*(?:\+\+?|#)?(?!${LETTER})`,
    String.raw`${LETTER}+`,
    String.raw`\p{RI}\p{RI}|\p{Extended_Pictographic}(?:\ufe0f|\p{EMod})?(?:\u200d\p{Extended_Pictographic}(?:\ufe0f|\p{EMod})?)*`,
  ].join('|'),
  'gu',
)

/** Splits written text into the words of a term; * and ? count as letters, a lone * is any one word. */
export function splitWords(text: string): readonly WrittenWord[] {
  const words: WrittenWord[] = []
  for (const match of text.matchAll(WORD)) {
    const word = match[0]
    words.push({ start: match.index, end: match.index + word.length, pattern: toPattern(word) })
  }
  return words
}

/** Splits text whose words are compared letter by letter, case and accents included. */
export function splitExactWords(text: string): readonly WrittenWord[] {
  return splitWords(text.replaceAll(/[*?]/g, ' ')).map((word) => ({
    ...word,
    pattern: { kind: 'exact', text: text.slice(word.start, word.end) },
  }))
}

function toPattern(word: string): WordPattern {
  if (/^\*+$/.test(word)) return { kind: 'any' }
  if (/[*?]/.test(word)) return { kind: 'wildcard', text: word }
  return { kind: 'plain', text: word }
}
