import { HIDDEN } from './hidden.ts'
import { type ScriptGroup, scriptGroup } from './scripts.ts'
import { bareWord } from './scripts-homoglyphs.ts'
import { FLAG_APOSTROPHE, FLAG_RUN, FLAG_SLOW, type TokenBuffer } from './tokens-buffer.ts'
import { addOtherForms, foldJoined, foldToken, hasApostrophe } from './tokens-forms.ts'
import { hashForm } from './tokens-tables.ts'

interface Piece {
  start: number
  end: number
  group: ScriptGroup | undefined
}

type Role = 'letter' | 'digit' | 'joiner' | 'middle' | 'attached'

interface Sign {
  readonly at: number
  readonly end: number
  readonly role: Role
  readonly text: string
  readonly group: ScriptGroup | undefined
}

const MIDDLE_LETTER = /^['’‘＇ʼ.．․﹒·‧·:״"]$/
const MIDDLE_DIGIT = /^['’‘＇.．․﹒,;⁄،٬]$/

/** Splits a stretch of word characters by script and by UAX #29, and adds the words; `isDotted`: a point before it belongs to it. */
export function addPieces(
  buffer: TokenBuffer,
  text: string,
  start: number,
  end: number,
  isDotted = false,
): void {
  const signs = readSigns(text, start, end)
  const pieces: Piece[] = []
  let piece: Piece | undefined
  for (const [index, sign] of signs.entries()) {
    const next = extend(piece, sign, signs, index)
    if (next !== undefined && next !== piece) pieces.push(next)
    piece = next
  }
  const [first] = pieces
  // The point of `.NET` is part of the word.
  if (isDotted && first?.start === start && first.group !== 'run') first.start -= 1
  for (const each of pieces) addPiece(buffer, text, each)
}

function readSigns(text: string, start: number, end: number): readonly Sign[] {
  const signs: Sign[] = []
  let at = start
  for (const sign of text.slice(start, end)) {
    const role = roleOf(sign)
    const group = role === 'letter' ? groupOf(sign) : undefined
    signs.push({ at, end: at + sign.length, role, text: sign, group })
    at += sign.length
  }
  return signs
}

/** The group of a letter, or of what its compatibility form begins with. */
function groupOf(letter: string): ScriptGroup {
  const own = scriptGroup(letter)
  if (own !== 'other') return own
  return scriptGroup(String.fromCodePoint(letter.normalize('NFKC').codePointAt(0) ?? 0))
}

function roleOf(sign: string): Role {
  if (/['’‘＇ʼ.．․﹒·‧·:,;⁄،٬"״]/.test(sign)) return 'middle'
  if (/\p{N}/u.test(sign)) return 'digit'
  if (/\p{Pc}/u.test(sign)) return 'joiner'
  if (/\p{M}/u.test(sign) || sign.replace(HIDDEN, '') === '') return 'attached'
  return 'letter'
}

/** The piece that the sign belongs to: the same one, longer; a new one; or none. */
function extend(
  piece: Piece | undefined,
  sign: Sign,
  signs: readonly Sign[],
  index: number,
): Piece | undefined {
  if (sign.role === 'attached') return attach(piece, sign)
  if (sign.role === 'middle') return isJoined(piece, sign, signs, index) ? piece : undefined
  if (piece === undefined || !goesOn(piece, sign)) {
    return { start: sign.at, end: sign.end, group: sign.group }
  }
  piece.end = sign.end
  piece.group ??= sign.group
  return piece
}

/** A zero-width blank separates words where there are no blanks; elsewhere it only hides them. */
function attach(piece: Piece | undefined, sign: Sign): Piece | undefined {
  if (piece === undefined) return undefined
  if (sign.text === '\u200b') return piece.group === 'alphabet' ? piece : undefined
  if (/\p{M}/u.test(sign.text)) piece.end = sign.end
  return piece
}

function goesOn(piece: Piece, sign: Sign): boolean {
  if (sign.role !== 'letter') return piece.group !== 'run'
  if (piece.group === undefined) return sign.group !== 'run'
  return piece.group === sign.group
}

function isJoined(
  piece: Piece | undefined,
  sign: Sign,
  signs: readonly Sign[],
  index: number,
): boolean {
  const before = neighbour(signs, index, -1)
  const after = neighbour(signs, index, 1)
  if (piece === undefined || before === undefined || after === undefined) return false
  if (before.role === 'digit' && after.role === 'digit') return MIDDLE_DIGIT.test(sign.text)
  const letters = before.role === 'letter' && after.role === 'letter'
  if (!letters || piece.group === 'run' || after.group === 'run') return false
  if (sign.text === '"' || sign.text === '״')
    return /\p{Script=Hebrew}/u.test(before.text + after.text)
  return sign.text !== ':' && MIDDLE_LETTER.test(sign.text)
}

function neighbour(signs: readonly Sign[], index: number, step: 1 | -1): Sign | undefined {
  let at = index + step
  while (signs[at]?.role === 'attached') at += step
  return signs[at]
}

function addPiece(buffer: TokenBuffer, text: string, piece: Piece): void {
  if (piece.group === 'run') addRun(buffer, text, piece)
  else addWritten(buffer, text, piece)
}

function addWritten(buffer: TokenBuffer, text: string, piece: Piece): void {
  const written = text.slice(piece.start, piece.end)
  const folded = foldJoined(bareWord(written))
  if (folded === '') return
  const run = piece.group === 'hangul' ? FLAG_RUN : 0
  const apostrophe = hasApostrophe(written) ? FLAG_APOSTROPHE : 0
  if (run !== 0) buffer.hasRuns = true
  const suffix = suffixOf(text, piece.end, buffer.limit)
  const form = folded + suffix
  const end = piece.end + suffix.length
  const at = buffer.add(piece.start, end, hashForm(form), FLAG_SLOW | run | apostrophe)
  buffer.slow.set(at, form)
  const hasEdge = /^_|_$/.test(form)
  if (apostrophe !== 0 || hasEdge) addOtherForms(buffer, text, piece.start, end)
}

/** `+`, `++` or `#` at the word's end. */
function suffixOf(text: string, end: number, limit: number): string {
  const match = /^(?:\+\+?|#)(?![\p{L}\p{N}_+#])/u.exec(text.slice(end, Math.min(end + 4, limit)))
  return match?.[0] ?? ''
}

/** Words of a script without blanks, by the dictionary of ICU. */
function addRun(buffer: TokenBuffer, text: string, piece: Piece): void {
  const written = text.slice(piece.start, piece.end)
  const offsets = visibleOffsets(written)
  const visible = written.replace(HIDDEN, '')
  for (const { segment, index } of buffer.segment(visible)) {
    const start = piece.start + (offsets[index] ?? 0)
    const end = piece.start + (offsets[index + segment.length - 1] ?? 0) + 1
    const form = foldToken(segment)
    const at = buffer.add(start, end, hashForm(form), FLAG_SLOW | FLAG_RUN)
    buffer.slow.set(at, form)
  }
  buffer.hasRuns = true
}

/** For each unit that stays when hidden characters go, where it stood. */
function visibleOffsets(written: string): readonly number[] {
  const offsets: number[] = []
  let at = 0
  for (const sign of written) {
    const isVisible = sign.replace(HIDDEN, '') !== ''
    for (let unit = 0; unit < sign.length; unit += 1, at += 1) if (isVisible) offsets.push(at)
  }
  return offsets
}
