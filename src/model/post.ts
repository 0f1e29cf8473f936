/** Milliseconds since 1970-01-01T00:00:00Z. */
export type Instant = number

export const POST_KINDS = ['post', 'comment', 'review', 'article', 'video'] as const
export type PostKind = (typeof POST_KINDS)[number]

/** How exact a date is. A post whose precision is not second or minute stays out of clock percentiles. */
export type DatePrecision = 'second' | 'minute' | 'day' | 'none'

/** Who wrote a post. `id` is the platform's stable id; where there is none, the handle or name. */
export interface Author {
  readonly id: string
  readonly handle?: string
  readonly name?: string
  readonly url?: string
  readonly followers?: number
}

export interface Media {
  readonly url: string
  readonly type?: string
  readonly alt?: string
}

/** One public item as a source gives it. A value that the platform did not give is absent, never 0 or "". */
export interface Post {
  /** What a connector speaks: hackernews, bluesky, feed … */
  readonly platform: string
  /** The configured name of the source that saw it; never part of its identity. */
  readonly source: string
  /** The platform's own id, as text; see identity rules in docs/store.md. */
  readonly id: string
  /**
   * What the post is known by instead of `id`, where ids of the platform are not unique or change their
   * spelling (feeds): unique within the platform, at most 512 characters. Stores compare `identity ?? id`.
   */
  readonly identity?: string
  readonly url?: string
  readonly kind: PostKind
  readonly title?: string
  /** Plain text; "" where the post has none. */
  readonly text: string
  readonly author?: Author
  readonly publishedAt?: Instant
  readonly publishedPrecision: DatePrecision
  readonly editedAt?: Instant
  readonly collectedAt: Instant
  /** ISO 639-1, as the platform tells; a hint only. */
  readonly lang?: string
  /** The platform's own id of the first post of the conversation. */
  readonly thread?: string
  /** The platform's own id of the post that this one answers. */
  readonly parent?: string
  /** Handles that the post mentions or answers, without a leading @. */
  readonly to?: readonly string[]
  readonly rating?: number
  readonly likes?: number
  readonly replies?: number
  readonly shares?: number
  readonly views?: number
  readonly tags?: readonly string[]
  readonly links?: readonly string[]
  readonly media?: readonly Media[]
}

/** Who speaks: our own accounts, anybody else, or a competitor's account. Decided by (platform, author id). */
export type Side = 'ours' | 'theirs' | `competitor:${string}`
