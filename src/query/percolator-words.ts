import {
  FLAG_EMOJI,
  FLAG_SIGIL,
  FLAG_SLOW,
  rangeEquals,
  type TokenBuffer,
} from '../text/tokens-buffer.ts'
import { hashForm } from '../text/tokens-tables.ts'
import { letterBits, mayBeWithinEdits } from './fuzzy.ts'
import type { Word } from './match-vocabulary.ts'
import { couldBe } from './match-words.ts'

/** So many words of posts are remembered with the patterns that they match; then all are forgotten. */
const MOST_REMEMBERED = 1 << 16
/** Longer words are tested anew each time, so that hostile posts cannot fill the memory. */
const LONGEST_REMEMBERED = 40

const NO_WORDS: readonly Word[] = []

/**
 * Which words of the queries a token of a post satisfies. Plain words stand in a hash table. Patterns (wildcards and
 * fuzzy words) are tested once for each distinct word of the posts, and the answer is remembered, so that they cost
 * no more than plain words on text that repeats itself.
 */
export class WordTable {
  private readonly patterns: PatternSet
  private readonly literals: readonly Word[]
  private mask = 0
  private slots = new Int32Array(0)
  private hashes: number[] = []
  private forms: string[] = []
  private found: (readonly Word[])[] = []

  constructor(words: readonly Word[]) {
    this.literals = words.filter(({ kind }) => kind === 'literal')
    this.patterns = new PatternSet(words.filter(({ kind }) => kind !== 'literal'))
    this.forget()
  }

  /** The words that the token's own form may satisfy; accents and exact spelling are the caller's to check. */
  ofToken(tokens: TokenBuffer, token: number): readonly Word[] {
    const hash = tokens.hashes[token] ?? 0
    const isSlow = ((tokens.flags[token] ?? 0) & FLAG_SLOW) !== 0
    let slot = (hash ^ (hash >>> 15)) & this.mask
    for (let entry = this.slots[slot] ?? 0; entry !== 0; entry = this.slots[slot] ?? 0) {
      if (
        this.hashes[entry] === hash &&
        this.isForm(tokens, token, isSlow, this.forms[entry] ?? '')
      ) {
        return this.found[entry] ?? NO_WORDS
      }
      slot = (slot + 1) & this.mask
    }
    return this.patterns.isEmpty
      ? NO_WORDS
      : this.remember(tokens.form(token), hash, tokens.flags[token] ?? 0)
  }

  private isForm(tokens: TokenBuffer, token: number, isSlow: boolean, form: string): boolean {
    if (isSlow) return tokens.slow.get(token) === form
    return rangeEquals(
      tokens.textOf(token),
      tokens.starts[token] ?? 0,
      tokens.ends[token] ?? 0,
      form,
    )
  }

  /** The words that another spelling of a token may satisfy. */
  ofForm(form: string, hash: number, flags: number): readonly Word[] {
    let slot = (hash ^ (hash >>> 15)) & this.mask
    for (let entry = this.slots[slot] ?? 0; entry !== 0; entry = this.slots[slot] ?? 0) {
      if (this.hashes[entry] === hash && this.forms[entry] === form)
        return this.found[entry] ?? NO_WORDS
      slot = (slot + 1) & this.mask
    }
    return this.patterns.isEmpty ? NO_WORDS : this.remember(form, hash, flags & ~FLAG_SIGIL)
  }

  private remember(form: string, hash: number, flags: number): readonly Word[] {
    if ((flags & FLAG_EMOJI) !== 0) return NO_WORDS
    const words = this.patterns.find(form, (flags & FLAG_SIGIL) !== 0)
    if (form.length > LONGEST_REMEMBERED) return words
    if (this.forms.length - this.literals.length > MOST_REMEMBERED) this.forget()
    this.insert(form, hash, words)
    return words
  }

  /** Starts again with the queries' own words. */
  private forget(): void {
    this.hashes = [0]
    this.forms = ['']
    this.found = [NO_WORDS]
    this.resize(1024)
    const byForm = new Map<string, Word[]>()
    for (const word of this.literals) {
      const known = byForm.get(word.form)
      if (known === undefined) byForm.set(word.form, [word])
      else known.push(word)
    }
    for (const [form, words] of byForm) {
      const hasSigil = form.length > 1 && /^[#@$]/.test(form)
      this.insert(form, hashForm(form), [...words, ...this.patterns.find(form, hasSigil)])
    }
  }

  private insert(form: string, hash: number, words: readonly Word[]): void {
    if (this.forms.length * 2 > this.slots.length) this.resize(this.slots.length * 2)
    this.hashes.push(hash)
    this.forms.push(form)
    this.found.push(words)
    this.place(this.forms.length - 1)
  }

  private place(entry: number): void {
    const hash = this.hashes[entry] ?? 0
    let slot = (hash ^ (hash >>> 15)) & this.mask
    while (this.slots[slot] !== 0) slot = (slot + 1) & this.mask
    this.slots[slot] = entry
  }

  private resize(size: number): void {
    this.slots = new Int32Array(size)
    this.mask = size - 1
    for (let entry = 1; entry < this.forms.length; entry += 1) this.place(entry)
  }
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
