import type { Instant, Post } from '../model/post.ts'

/** Posts of one second are told apart by this many numbers. */
export const POSTS_A_SECOND = 2 ** 20
/** The ids of a day, in UTC, stand between its number since 1970 times this and the next. */
export const POSTS_A_DAY = 86_400 * POSTS_A_SECOND
/** The latest second whose ids stay exact in a double: the year 2242. */
const LAST_SECOND = 2 ** 33 - 2

/**
 * What decides about order and period: publication, or collection where publication is unknown or lies in
 * the future, so that a post dated 2999 is not first for ever.
 */
export function orderInstant(post: Pick<Post, 'publishedAt' | 'collectedAt'>): Instant {
  return Math.min(post.publishedAt ?? post.collectedAt, post.collectedAt)
}

/** Time-ordered: seconds · 2²⁰ + the number's remainder. `number` grows, so ids of one second differ. */
export function postId(instant: Instant, number: number): number {
  return firstId(instant) + (number % POSTS_A_SECOND)
}

/** The smallest id that a post of this instant's second can have. */
export function firstId(instant: Instant): number {
  const second = Math.floor(instant / 1000)
  return Math.min(Math.max(second, 0), LAST_SECOND) * POSTS_A_SECOND
}
