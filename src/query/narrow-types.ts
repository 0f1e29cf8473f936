/**
 * What the store's index can answer of a query, as data: no SQL here. The store translates it.
 * The condition always holds for every post that the query matches (a superset). Values are two-valued:
 * a missing column never holds, so a translator writes NOT as `NOT coalesce(condition, 0)`.
 */
export type SqlCondition =
  /** A boolean of index terms, answered by the full-text table alone. */
  | { readonly kind: 'terms'; readonly terms: TermCondition }
  | {
      readonly kind: 'column'
      readonly column: NarrowColumn
      readonly compare: ColumnCompare
      readonly value: string | number
    }
  | { readonly kind: 'and'; readonly items: readonly SqlCondition[] }
  | { readonly kind: 'or'; readonly items: readonly SqlCondition[] }
  /** Only ever around an exact condition: the negation of a superset would lose posts. */
  | { readonly kind: 'not'; readonly item: SqlCondition }
  /** Every post. */
  | { readonly kind: 'true' }

/**
 * FTS5 words. The index has the columns `title` and `text` (one primary folded term per position) and
 * `alternates` (a bag of other spellings of the post's words, of both fields, in no order).
 * Words come folded as the index folds them and must be quoted as FTS5 strings by the translator.
 */
export type TermCondition =
  /** The word in one of the columns: `{title text alternates} : "word"`. */
  | { readonly op: 'word'; readonly word: string; readonly columns: readonly IndexColumn[] }
  /** Any word that begins so: `{…} : "pre" *`. */
  | { readonly op: 'prefix'; readonly prefix: string; readonly columns: readonly IndexColumn[] }
  /** In a row within one column; a last word with `prefix` true is a beginning. */
  | {
      readonly op: 'phrase'
      readonly words: readonly string[]
      readonly prefix: boolean
      readonly columns: readonly IndexColumn[]
    }
  /** `NEAR("a b" "c", distance)` within one column; FTS5 counts the words between, as we do. */
  | {
      readonly op: 'near'
      readonly phrases: readonly (readonly string[])[]
      readonly distance: number
      readonly columns: readonly IndexColumn[]
    }
  | { readonly op: 'and'; readonly items: readonly TermCondition[] }
  | { readonly op: 'or'; readonly items: readonly TermCondition[] }
  /** FTS5 has only a binary NOT: `keep NOT drop`. */
  | { readonly op: 'and-not'; readonly keep: TermCondition; readonly drop: TermCondition }

export type IndexColumn = 'title' | 'text' | 'alternates'

/** `like-prefix`: the column's text begins with the value, letter by letter (never a pattern). */
export type ColumnCompare = '=' | '<' | '<=' | '>' | '>=' | 'like-prefix'

/**
 * The columns that a query may ask for; text is compared lower-cased, instants are milliseconds.
 * Columns with several values per post (tag, query, intent …) hold when one of them does.
 */
export const NARROW_COLUMNS = [
  'kind',
  'lang',
  'source',
  'site',
  'tag',
  'publishedAt',
  'collectedAt',
  'dueAt',
  'rating',
  'followers',
  'likes',
  'replies',
  'shares',
  'views',
  'engagement',
  'length',
  'isReply',
  'isAddressed',
  'hasLink',
  'hasMedia',
  'query',
  'role',
  'sentiment',
  'sentimentScore',
  'intent',
  'status',
  'flag',
  'label',
  'assigned',
  'priority',
  'cluster',
  'person',
  'ladder',
  'isUnseen',
  'isFlagged',
  'isAnswered',
  'isOverdue',
  'isDuplicate',
] as const
export type NarrowColumn = (typeof NARROW_COLUMNS)[number]

export interface NarrowContext {
  /** Milliseconds; what durations count back from. */
  readonly now: number
  /** IANA zone of days and months. */
  readonly zone: string
  /** The columns that the store can ask for and that hold exactly the field's value; others become `true`. */
  readonly columns: ReadonlySet<NarrowColumn>
}

export interface Narrowed {
  readonly condition: SqlCondition
  /** True: every post of the condition matches the query, the matcher need not verify. */
  readonly exact: boolean
}
