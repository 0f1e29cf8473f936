/** A place in an expression, in UTF-16 units, end exclusive. */
export interface Span {
  readonly start: number
  readonly end: number
}

export type Comparison = '>=' | '>' | '=' | '<=' | '<'

/**
 * One word of a term, as it is written (`Niño`, `#tag`, `wendy's`), cut by text/tokens.ts; a run of Chinese, Japanese or
 * Thai is one word. `plain` folds per letter, `wildcard` has * or ?, `exact` keeps case and accents, `any` is a lone * in a phrase.
 */
export type WordPattern =
  | { readonly kind: 'plain'; readonly text: string }
  | { readonly kind: 'wildcard'; readonly text: string }
  | { readonly kind: 'exact'; readonly text: string }
  | { readonly kind: 'any' }

export type Term =
  /** Words in a row; with `within`, in any order with at most that many foreign words between. */
  | { readonly form: 'words'; readonly words: readonly WordPattern[]; readonly within?: number }
  | { readonly form: 'fuzzy'; readonly text: string; readonly edits: 0 | 1 | 2 }
  /** These characters exactly, as a substring of a field. */
  | { readonly form: 'raw'; readonly text: string }
  /** RE2 syntax. */
  | { readonly form: 'regex'; readonly source: string; readonly flags: string }

/** A bound of a range: a number, an instant (ms, resolved against now and zone), or open. */
export type FieldValue =
  /**
   * Text to compare by the field's own rule (query/fields.ts), put in order by the parser: choices, languages and hosts in
   * lower case; tag:, to:, assigned: and person: without their sign, author: with its @; url: and link: without scheme and
   * `www.`, the host in lower case. `wildcard` where it has * or ?.
   */
  | { readonly form: 'text'; readonly text: string; readonly wildcard: boolean }
  | { readonly form: 'number'; readonly compare: Comparison; readonly number: number }
  /** Inclusive bounds; undefined is open. */
  | { readonly form: 'range'; readonly from?: number; readonly to?: number }
  /** A period as written, resolved at evaluation: see query/dates.ts. */
  | { readonly form: 'date'; readonly compare: Comparison; readonly text: string }
  | { readonly form: 'dates'; readonly from?: string; readonly to?: string }

/**
 * The parser gives a normal form: no AND right inside AND, no OR inside OR, no NOT of NOT; fragments are written out, with
 * the place of their name. Operands of near and sentence are terms, ORs of operands, scopes of operands and pairs that are not
 * negated; a count holds a term or an OR of terms; a scope holds no scope and no field. Nothing is deeper than about 2,000 nodes.
 */
export type Tree =
  | { readonly type: 'and'; readonly items: readonly Tree[]; readonly span: Span }
  | { readonly type: 'or'; readonly items: readonly Tree[]; readonly span: Span }
  | { readonly type: 'not'; readonly item: Tree; readonly span: Span }
  | {
      readonly type: 'near'
      readonly left: Tree
      readonly right: Tree
      /** At most so many words between. */
      readonly distance: number
      readonly ordered: boolean
      /** NOT NEAR: a left that has no right near it. */
      readonly negated: boolean
      readonly span: Span
    }
  | {
      readonly type: 'sentence'
      readonly left: Tree
      readonly right: Tree
      readonly ordered: boolean
      readonly negated: boolean
      readonly span: Span
    }
  | {
      readonly type: 'scope'
      readonly field: 'title' | 'text'
      readonly item: Tree
      readonly span: Span
    }
  | {
      readonly type: 'count'
      readonly item: Tree
      readonly compare: Comparison
      readonly count: number
      readonly span: Span
    }
  | { readonly type: 'term'; readonly term: Term; readonly span: Span }
  | {
      readonly type: 'field'
      readonly field: string
      readonly value: FieldValue
      readonly span: Span
    }
  /** Every post: `listen search` without an expression. */
  | { readonly type: 'all'; readonly span: Span }
