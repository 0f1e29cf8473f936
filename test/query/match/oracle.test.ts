import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compileQuery, matchPost } from '../../../src/query/matcher.ts'
import type { Term, Tree, WordPattern } from '../../../src/query/tree.ts'
import { matchByTrying } from './oracle.ts'

const context = { now: 0, zone: 'UTC' }
const span = { start: 0, end: 0 }
const aLetter = fc.constantFrom('a', 'b', 'c')
const aWord = aLetter.map((text): WordPattern => ({ kind: 'plain', text }))
const someWords = fc.array(aWord, { minLength: 2, maxLength: 3 })

const aTerm: fc.Arbitrary<Tree> = fc
  .oneof(
    { weight: 5, arbitrary: aWord.map((word): Term => ({ form: 'words', words: [word] })) },
    { weight: 2, arbitrary: someWords.map((words): Term => ({ form: 'words', words })) },
    {
      weight: 1,
      arbitrary: fc
        .tuple(aWord, aWord)
        .map(([first, last]): Term => ({ form: 'words', words: [first, { kind: 'any' }, last] })),
    },
    {
      weight: 2,
      arbitrary: fc
        .tuple(someWords, fc.nat(2))
        .map(([words, within]): Term => ({ form: 'words', words, within })),
    },
  )
  .map((term): Tree => ({ type: 'term', term, span }))

const aDouble: fc.Arbitrary<Tree> = aWord.map(
  (word): Tree => ({ type: 'term', term: { form: 'words', words: [word, word] }, span }),
)
const alternatives = fc
  .array(aTerm, { minLength: 2, maxLength: 2 })
  .map((items): Tree => ({ type: 'or', items, span }))
const anOperand = fc.oneof({ weight: 4, arbitrary: aTerm }, { weight: 1, arbitrary: alternatives })

const pairOf = (left: fc.Arbitrary<Tree>): fc.Arbitrary<Tree> =>
  fc
    .tuple(left, anOperand, fc.nat(3), fc.boolean(), fc.integer({ min: 0, max: 3 }))
    .map(
      ([a, b, distance, ordered, kind]): Tree =>
        kind === 3
          ? { type: 'sentence', left: a, right: b, ordered, negated: distance === 0, span }
          : { type: 'near', left: a, right: b, distance, ordered, negated: kind === 2, span },
    )

const positive = (tree: Tree): boolean =>
  tree.type !== 'near' && tree.type !== 'sentence' ? true : !tree.negated && positive(tree.left)

const aPair = pairOf(anOperand)
const aChain = pairOf(aPair.filter(positive))

const aTree = fc.letrec<{ tree: Tree }>((tie) => ({
  tree: fc.oneof(
    { depthSize: 'small' },
    { weight: 3, arbitrary: aTerm },
    { weight: 4, arbitrary: aPair },
    { weight: 3, arbitrary: aChain },
    {
      weight: 2,
      arbitrary: fc
        .tuple(
          fc.constantFrom('and' as const, 'or' as const),
          fc.array(tie('tree'), { minLength: 2, maxLength: 3 }),
        )
        .map(([type, items]): Tree => ({ type, items, span })),
    },
    { weight: 1, arbitrary: tie('tree').map((item): Tree => ({ type: 'not', item, span })) },
    {
      weight: 1,
      arbitrary: fc
        .tuple(fc.constantFrom('title' as const, 'text' as const), tie('tree'))
        .map(([field, item]): Tree => ({ type: 'scope', field, item, span })),
    },
    {
      weight: 1,
      arbitrary: fc
        .tuple(
          fc.oneof(anOperand, aDouble),
          fc.constantFrom('>=' as const, '<=' as const, '=' as const),
          fc.nat(3),
        )
        .map(([item, compare, count]): Tree => ({ type: 'count', item, compare, count, span })),
    },
  ),
})).tree

const aText = fc
  .array(fc.constantFrom('a ', 'b ', 'c ', 'd ', 'd ', 'd. '), { maxLength: 12 })
  .map((words) => words.join(''))

describe('the matcher, against trying every combination', () => {
  it('agrees on whether a query holds and on what is highlighted', () => {
    fc.assert(
      fc.property(aTree, aText, aText, (tree, title, text) => {
        const expected = matchByTrying(tree, { title, text })
        const { matched, hits } = matchPost(compileQuery(tree), { title, text }, context)
        expect(matched).toBe(expected.matched)
        if (countsOverlap(tree)) return
        const written = { title, text }
        const letters = hits.flatMap(({ field, start, end }) =>
          [...written[field as 'title' | 'text'].slice(start, end)].flatMap((letter, at) =>
            /[a-z]/.test(letter) ? [`${field}:${start + at}`] : [],
          ),
        )
        expect([...new Set(letters)].sort()).toEqual(expected.hits)
      }),
      { numRuns: Number(process.env.LISTEN_RUNS ?? 1000) },
    )
  })
})

/** Terms alone highlight what does not overlap, which the oracle does not know. */
function countsOverlap(tree: Tree): boolean {
  return /"words":\[\{[^\]]*\},\{/.test(JSON.stringify(tree))
}
