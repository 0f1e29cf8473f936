import type { NarrowColumn, SqlCondition } from '../query/narrow.ts'
import type { Database } from './database.ts'

type ColumnCondition = Extract<SqlCondition, { kind: 'column' }>

export interface SqlPart {
  readonly sql: string
  readonly values: readonly (string | number)[]
}

/** What a condition may need beside its value. */
export interface ConditionContext {
  readonly db: Database
  /** What durations and dues count from. */
  readonly now: number
}

type ToSql = (condition: ColumnCondition, context: ConditionContext) => SqlPart

/** A plain value of the post's row: an expression over `p`. */
function scalar(expression: string): ToSql {
  return ({ compare, value }) => ({ sql: `${expression} ${compare} ?`, values: [value] })
}

/** A yes or no: an expression that is 1 or 0. */
function yesOrNo(
  expression: string,
  values: (context: ConditionContext) => readonly number[] = () => [],
): ToSql {
  return ({ compare, value }, context) => ({
    sql: `(${expression}) ${compare} ?`,
    values: [...values(context), value],
  })
}

/** Whole values as people write them, compared by the matcher's own rule. */
function named(rows: string, column: string): ToSql {
  return ({ value }) => ({
    sql: `p.id IN (SELECT x.post FROM ${rows} x WHERE is_value(${column}, ?))`,
    values: [value],
  })
}

/** Posts that a table lists under a folded value. */
function listed(table: string, column: string): ToSql {
  return ({ compare, value }) => ({
    sql: `p.id IN (SELECT x.post FROM ${table} x WHERE ${column} ${compare} ?)`,
    values: [value],
  })
}

/** A value of the post's thread or author: a row of `x`. */
function related(rows: string, column: string): ToSql {
  return ({ compare, value }) => ({
    sql: `EXISTS (SELECT 1 FROM ${rows} AND ${column} ${compare} ?)`,
    values: [value],
  })
}

const THREAD = 'thread_states x WHERE x.thread = p.thread'

/** Mentions of the queries whose name or role is asked for; there are few queries, so they are looked up first. */
function mentioned(column: 'name' | 'role'): ToSql {
  return ({ value }, { db }) => {
    const ids = db.sql(`SELECT id FROM queries WHERE is_value(${column}, ?)`).pluck().all(value)
    return {
      sql: `EXISTS (SELECT 1 FROM mentions x WHERE x.post = p.id AND x.query IN (SELECT value FROM json_each(?)))`,
      values: [JSON.stringify(ids)],
    }
  }
}

/** Names and types of sources are few too. */
const SOURCE: ToSql = ({ value }, { db }) => {
  const names = (column: 'source' | 'platform') =>
    JSON.stringify(
      db.sql(`SELECT ${column} FROM origins WHERE is_value(${column}, ?)`).pluck().all(value),
    )
  return {
    sql: `(p.source IN (SELECT value FROM json_each(?)) OR p.platform IN (SELECT value FROM json_each(?)))`,
    values: [names('source'), names('platform')],
  }
}

/** A thread that is asleep now has no other status. */
const STATUS: ToSql = ({ compare, value }, { db }) => ({
  sql: `EXISTS (SELECT 1 FROM ${THREAD}
    AND (x.opening IS NOT NULL OR x.hidden_until IS NOT NULL OR x.status = 'closed')
    AND iif(x.status <> 'closed' AND x.hidden_until > ?, 'snoozed', x.status) ${compare} ?)`,
  values: [db.now(), value],
})

const CLUSTER: ToSql = ({ value }) => {
  const number = Number(value)
  return { sql: 'p.cluster = ?', values: [String(number) === String(value) ? number : -1] }
}

const ENGAGEMENT = `iif(p.likes IS NULL AND p.replies IS NULL AND p.shares IS NULL, NULL,
  coalesce(p.likes, 0) + coalesce(p.replies, 0) + coalesce(p.shares, 0))`

/** What can be asked in SQL and means exactly what the field means. */
const COLUMNS: Readonly<Partial<Record<NarrowColumn, ToSql>>> = {
  kind: scalar('p.kind'),
  lang: scalar('p.lang'),
  publishedAt: scalar('p.published'),
  collectedAt: scalar('p.collected'),
  rating: scalar('p.rating'),
  likes: scalar('p.likes'),
  replies: scalar('p.replies'),
  shares: scalar('p.shares'),
  views: scalar('p.views'),
  engagement: scalar(ENGAGEMENT),
  length: scalar('p.length'),
  sentiment: scalar('p.sentiment'),
  sentimentScore: scalar('p.score'),
  cluster: CLUSTER,
  followers: related('authors x WHERE x.id = p.author', 'x.followers'),
  isAddressed: yesOrNo('p.addressed'),
  isReply: yesOrNo('p.traits & 1 <> 0'),
  hasLink: yesOrNo('p.traits & 2 <> 0'),
  hasMedia: yesOrNo('p.traits & 4 <> 0'),
  isDuplicate: yesOrNo('p.cluster IS NOT NULL AND p.cluster <> p.number'),
  isUnseen: yesOrNo(
    'NOT EXISTS (SELECT 1 FROM post_marks x WHERE x.post = p.id AND x.seen_at IS NOT NULL)',
  ),
  isFlagged: yesOrNo('EXISTS (SELECT 1 FROM flags x WHERE x.post = p.id)'),
  isAnswered: yesOrNo(`EXISTS (SELECT 1 FROM ${THREAD} AND x.answered_at IS NOT NULL)`),
  isOverdue: yesOrNo(`EXISTS (SELECT 1 FROM ${THREAD} AND x.due_at < ?)`, ({ now }) => [now]),
  intent: related('post_intents x WHERE x.post = p.id', 'x.intent'),
  tag: listed('post_tags', 'x.tag'),
  flag: named('flags', 'x.flag'),
  label: named('labels', 'x.label'),
  dueAt: related(THREAD, 'x.due_at'),
  priority: related(THREAD, 'x.priority'),
  assigned: ({ value }) => ({
    sql: 'p.thread IN (SELECT x.thread FROM thread_states x WHERE x.assigned IS NOT NULL AND is_value(x.assigned, ?))',
    values: [value],
  }),
  source: SOURCE,
  site: scalar('p.site'),
  status: STATUS,
  query: mentioned('name'),
  role: mentioned('role'),
}

export const SEARCHED_COLUMNS: ReadonlySet<NarrowColumn> = new Set(
  Object.keys(COLUMNS) as NarrowColumn[],
)

export function columnCondition(condition: ColumnCondition, context: ConditionContext): SqlPart {
  const toSql = COLUMNS[condition.column]
  return toSql === undefined ? { sql: '1', values: [] } : toSql(condition, context)
}
