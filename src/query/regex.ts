import type { Matcher } from 're2js'
import { toRe2 } from './parser-regex.ts'
import { regexEngine } from './regex-engine.ts'

/** A regular expression whose time grows with the text only. V8's engine never sees a user's expression. */
export interface LinearRegex {
  readonly source: string
  readonly flags: string
  /**
   * Where it matches, left to right, not overlapping, at most `limit` places. Of matches of no characters only the first
   * is told.
   */
  find(text: string, limit: number): readonly { readonly start: number; readonly end: number }[]
}

/** Throws where RE2 does not take it. Flags: i, m, s; u is implied. */
export function compileRegex(source: string, flags: string): LinearRegex {
  const { RE2JS } = regexEngine()
  const meaning: Readonly<Record<string, number>> = {
    i: RE2JS.CASE_INSENSITIVE,
    m: RE2JS.MULTILINE,
    s: RE2JS.DOTALL,
  }
  const bits = [...flags].reduce((sum, flag) => sum | (meaning[flag] ?? 0), 0)
  const regex = RE2JS.compile(toRe2(source), bits)
  return {
    source,
    flags,
    find: (text, limit) => findPlaces(regex.matcher(text), limit),
  }
}

function findPlaces(matcher: Matcher, limit: number): readonly { start: number; end: number }[] {
  const found: { start: number; end: number }[] = []
  let hasEmpty = false
  for (let tries = 0; tries < 4 * limit && found.length < limit && matcher.find(); tries += 1) {
    const start = matcher.start()
    const end = matcher.end()
    if (end > start || !hasEmpty) found.push({ start, end })
    if (end === start) hasEmpty = true
  }
  return found
}
