import type { TokenBuffer } from '../text/tokens-buffer.ts'

const SIZE = 2048

/** Groups of places in a filter, of each of which one must be marked: their number, then the places, group by group. */
export type Guard = Int32Array

/** The guard of groups of hashes; undefined where there are none. */
export function makeGuard(groups: readonly (readonly number[])[]): Guard | undefined {
  if (groups.length === 0) return undefined
  return Int32Array.from(groups.flatMap((hashes) => [hashes.length, ...hashes.map(placeOf)]))
}

function placeOf(hash: number): number {
  return (hash ^ (hash >>> 15)) & (SIZE - 1)
}

/**
 * Which hashes the present post has, as marks in a small table: a word that is not marked is not there, so most candidates that
 * lack their second word are ruled out without being evaluated.
 */
export class HashFilter {
  private readonly marks = new Int32Array(SIZE)
  private post = 0

  /** Forgets the post before and marks all words of a buffer, in all their spellings. */
  begin({ count, hashes, formCount, formHashes }: TokenBuffer): void {
    this.post = (this.post + 1) | 0
    const { marks, post } = this
    for (let token = 0; token < count; token += 1) marks[placeOf(hashes[token] ?? 0)] = post
    for (let form = 0; form < formCount; form += 1) marks[placeOf(formHashes[form] ?? 0)] = post
  }

  mark(hash: number): void {
    this.marks[placeOf(hash)] = this.post
  }

  mayHold(guard: Guard): boolean {
    const { marks, post } = this
    for (let at = 0; at < guard.length; ) {
      const end = at + 1 + (guard[at] ?? 0)
      let isMarked = false
      for (at += 1; at < end; at += 1) isMarked ||= marks[guard[at] ?? 0] === post
      if (!isMarked) return false
    }
    return true
  }
}
