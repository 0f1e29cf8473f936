import { describe, expect, it } from 'vitest'
import { compileQuery, matchPost } from '../../../src/query/matcher.ts'
import { parseQuery } from '../../../src/query/parser.ts'
import { createPercolator } from '../../../src/query/percolator.ts'
import { findSentences } from '../../../src/text/sentences.ts'
import { tokenize } from '../../../src/text/tokens.ts'
import { indexTerms } from '../../../src/text/tokens-index.ts'

const context = { now: 0, zone: 'UTC' }

function match(expression: string, text: string): boolean {
  const { tree } = parseQuery(expression, { context: 'view' })
  if (tree === undefined) throw new Error('refused')
  const { matched } = matchPost(compileQuery(tree), { text }, context)
  expect(createPercolator([tree]).percolate({ text }, context).length === 1).toBe(matched)
  return matched
}

describe('large queries', () => {
  it('may have 100,000 alternatives', () => {
    const expression = Array.from({ length: 100_000 }, (_, at) => `a${at}`).join(' OR ')
    expect(match(expression, 'some a99999 words')).toBe(true)
    expect(match(expression, 'some words')).toBe(false)
  })

  it('may ask for 5,000 words at once', () => {
    const words = Array.from({ length: 5_000 }, (_, at) => `a${at}`).join(' ')
    expect(match(words, words)).toBe(true)
  })

  it('may be 1,000 brackets deep', () => {
    expect(match(`${'('.repeat(1_000)}acme${')'.repeat(1_000)}`, 'acme')).toBe(true)
    const nested = `${'(a OR (b AND '.repeat(500)}acme${'))'.repeat(500)}`
    expect(match(nested, 'b acme')).toBe(true)
    expect(match(`x ${'NOT ('.repeat(999)}acme${')'.repeat(999)}`, 'x')).toBe(true)
  })
})

describe('large posts', () => {
  const many = (text: string, times: number) => text.repeat(times)

  it('take long chains, windows and phrases', () => {
    expect(match('a NEAR/50 a NEAR/50 a NEAR/50 a', many('a ', 2_000))).toBe(true)
    expect(match(`"${many('a ', 30)}"~50`, many('a ', 2_000))).toBe(true)
    expect(match('"a b c"~50', many('a b c ', 5_000))).toBe(true)
    expect(match(`"${many('a ', 1_000)}"`, many('a ', 1_500))).toBe(true)
    expect(match('b SENT/f a', many('a ', 20_000) + many('b ', 20_000))).toBe(false)
    expect(match('a NOT NEAR/50 b', many('a ', 20_000) + many('b ', 20_000))).toBe(true)
    expect(match(Array(1_000).fill('a').join(' NEAR/50 '), many('b ', 1_000))).toBe(false)
  })

  it('do not make an expression explode', () => {
    expect(match('/^(a+)+$/', `${many('a', 5_000)}!`)).toBe(false)
    expect(match('/^(a|aa)+$/', `${many('a', 5_000)}!`)).toBe(false)
    expect(match(`aaa${many('*a', 25)}*b`, many('a', 50_000))).toBe(false)
  })

  it.each([
    ['letters', many('a', 500_000)],
    ['points', many('a.', 200_000)],
    ['apostrophes', many("a'", 200_000)],
    ['handles', many('@a', 200_000)],
    ['signs', many('#', 500_000)],
    ['closing brackets of a link', `http://a.com/${many(')', 500_000)}`],
    ['accents on one letter', `a${many('\u0301', 200_000)}`],
    ['Chinese without a stop', many('東京', 50_000)],
    ['joiners', `👩${many('\u200d', 200_000)}`],
    ['flags', many('🇩', 100_000)],
    ['hidden characters', many('a\u200b', 100_000)],
    ['blank lines', many('\n ', 200_000)],
    ['domains', many('a.com ', 20_000)],
    ['half characters', many('\ud83d', 200_000)],
    ['a letter that is an apostrophe and a letter', many('ŉ', 100_000)],
  ])('of %s are read to the end', (_, text) => {
    expect(tokenize(text).count).toBeGreaterThanOrEqual(0)
    expect(indexTerms(text).primary.length).toBeLessThanOrEqual(text.length * 2)
    expect(findSentences(text).at(-1)?.end ?? 0).toBeLessThanOrEqual(text.length)
  })
})
