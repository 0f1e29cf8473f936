import { expect, test } from 'vitest'
import { parseQuery } from '../../src/query/parser.ts'
import { problemToJson } from '../../src/query/problems.ts'
import { renderProblem } from '../../src/query/render-problem.ts'

function render(text: string): string {
  const { problems } = parseQuery(text, { context: 'saved' })
  return problems.map((problem) => renderProblem(text, problem)).join('\n')
}

test('a problem is shown with its place and what to write', () => {
  expect(render('acme phone OR tablet')).toBe(
    [
      'error Q012: AND and OR stand on one level without brackets (a blank is AND too, and the two readings find different posts)',
      '  acme phone OR tablet',
      '  ^^^^^^^^^^^^^^^^^^^^',
      '  fix: write either (acme AND phone) OR tablet, or acme AND (phone OR tablet)',
    ].join('\n'),
  )
})

test('the line of a longer expression is named', () => {
  expect(render('acme\nOR kind:tweet')).toContain('error Q022, line 2: kind: has no value tweet\n')
  expect(render('acme\nOR kind:tweet')).toContain('\n  OR kind:tweet\n          ^^^^^\n')
})

test('the caret stands under wide characters and after hidden ones', () => {
  expect(render('東京 kind:x')).toContain('\n  東京 kind:x\n            ^\n')
  expect(render('\u202eacme kind:x')).toContain('\n  acme kind:x\n            ^\n')
})

test('of a very long line the part around the place is shown', () => {
  const shown = render(`${'acme '.repeat(1_000)}kind:tweet ${'x '.repeat(1_000)}`)
  for (const line of shown.split('\n')) expect(line.length).toBeLessThan(160)
  expect(shown).toContain('kind:tweet')
})

test('control characters do not reach the terminal', () => {
  expect(render('\u001b[31macme')).not.toContain('\u001b')
})

test('as data a problem has its code, place, sentence and fix', () => {
  const { problems } = parseQuery('acme kind:reviw', { context: 'saved' })
  expect(problems.map(problemToJson)).toEqual([
    {
      code: 'Q022',
      severity: 'error',
      span: [10, 15],
      message: 'kind: has no value reviw',
      reason: 'the values are post, comment, review, article, video',
      fixit: 'write kind:review',
    },
  ])
})
