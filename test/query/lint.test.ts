import fc from 'fast-check'
import { expect, test } from 'vitest'
import { checkQuery } from '../../src/query/check.ts'
import { lintTree } from '../../src/query/lint.ts'
import { hasRequiredTerm } from '../../src/query/lint-required.ts'
import { parseQuery } from '../../src/query/parser.ts'
import { createPercolator } from '../../src/query/percolator.ts'
import { printQuery } from '../../src/query/print.ts'
import type { Tree } from '../../src/query/tree.ts'
import { arbitraryTree } from './arbitrary-tree.ts'

function lint(text: string, countWords?: (pattern: string) => number): readonly string[] {
  const { tree, problems } = checkQuery(text, {
    context: 'saved',
    ...(countWords ? { countWords } : {}),
  })
  expect(tree, problems.map(({ message }) => message).join()).toBeDefined()
  return problems.map(({ code, span }) => `${code} ${text.slice(span.start, span.end)}`)
}

test.each([
  ['acme OR acme*', ['W002 acme']],
  ['acme OR Acme', ['W002 Acme']],
  ['acme OR #acme', ['W002 #acme']],
  ['#acme OR acme', ['W002 #acme']],
  ['acme OR "acme phone"', ['W002 "acme phone"']],
  ['acme OR (acme phone)', ['W002 (acme phone)']],
  ['acme OR acme NEAR phone', ['W002 acme NEAR phone']],
  ['acme OR "phone acme"~3 NEAR x', ['W002 "phone acme"~3 NEAR x']],
  ['acme OR acme{>=2}', ['W002 acme{>=2}']],
  ['acme OR {Acme}', ['W002 {Acme}']],
  ['acme OR acme~1', ['W002 acme']],
  ['niño OR nino', ['W002 niño']],
  ['acme OR title:acme', ['W002 title:acme']],
  ['acme "acme phone"', ['W002 acme']],
  ['acme acme', ['W002 acme']],
  ['phone* OR phones*', ['W002 phones*']],
  ['(acme OR phone) NOT phone', ['W004 phone']],
  ['acme NOT (jobs OR acme)', ['W004 acme']],
  ['acme NOT acme*', ['W004 acme*']],
  ['"acme phone" NOT phone', ['W004 phone']],
  ['acme likes:>5 likes:<3', ['W003 likes:<3']],
  ['acme likes:5 likes:6', ['W003 likes:6']],
  ['acme likes:>5 likes:<=5', ['W003 likes:<=5']],
  ['acme likes:<0', ['W003 likes:<0']],
  ['acme kind:post kind:review', ['W003 kind:review']],
  ['acme published:2025 published:>=2026', ['W003 published:>=2026']],
  ['acme site:co.uk', ['W003 site:co.uk']],
  ['title:a NEAR text:b', ['W003 title:a NEAR text:b']],
  ['lang:en', ['W006 lang:en']],
  ['/[a-z]+/', ['W006 /[a-z]+/']],
  ['/acme/ OR /\\d/', ['W006 /acme/ OR /\\d/']],
  ['acme OR lang:en', ['W006 acme OR lang:en']],
])('%s is warned of', (text, expected) => {
  expect(lint(text)).toEqual(expected)
})

test.each([
  'acme OR phone',
  'acme phone',
  'nino OR phone*',
  '"acme phone" OR "phone acme"',
  'acme NOT "acme jobs"',
  '(acme phone) OR (acme tablet)',
  'acme likes:>5 likes:<30',
  'acme likes:>=5 likes:<=5',
  'acme published:>=2026-01 published:<2026-06',
  'acme kind:post is:reply is:question',
  'acme (kind:post OR kind:review)',
  'acme site:example.co.uk',
  'acme site:localhost:8080',
  'acme a NOT NEAR acme',
  'acme lang:en',
  'acm? OR acme',
  'phon* acme',
  '/acme/ OR raw:"x"',
])('%s is not warned of', (text) => {
  expect(lint(text)).toEqual([])
})

test('a wildcard that stands for very many words is warned of with the number', () => {
  expect(lint('con* acme', () => 5_000)).toEqual(['W005 con*'])
  expect(lint('con* acme', () => 50)).toEqual([])
})

test('a query is said to have no required term exactly where the percolator cannot look it up', () => {
  const property = fc.property(arbitraryTree, (tree) => {
    const isLoose = createPercolator([tree]).loose.length > 0
    expect(hasRequiredTerm(tree), printQuery(tree)).toBe(!isLoose)
  })
  fc.assert(property, { numRuns: 1_000 })
})

test('a view may ask for fields alone', () => {
  const { tree } = parseQuery('status:open', { context: 'view' })
  expect(lintTree(tree as Tree, { context: 'view' })).toEqual([])
})

test('long lists are judged in a moment', () => {
  const list = (name: string): string =>
    Array.from({ length: 30_000 }, (_, at) => `${name}${at}`).join(' OR ')
  expect(lint(`(${list('a')} OR x*yz) NOT (${list('b')})`)).toEqual([])
})
