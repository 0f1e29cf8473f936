import fc from 'fast-check'
import type { Term, Tree, WordPattern } from '../../../src/query/tree.ts'

const span = { start: 0, end: 0 }

/** Words that collide: stems, possessives, sigils, accents, look-alikes, scripts, emoji. */
const WORDS = [
  'acme',
  'Acme',
  'ACME',
  'acmes',
  'phone',
  'phones',
  'a',
  's',
  't',
  'wendy',
  "wendy's",
  'wendys',
  'Wendy’s',
  "don't",
  'don',
  "l'acme",
  'lacme',
  '#acme',
  '@acme',
  '$acme',
  '#wendy',
  'niño',
  'nino',
  'résumé',
  'resume',
  'resumé',
  'e-mail',
  'email',
  'C++',
  'c',
  'C#',
  '.NET',
  'net',
  '3.5',
  '5',
  '東京',
  '東京都',
  '京',
  '#東京',
  '애크미는',
  '애크미',
  '😡',
  '👍',
  '👍🏽',
  'аcme',
  'асме',
  'co\u00adlor',
  'color',
  'colour',
  'AT&T',
  '_acme_',
  '@a.b',
  'straße',
  'strasse',
  'iPhone買った',
]
const SEPARATORS = [' ', ' ', ' ', ', ', '. ', '! ', '\n', '-', '']

export const aWord = fc.constantFrom(...WORDS)

export const aText = fc
  .array(
    fc.tuple(
      fc.oneof(
        { weight: 8, arbitrary: aWord },
        { weight: 1, arbitrary: fc.constantFrom('https://acme.com/acme', 'acme.com', 'x') },
      ),
      fc.constantFrom(...SEPARATORS),
    ),
    { maxLength: 14 },
  )
  .map((pairs) => pairs.map(([word, separator]) => word + separator).join(''))

export const aPost = fc.record(
  {
    title: aText,
    text: aText,
    lang: fc.constantFrom('en', 'de'),
    likes: fc.nat(3),
    tags: fc.array(aWord, { maxLength: 2 }),
  },
  { requiredKeys: ['text'] },
)

const aPattern: fc.Arbitrary<WordPattern> = fc.oneof(
  { weight: 8, arbitrary: aWord.map((text): WordPattern => ({ kind: 'plain', text })) },
  { weight: 1, arbitrary: aWord.map((text): WordPattern => ({ kind: 'exact', text })) },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom('acm*', 'phon*', 'col?r', 'c*r', 'niñ*', 'wend*', '東*', '#ac*', 'a?me')
      .map((text): WordPattern => ({ kind: 'wildcard', text })),
  },
)

const aTerm: fc.Arbitrary<Term> = fc.oneof(
  { weight: 6, arbitrary: aPattern.map((word): Term => ({ form: 'words', words: [word] })) },
  {
    weight: 3,
    arbitrary: fc
      .array(
        fc.oneof(
          { weight: 9, arbitrary: aPattern },
          { weight: 1, arbitrary: fc.constant<WordPattern>({ kind: 'any' }) },
        ),
        { minLength: 2, maxLength: 3 },
      )
      .map((words): Term => ({ form: 'words', words })),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(fc.array(aPattern, { minLength: 2, maxLength: 3 }), fc.nat(3))
      .map(([words, within]): Term => ({ form: 'words', words, within })),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.constantFrom('acme', 'phone', 'wendy', 'colr', '12'), fc.constantFrom(0, 1, 2))
      .map(([text, edits]): Term => ({ form: 'fuzzy', text, edits: edits as 0 | 1 | 2 })),
  },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom('C+', 'acme', "y's", '東', '. ')
      .map((text): Term => ({ form: 'raw', text })),
  },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom(
        'acme|phone',
        'w[ey]ndy',
        '^acme',
        '\\d+',
        'co(lo|xx)u?r',
        'acme\\s+phone',
        'ſ|K',
      )
      .chain((source) =>
        fc.constantFrom('', 'i').map((flags): Term => ({ form: 'regex', source, flags })),
      ),
  },
)

const aLeaf: fc.Arbitrary<Tree> = aTerm.map((term): Tree => ({ type: 'term', term, span }))

const anOperand = fc.oneof(
  { weight: 4, arbitrary: aLeaf },
  {
    weight: 1,
    arbitrary: fc
      .array(aLeaf, { minLength: 2, maxLength: 3 })
      .map((items): Tree => ({ type: 'or', items, span })),
  },
)

const aPair: fc.Arbitrary<Tree> = fc
  .tuple(anOperand, anOperand, fc.nat(4), fc.boolean(), fc.boolean(), fc.boolean())
  .map(
    ([left, right, distance, ordered, negated, near]): Tree =>
      near
        ? { type: 'near', left, right, distance, ordered, negated, span }
        : { type: 'sentence', left, right, ordered, negated, span },
  )

const aChain: fc.Arbitrary<Tree> = fc.tuple(aPair, anOperand, fc.nat(4), fc.boolean()).map(
  ([left, right, distance, ordered]): Tree => ({
    type: 'near',
    left,
    right,
    distance,
    ordered,
    negated: false,
    span,
  }),
)

const aField: fc.Arbitrary<Tree> = fc.constantFrom<Tree>(
  { type: 'field', field: 'likes', value: { form: 'number', compare: '>=', number: 2 }, span },
  { type: 'field', field: 'lang', value: { form: 'text', text: 'en', wildcard: false }, span },
  { type: 'field', field: 'tag', value: { form: 'text', text: 'acme', wildcard: false }, span },
  { type: 'field', field: 'has', value: { form: 'text', text: 'emoji', wildcard: false }, span },
)

export const aTree: fc.Arbitrary<Tree> = fc.letrec<{ tree: Tree }>((tie) => ({
  tree: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    { weight: 5, arbitrary: aLeaf },
    { weight: 2, arbitrary: aPair },
    { weight: 1, arbitrary: aChain },
    { weight: 1, arbitrary: aField },
    {
      weight: 3,
      arbitrary: fc
        .tuple(fc.constantFrom('and', 'or'), fc.array(tie('tree'), { minLength: 2, maxLength: 3 }))
        .map(([type, items]): Tree => ({ type: type as 'and' | 'or', items, span })),
    },
    { weight: 1, arbitrary: tie('tree').map((item): Tree => ({ type: 'not', item, span })) },
    {
      weight: 1,
      arbitrary: fc.tuple(fc.constantFrom('title', 'text'), tie('tree')).map(
        ([field, item]): Tree => ({
          type: 'scope',
          field: field as 'title' | 'text',
          item,
          span,
        }),
      ),
    },
    {
      weight: 1,
      arbitrary: fc.tuple(anOperand, fc.constantFrom('>=', '<=', '=', '>', '<'), fc.nat(3)).map(
        ([item, compare, count]): Tree => ({
          type: 'count',
          item,
          compare: compare as '>=',
          count,
          span,
        }),
      ),
    },
  ),
})).tree
