import type { Post } from '../model/post.ts'
import { foldWord } from '../text/fold.ts'
import { findLinks } from '../text/links-in-text.ts'

/** The form in which a tag is looked for: without its sign, folded as words are. */
export function searchedTag(tag: string): string {
  const bare = tag
    .replace(/^[#＃]+/, '')
    .trim()
    .replaceAll(/\s+/g, ' ')
  return foldWord(bare.normalize('NFKC').toWellFormed())
}

export const IS_REPLY = 1
const HAS_LINK = 2
const HAS_MEDIA = 4

/** ISO 639-1 without a region, as it is searched. */
export function searchedLanguage(lang: string | undefined): string | null {
  return lang?.toLowerCase().split(/[-_]/)[0] ?? null
}

/** Characters as people count them: code points. */
export function lengthOf(text: string): number {
  let count = 0
  for (let at = 0; at < text.length; at += 1, count += 1) {
    if ((text.codePointAt(at) ?? 0) > 0xffff) at += 1
  }
  return count
}

/** What can be asked of a post's lists, as bits. */
export function traitsOf(post: Post): number {
  return (
    (post.parent === undefined ? 0 : IS_REPLY) |
    (hasLink(post) ? HAS_LINK : 0) |
    ((post.media?.length ?? 0) > 0 ? HAS_MEDIA : 0)
  )
}

/** Whether the bits say that the post answers another one. */
export function isReplyOf(traits: number): boolean {
  return (traits & IS_REPLY) !== 0
}

function hasLink(post: Post): boolean {
  if ((post.links?.length ?? 0) > 0) return true
  return /[:.]\S/.test(post.text) && findLinks(post.text).length > 0
}
