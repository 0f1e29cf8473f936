import { describe, expect, it } from 'vitest'
import {
  compileQuery,
  type MatchablePost,
  type MatchContext,
  matchPost,
  type ViewFacts,
} from '../../../src/query/matcher.ts'
import { parseQuery } from '../../../src/query/parser.ts'
import { createPercolator } from '../../../src/query/percolator.ts'

const now = Date.UTC(2026, 10, 1, 12)
const context: MatchContext = { now, zone: 'UTC' }

function compile(expression: string) {
  const { tree, problems } = parseQuery(expression, { context: 'view' })
  if (tree === undefined) throw new Error(`${expression}: ${problems[0]?.message}`)
  return { tree, query: compileQuery(tree) }
}

const matches = (
  expression: string,
  post: Partial<MatchablePost>,
  more: Partial<MatchContext> = {},
) => matchPost(compile(expression).query, { text: '', ...post }, { ...context, ...more }).matched

describe('view fields', () => {
  const view: ViewFacts = {
    queries: [{ query: 'acme', role: 'brand' }],
    sentiment: { label: 'negative', score: -0.6 },
    intents: ['complaint', 'question'],
    status: 'open',
    overdue: true,
    flagged: false,
    flags: ['important'],
    labels: ['Battery Recall'],
    assigned: 'ann',
    priority: 'urgent',
    dueAt: now + 3_600_000,
    collectedAt: now - 3_600_000,
    cluster: 12,
    person: ['jane', 'jane@social.example'],
    ladder: 'advocate',
    addressed: true,
  }

  it.each([
    ['query:acme', true],
    ['query:globex', false],
    ['role:brand', true],
    ['sentiment:negative', true],
    ['sentiment:<-0.5', true],
    ['sentiment:[-0.5 TO 1]', false],
    ['intent:complaint', true],
    ['intent:praise', false],
    ['is:question', true],
    ['status:open', true],
    ['is:overdue', true],
    ['is:flagged', false],
    ['is:unseen', false],
    ['is:addressed', true],
    ['flag:important', true],
    ['label:"battery recall"', true],
    ['assigned:@Ann', true],
    ['priority:urgent', true],
    ['due:2h', true],
    ['due:30min', false],
    ['collected:2h', true],
    ['collected:30min', false],
    ['cluster:12', true],
    ['person:jane', true],
    ['ladder:advocate', true],
  ])('%s', (expression, expected) => {
    expect(matches(expression, {}, { view })).toBe(expected)
    expect(matches(expression, {}, { view: {} }) || matches(expression, {})).toBe(false)
  })
})

describe('what the context tells', () => {
  it('is the language of a post that does not tell its own', () => {
    const detectLanguage = () => 'de'
    expect(matches('lang:de', {}, { detectLanguage })).toBe(true)
    expect(matches('lang:de', { lang: 'en' }, { detectLanguage })).toBe(false)
    expect(matches('lang:de', {})).toBe(false)
  })

  it('is where a source reads, for posts without a URL', () => {
    expect(matches('site:example.com', {}, { endpoint: 'https://feeds.example.com/rss' })).toBe(
      true,
    )
  })

  it('are our handles', () => {
    const ownHandles = ['acme.bsky.social', '@acme_help']
    expect(matches('is:addressed', { text: 'hey @Acme.bsky.social!' }, { ownHandles })).toBe(true)
    expect(matches('is:addressed', { to: ['acme_help'] }, { ownHandles })).toBe(true)
    expect(matches('is:addressed', { text: 'hey @acme' }, { ownHandles })).toBe(false)
    expect(matches('is:addressed', { text: 'hey @acme_help' })).toBe(false)
  })

  it('is the zone of written days', () => {
    const publishedAt = Date.UTC(2026, 9, 31, 23, 30)
    expect(matches('published:2026-11-01', { publishedAt }, { zone: 'Europe/Berlin' })).toBe(true)
    expect(matches('published:2026-11-01', { publishedAt })).toBe(false)
  })
})

describe('a percolator of many queries', () => {
  it('evaluates only queries whose rarest term is met, patterns too', () => {
    const names = Array.from(
      { length: 200 },
      (_, at) => `brand${String.fromCharCode(97 + (at % 26))}${at}`,
    )
    const expressions = names.flatMap((name) => [
      `${name} AND the`,
      `"the ${name}"`,
      `the NEAR/5 ${name}`,
      `${name}*`,
      `${name}~1`,
      `/${name}\\s+\\d/i`,
      `raw:"${name}!"`,
      `(${name} OR x${name}) NOT the`,
    ])
    const percolator = createPercolator(expressions.map((expression) => compile(expression).tree))
    percolator.percolate({ text: 'the quick brown fox jumps over the lazy dog' }, context)
    expect(percolator.counts).toEqual({ posts: 1, evaluated: 0 })
    expect(percolator.loose).toEqual([])
    const found = percolator.percolate({ text: `the ${names[7]} is here` }, context)
    expect(found.map(({ query }) => expressions[query])).toEqual([
      `${names[7]} AND the`,
      `"the ${names[7]}"`,
      `the NEAR/5 ${names[7]}`,
      `${names[7]}*`,
      `${names[7]}~1`,
    ])
    expect(percolator.counts.evaluated).toBeLessThan(60)
  })

  it('keeps queries apart that have no required term', () => {
    const trees = [
      'acme',
      'lang:en',
      'acme OR likes:>5',
      '/\\d+/',
      'acme lang:en',
      'acme{<3} b',
    ].map((expression) => compile(expression).tree)
    expect(createPercolator(trees).loose).toEqual([1, 2, 3])
  })

  it('learns which words are rare, and finds the same', () => {
    const percolator = createPercolator([compile('platform zq').tree])
    for (let post = 0; post < 2_000; post += 1)
      percolator.percolate({ text: 'platform words' }, context)
    const before = percolator.counts.evaluated
    for (let post = 0; post < 100; post += 1)
      percolator.percolate({ text: 'platform words' }, context)
    expect(percolator.counts.evaluated).toBe(before)
    expect(percolator.percolate({ text: 'zq platform' }, context)).toHaveLength(1)
  })
})
