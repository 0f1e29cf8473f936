import fc from 'fast-check'
import { expect, test } from 'vitest'
import { compileQuery, matchPost } from '../../src/query/matcher.ts'
import {
  NARROW_COLUMNS,
  type NarrowColumn,
  narrow,
  type SqlCondition,
} from '../../src/query/narrow.ts'
import { parseQuery } from '../../src/query/parser.ts'
import { printQuery } from '../../src/query/print.ts'
import type { Tree } from '../../src/query/tree.ts'
import { arbitraryPost, type TestPost } from './arbitrary-post.ts'
import { arbitraryPlace, arbitraryTree } from './arbitrary-tree.ts'
import { conditionHolds, indexedPost } from './naive-index.ts'

const NOW = Date.UTC(2026, 10, 22, 12)
const COLUMNS: ReadonlySet<NarrowColumn> = new Set<NarrowColumn>([
  'kind',
  'lang',
  'likes',
  'rating',
  'publishedAt',
  'isReply',
  'tag',
])
const CONTEXT = { now: NOW, zone: 'Europe/Berlin', columns: COLUMNS }

function matches(tree: Tree, post: TestPost): boolean {
  return matchPost(compileQuery(tree), post, { now: NOW, zone: 'Europe/Berlin' }).matched
}

/** Checks one tree against posts; answers how many matched. */
function check(tree: Tree, posts: readonly TestPost[]): number {
  const { condition, exact } = narrow(tree, CONTEXT)
  let found = 0
  for (const post of posts) {
    const holds = conditionHolds(condition, indexedPost(post))
    const matched = matches(tree, post)
    if (matched) found += 1
    const isRight = exact ? holds === matched : holds || !matched
    expect(isRight, `${printQuery(tree)} on ${JSON.stringify(post)}`).toBe(true)
  }
  return found
}

const somePosts = fc.array(arbitraryPost, { minLength: 5, maxLength: 5 })

test('the condition holds for every post that matches, and exactly so where it says so', () => {
  let found = 0
  const property = fc.property(arbitraryTree, somePosts, (tree, posts) => {
    found += check(tree, posts)
  })
  fc.assert(property, { numRuns: 300 })
  expect(found).toBeGreaterThan(100)
})

test('words in a row and near each other are found with all their spellings', () => {
  let found = 0
  const property = fc.property(arbitraryPlace, somePosts, (tree, posts) => {
    found += check(tree, posts)
  })
  fc.assert(property, { numRuns: 800 })
  expect(found).toBeGreaterThan(150)
})

function narrowText(text: string): { readonly condition: SqlCondition; readonly exact: boolean } {
  const { tree } = parseQuery(text, { context: 'view' })
  return narrow(tree as Tree, { now: NOW, zone: 'UTC', columns: new Set(NARROW_COLUMNS) })
}

const EVERYWHERE = ['title', 'text', 'alternates']

test('a plain word is answered by the index alone', () => {
  expect(narrowText('acme')).toEqual({
    condition: { kind: 'terms', terms: { op: 'word', word: 'acme', columns: EVERYWHERE } },
    exact: true,
  })
})

test('an accent has to be verified', () => {
  expect(narrowText('niño').exact).toBe(false)
})

test('words and excluded words become one question to the index', () => {
  const { condition, exact } = narrowText('acme phone NOT (jobs OR hiring)')
  expect(exact).toBe(true)
  expect(condition).toMatchObject({
    kind: 'terms',
    terms: { op: 'and-not', keep: { op: 'and' }, drop: { op: 'or' } },
  })
})

test('what cannot be excluded exactly is not excluded', () => {
  expect(narrowText('acme NOT "job opening"')).toEqual({ ...narrowText('acme'), exact: false })
})

test('a day is two bounds in the zone of the reader', () => {
  const { condition } = narrowText('published:2026-11-01')
  expect(condition).toEqual({
    kind: 'and',
    items: [
      { kind: 'column', column: 'publishedAt', compare: '>=', value: Date.UTC(2026, 10, 1) },
      { kind: 'column', column: 'publishedAt', compare: '<', value: Date.UTC(2026, 10, 2) },
    ],
  })
})

test('a column that the store lacks is left to the matcher', () => {
  const { tree } = parseQuery('kind:review', { context: 'view' })
  expect(narrow(tree as Tree, { now: NOW, zone: 'UTC', columns: new Set() })).toEqual({
    condition: { kind: 'true' },
    exact: false,
  })
})

test('expressions that are nested deeply give a shallow condition', () => {
  const text = `${'(a OR b ('.repeat(400)}c${'))'.repeat(400)}`.replaceAll('(a OR b (', '(a OR (b ')
  const { tree } = parseQuery(text, { context: 'view' })
  const depth = (value: unknown): number =>
    typeof value === 'object' && value !== null
      ? 1 + Math.max(0, ...Object.values(value).map(depth))
      : 0
  expect(depth(narrow(tree as Tree, CONTEXT).condition)).toBeLessThan(120)
})

test.each([
  ['"wendy s"', "at wendy's"],
  ['"wendy s burger"', 'a wendy’s burger'],
  ['"wendys burger"', "a wendy's burger"],
  ['"wendy burger"', "a wendy's burger"],
  ['"wendy\'s burger"', 'a wendy s burger'],
  ['"wendy\'s burger"', 'a wendys burger'],
  ['"don t work"', "they don't work"],
  ['"un l acme"', "un l'acme"],
  ['"chez acme"', "chez l'acme"],
  ['wendys NEAR/0 burger', "wendy's burger"],
  ['"wendy s" NEAR/0 burger', "wendy's burger"],
  ['"new #acme"', 'new #acme'],
  ['"new acme"', 'new #acme'],
  ['"o\'reilly book"', 'o reilly book'],
  ['"東京 acme"', '大東京 acme'],
  ['東京都', '大東京都市'],
  ['👍', 'yes 👍🏽'],
  ['C++ NEAR/1 job', 'a C++ job'],
  ['acme', '_acme_'],
  ['__init__', 'def __init__ self'],
])('%s is asked for so that %s is found where it matches', (query, text) => {
  const { tree } = parseQuery(query, { context: 'view' })
  const post: TestPost = { text, kind: 'post', source: 'x' }
  expect(matches(tree as Tree, post)).toBe(true)
  expect(check(tree as Tree, [post])).toBe(1)
})
