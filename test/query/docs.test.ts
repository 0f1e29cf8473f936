import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { FIELDS } from '../../src/query/fields.ts'
import type { MatchablePost, ViewFacts } from '../../src/query/matcher.ts'
import { compileQuery, matchPost } from '../../src/query/matcher.ts'
import { parseQuery } from '../../src/query/parser.ts'
import { PROBLEM_CODES } from '../../src/query/problem-codes.ts'

const NOW = Date.UTC(2026, 10, 22, 12)

function read(name: string): string {
  return readFileSync(new URL(`../../docs/${name}`, import.meta.url), 'utf8')
}

interface Example {
  readonly query: string
  readonly context: 'saved' | 'view'
  readonly fragments: Readonly<Record<string, string>>
  readonly posts: readonly { readonly post: string; readonly found: boolean }[]
}

function readExamples(text: string): readonly Example[] {
  return [...text.matchAll(/^```query( view)?\n([\s\S]*?)^```$/gm)].map(([, view, body]) => {
    const [query = '', ...lines] = (body ?? '').trimEnd().split('\n')
    const fragments = lines.flatMap((line) => {
      const match = /^fragment (\S+): (.*)$/.exec(line)
      return match ? [[match[1] ?? '', match[2] ?? ''] as const] : []
    })
    const posts = lines
      .filter((line) => /^[+-] /.test(line))
      .map((line) => ({ post: line.slice(2), found: line.startsWith('+') }))
    return {
      query,
      context: view === undefined ? 'saved' : 'view',
      fragments: Object.fromEntries(fragments),
      posts,
    }
  })
}

type Written = MatchablePost & {
  readonly published?: string
  readonly view?: ViewFacts & { readonly dueAt?: unknown; readonly collectedAt?: unknown }
}

function toPost(written: string): { readonly post: MatchablePost; readonly view: ViewFacts } {
  if (!written.startsWith('{')) return { post: { text: written }, view: {} }
  const { published, view = {}, ...post } = JSON.parse(written) as Written
  const at = (text: unknown): { readonly value?: number } =>
    typeof text === 'string' ? { value: Date.parse(text) } : {}
  return {
    post: { ...post, publishedAt: at(published).value },
    view: { ...view, dueAt: at(view.dueAt).value, collectedAt: at(view.collectedAt).value },
  }
}

const examples = readExamples(read('query-language.md'))

describe('docs/query-language.md', () => {
  test.each(examples)(
    '$query finds what its example says',
    ({ query, context, fragments, posts }) => {
      const { tree, problems } = parseQuery(query, { context, fragments })
      expect(problems).toEqual([])
      if (!tree) throw new Error('no tree')
      const compiled = compileQuery(tree)
      expect(posts.some(({ found }) => found)).toBe(true)
      for (const { post: written, found } of posts) {
        const { post, view } = toPost(written)
        const result = matchPost(compiled, post, { now: NOW, zone: 'UTC', view })
        expect(result.matched, `${query} on ${written}`).toBe(found)
      }
    },
  )

  test('every field has an example', () => {
    const written = examples.map(({ query }) => query).join('\n')
    expect(
      FIELDS.map(({ name }) => name).filter((name) => !new RegExp(`\\b${name}:`).test(written)),
    ).toEqual([])
  })

  test('every operator and form of a term has an example', () => {
    const written = examples.map(({ query }) => query).join('\n')
    const forms = [
      ' AND ',
      ' OR ',
      ' NOT ',
      ' -',
      'NEAR/2 ',
      'NEAR/2f',
      'ONEAR/2',
      ' NEAR (',
      ' SENT ',
      'SENT/f',
      'NOT NEAR',
      'NOT SENT',
      '<<<',
      '[jobs]',
      '"~2',
      '* phone"',
      'n*',
      '?',
      '~1',
      '{BT}',
      'raw:',
      '/i',
      '{>=2}',
      '{<2}',
      ' TO ',
      '@',
      '#',
      '>=',
      '[*',
    ]
    const text = read('query-language.md')
    const missing = forms.filter((form) => !written.includes(form) && !text.includes(form))
    expect(missing).toEqual([])
  })

  test('the values of the choices are named', () => {
    const text = read('query-language.md')
    const values = FIELDS.filter(({ name }) => ['kind', 'is', 'has'].includes(name)).flatMap(
      ({ values = [], viewValues = [] }) => [...values, ...viewValues],
    )
    expect(values.filter((value) => !text.includes(value))).toEqual([])
  })
})

test('the examples of the field table are expressions', () => {
  const faults = FIELDS.flatMap(({ example }) =>
    parseQuery(example, { context: 'view' }).problems.filter(
      ({ severity }) => severity === 'error',
    ),
  )
  expect(faults).toEqual([])
})

test('docs/query-errors.md has the table of codes, row for row', () => {
  const rows = read('query-errors.md')
    .split('\n')
    .filter((line) => /^\| [QW]\d/.test(line))
  const expected = PROBLEM_CODES.map(({ code, title, meaning, example }) => {
    const shown = example
      .replaceAll('|', '\\|')
      .replaceAll('\u0000', '␀')
      .replaceAll('\u202e', '⟨U+202E⟩')
    return `| ${code} | ${title} | ${meaning} | ${shown === '' ? '' : `\`${shown}\``} |`
  })
  expect(rows).toEqual(expected)
})

interface Row {
  readonly theirs: string
  readonly ours: readonly string[]
  readonly works: boolean
}

function withoutBackslash(cell: string): string {
  return cell.replaceAll('\\|', '|')
}

const rows: readonly Row[] = read('coming-from-other-tools.md')
  .split('\n')
  .filter((line) => line.startsWith('| `'))
  .map((line) => {
    const [, theirs = '', , ours = '', result = ''] = line
      .split(/(?<!\\)\|/)
      .map((cell) => cell.trim())
    return {
      theirs: withoutBackslash(/^`(.*)`$/.exec(theirs)?.[1] ?? ''),
      ours: [...ours.matchAll(/`([^`]+)`/g)].map(([, form]) => withoutBackslash(form ?? '')),
      works: result === 'works',
    }
  })

test('the table of other tools is read', () => {
  expect(rows.length).toBeGreaterThan(50)
})

test.each(rows)('$theirs works or is explained', ({ theirs, ours, works }) => {
  const { problems } = parseQuery(theirs, { context: 'view' })
  for (const form of ours) {
    const own = parseQuery(form, { context: 'view' }).problems
    expect(
      own.filter(({ code }) => code.startsWith('Q') || code === 'W008'),
      form,
    ).toEqual([])
  }
  if (works) expect(problems).toEqual([])
  else expect(problems.some(({ fixit }) => fixit !== undefined)).toBe(true)
})
