import { expect, test } from 'vitest'
import { explainPost, explainSources } from '../../src/query/explain.ts'
import { parseQuery } from '../../src/query/parser.ts'
import type { Tree } from '../../src/query/tree.ts'

function parse(text: string): Tree {
  const { tree } = parseQuery(text, { context: 'view' })
  if (!tree) throw new Error(`${text} is refused`)
  return tree
}

function failures(query: string, text: string, title?: string): readonly string[] {
  const post = { text, ...(title === undefined ? {} : { title }) }
  const { failed } = explainPost(parse(query), post, { now: 0, zone: 'UTC' })
  return failed.map((line) => query.slice(line.span.start, line.span.end))
}

test.each([
  ['acme phone', 'acme', ['phone']],
  ['acme (phone OR tablet)', 'acme', ['phone', 'tablet']],
  ['acme NOT jobs', 'acme jobs', ['jobs']],
  ['acme NOT (jobs OR "job opening")', 'acme job opening', ['"job opening"']],
  ['acme NEAR/1 phone', 'acme is not a phone', ['acme NEAR/1 phone']],
  ['acme NEAR/1 phone', 'acme', ['phone']],
  ['acme NOT NEAR/1 pie', 'acme pie', ['acme NOT NEAR/1 pie']],
  ['acme{>=2}', 'acme', ['acme{>=2}']],
  ['title:(acme phone)', 'phone', ['acme', 'phone']],
  ['acme likes:>5', 'acme', ['likes:>5']],
  ['acme', 'acme', []],
])('%s on %s fails by %j', (query, text, expected) => {
  expect(failures(query, text)).toEqual(expected)
})

test('every line of the tree says whether it holds and where', () => {
  const { matched, lines } = explainPost(
    parse('acme NOT jobs title:phone'),
    { title: 'Phone', text: 'by acme' },
    { now: 0, zone: 'UTC' },
  )
  expect(matched).toBe(true)
  const shown = lines.map(({ depth, text, holds, hits }) => {
    const places = hits.map(({ field, start, end }) => `${field} ${start}-${end}`).sort()
    return [depth, text, holds, places.join()]
  })
  expect(shown).toEqual([
    [0, 'all of', true, 'text 3-7,title 0-5'],
    [1, 'word acme', true, 'text 3-7'],
    [1, 'none of', true, ''],
    [2, 'word jobs', false, ''],
    [1, 'in the title', true, 'title 0-5'],
    [2, 'word phone', true, 'title 0-5'],
  ])
})

test('each source is shown with what it is asked and what is checked here', () => {
  const search = { phrase: true, and: true, or: true, not: false }
  expect(
    explainSources(parse('acme NEAR/3 phone lang:en'), [{ name: 'hn', search }, { name: 'blogs' }]),
  ).toEqual([
    { name: 'hn', asked: ['acme phone'], checked: ['acme NEAR/3 phone', 'lang:en'] },
    { name: 'blogs', asked: [], checked: ['acme NEAR/3 phone AND lang:en'] },
  ])
})
