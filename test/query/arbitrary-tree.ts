import fc from 'fast-check'
import type { FieldValue, Span, Term, Tree, WordPattern } from '../../src/query/tree.ts'

const span: Span = { start: 0, end: 0 }

/** A few words, so that random texts often hold them. */
export const VOCABULARY = [
  'acme',
  'phone',
  'niño',
  'résumé',
  "wendy's",
  '#tag',
  '@handle',
  '$gme',
  'C++',
  '.NET',
  '東京',
  '😡',
  '5G',
  '3.5',
  'a_b',
  'and',
  'near',
  'NOT',
  'hiring',
  'globex',
  'wendy',
  's',
  "don't",
  't',
  'l',
  'tag',
] as const

const plain = fc.constantFrom(...VOCABULARY).map((text): WordPattern => ({ kind: 'plain', text }))
const wildcard = fc
  .constantFrom('phon*', 'col?r', 'fl*ght', '#tag*', 'acm?')
  .map((text): WordPattern => ({ kind: 'wildcard', text }))
const exact = fc
  .constantFrom('BT', 'Acme', 'niño')
  .map((text): WordPattern => ({ kind: 'exact', text }))
const any = fc.constant<WordPattern>({ kind: 'any' })

const words: fc.Arbitrary<Term> = fc
  .oneof(
    { weight: 5, arbitrary: fc.array(plain, { minLength: 1, maxLength: 1 }) },
    { weight: 2, arbitrary: fc.array(fc.oneof(plain, wildcard), { minLength: 1, maxLength: 3 }) },
    { weight: 1, arbitrary: fc.array(exact, { minLength: 1, maxLength: 2 }) },
    { weight: 1, arbitrary: fc.tuple(plain, any, plain) },
  )
  .map((list): Term => ({ form: 'words', words: list }))

const within = fc
  .tuple(plain, plain, fc.integer({ min: 0, max: 50 }))
  .map(([a, b, distance]): Term => ({ form: 'words', words: [a, b], within: distance }))
const fuzzy = fc
  .tuple(fc.constantFrom('acme', 'phone', 'globex'), fc.constantFrom<0 | 1 | 2>(0, 1, 2))
  .map(([text, edits]): Term => ({ form: 'fuzzy', text, edits }))
const raw = fc
  .constantFrom('C+', 'say "hi"', 'a\\b', '“x”', '[jobs]', ' ')
  .map((text): Term => ({ form: 'raw', text }))
const regex = fc.constantFrom(['a/b', ''], ['reg(ex)?', 'i'], ['^x\\.y$', 'ims'], ['[/]', 's']).map(
  ([source, flags]): Term => ({
    form: 'regex',
    source: source as string,
    flags: flags as string,
  }),
)

export const arbitraryTerm: fc.Arbitrary<Tree> = fc
  .oneof({ weight: 8, arbitrary: words }, { weight: 2, arbitrary: within }, fuzzy, raw, regex)
  .map((term): Tree => ({ type: 'term', term, span }))

const compare = fc.constantFrom<'>=' | '>' | '=' | '<=' | '<'>('>=', '>', '=', '<=', '<')
const numberValue = fc.oneof(
  fc
    .tuple(compare, fc.constantFrom(0, 5, 1_000, 1.5, -0.5, 1e21, 123_456_789))
    .map(([sign, number]): FieldValue => ({ form: 'number', compare: sign, number })),
  fc.constantFrom<FieldValue>(
    { form: 'range', from: 5, to: 100 },
    { form: 'range', to: 10 },
    { form: 'range', from: 0.5 },
    { form: 'range' },
  ),
)
const dateValue = fc.oneof(
  fc
    .tuple(
      compare,
      fc.constantFrom('2026', '2026-11', '2026-11-01', '2026-11-01T10:00Z', '7d', '30min', '3mo'),
    )
    .map(([sign, text]): FieldValue => ({ form: 'date', compare: sign, text })),
  fc.constantFrom<FieldValue>(
    { form: 'dates', from: '2026-10', to: '2026-11' },
    { form: 'dates', from: '7d' },
    { form: 'dates' },
  ),
)
const textValue = (...texts: string[]): fc.Arbitrary<FieldValue> =>
  fc
    .constantFrom(...texts)
    .map((text): FieldValue => ({ form: 'text', text, wildcard: /[*?]/.test(text) }))

