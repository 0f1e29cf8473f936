import type { SqlCondition, TermCondition } from '../query/narrow.ts'
import type { Narrowing } from './candidates.ts'
import { columnCondition } from './searched-columns.ts'

interface Part {
  readonly sql: string
  readonly values: readonly (string | number)[]
}

/**
 * What the index answers of an expression, as SQL: words that every match must have drive the search, the rest
 * is asked of each candidate.
 */
export function toNarrowing(condition: SqlCondition): Narrowing {
  const items = condition.kind === 'and' ? condition.items : [condition]
  const words = items.find((item) => item.kind === 'terms')
  const others = items.filter((item) => item !== words).map(toPart)
  return {
    ...(words?.kind === 'terms' ? { match: toMatch(words.terms) } : {}),
    where: others.map(({ sql }) => sql),
    values: others.flatMap(({ values }) => values),
  }
}

function toPart(condition: SqlCondition): Part {
  switch (condition.kind) {
    case 'true':
      return { sql: '1', values: [] }
    case 'terms':
      return {
        sql: 'p.id IN (SELECT rowid FROM token_index WHERE token_index MATCH ?)',
        values: [toMatch(condition.terms)],
      }
    case 'column':
      return columnCondition(condition)
    case 'not': {
      const { sql, values } = toPart(condition.item)
      return { sql: `NOT coalesce(${sql}, 0)`, values }
    }
    case 'and':
    case 'or':
      return joinParts(condition.items.map(toPart), condition.kind === 'and' ? ' AND ' : ' OR ')
  }
}

function joinParts(parts: readonly Part[], by: string): Part {
  return { sql: `(${parts.map(({ sql }) => sql).join(by)})`, values: parts.flatMap(({ values }) => values) }
}

/** An FTS5 expression; every word is a quoted string, so nothing in it is syntax. */
export function toMatch(terms: TermCondition): string {
  switch (terms.op) {
    case 'word':
      return within(terms.columns, quote(terms.word))
    case 'prefix':
      return within(terms.columns, `${quote(terms.prefix)} *`)
    case 'phrase':
      return within(terms.columns, `${quote(terms.words.join(' '))}${terms.prefix ? ' *' : ''}`)
    case 'near': {
      const phrases = terms.phrases.map((words) => quote(words.join(' '))).join(' ')
      return within(terms.columns, `NEAR(${phrases}, ${terms.distance})`)
    }
    case 'and':
    case 'or':
      return chain(terms.items.map(toMatch), terms.op === 'and' ? ' AND ' : ' OR ')
    case 'and-not':
      return `(${toMatch(terms.keep)} NOT ${toMatch(terms.drop)})`
  }
}

const COLUMNS = 3

function within(columns: readonly string[], expression: string): string {
  return columns.length === COLUMNS ? expression : `({${columns.join(' ')}} : ${expression})`
}

function quote(text: string): string {
  return `"${text.replaceAll('\u0000', ' ').replaceAll('"', '""')}"`
}

/** FTS5's parser nests a chain to the left and refuses 256 levels; a balanced tree of any length is fine. */
function chain(items: readonly string[], by: string): string {
  const [first = '""'] = items
  if (items.length <= 1) return first
  const middle = items.length >> 1
  return `(${chain(items.slice(0, middle), by)}${by}${chain(items.slice(middle), by)})`
}

