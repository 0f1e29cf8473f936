import { registrableDomain } from '../text/domain.ts'
import { foldWord } from '../text/fold.ts'
import { dateBounds } from './dates.ts'
import { simplifyAnd, simplifyOr, TRUE } from './narrow-logic.ts'
import type { ColumnCompare, NarrowColumn, NarrowContext, Narrowed } from './narrow-types.ts'
import type { FieldValue } from './tree.ts'

const UNKNOWN: Narrowed = { condition: TRUE, exact: false }

/** Fields whose whole value stands in the column of their name. */
const WHOLE = new Set([
  'kind',
  'lang',
  'source',
  'query',
  'role',
  'intent',
  'status',
  'flag',
  'label',
  'assigned',
  'priority',
  'cluster',
  'person',
  'ladder',
])
const NUMBERS = new Set([
  'rating',
  'followers',
  'likes',
  'replies',
  'shares',
  'views',
  'engagement',
  'length',
])
const DATES: Readonly<Record<string, NarrowColumn>> = {
  published: 'publishedAt',
  collected: 'collectedAt',
  due: 'dueAt',
}
const YES_OR_NO: Readonly<Record<string, NarrowColumn>> = {
  'is:reply': 'isReply',
  'is:addressed': 'isAddressed',
  'is:unseen': 'isUnseen',
  'is:flagged': 'isFlagged',
  'is:answered': 'isAnswered',
  'is:overdue': 'isOverdue',
  'is:duplicate': 'isDuplicate',
  'has:link': 'hasLink',
  'has:media': 'hasMedia',
}

/** What the columns answer of a field; `true` where they do not know. */
export function narrowField(field: string, value: FieldValue, context: NarrowContext): Narrowed {
  if (value.form === 'text') return narrowText(field, value, context)
  if (value.form === 'date' || value.form === 'dates') return narrowDates(field, value, context)
  const column =
    field === 'sentiment'
      ? 'sentimentScore'
      : NUMBERS.has(field)
        ? (field as NarrowColumn)
        : undefined
  if (column === undefined) return UNKNOWN
  if (value.form === 'number') return compareColumn(context, column, value.compare, value.number)
  return narrowRange(context, column, value.from, value.to)
}

function narrowRange(
  context: NarrowContext,
  column: NarrowColumn,
  from: number | undefined,
  to: number | undefined,
): Narrowed {
  // Open on both sides still asks for a value.
  const low = compareColumn(context, column, '>=', from ?? -Number.MAX_VALUE)
  return to === undefined ? low : simplifyAnd([low, compareColumn(context, column, '<=', to)])
}

function narrowDates(
  field: string,
  value: Extract<FieldValue, { form: 'date' | 'dates' }>,
  context: NarrowContext,
): Narrowed {
  const column = DATES[field]
  if (column === undefined) return UNKNOWN
  const { from, to } = dateBounds(value, {
    now: context.now,
    zone: context.zone,
    ahead: field === 'due',
  })
  const low = compareColumn(context, column, '>=', from ?? -8.64e15)
  return to === undefined ? low : simplifyAnd([low, compareColumn(context, column, '<', to)])
}

function narrowText(
  field: string,
  value: Extract<FieldValue, { form: 'text' }>,
  context: NarrowContext,
): Narrowed {
  const flag = YES_OR_NO[`${field}:${value.text}`]
  if (flag !== undefined) return compareColumn(context, flag, '=', 1)
  if (value.wildcard) return UNKNOWN
  if (field === 'site') return narrowSite(value.text, context)
  if (field === 'tag') return narrowTag(value.text, context)
  if (field === 'sentiment' || WHOLE.has(field)) {
    return compareColumn(context, field as NarrowColumn, '=', value.text.toLowerCase())
  }
  return UNKNOWN
}

/** The column holds registrable domains; a sub-domain has to be verified. */
function narrowSite(host: string, context: NarrowContext): Narrowed {
  const domain = registrableDomain(host)
  if (domain === undefined) return UNKNOWN
  const found = compareColumn(context, 'site', '=', domain)
  return { condition: found.condition, exact: found.exact && domain === host }
}

/** A tag of the post, or a hashtag in its text. */
function narrowTag(tag: string, context: NarrowContext): Narrowed {
  const own = compareColumn(context, 'tag', '=', foldWord(tag))
  if (own.condition.kind === 'true') return UNKNOWN
  if (!/^[a-z0-9_]+$/i.test(tag)) return { condition: TRUE, exact: false }
  const word = {
    op: 'word',
    word: `#${foldWord(tag)}`,
    columns: ['title', 'text', 'alternates'],
  } as const
  const either = simplifyOr([own, { condition: { kind: 'terms', terms: word }, exact: true }])
  return { condition: either.condition, exact: false }
}

function compareColumn(
  context: NarrowContext,
  column: NarrowColumn,
  compare: ColumnCompare,
  value: string | number,
): Narrowed {
  if (!context.columns.has(column)) return UNKNOWN
  return { condition: { kind: 'column', column, compare, value }, exact: true }
}
