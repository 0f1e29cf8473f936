import { expect, test } from 'vitest'
import type { SearchCapabilities } from '../../src/model/search-capabilities.ts'
import type { Term, Tree } from '../../src/query/tree.ts'
import { toNativeQueries } from '../../src/sources/native-queries.ts'
import { term } from './contract.ts'

const span = { start: 0, end: 0 }
const and = (...items: Tree[]): Tree => ({ type: 'and', items, span })
const or = (...items: Tree[]): Tree => ({ type: 'or', items, span })
const not = (item: Tree): Tree => ({ type: 'not', item, span })
const near = (left: Tree, right: Tree, negated = false): Tree => ({
  type: 'near',
  left,
  right,
  distance: 5,
  ordered: false,
  negated,
  span,
})
const of = (form: Term): Tree => ({ type: 'term', term: form, span })
const wild = (text: string): Tree => of({ form: 'words', words: [{ kind: 'wildcard', text }] })

const WITHOUT_OR: SearchCapabilities = { phrase: true, and: true, or: false, not: false }
const WITH_OR: SearchCapabilities = { ...WITHOUT_OR, or: true }
const WORDS: SearchCapabilities = { phrase: false, and: false, or: false, not: false }

test.each([
  ['a word', term('acme'), ['acme']],
  ['a phrase', term('acme', 'phone'), ['"acme phone"']],
  ['both', and(term('acme'), term('red', 'phone')), ['acme "red phone"']],
  ['either', or(term('acme'), term('globex')), ['acme', 'globex']],
  ['an or within an and', and(or(term('a1'), term('b1')), term('c1')), ['c1 a1', 'c1 b1']],
  [
    'near needs both',
    near(term('globex'), or(term('phone'), term('tablet'))),
    ['globex phone', 'globex tablet'],
  ],
  ['not near needs the left', near(term('globex'), term('phone'), true), ['globex']],
  ['NOT is left to us', and(term('acme'), not(term('jobs'))), ['acme']],
  ['a wildcard is left to us', and(term('acme'), wild('phon*')), ['acme']],
  ['an or with a wildcard cannot be searched', or(term('acme'), wild('phon*')), []],
  ['only NOT cannot be searched', not(term('acme')), []],
  ['everything cannot be searched', { type: 'all', span } as Tree, []],
  [
    'what another branch finds is not asked',
    or(term('acme'), and(term('acme'), term('phone'))),
    ['acme'],
  ],
  ['the same branch twice is asked once', or(term('acme'), term('acme')), ['acme']],
  [
    'words near each other are words',
    of({
      form: 'words',
      words: [
        { kind: 'plain', text: 'a1' },
        { kind: 'plain', text: 'b1' },
      ],
      within: 3,
    }),
    ['a1 b1'],
  ],
  [
    'a phrase with a hole is its words',
    of({
      form: 'words',
      words: [{ kind: 'plain', text: 'a1' }, { kind: 'any' }, { kind: 'plain', text: 'b1' }],
    }),
    ['a1 b1'],
  ],
  ['a raw text is left to us', of({ form: 'raw', text: 'C+' }), []],
  ['quotes cannot break out', term('a"b'), ['a b']],
  ['a sign at the start is no operator', term('-acme'), ['acme']],
  [
    'at least three times is there',
    { type: 'count', item: term('acme'), compare: '>=', count: 3, span } as Tree,
    ['acme'],
  ],
  [
    'less than three times may be none',
    { type: 'count', item: term('acme'), compare: '<', count: 3, span } as Tree,
    [],
  ],
] as const)('%s', (_name, tree, expected) => {
  expect(toNativeQueries(tree as Tree, WITHOUT_OR)).toEqual(expected)
})

test('alternatives share a request where OR is understood, within its limits', () => {
  const tree = or(term('acme'), term('red', 'phone'), and(term('globex'), term('tablet')))
  expect(toNativeQueries(tree, WITH_OR)).toEqual(['acme OR "red phone" OR (globex tablet)'])
  expect(toNativeQueries(tree, { ...WITH_OR, maxTerms: 2 })).toEqual([
    'acme OR "red phone"',
    '(globex tablet)',
  ])
  expect(toNativeQueries(tree, { ...WITH_OR, maxLength: 22 })).toEqual([
    'acme OR "red phone"',
    '(globex tablet)',
  ])
})

test('a service that knows single words gets one', () => {
  expect(toNativeQueries(and(term('acme'), term('phone')), WORDS)).toEqual(['acme'])
})

test('a product that explodes keeps one factor', () => {
  const many = (prefix: string) =>
    or(...Array.from({ length: 20 }, (_, n) => term(`${prefix}${n}`)))
  expect(toNativeQueries(and(many('a'), many('b')), WITHOUT_OR).length).toBe(20)
})
