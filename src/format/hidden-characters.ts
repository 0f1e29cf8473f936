/** Characters that take no room or steer the reading order. Soft hyphens and direction marks are honest and common. */
const HIDDEN = /[\p{Default_Ignorable_Code_Point}\ufff9-\ufffb]+/gu
const HAS_HIDDEN = /[\p{Default_Ignorable_Code_Point}\ufff9-\ufffb]/u
/** Soft hyphen, Arabic letter mark, left-to-right and right-to-left mark, grapheme joiner, Khmer inherent vowels. */
const SILENT = /\u00ad|\u061c|\u200e|\u200f|\u034f|\u17b4|\u17b5/gu
const BIDI = /[\u202a-\u202e\u2066-\u2069]/u
const JOINERS = /^[\u200c\u200d]$/u
const EMOJI_BEFORE = /(?:\p{Extended_Pictographic}|\ufe0f|\p{Emoji_Modifier})$/u
const EMOJI_AFTER = /^\p{Extended_Pictographic}/u
const COMPLEX_LETTER = /(?!\p{Script=Latin}|\p{Script=Greek}|\p{Script=Cyrillic})[\p{L}\p{M}]$/u
const MAX_JOINS = 8

/**
 * Shows what would stay unseen: each run of hidden characters becomes ‹U+202E› (one character) or
 * ‹12 hidden› (several). Those that scripts and emoji need stay; soft hyphens and direction marks go.
 */
export function markHidden(text: string): string {
  if (!HAS_HIDDEN.test(text)) return text
  const clean = text.replace(SILENT, '').replace(/^\ufeff/u, '')
  let joins = 0
  let lastEnd = -1
  return clean.replace(HIDDEN, (run: string, at: number) => {
    joins = at - lastEnd <= 4 ? joins + 1 : 0
    lastEnd = at + run.length
    if (joins >= MAX_JOINS && JOINERS.test(run)) return ''
    return isNeeded(run, clean.slice(Math.max(0, at - 8), at), clean.slice(lastEnd, lastEnd + 2))
      ? run
      : mark(run)
  })
}

/** True when the run does a script's or an emoji's work at this place. */
function isNeeded(run: string, before: string, after: string): boolean {
  if (JOINERS.test(run)) {
    return (EMOJI_BEFORE.test(before) && EMOJI_AFTER.test(after)) || COMPLEX_LETTER.test(before)
  }
  if (/^\ufe0f\u200d$/u.test(run)) return /\p{Emoji}$/u.test(before) && EMOJI_AFTER.test(after)
  if (/^[\ufe0e\ufe0f]$/u.test(run)) return /[\p{Emoji}\p{S}\p{P}\p{Emoji_Modifier}]$/u.test(before)
  if (/^[\ufe00-\ufe02\u{e0100}-\u{e01ef}]$/u.test(run)) return /\p{Script=Han}$/u.test(before)
  if (/^[\u180b-\u180d]$/u.test(run)) return /\p{Script=Mongolian}$/u.test(before)
  if (/^[\u115f\u1160]$/u.test(run))
    return /[\u1100-\u11ff]$/u.test(before) || /^[\u1160-\u11ff]/u.test(after)
  return (
    /^[\u{e0030}-\u{e0039}\u{e0061}-\u{e007a}]{2,8}\u{e007f}$/u.test(run) && before.endsWith('🏴')
  )
}

function mark(run: string): string {
  const characters = [...run]
  const code = characters[0]?.codePointAt(0) ?? 0
  return characters.length === 1
    ? `‹U+${code.toString(16).toUpperCase().padStart(4, '0')}›`
    : `‹${characters.length} hidden›`
}

/** What a reader should be warned of in a text. */
export type TextWarning = 'hidden characters' | 'direction controls' | 'look-alike letters'

/** Reasons to distrust how a text looks: hidden characters, direction controls, words of mixed scripts. */
export function textWarnings(text: string): readonly TextWarning[] {
  const warnings: TextWarning[] = []
  const marked = markHidden(text)
  if (BIDI.test(text)) warnings.push('direction controls')
  if (marked !== text && /‹(?:U\+(?!20(?:2[A-E]|6[6-9])›)[0-9A-F]+|\d+ hidden)›/.test(marked)) {
    warnings.push('hidden characters')
  }
  if (hasMixedScriptWord(text)) warnings.push('look-alike letters')
  return warnings
}

/** A word that mixes Latin letters with Cyrillic or Greek ones is how a name is imitated. */
function hasMixedScriptWord(text: string): boolean {
  if (!/[\p{Script=Cyrillic}\p{Script=Greek}]/u.test(text)) return false
  const words = text.match(/\p{L}+/gu) ?? []
  return words.some(
    (word) =>
      /\p{Script=Latin}/u.test(word) && /(?!µ)[\p{Script=Cyrillic}\p{Script=Greek}]/u.test(word),
  )
}