const field = (name: string, value: fc.Arbitrary<FieldValue>): fc.Arbitrary<Tree> =>
  value.map((one): Tree => ({ type: 'field', field: name, value: one, span }))

export const arbitraryField: fc.Arbitrary<Tree> = fc.oneof(
  field('likes', numberValue),
  field('rating', numberValue),
  field('published', dateValue),
  field('kind', textValue('post', 'review')),
  field('lang', textValue('en', 'de')),
  field('author', textValue('acme_support', '@acme', 'Jane Doe', 'a.b@c.d')),
  field('source', textValue('hn', 'news*', 'my blog')),
  field('tag', textValue('acme', 'customer service', 'OR')),
  field('to', textValue('acme', 'a.b')),
  field('is', textValue('reply', 'question')),
  field('has', textValue('link', 'emoji')),
)
const exactAddress: fc.Arbitrary<Tree> = fc.constantFrom('site', 'url', 'link').map(
  (name): Tree => ({
    type: 'field',
    field: name,
    value: {
      form: 'text',
      text: name === 'site' ? 'example.com' : 'example.com/Blog?x=1',
      wildcard: false,
    },
    span,
  }),
)

const alternatives = fc
  .array(arbitraryTerm, { minLength: 2, maxLength: 3 })
  .map((items): Tree => ({ type: 'or', items, span }))
const operand = fc.oneof({ weight: 3, arbitrary: arbitraryTerm }, alternatives)

const pair = (side: fc.Arbitrary<Tree>): fc.Arbitrary<Tree> =>
  fc.oneof(
    fc.record({
      type: fc.constant('near' as const),
      left: side,
      right: operand,
      distance: fc.integer({ min: 0, max: 50 }),
      ordered: fc.boolean(),
      negated: fc.boolean(),
      span: fc.constant(span),
    }),
    fc.record({
      type: fc.constant('sentence' as const),
      left: side,
      right: operand,
      ordered: fc.boolean(),
      negated: fc.boolean(),
      span: fc.constant(span),
    }),
  )
/** Words in a row and words near each other. */
export const arbitraryPlace: fc.Arbitrary<Tree> = fc.oneof(arbitraryTerm, pair(operand))
const positivePair = pair(operand).map((tree): Tree => ({ ...tree, negated: false }) as Tree)

const count = fc.record({
  type: fc.constant('count' as const),
  item: operand,
  compare,
  count: fc.integer({ min: 0, max: 9 }),
  span: fc.constant(span),
})

/** Leaves and what stands within one text. */
const leaf: fc.Arbitrary<Tree> = fc.oneof(
  { weight: 8, arbitrary: arbitraryTerm },
  { weight: 2, arbitrary: pair(operand) },
  { weight: 1, arbitrary: pair(positivePair) },
  { weight: 1, arbitrary: count },
)

function list(type: 'and' | 'or', item: fc.Arbitrary<Tree>): fc.Arbitrary<Tree> {
  return fc.array(item, { minLength: 2, maxLength: 4 }).map((items) => join(type, items))
}

/** The parser's normal form: no AND within AND, no OR within OR, no NOT of NOT. */
function join(type: 'and' | 'or', items: readonly Tree[]): Tree {
  return { type, items: items.flatMap((item) => (item.type === type ? item.items : [item])), span }
}

function negate(item: Tree): Tree {
  return item.type === 'not' ? item.item : { type: 'not', item, span }
}

const { inner } = fc.letrec<{ inner: Tree }>((tie) => ({
  inner: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    leaf,
    list('and', tie('inner')),
    list('or', tie('inner')),
    tie('inner').map(negate),
  ),
}))
const scope = fc.record({
  type: fc.constant('scope' as const),
  field: fc.constantFrom<'title' | 'text'>('title', 'text'),
  item: inner,
  span: fc.constant(span),
})

/** Any tree that the parser can give, in its normal form, with empty places. */
export const { arbitraryTree } = fc.letrec<{ arbitraryTree: Tree }>((tie) => ({
  arbitraryTree: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    leaf,
    arbitraryField,
    exactAddress,
    scope,
    list('and', tie('arbitraryTree')),
    list('or', tie('arbitraryTree')),
    tie('arbitraryTree').map(negate),
  ),
}))

/** The tree without its places, for comparison. */
export function withoutSpans(tree: Tree): unknown {
  return JSON.parse(JSON.stringify(tree, (key, value) => (key === 'span' ? undefined : value)))
}
