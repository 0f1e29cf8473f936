/** What is read of one document at most. */
export interface FeedLimits {
  readonly maxBytes: number
  readonly maxItems: number
  /** Open elements, or brackets in JSON, that are told apart. */
  readonly maxDepth: number
  /** UTF-16 units of one text. */
  readonly maxField: number
  /** Tags, links, pictures, authors of one item. */
  readonly maxValues: number
}

export const FEED_LIMITS: FeedLimits = {
  maxBytes: 10 * 1024 * 1024,
  maxItems: 5000,
  maxDepth: 256,
  maxField: 65_536,
  maxValues: 100,
}
