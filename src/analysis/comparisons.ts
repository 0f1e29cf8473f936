import { COMPARISON_RULES, CONTRAST_PHRASES, WORSE_WORDS } from './comparisons.data.ts'
import { hashSet } from './lexicon.ts'
import type { PhraseTable } from './phrases.ts'
import { compilePhrases, matchPhrases } from './phrases.ts'
import type { TextReader } from './text-reader.ts'
import { hashWord } from './tokens.ts'
import { endsScope } from './valence.ts'

/** Compiled once for an analyser. */
export interface ComparisonTables {
  readonly rules: PhraseTable
  readonly later: readonly (ReadonlySet<number> | undefined)[]
  readonly worse: ReadonlySet<number>
  readonly contrasts: PhraseTable
  readonly than: ReadonlySet<number>
}

export function createComparisonTables(): ComparisonTables {
  return {
    rules: compilePhrases(
      COMPARISON_RULES.flatMap(({ phrases }, group) =>
        phrases.split('|').map((words) => ({ words, value: 0, group })),
      ),
    ),
    later: COMPARISON_RULES.map(({ later }) =>
      later === undefined ? undefined : hashSet(later[0]),
    ),
    worse: hashSet(WORSE_WORDS),
    contrasts: compilePhrases(
      CONTRAST_PHRASES.split('|').map((words) => ({ words, value: 0, group: 0 })),
    ),
    than: new Set([hashWord('than')]),
  }
}

/** Where a subject's words stand: token indices, ascending; one list per subject. */
export type Places = readonly number[]

/** How far a phrase reaches. */
const REACH = 12

/** What comparisons say of each subject: 1 wins, −1 loses, 0 no comparison speaks of it. */
export function compareSubjects(
  reader: TextReader,
  tables: ComparisonTables,
  subjects: readonly Places[],
): number[] {
  const signs = subjects.map(() => 0)
  const give = (subject: number, sign: number): void => {
    if (subject >= 0 && sign !== 0) signs[subject] = sign
  }
  matchPhrases(tables.rules, reader.tokens, (group, _value, from, to) => {
    const rule = COMPARISON_RULES[group]
    if (rule === undefined) return
    if (rule.before !== 0) give(subjectBefore(reader, subjects, from), rule.before)
    if (rule.after === 0) return
    const later = tables.later[group]
    walkAfter(reader, subjects, to, rule.after, later, rule.later?.[1] ?? 0, give)
  })
  compareByThan(reader, tables, subjects, give)
  return signs
}

/** The subject whose words end nearest before a token of the same sentence; −1 for none. */
function subjectBefore(reader: TextReader, subjects: readonly Places[], from: number): number {
  for (let at = from - 1; at >= Math.max(0, from - REACH); at -= 1) {
    if (reader.lexicon.stops.has(reader.tokens.hash[at] as number)) return -1
    const subject = subjects.findIndex((places) => places.includes(at))
    if (subject >= 0) return subject
  }
  return -1
}

type Give = (subject: number, sign: number) => void

/** From the phrase on to the end of its clause: the first subject gets the sign, after a turning word the other one. */
function walkAfter(
  reader: TextReader,
  subjects: readonly Places[],
  to: number,
  sign: number,
  later: ReadonlySet<number> | undefined,
  laterSign: number,
  give: Give,
): void {
  const { tokens, lexicon } = reader
  let now = sign
  let met = -1
  for (let at = to; at < Math.min(tokens.count, to + REACH); at += 1) {
    const subject = subjects.findIndex((places) => places.includes(at))
    if (subject >= 0 && subject !== met) {
      give(subject, now)
      met = subject
      now = 0
    } else if (at > to && later?.has(tokens.hash[at] as number)) now = laterSign
    else if (endsScope(tokens, at, lexicon)) return
  }
}

/** "A is faster than B": the comparative before "than" tells who wins; "not" turns it. */
function compareByThan(
  reader: TextReader,
  tables: ComparisonTables,
  subjects: readonly Places[],
  give: Give,
): void {
  const { tokens, negated } = reader
  for (let at = 1; at < tokens.count; at += 1) {
    if (!tables.than.has(tokens.hash[at] as number)) continue
    let sign = 1
    for (let back = at - 1; back >= Math.max(0, at - 4); back -= 1) {
      if (tables.worse.has(tokens.hash[back] as number)) sign = -1
    }
    if (negated[at - 1] === 1) sign = -sign
    const loser = subjectAfter(reader, subjects, at + 1)
    const winner = subjectBefore(reader, subjects, at)
    if (winner !== loser) give(winner, sign)
    give(loser, -sign)
  }
}

/** The first subject within the clause that begins at a token; −1 for none. */
function subjectAfter(reader: TextReader, subjects: readonly Places[], from: number): number {
  const { tokens, lexicon } = reader
  for (let at = from; at < Math.min(tokens.count, from + 6); at += 1) {
    const subject = subjects.findIndex((places) => places.includes(at))
    if (subject >= 0) return subject
    if (endsScope(tokens, at, lexicon)) return -1
  }
  return -1
}

/** Subjects that stand against what the sentence says: "unlike A", "compared to A". */
export function contrastedSubjects(
  reader: TextReader,
  tables: ComparisonTables,
  subjects: readonly Places[],
): ReadonlySet<number> {
  const found = new Set<number>()
  matchPhrases(tables.contrasts, reader.tokens, (_group, _value, _from, to) => {
    const subject = subjectAfter(reader, subjects, to)
    if (subject >= 0) found.add(subject)
  })
  return found
}
