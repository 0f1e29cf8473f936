import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { Hit } from '../../../src/model/mention.ts'
import { compileQuery, type MatchablePost, matchPost } from '../../../src/query/matcher.ts'
import { parseQuery } from '../../../src/query/parser.ts'
import { createPercolator } from '../../../src/query/percolator.ts'
import type { Tree } from '../../../src/query/tree.ts'

interface Case {
  readonly item: string
  readonly expr: string
  readonly view?: boolean
  readonly text?: string
  readonly post?: MatchablePost
  readonly match: boolean
  readonly hits?: readonly Hit[]
}

const path = new URL('../../fixtures/query/conformance-match.jsonl', import.meta.url)
const cases = readFileSync(path, 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Case)
const context = { now: Date.UTC(2026, 10, 1, 12), zone: 'UTC', view: {} }

function parse({ expr, view }: Case): Tree {
  const { tree, problems } = parseQuery(expr, { context: view === true ? 'view' : 'saved' })
  if (tree === undefined) throw new Error(problems.map(({ message }) => message).join(', '))
  return tree
}

describe('the conformance cases of matching', () => {
  it('are enough', () => {
    expect(cases.length).toBeGreaterThanOrEqual(300)
  })

  it.each(cases)('$item: $expr', (each) => {
    const post = each.post ?? { text: each.text ?? '' }
    const { matched, hits } = matchPost(compileQuery(parse(each)), post, context)
    expect(matched).toBe(each.match)
    if (each.hits !== undefined) expect(hits).toEqual(each.hits)
  })

  it('hold for the percolator as well', () => {
    const percolator = createPercolator(cases.map(parse))
    for (const [index, each] of cases.entries()) {
      const post = each.post ?? { text: each.text ?? '' }
      const found = percolator.percolate(post, context).find(({ query }) => query === index)
      expect({ expr: each.expr, matched: found !== undefined }).toEqual({
        expr: each.expr,
        matched: each.match,
      })
      if (each.hits !== undefined) expect(found?.hits).toEqual(each.hits)
    }
  })
})
