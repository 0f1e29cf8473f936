import type { TextLink } from './links-in-text.ts'
import { FLAG_APOSTROPHE, FLAG_SIGIL, isApostrophe, type TokenBuffer } from './tokens-buffer.ts'
import { addOtherForms } from './tokens-forms.ts'
import { isWordUnit, scanHandle, scanSlow, scanSlowTag, scanSlowTicker } from './tokens-slow.ts'
import {
  checkUnit,
  DIGIT,
  EMPTY_HASH,
  FOLDED,
  hashUnit,
  KINDS,
  LETTER,
  SIGN,
  SLOW,
  SPACE,
  sigilUnit,
  TABLE_SIZE,
} from './tokens-tables.ts'

/** What a scan answers when it met something that may be a link while the links are not known yet. */
const NEEDS_LINKS = -1

const HASH = 0x23
const DOLLAR = 0x24
const PLUS = 0x2b
const POINT = 0x2e
const COLON = 0x3a
const SLASH = 0x2f
const AT = 0x40
const MIDDLE_DOT = 0xb7

/**
 * Reads the words of the field that was begun last. Undefined `links` means that nobody has looked for them:
 * it answers false when something may be one, and what was read is then void.
 */
export function scanField(
  buffer: TokenBuffer,
  text: string,
  links: readonly TextLink[] | undefined,
): boolean {
  buffer.linksKnown = links !== undefined
  let from = 0
  for (const link of links ?? []) {
    scanRange(buffer, text, from, link.start)
    from = link.end
  }
  return scanRange(buffer, text, from, text.length)
}

function scanRange(buffer: TokenBuffer, text: string, from: number, to: number): boolean {
  buffer.limit = to
  let at = from
  while (at < to) {
    const code = text.charCodeAt(at)
    const kind = code < TABLE_SIZE ? KINDS[code] : SLOW
    if (kind === SPACE) at += 1
    else if (kind === SLOW) at = scanSlow(buffer, text, at)
    else at = kind === SIGN ? scanSign(buffer, text, at, code) : scanWord(buffer, text, at, at)
    if (at === NEEDS_LINKS) return false
  }
  return true
}

/** Forgets the letters of the word before. */
function beginHashes(buffer: TokenBuffer): void {
  buffer.hash = EMPTY_HASH
  buffer.check = 0
}

function addToHashes(buffer: TokenBuffer, unit: number): void {
  buffer.hash = hashUnit(buffer.hash, unit)
  buffer.check = checkUnit(buffer.check, unit)
}

/** Goes to the end of a run of plain letters, digits and underscores; the hashes go on in the buffer. */
function readRun(buffer: TokenBuffer, text: string, from: number): number {
  const limit = buffer.limit
  let at = from
  let { hash, check } = buffer
  while (at < limit) {
    const code = text.charCodeAt(at)
    const folded = code < TABLE_SIZE ? FOLDED[code] : 0
    if (folded === 0 || folded === undefined) break
    hash = hashUnit(hash, folded)
    check = checkUnit(check, folded)
    at += 1
  }
  buffer.hash = hash
  buffer.check = check
  return at
}

/** Reads a word whose letters begin at `from`; the token begins at `start`, one point earlier for `.NET`. */
function scanWord(buffer: TokenBuffer, text: string, start: number, from: number): number {
  beginHashes(buffer)
  if (start < from) addToHashes(buffer, POINT)
  const at = readRun(buffer, text, from)
  if (at === buffer.limit || text.charCodeAt(at) === 0x20) {
    addWord(buffer, text, start, at, 0)
    return at
  }
  return finishWord(buffer, text, start, at)
}

function addWord(
  buffer: TokenBuffer,
  text: string,
  start: number,
  end: number,
  flags: number,
): void {
  buffer.add(start, end, buffer.hash, flags, buffer.check)
  if (text.charCodeAt(start) === 0x5f || text.charCodeAt(end - 1) === 0x5f || flags !== 0) {
    addOtherForms(buffer, text, start, end)
  }
}

/** What stands behind a run decides: the word goes on, takes a suffix, needs the slower way, or ends. */
function finishWord(buffer: TokenBuffer, text: string, start: number, from: number): number {
  let at = from
  let flags = 0
  for (;;) {
    const step = joinAt(buffer, text, at)
    if (step === NEEDS_LINKS) return NEEDS_LINKS
    if (step === SLOWER) return scanSlow(buffer, text, start)
    if (step === ENDS) break
    const joiner = text.charCodeAt(at)
    if (isApostrophe(joiner)) flags = FLAG_APOSTROPHE
    else addToHashes(buffer, joiner)
    at = readRun(buffer, text, at + 1)
    if (at === buffer.limit) break
  }
  at = readSuffix(buffer, text, at)
  addWord(buffer, text, start, at, flags)
  return at
}

const ENDS = 0
const JOINS = 1
const SLOWER = 2

