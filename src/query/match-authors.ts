import { compileWords } from './compile-terms.ts'
import { findPhrases } from './match-phrases.ts'
import { type Reading, readPost } from './match-reading.ts'
import { toPattern } from './match-values.ts'
import { Vocabulary } from './match-vocabulary.ts'
import type { WordPattern } from './tree.ts'

/**
 * `author:`: whole tokens of handle or name. A handle is a token as a whole, and so are its parts between points,
 * hyphens and @ (never underscores). With @ before it, only the handle counts.
 */
export function findAuthor(text: string, wildcard: boolean): (reading: Reading) => boolean {
  const bare = text.replace(/^@/, '')
  const whole = toPattern(bare, wildcard)
  const elements = compileWords(toWords(bare, wildcard), new Vocabulary())
  return ({ post: { author }, context }) => {
    const handle = author?.handle?.replace(/^@/, '')
    if (handle !== undefined && whole(handle)) return true
    const names = [splitHandle(handle ?? ''), text === bare ? (author?.name ?? '') : '']
    return (
      elements.length > 0 &&
      names.some((name) => {
        const reading = readPost({ text: name }, context)
        return findPhrases(elements, 2, reading).length > 0
      })
    )
  }
}

function toWords(text: string, wildcard: boolean): readonly WordPattern[] {
  return splitHandle(text)
    .split(/\s+/)
    .filter((word) => word !== '')
    .map((word) => ({ kind: wildcard && /[*?]/.test(word) ? 'wildcard' : 'plain', text: word }))
}

function splitHandle(handle: string): string {
  return handle.replaceAll(/[.@-]+/g, ' ')
}
