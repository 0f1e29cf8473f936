import { NotFoundError } from '../errors.ts'
import type { Hit, Mention, Role, SentimentLabel } from '../model/mention.ts'
import type { Database } from './database.ts'
import { notesOf, POST_COLUMNS, type PostLists, toRow, toStoredPost } from './post-rows.ts'
import type { StoredPost } from './store.ts'
import { listTexts } from './texts.ts'

const ROWS = `SELECT ${POST_COLUMNS}
  FROM json_each(?) j CROSS JOIN posts p ON p.id = j.value
  JOIN post_texts t ON t.post = p.id
  LEFT JOIN authors a ON a.id = p.author
  LEFT JOIN thread_states s ON s.thread = p.thread
  LEFT JOIN post_marks m ON m.post = p.id
  LEFT JOIN post_versions v ON v.post = p.id AND v.version = 1`

/** The posts of these row ids, in their order; rows that are gone are left out. */
export function loadPosts(db: Database, ids: readonly number[]): readonly StoredPost[] {
  const list = JSON.stringify(ids)
  const cells = db.sql(ROWS).raw().all(list) as unknown[][]
  const rows = cells.map(toRow)
  const lists: PostLists = {
    mentions: listMentions(db, list),
    flags: listNames(
      db,
      'SELECT post, flag AS name FROM flags WHERE post IN (SELECT value FROM json_each(?)) ORDER BY 1, 2',
      list,
    ),
    labels: listNames(
      db,
      'SELECT post, label AS name FROM labels WHERE post IN (SELECT value FROM json_each(?)) ORDER BY 1, 2',
      list,
    ),
    now: db.now(),
    texts: listTexts(
      db,
      rows.flatMap((row) => notesOf(row).map(({ text }) => text)),
    ),
  }
  return rows.map((row) => toStoredPost(row, lists))
}

/** Throws NotFoundError. */
export function getPost(db: Database, number: number): StoredPost {
  const [post] = loadPosts(db, [idOf(db, number)])
  if (post === undefined) throw noPost(number)
  return post
}

/** The row id of a short number. Throws NotFoundError. */
export function idOf(db: Database, number: number): number {
  const id = db.sql('SELECT id FROM posts WHERE number = ?').pluck().get(number)
  if (id === undefined) throw noPost(number)
  return id as number
}

function noPost(number: number): NotFoundError {
  return new NotFoundError(`there is no post ${number}`, {
    hint: 'list posts and their numbers with `listen search`',
  })
}

interface MentionRow {
  readonly post: number
  readonly name: string
  readonly role: Role
  readonly version: number
  readonly hits: string
  readonly sentiment: SentimentLabel | null
  readonly score: number | null
  readonly confidence: number | null
}

function listMentions(db: Database, list: string): ReadonlyMap<number, readonly Mention[]> {
  const rows = db
    .sql(
      `SELECT m.post, q.name, q.role, m.version, m.hits, m.sentiment, m.score, m.confidence
       FROM mentions m JOIN queries q ON q.id = m.query
       WHERE m.post IN (SELECT value FROM json_each(?)) ORDER BY m.post, m.query`,
    )
    .all(list) as MentionRow[]
  return groupBy(rows, toMention)
}

function toMention(row: MentionRow): Mention {
  const { sentiment: label, score, confidence } = row
  return {
    query: row.name,
    role: row.role,
    version: row.version,
    hits: JSON.parse(row.hits) as readonly Hit[],
    ...(label === null
      ? {}
      : { sentiment: { label, score: score ?? 0, confidence: confidence ?? 0 } }),
  }
}

function listNames(
  db: Database,
  text: string,
  list: string,
): ReadonlyMap<number, readonly string[]> {
  return groupBy(db.sql(text).all(list) as { post: number; name: string }[], ({ name }) => name)
}

function groupBy<Row extends { readonly post: number }, Item>(
  rows: readonly Row[],
  toItem: (row: Row) => Item,
): ReadonlyMap<number, readonly Item[]> {
  const groups = new Map<number, Item[]>()
  for (const row of rows) {
    const group = groups.get(row.post)
    if (group === undefined) groups.set(row.post, [toItem(row)])
    else group.push(toItem(row))
  }
  return groups
}
