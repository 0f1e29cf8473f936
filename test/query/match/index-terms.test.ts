import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compileQuery, matchPost } from '../../../src/query/matcher.ts'
import { narrow } from '../../../src/query/narrow.ts'
import type { Tree } from '../../../src/query/tree.ts'
import { conditionHolds, indexedPost } from '../naive-index.ts'
import { aPost, aTree } from './trees.ts'

const context = { now: Date.UTC(2026, 10, 1), zone: 'UTC' }

function agrees(tree: Tree, post: { readonly title?: string; readonly text: string }): boolean {
  const { condition, exact } = narrow(tree, { ...context, columns: new Set() })
  const holds = conditionHolds(condition, indexedPost({ ...post, kind: 'post', source: 'x' }))
  const { matched } = matchPost(compileQuery(tree), post, context)
  return exact ? holds === matched : holds || !matched
}

describe('the words of the index', () => {
  it('never rule out a post that matches', () => {
    const property = fc.property(aTree, aPost, agrees)
    fc.assert(property, { numRuns: Number(process.env.LISTEN_RUNS ?? 1_000) })
  })

  it('tell of a phrase with any word in it that begins inside a word with an apostrophe', () => {
    const words = ['wendy', 's', '*', 'burger'] as const
    const tree: Tree = {
      type: 'term',
      term: {
        form: 'words',
        words: words.map((text) => (text === '*' ? { kind: 'any' } : { kind: 'plain', text })),
      },
      span: { start: 0, end: 0 },
    }
    const post = { text: "Wendy's big burger" }
    expect(matchPost(compileQuery(tree), post, context).matched).toBe(true)
    expect(agrees(tree, post)).toBe(true)
  })
})
