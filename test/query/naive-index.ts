import type {
  IndexColumn,
  NarrowColumn,
  SqlCondition,
  TermCondition,
} from '../../src/query/narrow.ts'
import { foldWord } from '../../src/text/fold.ts'
import { indexTerms } from '../../src/text/tokens-index.ts'
import type { TestPost } from './arbitrary-post.ts'

/** A post as an index has it, for evaluating conditions without a database. */
interface IndexedPost {
  readonly columns: Readonly<Record<IndexColumn, readonly string[]>>
  readonly values: Partial<Record<NarrowColumn, readonly (string | number)[]>>
}

export function indexedPost(post: TestPost): IndexedPost {
  const title = indexTerms(post.title ?? '')
  const text = indexTerms(post.text)
  const list = (terms: string): readonly string[] => terms.split(' ').filter((term) => term !== '')
  return {
    columns: {
      title: list(title.primary),
      text: list(text.primary),
      alternates: [...list(title.alternates), ...list(text.alternates)],
    },
    values: {
      kind: [post.kind],
      isReply: [post.parent === undefined ? 0 : 1],
      ...(post.lang === undefined ? {} : { lang: [post.lang] }),
      ...(post.likes === undefined ? {} : { likes: [post.likes] }),
      ...(post.rating === undefined ? {} : { rating: [post.rating] }),
      ...(post.publishedAt === undefined ? {} : { publishedAt: [post.publishedAt] }),
      tag: (post.tags ?? []).map(foldWord),
    },
  }
}

/** Evaluates a condition as its types document it: two-valued, a missing value never holds. */
export function conditionHolds(condition: SqlCondition, post: IndexedPost): boolean {
  switch (condition.kind) {
    case 'true':
      return true
    case 'and':
      return condition.items.every((item) => conditionHolds(item, post))
    case 'or':
      return condition.items.some((item) => conditionHolds(item, post))
    case 'not':
      return !conditionHolds(condition.item, post)
    case 'terms':
      return termsHold(condition.terms, post)
    case 'column':
      return (post.values[condition.column] ?? []).some((value) =>
        compares(value, condition.compare, condition.value),
      )
  }
}

function compares(value: string | number, compare: string, wanted: string | number): boolean {
  if (compare === 'like-prefix') return String(value).startsWith(String(wanted))
  if (compare === '=') return value === wanted
  if (compare === '<') return value < wanted
  if (compare === '<=') return value <= wanted
  return compare === '>' ? value > wanted : value >= wanted
}

function termsHold(terms: TermCondition, post: IndexedPost): boolean {
  switch (terms.op) {
    case 'and':
      return terms.items.every((item) => termsHold(item, post))
    case 'or':
      return terms.items.some((item) => termsHold(item, post))
    case 'and-not':
      return termsHold(terms.keep, post) && !termsHold(terms.drop, post)
    case 'word':
      return terms.columns.some((column) => post.columns[column].includes(terms.word))
    case 'prefix':
      return terms.columns.some((column) =>
        post.columns[column].some((word) => word.startsWith(terms.prefix)),
      )
    case 'phrase':
      return terms.columns.some((column) => rowStarts(post.columns[column], terms.words).length > 0)
    case 'near':
      return terms.columns.some((column) =>
        isNear(post.columns[column], terms.phrases, terms.distance),
      )
  }
}

function rowStarts(words: readonly string[], row: readonly string[]): readonly number[] {
  return words.flatMap((_, start) =>
    row.every((word, at) => words[start + at] === word) ? [start] : [],
  )
}

function isNear(
  words: readonly string[],
  phrases: readonly (readonly string[])[],
  distance: number,
): boolean {
  const [one = [], other = []] = phrases
  return rowStarts(words, one).some((a) =>
    rowStarts(words, other).some((b) => {
      const between = a < b ? b - a - one.length : a - b - other.length
      return between <= distance
    }),
  )
}