function joinAt(buffer: TokenBuffer, text: string, at: number): number {
  const code = unitAt(buffer, text, at)
  if (isApostrophe(code)) return joinsBetween(buffer, text, at, true, true)
  if (code >= TABLE_SIZE) return isWordUnit(code) ? SLOWER : ENDS
  const kind = KINDS[code]
  if (kind !== SIGN) return kind === SLOW ? SLOWER : ENDS
  if (code === COLON) return maybeLink(buffer, text, at)
  if (code === POINT) return joinsAtPoint(buffer, text, at)
  if (code === 0x2c || code === 0x3b) return joinsBetween(buffer, text, at, false, true)
  return code === MIDDLE_DOT ? joinsBetween(buffer, text, at, true, false) : ENDS
}

/** A character of the present stretch, 0 behind its end. */
function unitAt(buffer: TokenBuffer, text: string, at: number): number {
  return at < buffer.limit ? text.charCodeAt(at) : 0
}

function maybeLink(buffer: TokenBuffer, text: string, at: number): number {
  const isScheme = unitAt(buffer, text, at + 1) === SLASH && unitAt(buffer, text, at + 2) === SLASH
  return isScheme && !buffer.linksKnown ? NEEDS_LINKS : ENDS
}

/** A point between letters is in a word by UAX #29, unless it makes a domain of a known suffix. */
function joinsAtPoint(buffer: TokenBuffer, text: string, at: number): number {
  const next = unitAt(buffer, text, at + 1)
  const isLetter = next < TABLE_SIZE ? KINDS[next] === LETTER : isWordUnit(next)
  if (isLetter && !buffer.linksKnown) return NEEDS_LINKS
  return joinsBetween(buffer, text, at, true, true)
}

function joinsBetween(
  buffer: TokenBuffer,
  text: string,
  at: number,
  letters: boolean,
  digits: boolean,
): number {
  const next = unitAt(buffer, text, at + 1)
  if (next >= TABLE_SIZE || KINDS[next] === SLOW) return isWordUnit(next) ? SLOWER : ENDS
  const kind = KINDS[next]
  if (KINDS[text.charCodeAt(at - 1)] !== kind) return ENDS
  return (letters && kind === LETTER) || (digits && kind === DIGIT) ? JOINS : ENDS
}

/** `C++`, `A+`, `C#`: signs at a word's end that are part of it. */
function readSuffix(buffer: TokenBuffer, text: string, at: number): number {
  const code = unitAt(buffer, text, at)
  if (code !== PLUS && code !== HASH) return at
  const isDouble = code === PLUS && unitAt(buffer, text, at + 1) === PLUS
  const end = isDouble ? at + 2 : at + 1
  const next = unitAt(buffer, text, end)
  if (next === PLUS || next === HASH || isWordUnit(next)) return at
  for (let sign = at; sign < end; sign += 1) addToHashes(buffer, code)
  return end
}

function scanSign(buffer: TokenBuffer, text: string, at: number, code: number): number {
  if (code === POINT) return scanPoint(buffer, text, at)
  if (code === COLON && maybeLink(buffer, text, at) === NEEDS_LINKS) return NEEDS_LINKS
  const isSigil = code === HASH || code === AT || code === DOLLAR
  if (!isSigil) return at + 1
  if (at > 0 && isWordUnit(text.charCodeAt(at - 1))) return at + 1
  if (code === AT) return scanHandle(buffer, text, at)
  return code === HASH ? scanTag(buffer, text, at) : scanTicker(buffer, text, at)
}

/** `.NET`: a point belongs to the word only before letters and behind no other word or point. */
function scanPoint(buffer: TokenBuffer, text: string, at: number): number {
  const before = at === 0 ? 0 : text.charCodeAt(at - 1)
  const next = unitAt(buffer, text, at + 1)
  const begins = KINDS[next] === LETTER && before !== POINT && !isWordUnit(before)
  return begins ? scanWord(buffer, text, at, at + 1) : at + 1
}

function scanTag(buffer: TokenBuffer, text: string, from: number): number {
  let start = from
  while (unitAt(buffer, text, start + 1) === HASH) start += 1
  beginHashes(buffer)
  const end = readRun(buffer, text, start + 1)
  const next = unitAt(buffer, text, end)
  const isPlain = next < TABLE_SIZE ? KINDS[next] !== SLOW : !isWordUnit(next)
  if (!isPlain) return scanSlowTag(buffer, text, start)
  if (end > start + 1) addSigil(buffer, start, end, HASH)
  return end
}

/** Letters only: `$5` is a price, and so is `$5k`. */
function scanTicker(buffer: TokenBuffer, text: string, at: number): number {
  beginHashes(buffer)
  const end = readRun(buffer, text, at + 1)
  const next = unitAt(buffer, text, end)
  if (next >= TABLE_SIZE || KINDS[next] === SLOW)
    return Math.max(at + 1, scanSlowTicker(buffer, text, at))
  if (end === at + 1 || isWordUnit(next)) return at + 1
  for (let unit = at + 1; unit < end; unit += 1) {
    if (KINDS[text.charCodeAt(unit)] !== LETTER) return at + 1
  }
  addSigil(buffer, at, end, DOLLAR)
  return end
}

/** A word behind a sign: `acme` also finds `#acme`. */
function addSigil(buffer: TokenBuffer, start: number, end: number, sigil: number): void {
  const hash = buffer.hash
  addToHashes(buffer, sigilUnit(sigil))
  buffer.add(start, end, buffer.hash, FLAG_SIGIL, buffer.check)
  buffer.addForm(hash, start + 1, end)
}
