import { FLAG_EMOJI, FLAG_SLOW, type TokenBuffer } from '../text/tokens-buffer.ts'
import { checkForm } from '../text/tokens-tables.ts'
import { letterBits, mayBeWithinEdits } from './fuzzy.ts'
import type { Word } from './match-vocabulary.ts'
import { couldBe } from './match-words.ts'
import { DullWords } from './percolator-dull.ts'
import { FormTable } from './percolator-table.ts'

/** So many words of posts that match patterns are remembered; then all are forgotten. */
const MOST_REMEMBERED = 1 << 16
/** Longer words are tested anew each time, so that hostile posts cannot fill the memory. */
const LONGEST_REMEMBERED = 40

const NO_WORDS: readonly Word[] = []
/** The list of a word that is not remembered; good until the next one. */
const PASSING = 1

/**
 * Which words of the queries a token of a post satisfies. Plain words stand in a hash table. Patterns (wildcards and
 * fuzzy words) are tested once for each distinct word of the posts, and the answer is remembered, so that they cost
 * no more than plain words on text that repeats itself.
 */
export class WordTable {
  /** The lists that `ofToken` and `ofForm` answer by their number; 0 is the empty one. */
  readonly lists: (readonly Word[])[] = [NO_WORDS, NO_WORDS]
  private readonly patterns: PatternSet
  private readonly literals: ReadonlyMap<string, readonly Word[]>
  private readonly dull = new DullWords()
  private table = new FormTable()

  constructor(words: readonly Word[]) {
    this.literals = groupByForm(words.filter(({ kind }) => kind === 'literal'))
    this.patterns = new PatternSet(words.filter(({ kind }) => kind !== 'literal'))
    this.forget()
  }

  /** The list of words that the token's own form may satisfy; accents and exact spelling are the caller's to check. */
  ofToken(tokens: TokenBuffer, token: number, text: string): number {
    const hash = tokens.hashes[token] ?? 0
    const flags = tokens.flags[token] ?? 0
    if ((flags & FLAG_SLOW) !== 0) return this.ofForm(tokens.form(token), hash, flags)
    const check = tokens.checks[token] ?? 0
    if (!this.patterns.isEmpty && this.dull.has(hash, check)) return 0
    const start = tokens.starts[token] ?? 0
    const list = this.table.ofRange(text, start, tokens.ends[token] ?? 0, hash, check)
    if (list !== -1) return list
    return this.patterns.isEmpty ? 0 : this.remember(tokens.form(token), hash, check)
  }

  /** The list of words that a folded form may satisfy. */
  ofForm(form: string, hash: number, flags: number): number {
    const list = this.table.ofForm(form, hash)
    if (list !== -1) return list
    if (this.patterns.isEmpty || (flags & FLAG_EMOJI) !== 0) return 0
    const check = checkForm(form)
    return this.dull.has(hash, check) ? 0 : this.remember(form, hash, check)
  }

  /** Tests the patterns on a form that was not met before. */
  private remember(form: string, hash: number, check: number): number {
    const words = this.patterns.find(form, isSigned(form))
    if (words.length === 0) {
      this.dull.add(hash, check)
      return 0
    }
    if (form.length > LONGEST_REMEMBERED) {
      this.lists[PASSING] = words
      return PASSING
    }
    if (this.table.count - this.literals.size > MOST_REMEMBERED) this.forget()
    const list = this.lists.push(words) - 1
    this.table.add(form, list)
    return list
  }

  /** Starts again with the queries' own words. */
  private forget(): void {
    this.table = new FormTable()
    this.lists.length = PASSING + 1
    for (const [form, words] of this.literals) {
      const list = this.lists.push([...words, ...this.patterns.find(form, isSigned(form))]) - 1
      this.table.add(form, list)
    }
  }
}

function groupByForm(words: readonly Word[]): ReadonlyMap<string, readonly Word[]> {
  const byForm = new Map<string, Word[]>()
  for (const word of words) addTo(byForm, word.form, word)
  return byForm
}

function isSigned(form: string): boolean {
  return form.length > 1 && /^[#@$]/.test(form)
}

/** Wildcards by the letters before their first sign, fuzzy words by length and letters. */
class PatternSet {
  readonly isEmpty: boolean
  private readonly byPrefix = new Map<string, Word[]>()
  private readonly prefixLengths: readonly number[]
  private readonly byLength = new Map<number, { readonly word: Word; readonly bits: number }[]>()

  constructor(patterns: readonly Word[]) {
    this.isEmpty = patterns.length === 0
    const lengths = new Set<number>()
    for (const word of patterns) {
      if (word.kind === 'fuzzy') this.addFuzzy(word)
      else {
        const prefix = word.wildcard?.prefix ?? ''
        lengths.add(prefix.length)
        addTo(this.byPrefix, prefix, word)
      }
    }
    this.prefixLengths = [...lengths]
  }

  private addFuzzy(word: Word): void {
    const bits = letterBits(word.form)
    for (
      let length = word.form.length - word.edits;
      length <= word.form.length + word.edits;
      length += 1
    ) {
      addTo(this.byLength, length, { word, bits })
    }
  }

  find(form: string, hasSigil: boolean): readonly Word[] {
    if (this.isEmpty) return NO_WORDS
    const found: Word[] = []
    for (const length of this.prefixLengths) {
      if (length > form.length) continue
      for (const word of this.byPrefix.get(form.slice(0, length)) ?? []) {
        if (couldBe(word, form, hasSigil)) found.push(word)
      }
    }
    this.findFuzzy(form, hasSigil, found)
    return found.length === 0 ? NO_WORDS : found
  }

  private findFuzzy(form: string, hasSigil: boolean, found: Word[]): void {
    const near = this.byLength.get(form.length)
    if (near === undefined) return
    const own = letterBits(form)
    for (const { word, bits } of near) {
      if (mayBeWithinEdits(own, bits, word.edits) && couldBe(word, form, hasSigil)) found.push(word)
    }
  }
}

function addTo<Key, Value>(map: Map<Key, Value[]>, key: Key, value: Value): void {
  const known = map.get(key)
  if (known === undefined) map.set(key, [value])
  else known.push(value)
}
