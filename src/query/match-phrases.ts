import { FLAG_APOSTROPHE, FLAG_SIGIL } from '../text/tokens-buffer.ts'
import { APOSTROPHE } from '../text/tokens-forms.ts'
import type { Element } from './compile-terms.ts'
import type { Reading } from './match-reading.ts'
import { compareMatches, type Match, piecesOf, singleMatch } from './match-spans.ts'
import type { Word } from './match-vocabulary.ts'
import { findsSpelling, findsToken } from './match-words.ts'

/** How far a phrase has come: the next step, the token it must begin at, and the place in the field's text. */
interface Progress {
  readonly step: number
  readonly token: number
  readonly place: number
}

/** All places where the steps stand in a row, overlapping ones too, in the order of the text. */
export function findPhrases(elements: readonly Element[], mask: number, reading: Reading): Match[] {
  const [only] = elements
  if (elements.length === 1 && only?.kind === 'word' && only.parts === undefined) {
    return findWord(only.word, mask, reading)
  }
  const matches: Match[] = []
  for (const [field, bit] of [1, 2].entries()) {
    if ((mask & bit) === 0) continue
    for (const begin of beginnings(elements, field, reading)) {
      const match = follow(elements, field, begin, reading)
      if (match !== undefined) matches.push(match)
    }
  }
  return matches
}

function findWord(word: Word, mask: number, reading: Reading): Match[] {
  const { tokens, occurrences } = reading
  const boundary = tokens.fieldStarts[1] ?? 0
  const matches: Match[] = []
  for (const token of occurrences.positions(word)) {
    const field = token < boundary ? 0 : 1
    if ((mask & (field + 1)) === 0) continue
    const start = tokens.starts[token] ?? 0
    matches.push(singleMatch(field, token, token, start, tokens.ends[token] ?? 0))
  }
  return matches
}

/** Where the first step may stand. */
function beginnings(
  elements: readonly Element[],
  field: number,
  reading: Reading,
): readonly Progress[] {
  const [first] = elements
  if (first?.kind === 'run') return runBeginnings(first.text, field, reading)
  const { tokens } = reading
  const from = tokens.fieldStarts[field] ?? 0
  const to = tokens.fieldEnd(field)
  const isSpelledOut = first?.kind === 'word' && first.parts !== undefined
  const mayTakeParts = isSpelledOut || (elements.length > 1 && tokens.hasApostrophes)
  const likely =
    first?.kind === 'word' && !mayTakeParts
      ? reading.occurrences.positions(first.word).filter((token) => token >= from && token < to)
      : likelyTokens(first, from, to, reading)
  return likely.map((token) => atToken(0, token, reading))
}

/** Tokens where a first word may stand: as a word, by its parts, or as a part of a word with an apostrophe. */
function likelyTokens(
  first: Element | undefined,
  from: number,
  to: number,
  reading: Reading,
): readonly number[] {
  const { tokens, occurrences } = reading
  if (first?.kind !== 'word') return Array.from({ length: to - from }, (_, at) => from + at)
  const likely = new Set(
    occurrences.positions(first.word).filter((token) => token >= from && token < to),
  )
  const [part] = first.parts ?? []
  for (let token = from; token < to; token += 1) {
    const isApostrophe = ((tokens.flags[token] ?? 0) & FLAG_APOSTROPHE) !== 0
    if (isApostrophe || (part !== undefined && findsToken(part, tokens, token))) likely.add(token)
  }
  return [...likely].sort((a, b) => a - b)
}

function atToken(step: number, token: number, reading: Reading): Progress {
  return { step, token, place: reading.tokens.starts[token] ?? 0 }
}

function runBeginnings(text: string, field: number, reading: Reading): readonly Progress[] {
  const run = reading.runCharacters(field)
  const found: Progress[] = []
  for (let at = run.text.indexOf(text); at !== -1; at = run.text.indexOf(text, at + 1)) {
    found.push({ step: 0, token: run.tokens[at] ?? 0, place: run.starts[at] ?? 0 })
  }
  return found
}

/** Goes on from a beginning; a word with an apostrophe may be one step or several, so there may be several ways. */
function follow(
  elements: readonly Element[],
  field: number,
  begin: Progress,
  reading: Reading,
): Match | undefined {
  const open: Progress[] = [begin]
  const { tokens } = reading
  const end = tokens.fieldEnd(field)
  for (let now = open.pop(); now !== undefined; now = open.pop()) {
    const element = elements[now.step]
    if (element === undefined) return toMatch(field, begin, now, reading)
    if (now.token >= end) continue
    if (element.kind === 'run') pushRun(element.text, now, field, reading, open)
    else if (now.place === tokens.starts[now.token]) pushWord(elements, now, end, reading, open)
  }
  return undefined
}

