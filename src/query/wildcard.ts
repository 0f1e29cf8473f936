import type { FoldedLetter } from '../text/fold.ts'

type Parts = readonly (readonly FoldedLetter[])[]

/** A pattern taken apart at its stars; `?` stays in the parts and is any one letter. */
export interface Wildcard {
  readonly parts: Parts
  /** The same without the accents that it asks for. */
  readonly plain: Parts
  /** The letters before the first * or ?. */
  readonly prefix: string
  readonly hasAccents: boolean
}

export function compileWildcard(letters: readonly FoldedLetter[]): Wildcard {
  const parts: FoldedLetter[][] = [[]]
  for (const letter of letters) {
    if (letter.base === '*') parts.push([])
    else parts.at(-1)?.push(letter)
  }
  const text = letters.map(({ base }) => base).join('')
  const kept = parts.filter((part, at) => part.length > 0 || at === 0 || at === parts.length - 1)
  return {
    parts: kept,
    plain: kept.map((part) => part.map(({ base }) => ({ base, accents: '' }))),
    prefix: /^[^*?]*/.exec(text)?.[0] ?? '',
    hasAccents: letters.some(({ accents }) => accents !== ''),
  }
}

/** The letters of a form without accents, for patterns that ask for none. */
export function plainLetters(form: string): readonly FoldedLetter[] {
  return form.split('').map((base) => ({ base, accents: '' }))
}

/**
 * Whether the pattern covers all letters. Every part is put at the first place where it fits, so the time is at
 * most (letters × the longest part), however many stars there are.
 */
export function matchesWildcard(parts: Parts, letters: readonly FoldedLetter[]): boolean {
  const first = parts[0] ?? []
  if (parts.length === 1) return first.length === letters.length && fits(first, letters, 0)
  const last = parts.at(-1) ?? []
  if (first.length + last.length > letters.length || !fits(first, letters, 0)) return false
  const end = letters.length - last.length
  let at = first.length
  for (let part = 1; part < parts.length - 1; part += 1) {
    at = findPart(parts[part] ?? [], letters, at, end)
    if (at === -1) return false
  }
  return fits(last, letters, end)
}

/** Where the part's first fit between `from` and `end` ends, or -1. */
function findPart(
  part: readonly FoldedLetter[],
  letters: readonly FoldedLetter[],
  from: number,
  end: number,
): number {
  for (let at = from; at + part.length <= end; at += 1) {
    if (fits(part, letters, at)) return at + part.length
  }
  return -1
}

function fits(
  part: readonly FoldedLetter[],
  letters: readonly FoldedLetter[],
  at: number,
): boolean {
  return part.every((wanted, index) => {
    const letter = letters[at + index]
    if (letter === undefined) return false
    if (wanted.base === '?') return true
    return (
      wanted.base === letter.base && (wanted.accents === '' || wanted.accents === letter.accents)
    )
  })
}
