import { emojiEnd, foldEmoji, withoutTone } from './emoji.ts'
import { HIDDEN_CLASS } from './hidden.ts'
import { hasRunScript } from './scripts.ts'
import { FLAG_EMOJI, FLAG_RUN, FLAG_SIGIL, FLAG_SLOW, type TokenBuffer } from './tokens-buffer.ts'
import { foldToken } from './tokens-forms.ts'
import { addPieces } from './tokens-pieces.ts'
import { hashForm, KINDS, SIGN, SPACE, TABLE_SIZE } from './tokens-tables.ts'

/** Signs whose compatibility form is letters or digits. */
const SPELLED = String.raw`\u2100-\u2121\u2123-\u214f\u2460-\u24c1\u24c3-\u24ff\u3200-\u3296\u3298\u329a-\u33ff\u{1f110}-\u{1f12e}\u{1f130}-\u{1f14f}`
const WORD = String.raw`\p{L}\p{N}\p{M}\p{Pc}${SPELLED}`
const MIDDLE = `'’‘＇.．․﹒·‧·:,;⁄،٬"״`
const CHUNK = new RegExp(
  `[${WORD}](?:[${WORD}${HIDDEN_CLASS}]|[${MIDDLE}](?=[${HIDDEN_CLASS}]*[${WORD}]))*`,
  'uy',
)
const RUN =
  '\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Hangul}\\p{Script=Thai}\\p{Script=Lao}\\p{Script=Khmer}\\p{Script=Myanmar}\u30fc'
const NAME = String.raw`(?:(?![${RUN}])[\p{L}\p{N}\p{M}_${HIDDEN_CLASS}])+`
/** A name with its domain (`acme.bsky.social`, `user@mastodon.social`); hyphens stand in domains only. */
const HANDLE = new RegExp(
  String.raw`(?:${NAME}(?:-+${NAME})*(?:\.${NAME}(?:-+${NAME})*)+|${NAME}|[\p{L}\p{N}\p{M}_${HIDDEN_CLASS}]+)(?:@${NAME}(?:[.-]${NAME})+)?`,
  'uy',
)
const TAG = new RegExp(`[\\p{L}\\p{N}\\p{M}_${HIDDEN_CLASS}]+`, 'uy')
const WORD_UNIT = new RegExp(
  String.raw`[${WORD}\ud800-\udfff\u00ad\u200b-\u200d\u2060\ufe0f\ufeff]`,
  'u',
)

/** Whether a UTF-16 unit belongs to a word, or may belong to one and needs a closer look. */
export function isWordUnit(code: number): boolean {
  if (code < TABLE_SIZE) return KINDS[code] !== SPACE && KINDS[code] !== SIGN
  if (code >= 0x2010 && code <= 0x2027) return false
  return WORD_UNIT.test(String.fromCharCode(code))
}

/** Reads what the tables cannot: emoji, other scripts, compatibility forms, hidden characters. Answers where to go on. */
export function scanSlow(buffer: TokenBuffer, text: string, start: number): number {
  const emoji = emojiEnd(text, start)
  if (emoji > start) return addEmoji(buffer, text, start, emoji)
  const sign = text.charAt(start)
  if (sign === '＃') return scanSlowTag(buffer, text, start)
  if (sign === '＠') return scanHandle(buffer, text, start)
  const isDotted = sign === '.'
  const from = isDotted ? start + 1 : start
  const end = matchEnd(CHUNK, text, from, buffer.limit)
  if (end > from) {
    addPieces(buffer, text, from, end, isDotted)
    return end
  }
  return start + ((text.codePointAt(start) ?? 0) > 0xffff ? 2 : 1)
}

function addEmoji(buffer: TokenBuffer, text: string, start: number, end: number): number {
  const form = foldEmoji(text.slice(start, end))
  const at = buffer.add(start, end, hashForm(form), FLAG_SLOW | FLAG_EMOJI)
  buffer.slow.set(at, form)
  const plain = form.endsWith('\u20e3') ? form.charAt(0) : withoutTone(form)
  if (plain !== form) buffer.addForm(hashForm(plain), start, end, plain)
  return end
}

/** `#` and a run of letters, digits, underscores and marks, in any script; doubled `#` is skipped. */
export function scanSlowTag(buffer: TokenBuffer, text: string, from: number): number {
  let start = from
  while (/[#＃]/.test(text.charAt(start + 1))) start += 1
  const end = matchEnd(TAG, text, start + 1, buffer.limit)
  const emoji = emojiEnd(text, start)
  if (emoji > start) return addEmoji(buffer, text, start, emoji)
  addSigilWord(buffer, text, start, end, '#')
  return Math.max(end, start + 1)
}

const LETTERS = new RegExp(`[\\p{L}\\p{M}${HIDDEN_CLASS}]+`, 'uy')

/** `$` and letters only, of which some are hidden or of other scripts; answers `start` where there is no such word. */
export function scanSlowTicker(buffer: TokenBuffer, text: string, start: number): number {
  const end = matchEnd(LETTERS, text, start + 1, buffer.limit)
  if (end === start + 1 || (end < buffer.limit && isWordUnit(text.charCodeAt(end)))) return start
  addSigilWord(buffer, text, start, end, '$')
  return end
}

/** `@` and a name, with its dots and a second `@`. */
export function scanHandle(buffer: TokenBuffer, text: string, start: number): number {
  const end = matchEnd(HANDLE, text, start + 1, buffer.limit)
  addSigilWord(buffer, text, start, end, '@')
  return Math.max(end, start + 1)
}

function addSigilWord(
  buffer: TokenBuffer,
  text: string,
  start: number,
  end: number,
  sigil: string,
): void {
  const name = foldToken(text.slice(start + 1, Math.max(end, start + 1)))
  if (name === '') return
  const form = sigil + name
  const run = hasRunScript(name) ? FLAG_RUN : 0
  const at = buffer.add(start, end, hashForm(form), FLAG_SLOW | FLAG_SIGIL | run)
  if (run !== 0) buffer.hasRuns = true
  buffer.slow.set(at, form)
  buffer.addForm(hashForm(name), start + 1, end, name)
}

/** The end of a sticky match inside the present stretch, or `start` where there is none. */
function matchEnd(pattern: RegExp, text: string, start: number, limit: number): number {
  pattern.lastIndex = start
  const match = pattern.exec(text)
  return match === null ? start : Math.min(start + match[0].length, limit)
}
