import { hash } from 'node:crypto'
import type { Post } from '../model/post.ts'

/**
 * Says whether a post reads as before: 22 characters over what its writer can edit. Counters, dates and
 * the source that saw it are left out, because they change while the post stays the same.
 */
export function contentHash(post: Post): string {
  const { title, text, kind, url, rating, tags, media } = post
  const lists = tags === undefined && media === undefined ? '' : listsOf(tags, media)
  const content = `${kind}\u0000${title ?? '\u0001'}\u0000${url ?? ''}\u0000${rating ?? ''}\u0000${lists}\u0000${text}`
  return hash('sha1', content, 'base64url').slice(0, 22)
}

/** Begins every hash of a post that was told in brief; no other hash does. */
const BRIEF = '~'

/** The same over what a brief telling has: kind, title, text. A fuller one with equal words is no edit. */
export function briefHash(post: Post): string {
  const content = `${post.kind}\u0000${post.title ?? '\u0001'}\u0000${post.text}`
  return `${BRIEF}${hash('sha1', content, 'base64url').slice(0, 21)}`
}

export function isBriefHash(text: string): boolean {
  return text.startsWith(BRIEF)
}

function listsOf(tags: Post['tags'], media: Post['media']): string {
  return JSON.stringify([tags ?? null, media?.map((each) => each.url) ?? null])
}

const SHORTEST_COPY = 40

/**
 * Equal for texts that read the same but for case, blanks and punctuation: 52 bits, to find copies.
 * Undefined below 40 letters, where equality says little ("+1", "thanks").
 */
export function textHash(post: Post): number | undefined {
  const text = `${post.title ?? ''} ${post.text}`.toLowerCase()
  let letters = 0
  let one = 0x811c9dc5
  let other = 0x9e3779b9
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (!isLetter(code)) continue
    letters++
    one = Math.imul(one ^ code, 0x01000193)
    other = Math.imul(other ^ code, 0x85ebca6b) ^ (other >>> 13)
  }
  if (letters < SHORTEST_COPY) return undefined
  return (one >>> 0) * 2 ** 20 + ((other ^ (other >>> 12)) & 0xfffff)
}

/** ASCII letters and digits, and everything beyond Latin-1's signs but general and ideographic punctuation. */
function isLetter(code: number): boolean {
  if (code < 0x80) return (code >= 0x61 && code <= 0x7a) || (code >= 0x30 && code <= 0x39)
  return code >= 0xc0 && (code < 0x2000 || code > 0x206f) && (code < 0x3000 || code > 0x303f)
}