function toMatch(field: number, begin: Progress, done: Progress, { tokens }: Reading): Match {
  const isInside = done.place > (tokens.starts[done.token] ?? Number.POSITIVE_INFINITY)
  const last = isInside ? done.token : done.token - 1
  const end = isInside ? done.place : (tokens.ends[last] ?? 0)
  return singleMatch(field, begin.token, last, begin.place, end)
}

function pushRun(
  text: string,
  now: Progress,
  field: number,
  reading: Reading,
  open: Progress[],
): void {
  const run = reading.runCharacters(field)
  const isTag = ((reading.tokens.flags[now.token] ?? 0) & FLAG_SIGIL) !== 0
  const atSign = isTag && now.place === reading.tokens.starts[now.token]
  const at = unitAt(run.starts, atSign ? now.place + 1 : now.place)
  if (at === -1 || !run.text.startsWith(text, at)) return
  const last = at + text.length - 1
  const token = run.tokens[last] ?? now.token
  const place = run.ends[last] ?? 0
  const step = now.step + 1
  if (place < (reading.tokens.ends[token] ?? 0)) open.push({ step, token, place })
  else open.push(afterToken(step, token + 1, reading))
}

function afterToken(step: number, token: number, reading: Reading): Progress {
  const { tokens } = reading
  const place = token < tokens.count ? (tokens.starts[token] ?? 0) : Number.NEGATIVE_INFINITY
  return { step, token, place }
}

/** The first unit that came from a place of the text, or -1. */
function unitAt(starts: readonly number[], place: number): number {
  let low = 0
  let high = starts.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((starts[middle] ?? 0) < place) low = middle + 1
    else high = middle
  }
  return starts[low] === place ? low : -1
}

function pushWord(
  elements: readonly Element[],
  now: Progress,
  end: number,
  reading: Reading,
  open: Progress[],
): void {
  const element = elements[now.step]
  if (element === undefined || element.kind === 'run') return
  pushParts(elements, now, reading, open)
  if (element.kind === 'word' && element.parts !== undefined)
    pushSpelledOut(element.parts, now, end, reading, open)
  const holds = element.kind === 'any' || findsToken(element.word, reading.tokens, now.token)
  if (holds) open.push(afterToken(now.step + 1, now.token + 1, reading))
}

/** The text says `wendy's` where the phrase says `wendy s`. */
function pushParts(
  elements: readonly Element[],
  now: Progress,
  reading: Reading,
  open: Progress[],
): void {
  const { tokens } = reading
  const flags = tokens.flags[now.token] ?? 0
  if ((flags & FLAG_APOSTROPHE) === 0 || (flags & FLAG_SIGIL) !== 0) return
  const written = tokens.textOf(now.token).slice(tokens.starts[now.token], tokens.ends[now.token])
  const parts = written.split(APOSTROPHE).filter((part) => part !== '')
  const holds = parts.length > 1 && parts.every((part, at) => isPart(elements[now.step + at], part))
  if (holds) open.push(afterToken(now.step + parts.length, now.token + 1, reading))
}

/** Only plain words: the index of words could not tell for patterns. */
function isPart(element: Element | undefined, part: string): boolean {
  if (element?.kind !== 'word' || element.parts !== undefined) return false
  return element.word.kind === 'literal' && findsSpelling(element.word, part)
}

/** The phrase says `wendy's` where the text says `wendy s`. */
function pushSpelledOut(
  parts: readonly Word[],
  now: Progress,
  end: number,
  reading: Reading,
  open: Progress[],
): void {
  const holds = parts.every((part, at) => {
    const token = now.token + at
    return token < end && findsToken(part, reading.tokens, token)
  })
  if (holds) open.push(afterToken(now.step + 1, now.token + parts.length, reading))
}

/** Matches of several terms in the order of the text, doubles removed. */
export function sortMatches(matches: readonly Match[]): readonly Match[] {
  const sorted = [...matches].sort((a, b) => a.field - b.field || compareMatches(a, b))
  return sorted.filter((match, at) => {
    const before = sorted[at - 1]
    return before === undefined || !isSame(before, match)
  })
}

function isSame(a: Match, b: Match): boolean {
  if (a.field !== b.field || compareMatches(a, b) !== 0) return false
  const others = piecesOf(b)
  return (
    piecesOf(a).length === others.length &&
    piecesOf(a).every((piece, at) => compareMatches(piece, others[at] ?? a) === 0)
  )
}
