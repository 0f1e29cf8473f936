import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { SearchCapabilities } from '../../src/model/search-capabilities.ts'
import { compileQuery, matchPost } from '../../src/query/matcher.ts'
import { parseQuery } from '../../src/query/parser.ts'
import { printQuery } from '../../src/query/print.ts'
import { type NativeRequest, type NativeTerm, pushDown } from '../../src/query/push-down.ts'
import { writeNative } from '../../src/query/push-down-write.ts'
import type { Tree } from '../../src/query/tree.ts'
import { tokenize } from '../../src/text/tokens.ts'
import { arbitraryPost, type TestPost } from './arbitrary-post.ts'
import { arbitraryPlace, arbitraryTree } from './arbitrary-tree.ts'

const EVERYTHING: SearchCapabilities = { phrase: true, and: true, or: true, not: true }

/** A source that splits as we do and finds a word by any of its spellings: the words of a text in a row, each with its spellings. */
function spellings(text: string): readonly ReadonlySet<string>[] {
  const tokens = tokenize(text)
  const words = Array.from({ length: tokens.count }, (_, at) => new Set([tokens.form(at)]))
  for (let form = 0; form < tokens.formCount; form += 1)
    words[tokens.formTokens[form] ?? 0]?.add(tokens.otherForm(form))
  return words
}

function hasTerm(post: TestPost, term: NativeTerm): boolean {
  return [post.title ?? '', post.text].some((text) => {
    const words = spellings(text)
    const row = term.words.map((word) => spellings(word).flatMap((set) => [...set])[0] ?? word)
    if (/[\p{Script=Han}]/u.test(term.words.join('')))
      return term.words.every((word) => text.includes(word))
    return words.some((_, start) => row.every((word, at) => words[start + at]?.has(word)))
  })
}

function finds(request: NativeRequest, post: TestPost): boolean {
  return (
    request.all.every((group) => group.some((term) => hasTerm(post, term))) &&
    !request.none.some((term) => hasTerm(post, term))
  )
}

const arbitraryCapabilities: fc.Arbitrary<SearchCapabilities> = fc.record(
  {
    phrase: fc.boolean(),
    and: fc.boolean(),
    or: fc.boolean(),
    not: fc.boolean(),
    maxLength: fc.integer({ min: 12, max: 60 }),
    maxTerms: fc.integer({ min: 1, max: 4 }),
  },
  { requiredKeys: ['phrase', 'and', 'or', 'not'] },
)

test('every post that matches is found by at least one request', () => {
  let found = 0
  const property = fc.property(
    fc.oneof(arbitraryTree, arbitraryPlace),
    arbitraryCapabilities,
    fc.array(arbitraryPost, { minLength: 5, maxLength: 5 }),
    (tree, capabilities, posts) => {
      const { requests } = pushDown(tree, capabilities)
      if (requests.length === 0) return
      const query = compileQuery(tree)
      for (const post of posts) {
        if (!matchPost(query, post, { now: 0, zone: 'UTC' }).matched) continue
        found += 1
        expect(
          requests.some((request) => finds(request, post)),
          `${printQuery(tree)} asked as ${requests.map((one) => writeNative(one)).join(' | ')} of ${JSON.stringify(post)}`,
        ).toBe(true)
      }
    },
  )
  fc.assert(property, { numRuns: 1_200 })
  expect(found).toBeGreaterThan(60)
})

/** What of a request the source cannot take. */
function excess({ all, none }: NativeRequest, can: SearchCapabilities): readonly string[] {
  const terms = [...all.flat(), ...none]
  const rules: readonly (readonly [string, boolean])[] = [
    ['nothing is asked for', all.length === 0],
    ['or', !can.or && all.some((group) => group.length > 1)],
    ['and', !can.and && all.length > 1],
    ['not', !can.not && none.length > 0],
    ['phrase', !can.phrase && terms.some((term) => term.words.length > 1)],
    ['terms', can.maxTerms !== undefined && terms.length > can.maxTerms],
  ]
  return rules.flatMap(([name, isBroken]) => (isBroken ? [name] : []))
}

