/** Printable ASCII, where every unit is a character. */
const SIMPLE = /^[\x20-\x7e]*$/

/** The characters of a text as readers count them (UAX #29): an emoji family, a letter with its marks are one. */
export function splitGraphemes(text: string): readonly string[] {
  if (SIMPLE.test(text)) return text.split('')
  const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' })
  return Array.from(segmenter.segment(text), ({ segment }) => segment)
}

export function countGraphemes(text: string): number {
  if (SIMPLE.test(text)) return text.length
  let count = 0
  for (const _ of new Intl.Segmenter('en', { granularity: 'grapheme' }).segment(text)) count += 1
  return count
}

/** The text cut to at most so many characters, the last of which is then an ellipsis; nothing is cut in two. */
export function cutGraphemes(text: string, most: number): string {
  if (text.length <= most) return text
  const graphemes = splitGraphemes(text)
  if (graphemes.length <= most) return text
  return `${graphemes
    .slice(0, Math.max(0, most - 1))
    .join('')
    .trimEnd()}…`
}
