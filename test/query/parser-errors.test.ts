import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { checkQuery } from '../../src/query/check.ts'
import { parseQuery } from '../../src/query/parser.ts'
import { PROBLEM_CODES } from '../../src/query/problem-codes.ts'

interface Case {
  readonly expr: string
  readonly context?: 'view'
  readonly problems: readonly { readonly code: string; readonly span: readonly [number, number] }[]
}

const fixtures = new URL('../fixtures/query/', import.meta.url)
const fragments = JSON.parse(readFileSync(new URL('fragments.json', fixtures), 'utf8')) as Record<
  string,
  string
>
const cases = readFileSync(new URL('conformance-errors.jsonl', fixtures), 'utf8')
  .trimEnd()
  .split('\n')
  .map((line) => JSON.parse(line) as Case)

test('there are enough cases to judge by', () => {
  expect(cases.length).toBeGreaterThan(300)
})

test.each(cases)('$expr has its problems at their places', ({ expr, context, problems }) => {
  const parsed = parseQuery(expr, { context: context ?? 'saved', fragments })
  expect(parsed.problems.map(({ code, span }) => ({ code, span: [span.start, span.end] }))).toEqual(
    problems,
  )
  const hasError = problems.some(({ code }) => code.startsWith('Q'))
  expect(parsed.tree === undefined).toBe(hasError)
})

test('every error of the table is met by a case', () => {
  const met = new Set(cases.flatMap(({ problems }) => problems.map(({ code }) => code)))
  // Limits are reached by generated expressions, see parser-limits.test.ts; the others need the whole tree, see lint.test.ts.
  const elsewhere = ['Q032', 'Q033', 'Q034', 'Q035', 'W002', 'W004', 'W005', 'W006']
  const missing = PROBLEM_CODES.map(({ code }) => code).filter(
    (code) => !met.has(code) && !elsewhere.includes(code),
  )
  expect(missing).toEqual([])
})

const withExamples = PROBLEM_CODES.filter(({ example }) => example !== '')

test.each(withExamples)('the example of $code gets this code', ({ code, example }) => {
  const { problems } = checkQuery(example, { context: 'saved', fragments })
  expect(problems.map((problem) => problem.code)).toContain(code)
})

test('the codes are in order and none stands twice', () => {
  const codes = PROBLEM_CODES.map(({ code }) => code)
  expect(codes).toEqual([...new Set(codes)].sort())
})
