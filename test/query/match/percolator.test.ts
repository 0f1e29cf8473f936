import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compileQuery, matchPost } from '../../../src/query/matcher.ts'
import { createPercolator } from '../../../src/query/percolator.ts'
import { aPost, aTree } from './trees.ts'

const context = { now: Date.UTC(2026, 10, 1), zone: 'UTC' }

describe('the percolator', () => {
  it('finds what evaluating every query finds, with the same places', () => {
    fc.assert(
      fc.property(
        fc.array(aTree, { minLength: 1, maxLength: 12 }),
        fc.array(aPost, { minLength: 1, maxLength: 6 }),
        (trees, posts) => {
          const percolator = createPercolator(trees)
          const queries = trees.map((tree) => compileQuery(tree))
          for (const post of posts) {
            const expected = queries.flatMap((query, index) => {
              const { matched, hits } = matchPost(query, post, context)
              return matched ? [{ query: index, hits }] : []
            })
            expect(percolator.percolate(post, context)).toEqual(expected)
          }
        },
      ),
      { numRuns: Number(process.env.LISTEN_RUNS ?? 300) },
    )
  })
})
