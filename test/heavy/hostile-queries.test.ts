import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { checkQuery } from '../../src/query/check.ts'
import { compileQuery, matchPost } from '../../src/query/matcher.ts'

// A larger set of hostile expressions than the repository holds, where a folder with it is at hand.
const file = join(process.env.LISTEN_SHARED ?? '../shared', 'hostile/query/queries.jsonl')

interface Row {
  readonly id: string
  readonly input: string
  readonly expect: string
}

const rows = existsSync(file)
  ? readFileSync(file, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Row)
  : []

/** The generated rows, written out. */
const GENERATED: Readonly<Record<string, string>> = {
  'deep-1e5': `${'('.repeat(100_000)}acme${')'.repeat(100_000)}`,
  'or-1e5': Array.from({ length: 100_000 }, (_, at) => `a${at + 1}`).join(' OR '),
  'redos-wild': `${'*a'.repeat(25)}*b`,
  '64k': 'x'.repeat(65_536),
}

/** Rows that are refused, with the code that says why. */
const REFUSED: Readonly<Record<string, string>> = {
  empty: 'Q001',
  blank: 'Q001',
  'open-paren': 'Q002',
  'close-paren': 'Q003',
  'op-only': 'Q007',
  'double-op': 'Q007',
  'not-only': 'Q007',
  'pure-not': 'Q018',
  'quote-open': 'Q004',
  'quote-empty': 'Q008',
  'deep-1e5': 'Q032',
  'redos-wild': 'Q009',
  backref: 'Q017',
  lookahead: 'Q017',
  'star-only': 'Q009',
  'star-many': 'Q009',
  nul: 'Q034',
  '64k': 'Q035',
}

/** Texts that the accepted rows find. */
const FOUND: Readonly<Record<string, string>> = {
  'redos-regex': 'aaa',
  'redos-alt': 'aaa',
  'fts-col': '',
  'fts-near': 'acme is bad',
  'fts-minus': 'acme',
  'fts-caret': 'acme',
  'fts-plus': 'acme bad',
  'sql-quote': 'acme',
  'sql-semi': 'acme; DROP TABLE posts',
  newline: 'bad',
  'smart-quotes': 'acme',
  nbsp: 'bad',
  bom: 'acme',
  'lower-op': 'acme or bad',
  rtl: 'acme',
  emoji: '😀',
  hashtag: '#acme',
  handle: '@acme',
  domain: 'see acme.com',
  cpp: 'C++',
  'at-and-t': 'AT&T',
  apostrophe: 'l’oréal',
  cjk: '大東京都',
  proto: '__proto__',
  ctor: 'toString',
  percent: '100%',
  underscore: 'a_b',
  bs: 'a\\b',
  stopword: 'the',
  'one-char': 'a',
  'or-1e5': 'a777',
}

describe.runIf(rows.length > 0)('the open hostile set', () => {
  test.each(rows)('$id ends quickly and as it should', ({ id, input }) => {
    const text = GENERATED[id] ?? input
    const { tree, problems } = checkQuery(text, { context: 'saved' })
    const refusal = REFUSED[id]
    if (refusal !== undefined) {
      expect(problems.map(({ code }) => code)).toContain(refusal)
      expect(tree).toBeUndefined()
      return
    }
    expect(problems.filter(({ severity }) => severity === 'error')).toEqual([])
    if (!tree) throw new Error('no tree')
    const found = FOUND[id]
    const post = id === 'fts-col' ? { title: 'acme', text: '' } : { text: found ?? '' }
    expect(matchPost(compileQuery(tree), post, { now: 0, zone: 'UTC' }).matched).toBe(true)
  })

  test('expressions that hang backtracking engines are linear', () => {
    const { tree } = checkQuery('/^(a+)+$/', { context: 'saved' })
    if (!tree) throw new Error('no tree')
    const post = { text: `${'a'.repeat(30_000)}!` }
    expect(matchPost(compileQuery(tree), post, { now: 0, zone: 'UTC' }).matched).toBe(false)
  })
})
