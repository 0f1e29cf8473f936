import { foldWord } from './fold.ts'
import { HIDDEN } from './hidden.ts'
import { FLAG_RUN, FLAG_SIGIL, type TokenBuffer } from './tokens-buffer.ts'

/**
 * The characters of a field's words that are found by characters in a row, folded; words that do not touch
 * are separated by a NUL. `starts`, `ends` and `tokens` tell for each UTF-16 unit where it came from.
 */
export interface RunCharacters {
  readonly text: string
  readonly starts: readonly number[]
  readonly ends: readonly number[]
  readonly tokens: readonly number[]
}

/** A character with what it cannot be folded without: marks, the voicing of half-width kana, Korean vowels and finals. */
const CLUSTER = /[\s\S][\p{M}\uff9e\uff9f\u1160-\u11ff]*/gu

export function runCharacters(tokens: TokenBuffer, field: number): RunCharacters {
  const run: Growing = { text: '', starts: [], ends: [], tokens: [] }
  const text = tokens.texts[field] ?? ''
  let previousEnd: number | undefined
  for (let token = tokens.fieldStarts[field] ?? 0; token < tokens.fieldEnd(field); token += 1) {
    const flags = tokens.flags[token] ?? 0
    if ((flags & FLAG_RUN) === 0) continue
    const written = tokens.starts[token] ?? 0
    const start = (flags & FLAG_SIGIL) === 0 ? written : written + 1
    const end = tokens.ends[token] ?? 0
    if (!touches(text, previousEnd, written)) append(run, '\0', end, end, token)
    addClusters(run, text.slice(start, end), start, token)
    previousEnd = end
  }
  return run
}

/** Whether nothing, or only what shows nothing, stands between; a zero-width blank separates here. */
function touches(text: string, end: number | undefined, start: number): boolean {
  if (end === undefined) return true
  const between = text.slice(end, start)
  return !between.includes('\u200b') && between.replace(HIDDEN, '') === ''
}

type Growing = { text: string; starts: number[]; ends: number[]; tokens: number[] }

function addClusters(run: Growing, written: string, from: number, token: number): void {
  for (const match of written.matchAll(CLUSTER)) {
    const start = from + match.index
    append(run, foldWord(match[0]), start, start + match[0].length, token)
  }
}

function append(run: Growing, folded: string, start: number, end: number, token: number): void {
  run.text += folded
  for (let unit = 0; unit < folded.length; unit += 1) {
    run.starts.push(start)
    run.ends.push(end)
    run.tokens.push(token)
  }
}