test('requests keep to what the source can take', () => {
  const property = fc.property(arbitraryTree, arbitraryCapabilities, (tree, capabilities) => {
    const { requests } = pushDown(tree, capabilities)
    expect(requests.flatMap((request) => excess(request, capabilities))).toEqual([])
  })
  fc.assert(property, { numRuns: 500 })
})

function asked(
  text: string,
  capabilities: SearchCapabilities = EVERYTHING,
): { readonly requests: readonly string[]; readonly residue: readonly string[] } {
  const { tree } = parseQuery(text, { context: 'saved' })
  const { requests, residue } = pushDown(tree as Tree, capabilities)
  return {
    requests: requests.map((request) => writeNative(request)),
    residue: residue.map(printQuery),
  }
}

test.each([
  ['acme', ['acme'], []],
  ['acme phone', ['acme phone'], []],
  ['(acme OR globex) phone NOT jobs', ['(acme OR globex) phone -jobs'], []],
  [
    '"acme phone" OR acmephone',
    ['acmephone OR "acme phone"'.split(' OR ').reverse().join(' OR ')],
    [],
  ],
  ['acme NEAR/3 phone', ['acme phone'], ['acme NEAR/3 phone']],
  ['acme phon*', ['acme'], ['phon*']],
  ['acme lang:en likes:>5', ['acme'], ['lang:en', 'likes:>5']],
  ['acme a NOT NEAR/3 b', ['acme a'], ['a NOT NEAR/3 b']],
  ['title:acme', ['acme'], ['title:(acme)']],
  ['#acme', ['acme'], ['#acme']],
  ["wendy's", ['"wendy\'s" OR wendys OR "wendy s"'], ["wendy's"]],
  ['(a b) OR (c d)', ['a b', 'c d'], ['(a AND b) OR (c AND d)']],
  ['acme NOT phon*', ['acme'], ['NOT phon*']],
])('%s is asked as %j and leaves %j', (text, requests, residue) => {
  expect(asked(text)).toEqual({ requests, residue })
})

test.each([
  'lang:en',
  'phon*',
  'acme OR phon*',
  '/acme/',
  'raw:"x"',
  'acme~1',
  '😡',
  'likes:>5 NOT acme',
])('%s cannot be asked for: everything has to be read', (text) => {
  expect(asked(text).requests).toEqual([])
})

test('without OR the alternatives are asked for one by one', () => {
  const poor: SearchCapabilities = { phrase: true, and: true, or: false, not: false }
  expect(asked('(acme OR globex) phone', poor).requests).toEqual(['phone'])
  expect(asked('acme OR globex', poor).requests).toEqual(['acme', 'globex'])
  expect(asked('acme OR globex', poor).residue).toEqual([])
})

test('without AND the rarest part is asked for', () => {
  expect(
    asked('tv smartphone', { phrase: false, and: false, or: false, not: false }).requests,
  ).toEqual(['smartphone'])
})

test('a long list is split by length and by number', () => {
  const list = Array.from({ length: 100 }, (_, at) => `word${at}`).join(' OR ')
  const { requests, residue } = asked(list, { ...EVERYTHING, maxLength: 120 })
  expect(requests.every((request) => request.length <= 120)).toBe(true)
  expect(requests.join(' OR ')).toBe(list)
  expect(residue).toEqual([])
  expect(asked(list, { ...EVERYTHING, maxTerms: 10 }).requests.length).toBeGreaterThanOrEqual(10)
})

test('5,000 alternatives are split without trouble', () => {
  const list = Array.from({ length: 5_000 }, (_, at) => `word${at}`).join(' OR ')
  expect(asked(list, { ...EVERYTHING, maxLength: 200 }).requests.length).toBeGreaterThan(200)
})
