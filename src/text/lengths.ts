import { emojiEnd } from './emoji.ts'
import { countGraphemes } from './graphemes.ts'
import { findLinks } from './links-in-text.ts'

/** The ways in which platforms count the length of a post. */
export type LengthMeasure =
  | 'code-points'
  | 'graphemes'
  | 'utf8-bytes'
  | 'utf16-units'
  | 'x-weighted'

/** How long a text is by a measure. */
export function measureLength(text: string, measure: LengthMeasure): number {
  switch (measure) {
    case 'code-points':
      return countCodePoints(text)
    case 'graphemes':
      return countGraphemes(text)
    case 'utf8-bytes':
      return countBytes(text)
    case 'utf16-units':
      return text.length
    case 'x-weighted':
      return countWeighted(text)
  }
}

/** Unicode code points; a lone surrogate counts as one. Mastodon and the field `length:` count so. */
export function countCodePoints(text: string): number {
  let count = 0
  for (let at = 0; at < text.length; at += 1, count += 1) {
    if ((text.codePointAt(at) ?? 0) > 0xffff) at += 1
  }
  return count
}

/** Bytes in UTF-8; a lone surrogate becomes a replacement character, 3 bytes. */
export function countBytes(text: string): number {
  return new TextEncoder().encode(text).length
}

/** What X counts a link as, since it replaces each by a t.co address. */
const LINK_WEIGHT = 23

/**
 * X's weighted length, of which 280 are allowed: Latin and most alphabets count 1 a character, everything else 2, an emoji 2 as
 * a whole, a link 23. By the configuration v3 of twitter-text; the text is counted in NFC.
 */
export function countWeighted(text: string): number {
  const composed = text.normalize('NFC')
  let weight = 0
  let from = 0
  for (const { start, end } of findLinks(composed)) {
    weight += weigh(composed.slice(from, start)) + LINK_WEIGHT
    from = end
  }
  return weight + weigh(composed.slice(from))
}

function weigh(text: string): number {
  let weight = 0
  for (let at = 0; at < text.length; ) {
    const emoji = emojiEnd(text, at)
    if (emoji > at) {
      weight += 2
      at = emoji
      continue
    }
    const code = text.codePointAt(at) ?? 0
    weight += isLight(code) ? 1 : 2
    at += code > 0xffff ? 2 : 1
  }
  return weight
}

/** The ranges of weight 100 in the configuration: Latin to Georgian and punctuation in use with them. */
function isLight(code: number): boolean {
  if (code <= 0x10ff) return true
  return (
    (code >= 0x2000 && code <= 0x200d) ||
    (code >= 0x2010 && code <= 0x201f) ||
    (code >= 0x2032 && code <= 0x2037)
  )
}
