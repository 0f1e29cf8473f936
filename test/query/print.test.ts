import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseQuery } from '../../src/query/parser.ts'
import { printQuery } from '../../src/query/print.ts'
import { arbitraryTree, withoutSpans } from './arbitrary-tree.ts'

test('a printed tree parses to the same tree', () => {
  fc.assert(
    fc.property(arbitraryTree, (tree) => {
      const text = printQuery(tree)
      const { tree: again, problems } = parseQuery(text, { context: 'view' })
      expect(
        problems.filter(({ severity }) => severity === 'error'),
        text,
      ).toEqual([])
      expect(again && withoutSpans(again), text).toEqual(withoutSpans(tree))
    }),
    { numRuns: 1_000 },
  )
})

test.each([
  ['a b', 'a AND b'],
  ['a -b', 'a NOT b'],
  ['e-mail', '"e mail"'],
  ['"and"', '"and"'],
  ['(a OR b){>=2}', '(a OR b){>=2}'],
  ['title:acme', 'title:(acme)'],
  ['a NEAR b NEAR/3f c', 'a NEAR/5 b NEAR/3f c'],
  ['a NEAR (b NEAR c)', 'a NEAR/5 (b NEAR/5 c)'],
  ['lang:EN-us', 'lang:en'],
  ['likes:1.5k', 'likes:1500'],
  ['tag:##x', 'tag:##x'],
  ['/a\\/b/', '/a\\/b/'],
])('%s is printed as %s', (written, printed) => {
  const { tree } = parseQuery(written, { context: 'view' })
  expect(tree && printQuery(tree)).toBe(printed)
})
