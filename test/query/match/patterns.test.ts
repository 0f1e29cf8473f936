import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { buildAutomaton } from '../../../src/query/automata.ts'
import { isWithinEdits, letterBits, mayBeWithinEdits } from '../../../src/query/fuzzy.ts'
import { compileRegex } from '../../../src/query/regex.ts'
import { requiredLiterals } from '../../../src/query/regex-literals.ts'
import { compileWildcard, matchesWildcard, plainLetters } from '../../../src/query/wildcard.ts'

const few = (letters: string, maxLength: number) =>
  fc.array(fc.constantFrom(...letters), { maxLength }).map((signs) => signs.join(''))

describe('wildcards', () => {
  it('match as their regular expression does', () => {
    fc.assert(
      fc.property(few('ab*?', 7), few('ab', 9), (pattern, text) => {
        const source = pattern.replaceAll('*', '.*').replaceAll('?', '.')
        const { parts } = compileWildcard(plainLetters(pattern))
        expect(matchesWildcard(parts, plainLetters(text))).toBe(
          new RegExp(`^(?:${source})$`).test(text),
        )
      }),
      { numRuns: 3_000 },
    )
  })

  it('end on a pattern that makes backtracking engines explode', () => {
    const { parts } = compileWildcard(plainLetters(`${'a*'.repeat(25)}b`))
    expect(matchesWildcard(parts, plainLetters('a'.repeat(5_000)))).toBe(false)
  })
})

/** The restricted Damerau–Levenshtein distance, by its definition. */
function distance(a: string, b: string): number {
  if (a === '' || b === '') return a.length + b.length
  const cost = a.at(-1) === b.at(-1) ? 0 : 1
  const ways = [
    distance(a.slice(0, -1), b) + 1,
    distance(a, b.slice(0, -1)) + 1,
    distance(a.slice(0, -1), b.slice(0, -1)) + cost,
  ]
  const isSwap = a.length > 1 && a.at(-1) === b.at(-2) && a.at(-2) === b.at(-1)
  if (isSwap) ways.push(distance(a.slice(0, -2), b.slice(0, -2)) + 1)
  return Math.min(...ways)
}

describe('fuzzy words', () => {
  it('are within so many edits exactly when the whole table says so, and the letters never deny it', () => {
    fc.assert(
      fc.property(few('abc', 5), few('abc', 5), fc.constantFrom(0, 1, 2), (a, b, edits) => {
        const expected = distance(a, b) <= edits
        expect(isWithinEdits(a, b, edits)).toBe(expected)
        if (expected) expect(mayBeWithinEdits(letterBits(a), letterBits(b), edits)).toBe(true)
      }),
      { numRuns: 3_000 },
    )
  })
})

describe('the automaton', () => {
  it('finds every literal that stands in the text, letter case aside', () => {
    fc.assert(
      fc.property(
        fc.array(
          few('abKs', 4).filter((literal) => literal !== ''),
          { minLength: 1, maxLength: 6 },
        ),
        few('abkSſK ', 20),
        (literals, text) => {
          const found = new Set<number>()
          buildAutomaton(literals).scan(text, (literal) => found.add(literal))
          const folded = text.toLowerCase().replaceAll('ſ', 's')
          const expected = literals.flatMap((literal, number) =>
            folded.includes(literal.toLowerCase()) ? [number] : [],
          )
          expect([...found].sort((a, b) => a - b)).toEqual(expected)
        },
      ),
      { numRuns: 2_000 },
    )
  })
})

const aRegex = fc.letrec<{ regex: string }>((tie) => ({
  regex: fc.oneof(
    { depthSize: 'small' },
    { weight: 6, arbitrary: fc.stringMatching(/^[abk]{1,4}$/) },
    {
      weight: 2,
      arbitrary: fc.constantFrom(
        '.',
        '[ab]',
        '[^a]',
        '[a-c]',
        '\\w',
        '\\b',
        '^',
        '$',
        'é',
        '\\.',
        '\\x61',
        '[sS]',
      ),
    },
    { weight: 2, arbitrary: fc.tuple(tie('regex'), tie('regex')).map(([a, b]) => a + b) },
    { weight: 2, arbitrary: fc.tuple(tie('regex'), tie('regex')).map(([a, b]) => `(?:${a}|${b})`) },
    {
      weight: 2,
      arbitrary: fc
        .tuple(tie('regex'), fc.constantFrom('*', '+', '?', '{2}', '{0,2}', '{1,}', '+?'))
        .map(([a, quantifier]) => `(${a})${quantifier}`),
    },
    { weight: 1, arbitrary: tie('regex').map((a) => `(?i:${a})`) },
    { weight: 1, arbitrary: fc.tuple(tie('regex'), tie('regex')).map(([a, b]) => `${a}|${b}`) },
  ),
})).regex

describe('the literals that an expression requires', () => {
  it.each([
    ['acme\\s+(phone|tablet)', ['acme']],
    ['(?:acme|globex)s?', ['acme', 'globex']],
    ['ac(?:me|ne)x', ['acmex', 'acnex']],
    ['(acme)+', ['acme']],
    ['(acme)*', undefined],
    ['\\d+', undefined],
    ['a|b', undefined],
    ['Foo[Bb]ar', ['foobar']],
    ['a.b', undefined],
    ['https?://acme\\.com', ['://acme.com']],
  ])('of %s', (source, expected) => {
    expect(requiredLiterals(source)).toEqual(expected)
  })

  it('stand in every text that it matches', () => {
    let matched = 0
    fc.assert(
      fc.property(
        aRegex,
        fc.constantFrom('', 'i'),
        few('abkABKKé. s', 12),
        (source, flags, text) => {
          const literals = requiredLiterals(source)
          if (literals === undefined || compileRegex(source, flags).find(text, 1).length === 0)
            return
          matched += 1
          const folded = text.toLowerCase().replaceAll('ſ', 's')
          expect(literals.some((literal) => folded.includes(literal))).toBe(true)
        },
      ),
      { numRuns: 6_000 },
    )
    expect(matched).toBeGreaterThan(50)
  })
})
