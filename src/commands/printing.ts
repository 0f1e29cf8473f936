import { copiesWords } from '../analysis/folding.ts'
import type { Context } from '../context.ts'
import { excerpt } from '../format/highlight.ts'
import { postToJson } from '../format/post-json.ts'
import type { createStyle } from '../format/style.ts'
import { type Column, renderRows } from '../format/table.ts'
import { createZoneClock, formatAge } from '../format/time.ts'
import type { Hit } from '../model/mention.ts'
import type { StoredPost } from '../store/store.ts'

/** A list as the place asks for: a table on a terminal, tab-separated in a pipe, JSON lines with --json. */
export function printRows<Row>(
  context: Context,
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  json?: (row: Row) => unknown,
): void {
  const { output } = context
  const mode = context.json ? 'json' : output.isTerminal ? 'table' : 'tsv'
  const text = renderRows(rows, columns, {
    mode,
    width: output.columns,
    colour: context.colour,
    ...(json ? { json } : {}),
  })
  if (text) output.data(text)
}

/** Posts as every list shows them. */
export async function printPosts(context: Context, posts: readonly StoredPost[]): Promise<void> {
  const clock = createZoneClock(await context.zone())
  const now = context.now()
  printRows(context, posts, postColumns(now, clock.minute), (post) => postToJson(post, clock))
}

function postColumns(
  now: number,
  minute: (instant: number) => string,
): readonly Column<StoredPost>[] {
  return [
    { key: 'post', title: 'post', align: 'right', value: ({ post }) => post },
    {
      key: 'published',
      title: 'age',
      align: 'right',
      value: (post) =>
        post.publishedAt === undefined
          ? 'no date'
          : `${post.publishedAt > now ? 'in ' : ''}${formatAge(now - post.publishedAt)}`,
      json: (post) => (post.publishedAt === undefined ? undefined : minute(post.publishedAt)),
    },
    {
      key: 'sentiment',
      title: 'feeling',
      priority: 2,
      value: ({ sentiment }) => sentiment?.label ?? 'unscored',
      paint: paintFeeling,
    },
    {
      key: 'intent',
      title: 'intent',
      priority: 3,
      value: ({ analysis }) => analysis?.intents[0]?.name ?? '',
    },
    { key: 'source', title: 'source', priority: 3, value: ({ source }) => source },
    {
      key: 'author',
      title: 'author',
      priority: 2,
      value: ({ author }) => author?.name ?? author?.handle ?? author?.id ?? '',
    },
    { key: 'marks', title: 'marks', priority: 4, value: marksOf },
    {
      key: 'text',
      title: 'text',
      grow: true,
      min: 20,
      value: (post) => foldedClause(post, 300, post.copies),
    },
  ]
}

function paintFeeling(
  text: string,
  post: StoredPost,
  style: ReturnType<typeof createStyle>,
): string {
  if (post.sentiment?.label === 'negative') return style.bad(text)
  if (post.sentiment?.label === 'positive') return style.good(text)
  return style.dim(text)
}

/** Status, flags and labels in one word list. */
export function marksOf(post: StoredPost): string {
  const status = post.status && post.status !== 'new' ? [post.status] : []
  return [
    ...status,
    ...post.flags.map((flag) => `!${flag}`),
    ...post.labels.map((label) => `+${label}`),
  ].join(' ')
}

/** The title and the clause around the first hit, on one line. */
export function clauseOf(post: StoredPost, length: number): string {
  const hits = hitsOf(post)
  const { text } = excerpt(post.text, hits, 'text', length)
  return post.title === undefined ? text : text === '' ? post.title : `${post.title} — ${text}`
}

/** The clause behind the number of copies that were folded into it. */
export function foldedClause(post: StoredPost, length: number, copies = 0): string {
  const clause = clauseOf(post, length)
  return copies === 0 ? clause : `${copiesWords(copies)} · ${clause}`
}

function hitsOf(post: StoredPost): readonly Hit[] {
  return post.mentions.flatMap(({ hits }) => hits)
}
