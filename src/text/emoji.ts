const PICTURE = String.raw`(?![\u00a9\u00ae\u2122])\p{Extended_Pictographic}`
const ONE = String.raw`(?:${PICTURE}|[\u{1f3fb}-\u{1f3ff}])[\ufe0e\ufe0f]?\p{Emoji_Modifier}?[\u{e0020}-\u{e007f}]*`
const EMOJI = String.raw`\p{Regional_Indicator}{2}|[0-9#*]\ufe0f?\u20e3|${ONE}(?:\u200d${ONE})*`
/** Signs that Unicode lists as pictures although they are letters or punctuation: an emoji only when asked to look so. */
const TEXTUAL = /^[\u203c\u2049\u2139](?!\ufe0f)/

const ANY = new RegExp(EMOJI, 'gu')
const STICKY = new RegExp(EMOJI, 'uy')

/** The end of the emoji that begins at `start` (a whole sequence: tones, joined families, flags), or `start` where there is none. */
export function emojiEnd(text: string, start: number): number {
  const match = matchAt(STICKY, text, start)
  return match === undefined ? start : start + match.length
}

function matchAt(pattern: RegExp, text: string, start: number): string | undefined {
  pattern.lastIndex = start
  const match = pattern.exec(text)?.[0]
  return match === undefined || TEXTUAL.test(match) ? undefined : match
}

/** Whether an emoji stands in it; digits, #, © and ™ are none. */
export function hasEmoji(text: string): boolean {
  return (text.match(ANY) ?? []).some((sequence) => !TEXTUAL.test(sequence))
}

/** The form in which emoji are compared: without variation selectors. */
export function foldEmoji(sequence: string): string {
  return sequence.replaceAll(/[\ufe0e\ufe0f]/g, '')
}

/** Without skin tones; the same where it has none, and for a tone that stands alone. */
export function withoutTone(emoji: string): string {
  const plain = emoji.replaceAll(/[\u{1f3fb}-\u{1f3ff}]/gu, '')
  return plain === '' ? emoji : plain
}
