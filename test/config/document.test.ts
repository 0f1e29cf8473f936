import { describe, expect, it } from 'vitest'
import { parseConfigDocument } from '../../src/config/document.ts'

const problemOf = (text: string) => parseConfigDocument(text, 'queries.yaml').problems

describe('a file that is no YAML is told in words for people', () => {
  it.each([
    ['a key twice', 'query: a\nquery: b\n', 2, 'the key "query" stands here a second time'],
    ['two documents', 'a: 1\n---\nb: 2\n', 2, 'a second document begins here'],
    ['brackets', `a: ${'['.repeat(50_000)}`, 1, 'this is nested too deep'],
    ['braces', `a: ${'{a: '.repeat(50_000)}`, 1, 'this is nested too deep'],
  ])('%s', (_what, text, line, message) => {
    const problems = problemOf(text)
    expect(problems).toHaveLength(1)
    expect(problems[0]).toMatchObject({ message, place: { line } })
  })

  it.each(['@acme', '*', '&a &b', '%x', '`x`'])('a value %s wants quotes', (value) => {
    expect(problemOf(`match: ${value}\n`)[0]?.hint).toContain('in quotes')
  })

  it('an expansion bomb is refused', () => {
    const lines = ['a0: &a0 [x,x,x,x,x,x,x,x,x]']
    for (let step = 1; step < 9; step++)
      lines.push(
        `a${step}: &a${step} [${Array(9)
          .fill(`*a${step - 1}`)
          .join(',')}]`,
      )
    expect(problemOf(lines.join('\n'))[0]?.message).toContain('aliases')
  })
})
