import fc from 'fast-check'
import { expect, test } from 'vitest'
import { wilson } from '../../src/metrics/intervals.ts'
import { contrastWords } from '../../src/metrics/log-odds.ts'
import { seededRandom } from '../../src/metrics/random.ts'
import { compileQuery, matchPost } from '../../src/query/matcher.ts'
import { countExclusions, measureQuery, proposeExclusions } from '../../src/query/measure.ts'
import { parseQuery } from '../../src/query/parser.ts'
import { printQuery } from '../../src/query/print.ts'
import { drawSample } from '../../src/query/sample.ts'
import type { Tree } from '../../src/query/tree.ts'
import { widenTree } from '../../src/query/widen.ts'
import { arbitraryPost } from './arbitrary-post.ts'
import { arbitraryTree } from './arbitrary-tree.ts'

test('precision is the share of judged finds, with Wilson’s interval', () => {
  const { precision } = measureQuery(
    { total: 1_000, judged: 50, relevant: 40 },
    { total: 0, judged: 0, relevant: 0 },
    wilson,
  )
  expect(precision?.rate).toBe(0.8)
  expect(precision?.low).toBeCloseTo(0.6696, 3)
  expect(precision?.high).toBeCloseTo(0.8876, 3)
})

test('recall weighs what is found against what the widened query finds besides', () => {
  const measured = measureQuery(
    { total: 100, judged: 50, relevant: 40 },
    { total: 200, judged: 50, relevant: 5 },
    wilson,
  )
  // 80 meant posts are found, 20 are missed.
  expect(measured.recall?.rate).toBeCloseTo(0.8, 10)
  expect(measured.missed).toBeCloseTo(20, 10)
  expect(measured.recall?.low).toBeLessThan(0.7)
  expect(measured.recall?.high).toBeGreaterThan(0.85)
})

test('what was not judged is not told', () => {
  expect(
    measureQuery(
      { total: 5, judged: 0, relevant: 0 },
      { total: 5, judged: 0, relevant: 0 },
      wilson,
    ),
  ).toEqual({})
  expect(
    measureQuery({ total: 5, judged: 5, relevant: 5 }, { total: 5, judged: 0, relevant: 0 }, wilson)
      .recall,
  ).toBeUndefined()
})

test('a sample is stratified, without repetition, and decided by its seed', () => {
  const items = Array.from({ length: 1_000 }, (_, at) => ({
    id: at,
    source: at < 900 ? 'hn' : at < 990 ? 'blogs' : 'forum',
  }))
  const draw = (seed: number) =>
    drawSample(items, { size: 50, random: seededRandom(seed), stratumOf: ({ source }) => source })
  const sample = draw(7)
  const count = (source: string) => sample.filter((item) => item.source === source).length
  expect([count('hn'), count('blogs'), count('forum')]).toEqual([45, 4, 1])
  expect(new Set(sample).size).toBe(50)
  expect(draw(7)).toEqual(sample)
  expect(draw(8)).not.toEqual(sample)
})

test('a sample has its size, whatever the strata', () => {
  const property = fc.property(
    fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 200 }),
    fc.integer({ min: 0, max: 60 }),
    fc.integer(),
    (kinds, size, seed) => {
      const items = kinds.map((kind, id) => ({ kind, id }))
      const sample = drawSample(items, {
        size,
        random: seededRandom(seed),
        stratumOf: ({ kind }) => String(kind),
      })
      expect(sample.length).toBe(Math.min(size, items.length))
      expect(new Set(sample).size).toBe(sample.length)
      if (size >= 10)
        expect(new Set(sample.map(({ kind }) => kind)).size).toBe(
          Math.min(new Set(kinds).size, sample.length),
        )
    },
  )
  fc.assert(property, { numRuns: 300 })
})

test.each([
  ['"acme phone" NOT jobs', 'acme AND phone*'],
  ['title:acme lang:en', 'acme'],
  ['acme NEAR/3 battery', 'acme AND battery*'],
  ['acme a NOT NEAR b', 'acme AND a'],
  ['{BT} OR "résumé"', 'BT OR resume*'],
  ['globex{>=3}', 'globex*'],
  ['acme~1', 'acme~2'],
])('%s is widened to %s', (text, wide) => {
  const { tree } = parseQuery(text, { context: 'view' })
  const widened = widenTree(tree as Tree)
  expect(widened && printQuery(widened)).toBe(wide)
})

test('nothing can be widened that names no words', () => {
  const { tree } = parseQuery('acme OR lang:en', { context: 'view' })
  expect(widenTree(tree as Tree)).toBeUndefined()
})

test('the widened query finds everything that the query finds', () => {
  let found = 0
  const property = fc.property(
    arbitraryTree,
    fc.array(arbitraryPost, { minLength: 4, maxLength: 4 }),
    (tree, posts) => {
      const widened = widenTree(tree)
      if (!widened) return
      const [narrow, wide] = [compileQuery(tree), compileQuery(widened)]
      for (const post of posts) {
        if (!matchPost(narrow, post, { now: 0, zone: 'UTC' }).matched) continue
        found += 1
        expect(
          matchPost(wide, post, { now: 0, zone: 'UTC' }).matched,
          `${printQuery(tree)} → ${printQuery(widened)} on ${JSON.stringify(post)}`,
        ).toBe(true)
      }
    },
  )
  fc.assert(property, { numRuns: 800 })
  expect(found).toBeGreaterThan(50)
})

test('exclusions are proposed with what each would cost', () => {
  const posts = [
    ...Array.from({ length: 20 }, (_, at) => ({
      text: `acme corporation cartoon coyote ${at}`,
      relevant: false,
    })),
    ...Array.from({ length: 30 }, (_, at) => ({
      text: `acme phone battery ${at}`,
      relevant: true,
    })),
    { text: 'acme phone with a cartoon on it', relevant: true },
  ]
  const proposed = proposeExclusions(contrastWords(countExclusions(posts), posts.length))
  expect(proposed).toContainEqual({ expression: 'NOT cartoon', removes: 20, costs: 1 })
  expect(proposed).toContainEqual({ expression: 'NOT "cartoon coyote"', removes: 20, costs: 0 })
  expect(proposed.map(({ expression }) => expression)).not.toContain('NOT acme')
})
