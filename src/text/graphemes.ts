/** Printable ASCII, where every unit is a character. */
const SIMPLE = /^[\x20-\x7e]*$/

/** The characters of a text as readers count them (UAX #29): an emoji family, a letter with its marks are one. */
export function countGraphemes(text: string): number {
  if (SIMPLE.test(text)) return text.length
  let count = 0
  for (const _ of new Intl.Segmenter('en', { granularity: 'grapheme' }).segment(text)) count += 1
  return count
}
