import type { Hit } from '../model/mention.ts'
import { compileQuery, matchReading, readPost } from './matcher.ts'
import type { MatchablePost, MatchContext } from './match-post.ts'
import { Vocabulary } from './match-vocabulary.ts'
import type { Tree } from './tree.ts'

export interface PercolatorMatch {
  /** The index of the query in the list that the percolator was made from. */
  readonly query: number
  readonly hits: readonly Hit[]
}

export interface Percolator {
  /** The queries that match a post, in their order. */
  percolate(post: MatchablePost, context: MatchContext): readonly PercolatorMatch[]
}

/** Matches every post against many queries at once. */
export function createPercolator(trees: readonly Tree[]): Percolator {
  const vocabulary = new Vocabulary()
  const queries = trees.map((tree) => compileQuery(tree, vocabulary))
  return {
    percolate: (post, context) => {
      const reading = readPost(post, context)
      return queries.flatMap((query, index) => {
        const { matched, hits } = matchReading(query, reading)
        return matched ? [{ query: index, hits }] : []
      })
    },
  }
}
