import type { NarrowColumn, SqlCondition } from '../query/narrow.ts'

type ColumnCondition = Extract<SqlCondition, { kind: 'column' }>

interface Part {
  readonly sql: string
  readonly values: readonly (string | number)[]
}

/** A plain value of the post's row: an expression over `p`. */
const SCALARS: Readonly<Partial<Record<NarrowColumn, string>>> = {
  kind: 'p.kind',
  lang: 'p.lang',
  site: 'p.site',
  publishedAt: 'p.published',
  collectedAt: 'p.collected',
  rating: 'p.rating',
  likes: 'p.likes',
  replies: 'p.replies',
  shares: 'p.shares',
  views: 'p.views',
  engagement: 'iif(coalesce(p.likes, p.replies, p.shares) IS NULL, NULL, coalesce(p.likes, 0) + coalesce(p.replies, 0) + coalesce(p.shares, 0))',
  length: 'p.length',
  isAddressed: 'p.addressed',
  isReply: '(p.traits & 1 <> 0)',
  hasLink: '(p.traits & 2 <> 0)',
  hasMedia: '(p.traits & 4 <> 0)',
  sentiment: 'p.sentiment',
  sentimentScore: 'p.score',
  cluster: 'CAST(p.cluster AS TEXT)',
}

/** Values that stand in other tables: a statement that gives the posts, up to the comparison. */
const LISTS: Readonly<Partial<Record<NarrowColumn, string>>> = {
  tag: 'p.id IN (SELECT x.post FROM post_tags x WHERE x.tag',
  intent: 'EXISTS (SELECT 1 FROM post_intents x WHERE x.post = p.id AND x.intent',
  flag: 'p.id IN (SELECT x.post FROM flags x WHERE lower(x.flag)',
  label: 'p.id IN (SELECT x.post FROM labels x WHERE lower(x.label)',
  query: 'EXISTS (SELECT 1 FROM mentions x JOIN queries y ON y.id = x.query WHERE x.post = p.id AND lower(y.name)',
  role: 'EXISTS (SELECT 1 FROM mentions x JOIN queries y ON y.id = x.query WHERE x.post = p.id AND y.role',
  followers: 'EXISTS (SELECT 1 FROM authors x WHERE x.id = p.author AND x.followers',
  dueAt: 'EXISTS (SELECT 1 FROM thread_states x WHERE x.thread = p.thread AND x.due_at',
  priority: 'EXISTS (SELECT 1 FROM thread_states x WHERE x.thread = p.thread AND x.priority',
  assigned: 'EXISTS (SELECT 1 FROM thread_states x WHERE x.thread = p.thread AND lower(x.assigned)',
}

/** What can be asked in SQL and means exactly what the field means. */
export const SEARCHED_COLUMNS: ReadonlySet<NarrowColumn> = new Set<NarrowColumn>([
  ...(Object.keys(SCALARS) as NarrowColumn[]),
  ...(Object.keys(LISTS) as NarrowColumn[]),
  'source',
])

export function columnCondition(condition: ColumnCondition): Part {
  const { column, compare, value } = condition
  if (column === 'source') return { sql: '(lower(p.source) = ? OR p.platform = ?)', values: [value, value] }
  const scalar = SCALARS[column]
  if (compare === 'like-prefix') {
    return { sql: `substr(${scalar ?? 'NULL'}, 1, length(?)) = ?`, values: [value, value] }
  }
  if (scalar !== undefined) return { sql: `${scalar} ${compare} ?`, values: [value] }
  const list = LISTS[column]
  return list === undefined ? { sql: '1', values: [] } : { sql: `${list} ${compare} ?)`, values: [value] }
}
