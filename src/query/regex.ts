import { toRe2 } from './parser-regex.ts'
import { regexEngine } from './regex-engine.ts'

/** A regular expression whose time grows with the text only. V8's engine never sees a user's expression. */
export interface LinearRegex {
  readonly source: string
  readonly flags: string
  /** Whether it matches somewhere in the text. */
  test(text: string): boolean
  /** Where it matches, left to right, not overlapping, at most `limit`; matches of no characters are left out. */
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
    test: (text) => regex.matcher(text).find(),
    find: (text, limit) => {
      const found: { start: number; end: number }[] = []
      const matcher = regex.matcher(text)
      while (found.length < limit && matcher.find()) {
        const start = matcher.start()
        const end = matcher.end()
        if (end > start) found.push({ start, end })
      }
      return found
    },
  }
}
