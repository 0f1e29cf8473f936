import type { Tokens } from './tokens.ts'
import { hashWord } from './tokens.ts'

/** A phrase with a value for whoever reads the match. `_` in the phrase stands for any one token. */
export interface Phrase {
  readonly words: string
  readonly value: number
  /** An index into the reader's own list of groups. */
  readonly group: number
}

export interface PhraseMatch {
  readonly group: number
  readonly value: number
  /** Token indices, end exclusive. */
  readonly from: number
  readonly to: number
}

interface Compiled {
  readonly hashes: readonly number[]
  readonly group: number
  readonly value: number
}

/** Phrases by the hash of their first word. */
export type PhraseTable = ReadonlyMap<number, readonly Compiled[]>

const ANY = 0

export function compilePhrases(phrases: readonly Phrase[]): PhraseTable {
  const table = new Map<number, Compiled[]>()
  for (const phrase of phrases) {
    const hashes = phrase.words.split(' ').map((word) => (word === '_' ? ANY : hashWord(word)))
    const first = hashes[0] ?? ANY
    const list = table.get(first) ?? []
    list.push({ hashes, group: phrase.group, value: phrase.value })
    table.set(first, list)
  }
  for (const list of table.values()) list.sort((a, b) => b.hashes.length - a.hashes.length)
  return table
}

/** Calls `found` for every phrase that stands in the tokens, by place, at one place the longest first. */
export function matchPhrases(
  table: PhraseTable,
  tokens: Tokens,
  found: (group: number, value: number, from: number, to: number) => void,
): void {
  for (let at = 0; at < tokens.count; at += 1) {
    const list = table.get(tokens.hash[at] ?? 0)
    if (list === undefined) continue
    for (const phrase of list) {
      if (standsAt(phrase.hashes, tokens, at)) {
        found(phrase.group, phrase.value, at, at + phrase.hashes.length)
      }
    }
  }
}

function standsAt(hashes: readonly number[], tokens: Tokens, at: number): boolean {
  if (at + hashes.length > tokens.count) return false
  for (let i = 1; i < hashes.length; i += 1) {
    const wanted = hashes[i]
    if (wanted !== ANY && wanted !== tokens.hash[at + i]) return false
  }
  return true
}
