import { expect, test } from 'vitest'
import { checkFragments, checkQuery } from '../../src/query/check.ts'
import { parseQuery } from '../../src/query/parser.ts'

const fragments = {
  jobs: 'hiring OR "job opening"',
  mixed: 'a b OR c',
  outer: '[mixed] x',
  loop: '[noose]',
  noose: '[loop]',
  typo: '[jbos]',
}

test('fragments are checked with places in their own text', () => {
  const found = checkFragments(fragments).map(({ name, problems }) => [
    name,
    problems.map(({ code, span }) => `${code} ${span.start}-${span.end}`).join(),
  ])
  expect(found).toEqual([
    ['mixed', 'Q012 0-8'],
    ['outer', 'Q031 0-7'],
    ['loop', 'Q030 0-7'],
    ['noose', 'Q030 0-6'],
    ['typo', 'Q029 0-6'],
  ])
})

test('the nearest fragment is named', () => {
  const { problems } = parseQuery('acme NOT [jbos]', { context: 'saved', fragments })
  expect(problems[0]?.fixit).toBe('write [jobs]')
})

test('a fault far inside is told by its innermost fragment', () => {
  const { problems } = parseQuery('[outer]', { context: 'saved', fragments })
  expect(problems[0]?.message).toBe(
    'the fragment outer cannot be used: in the fragment mixed: AND and OR stand on one level without brackets',
  )
})

test('names of fragments cannot be those of objects', () => {
  expect(parseQuery('[constructor]', { context: 'saved', fragments }).problems[0]?.code).toBe(
    'Q029',
  )
  expect(parseQuery('[__proto__]', { context: 'saved' }).problems[0]?.code).toBe('Q029')
})

test('warnings of the parser and of the whole tree come in the order of the expression', () => {
  const { problems } = checkQuery('acme and acme, lang:en', { context: 'saved' })
  expect(problems.map(({ code, span }) => `${code} ${span.start}`)).toEqual([
    'W001 5',
    'W002 9',
    'W007 13',
  ])
})

test('every problem of an expression is found at once, at least one in each bracket', () => {
  const { problems } = parseQuery(
    '(a b OR c) (likes:many) ([nope]) (*x) (a NEAR/99 b) (kind:tweet) ("") (/(/) (',
    { context: 'saved' },
  )
  expect(problems.map(({ code }) => code)).toEqual([
    'Q012',
    'Q023',
    'Q029',
    'Q009',
    'Q013',
    'Q022',
    'Q008',
    'Q017',
    'Q002',
  ])
})
