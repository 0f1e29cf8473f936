import type { Hit } from '../model/mention.ts'
import type { CompiledQuery } from './compile.ts'
import { queryHolds } from './evaluate.ts'
import { collectHits } from './evaluate-hits.ts'
import type { MatchablePost, MatchContext } from './match-post.ts'
import { type Reading, readPost } from './match-reading.ts'

export { type CompiledQuery, compileQuery } from './compile.ts'
export type { MatchablePost, MatchContext, ViewFacts } from './match-post.ts'
export { type Reading, readPost } from './match-reading.ts'

export interface MatchResult {
  readonly matched: boolean
  /** UTF-16 units of the stored title and text, end exclusive; none where it did not match. */
  readonly hits: readonly Hit[]
}

/** Evaluates one query over one post. For several queries over one post use `readPost` once and `matchReading`. */
export function matchPost(
  query: CompiledQuery,
  post: MatchablePost,
  context: MatchContext,
): MatchResult {
  return matchReading(query, readPost(post, context))
}

/** Evaluates one query over a post that is split into words already. */
export function matchReading(query: CompiledQuery, reading: Reading): MatchResult {
  const matched = queryHolds(query.root, reading)
  return { matched, hits: matched ? collectHits(query.root, reading) : [] }
}
