import fc from 'fast-check'
import { expect, test } from 'vitest'
import { checkQuery } from '../../src/query/check.ts'
import { printQuery } from '../../src/query/print.ts'
import { renderProblem } from '../../src/query/render-problem.ts'
import { withoutSpans } from './arbitrary-tree.ts'

const PIECES = [
  'acme',
  'phone',
  'and',
  '"',
  '“',
  '”',
  '(',
  ')',
  '[',
  ']',
  '{',
  '}',
  '/',
  '\\',
  '-',
  '--',
  '~',
  '~2',
  '{>=2}',
  '{BT}',
  '[jobs]',
  '[nope]',
  ' AND ',
  ' OR ',
  ' NOT ',
  ' NEAR ',
  ' NEAR/3f ',
  ' SENT ',
  'title:',
  'text:',
  'lang:',
  'likes:',
  'published:',
  'raw:',
  'autor:',
  'status:',
  '>=5',
  '[1 TO 5]',
  'en',
  '7d',
  '*',
  '?',
  'pho*',
  '<<<',
  '>>>',
  '<',
  ' ',
  ' ',
  ' ',
  '\n',
  '.',
  ',',
  ':',
  'http://',
  'a.com',
  '#',
  '@',
  '$',
  '+',
  '😡',
  '東京',
  'é',
  '\u0000',
  '\u202e',
  '\ud83d',
  "'",
  '^9',
  '|',
  '&&',
  '!',
  '_',
] as const

const soup = fc
  .array(fc.constantFrom(...PIECES), { maxLength: 25 })
  .map((pieces) => pieces.join(''))

test('whatever is written is read to a tree or refused with reasons, and what was read can be printed', () => {
  let read = 0
  const property = fc.property(
    fc.oneof(soup, fc.string({ unit: 'binary', maxLength: 60 })),
    (text) => {
      const { tree, problems } = checkQuery(text, {
        context: 'view',
        fragments: { jobs: 'hiring OR "job opening"' },
      })
      const isRefused = problems.some(({ severity }) => severity === 'error')
      expect(tree === undefined).toBe(isRefused)
      for (const problem of problems) {
        expect(problem.span.start).toBeGreaterThanOrEqual(0)
        expect(problem.span.end).toBeLessThanOrEqual(text.length)
        expect(problem.span.end).toBeGreaterThanOrEqual(problem.span.start)
        expect(renderProblem(text, problem)).toContain(problem.code)
      }
      if (!tree) return
      read += 1
      expect(JSON.stringify(tree)).not.toContain('"text":""')
      const printed = printQuery(tree)
      const again = checkQuery(printed, { context: 'view' })
      expect(again.tree && withoutSpans(again.tree), printed).toEqual(withoutSpans(tree))
    },
  )
  fc.assert(property, { numRuns: 1_500 })
  expect(read).toBeGreaterThan(80)
})
