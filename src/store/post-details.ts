import type { Media, Post } from '../model/post.ts'
import { fromJson } from './cells.ts'

/** The lists of a post and what is needed only to show it; kept as JSON, because nothing is asked of it in SQL. */
export interface PostDetails {
  readonly identity?: true
  readonly lang?: string
  readonly thread?: string
  readonly parent?: string
  readonly to?: readonly string[]
  readonly tags?: readonly string[]
  readonly links?: readonly string[]
  readonly media?: readonly Media[]
}

/** JSON, or null where there is nothing to keep. */
export function packDetails(post: Post): string | null {
  const { lang, thread, parent, to, tags, links, media } = post
  const identity = post.identity === undefined ? undefined : true
  const details = JSON.stringify({ identity, lang, thread, parent, to, tags, links, media })
  return details === '{}' ? null : details
}

export function unpackDetails(text: string | null): PostDetails {
  return fromJson<PostDetails>(text) ?? {}
}
