import { createHash } from 'node:crypto'
import type { Post } from '../model/post.ts'

/**
 * Says whether a post reads as before: 22 characters over what its writer can edit. Counters, dates and
 * the source that saw it are left out, because they change while the post stays the same.
 */
export function contentHash(post: Post): string {
  const content = JSON.stringify([
    post.title ?? null,
    post.text,
    post.kind,
    post.url ?? null,
    post.rating ?? null,
    post.tags ?? null,
    post.media?.map((each) => each.url) ?? null,
  ])
  return createHash('sha256').update(content).digest('base64url').slice(0, 22)
}

const SHORTEST_COPY = 40

/**
 * Equal for texts that read the same but for case, blanks and punctuation: 52 bits, to find copies.
 * Undefined below 40 letters, where equality says little ("+1", "thanks").
 */
export function textHash(post: Post): number | undefined {
  const letters = `${post.title ?? ''} ${post.text}`.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '')
  if (letters.length < SHORTEST_COPY) return undefined
  return Number.parseInt(createHash('sha256').update(letters).digest('hex').slice(0, 13), 16)
}
