import type { Hit } from '../model/mention.ts'
import { TokenBuffer } from '../text/tokens-buffer.ts'
import { type CompiledQuery, compileQuery } from './compile.ts'
import { queryHolds } from './evaluate.ts'
import { collectHits } from './evaluate-hits.ts'
import type { MatchablePost, MatchContext } from './match-post.ts'
import { Reading, readTokens } from './match-reading.ts'
import { Vocabulary } from './match-vocabulary.ts'
import { CandidateFinder } from './percolator-candidates.ts'
import { SharedOccurrences } from './percolator-occurrences.ts'
import type { Tree } from './tree.ts'

export interface PercolatorMatch {
  /** The index of the query in the list that the percolator was made from. */
  readonly query: number
  readonly hits: readonly Hit[]
}

export interface Percolator {
  /** The queries that match a post, in their order. */
  percolate(post: MatchablePost, context: MatchContext): readonly PercolatorMatch[]
  /** Indexes of the queries without a required term: they are evaluated for every post. */
  readonly loose: readonly number[]
  /** How many posts were read, and how many queries were evaluated for them. */
  readonly counts: { readonly posts: number; readonly evaluated: number }
}

/**
 * Matches every post against many queries at once: the post is split into words once, and a query is evaluated only where its
 * rarest required term is met. What is rare is learnt from the posts; the answers do not depend on it.
 */
export function createPercolator(trees: readonly Tree[]): Percolator {
  const vocabulary = new Vocabulary()
  const queries = trees.map((tree) => compileQuery(tree, vocabulary))
  const tokens = new TokenBuffer()
  const occurrences = new SharedOccurrences(tokens, vocabulary.words.length)
  const finder = new CandidateFinder(queries, vocabulary.words, tokens, occurrences)
  const counts = { posts: 0, evaluated: 0 }
  return {
    counts,
    get loose() {
      return finder.index.loose
    },
    percolate: (post, context) => {
      readTokens(post, tokens)
      const candidates = finder.find()
      counts.posts += 1
      counts.evaluated += candidates.length
      if (candidates.length === 0) return []
      return evaluate(queries, candidates, new Reading(post, context, tokens, occurrences))
    },
  }
}

function evaluate(
  queries: readonly CompiledQuery[],
  candidates: readonly number[],
  reading: Reading,
): readonly PercolatorMatch[] {
  const matches: PercolatorMatch[] = []
  for (const query of candidates) {
    const root = queries[query]?.root
    if (root !== undefined && queryHolds(root, reading)) {
      matches.push({ query, hits: collectHits(root, reading) })
    }
  }
  return matches
}
