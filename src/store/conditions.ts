import type { SqlCondition, TermCondition } from '../query/narrow.ts'
import type { Narrowing } from './candidates.ts'
import type { Database } from './database.ts'
import { firstId } from './post-id.ts'
import { type ConditionContext, columnCondition, type SqlPart } from './searched-columns.ts'
import type { SearchRequest } from './store.ts'

/**
 * What the index answers of an expression, as SQL: words that every match must have drive the search, dates bound
 * it, the rest is asked of each candidate.
 */
export function toNarrowing(
  db: Database,
  condition: SqlCondition,
  request: SearchRequest,
): Narrowing {
  const context: ConditionContext = { db, now: request.now }
  const items = condition.kind === 'and' ? condition.items : [condition]
  const words = items.find((item) => item.kind === 'terms')
  const others = items
    .filter((item) => item !== words && item.kind !== 'true')
    .map((item) => toPart(item, context))
  return {
    ...(words?.kind === 'terms' ? { match: toMatch(words.terms) } : {}),
    ...boundsOf(db, items),
    where: others.map(({ sql }) => sql),
    values: others.flatMap(({ values }) => values),
  }
}

/** Ids grow with time, so a bound on publication bounds them; only posts dated ahead of their finding stand lower. */
function boundsOf(
  db: Database,
  items: readonly SqlCondition[],
): Pick<Narrowing, 'firstId' | 'endId'> {
  let first = 0
  let end = Number.POSITIVE_INFINITY
  for (const item of items) {
    if (item.kind !== 'column' || item.column !== 'publishedAt') continue
    const instant = Number(item.value)
    if (item.compare === '>=' || item.compare === '>') first = Math.max(first, lowerId(db, instant))
    if (item.compare === '<' || item.compare === '<=') end = Math.min(end, firstId(instant + 1000))
  }
  return {
    ...(first > 0 ? { firstId: first } : {}),
    ...(end < Number.POSITIVE_INFINITY ? { endId: end } : {}),
  }
}

function lowerId(db: Database, from: number): number {
  const ahead = db
    .sql('SELECT min(id) FROM posts WHERE published > collected AND published >= ?')
    .pluck()
    .get(from) as number | null
  return Math.min(firstId(from), ahead ?? Number.POSITIVE_INFINITY)
}

function toPart(condition: SqlCondition, context: ConditionContext): SqlPart {
  switch (condition.kind) {
    case 'true':
      return { sql: '1', values: [] }
    case 'terms':
      return {
        sql: 'p.id IN (SELECT rowid FROM token_index WHERE token_index MATCH ?)',
        values: [toMatch(condition.terms)],
      }
    case 'column':
      return columnCondition(condition, context)
    case 'not': {
      const { sql, values } = toPart(condition.item, context)
      return { sql: `NOT coalesce(${sql}, 0)`, values }
    }
    case 'and':
    case 'or': {
      const parts = condition.items.map((item) => toPart(item, context))
      return joinParts(parts, condition.kind === 'and' ? ' AND ' : ' OR ')
    }
  }
}

function joinParts(parts: readonly SqlPart[], by: string): SqlPart {
  return {
    sql: `(${parts.map(({ sql }) => sql).join(by)})`,
    values: parts.flatMap(({ values }) => values),
  }
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
