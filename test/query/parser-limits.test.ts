import { expect, test } from 'vitest'
import { checkQuery } from '../../src/query/check.ts'
import { describeTree } from '../../src/query/describe.ts'
import { narrow } from '../../src/query/narrow.ts'
import { parseQuery } from '../../src/query/parser.ts'
import { printQuery } from '../../src/query/print.ts'
import { pushDown } from '../../src/query/push-down.ts'
import { withoutSpans } from './arbitrary-tree.ts'

function codesOf(text: string): readonly string[] {
  return parseQuery(text, { context: 'saved' }).problems.map(({ code }) => code)
}

function nested(depth: number, open: string, core: string): string {
  return open.repeat(depth) + core + ')'.repeat(depth)
}

test('brackets 1,000 deep are fine, one more is refused', () => {
  expect(codesOf(nested(1_000, '(', 'acme'))).toEqual([])
  expect(codesOf(nested(1_001, '(', 'acme'))).toEqual(['Q032'])
  expect(codesOf(nested(100_000, '(', 'acme'))).toEqual(['Q032'])
})

test.each(['(a OR ', '(a OR NOT (b ', '(a NOT ', 'title:(a OR b) (c NOT ', '-('])(
  'the deepest tree of %s goes through everything without exhausting the stack',
  (open) => {
    const depth = Math.floor(1_000 / (open.split('(').length - open.split(')').length))
    const text = `x ${nested(depth, open, 'acme').replace(/\)+$/, (all) => ')'.repeat(open.split('(').length > 2 && open.includes('NOT (') ? depth * 2 : all.length))}`
    const { tree, problems } = checkQuery(text, { context: 'view' })
    expect(problems.filter(({ severity }) => severity === 'error')).toEqual([])
    if (!tree) throw new Error('no tree')
    expect(describeTree(tree).length).toBeGreaterThan(1)
    expect(parseQuery(printQuery(tree), { context: 'view' }).tree).toBeDefined()
    narrow(tree, { now: 0, zone: 'UTC', columns: new Set() })
    pushDown(tree, { phrase: true, and: true, or: false, not: true })
  },
)

test('a long chain of NEAR is refused in words', () => {
  const chain = (links: number): string =>
    Array.from({ length: links + 1 }, () => 'a').join(' NEAR/2 ')
  expect(codesOf(chain(1_000))).toEqual([])
  expect(codesOf(chain(1_001))).toEqual(['Q032'])
  expect(codesOf(chain(100_000))).toEqual(['Q032'])
})

test('the number of operands has no limit', () => {
  const text = Array.from({ length: 100_000 }, (_, at) => `a${at}`).join(' OR ')
  const { tree, problems } = parseQuery(text, { context: 'saved' })
  expect(problems).toEqual([])
  expect(tree?.type === 'or' && tree.items.length).toBe(100_000)
})

test('1 MiB of text is read, more is refused', () => {
  const size = 1_048_576
  expect(codesOf('acme '.repeat(size / 5))).toEqual([])
  expect(codesOf('a'.repeat(size + 1))).toEqual(['Q033'])
})

test('a word of 1,000 characters is read, a longer one is refused', () => {
  expect(codesOf('x'.repeat(1_000))).toEqual([])
  expect(codesOf('x'.repeat(65_536))).toEqual(['Q035'])
  expect(codesOf(`/${'x'.repeat(1_001)}/`)).toEqual(['Q035'])
  expect(codesOf(`author:${'x'.repeat(1_001)}`)).toEqual(['Q035'])
})

test('control characters are refused with their place', () => {
  const { problems } = parseQuery('ac\u0000me \u001b[31m', { context: 'saved' })
  expect(
    problems.filter(({ code }) => code === 'Q034').map(({ span }) => [span.start, span.end]),
  ).toEqual([
    [2, 3],
    [6, 7],
  ])
})

test('fragments that write out to more than 1 MiB are refused', () => {
  const fragments = Object.fromEntries(
    Array.from({ length: 40 }, (_, at) => [
      `f${at}`,
      at === 0 ? 'acme' : `[f${at - 1}] OR [f${at - 1}]`,
    ]),
  )
  const { problems } = parseQuery('[f39]', { context: 'saved', fragments })
  expect(problems.map(({ code }) => code)).toEqual(['Q031'])
  expect(problems[0]?.message).toContain('1 MiB')
})

test('a chain of fragments counts as brackets', () => {
  const fragments = Object.fromEntries(
    Array.from({ length: 3_000 }, (_, at) => [`f${at}`, at === 0 ? 'acme' : `x [f${at - 1}]`]),
  )
  expect(parseQuery('[f900]', { context: 'saved', fragments }).problems).toEqual([])
  expect(parseQuery('[f2999]', { context: 'saved', fragments }).problems[0]?.code).toMatch(
    /Q031|Q032/,
  )
})

/** Signs that a reader might look ahead for; none of them may cost more than the text is long. */
test.each([
  '"',
  '“',
  '{',
  '[',
  '[(',
  '/',
  '/a\\',
  '<<<',
  '(',
  ')',
  '-',
  '--',
  'a~',
  'title:',
  'title:(',
  'lang:(',
  'NEAR ',
  'NOT ',
  'a{',
  '\\',
  '“a” ',
  '"\\',
  'http://',
  'a.',
  'x*?',
  '[a] ',
  '😡',
  '東',
  '\u202e',
])('a text of nothing but %s is answered', (sign) => {
  const text = sign.repeat(Math.floor(200_000 / sign.length))
  const { problems } = parseQuery(text, { context: 'saved' })
  expect(problems.length).toBeGreaterThanOrEqual(0)
})

test('a fragment is a bracketed group of its own level', () => {
  const { tree } = parseQuery('acme [jobs]', { context: 'saved', fragments: { jobs: 'a OR b' } })
  const { tree: written } = parseQuery('acme (a OR b)', { context: 'saved' })
  expect(tree && withoutSpans(tree)).toEqual(written && withoutSpans(written))
})
