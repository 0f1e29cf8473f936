import { NotFoundError } from '../errors.ts'
import type { Author, Side } from '../model/post.ts'
import type { Database } from './database.ts'
import type { PeopleFilter, PersonSummary } from './dialogue-store.ts'
import { sumPeople } from './people-sums.ts'
import { firstId } from './post-id.ts'
import type { Period, StoredPost } from './store.ts'
import { loadPosts } from './stored-posts.ts'

interface Row {
  readonly person: number
  readonly posts: number
  readonly addressed: number
  readonly positive: number
  readonly negative: number
  readonly praise: number
  readonly first_at: number
  readonly last_at: number
}

const INSTANT = 'min(coalesce(p.published, p.collected), p.collected)'
const SUMS = `count(*) AS posts, sum(p.addressed) AS addressed, sum(p.sentiment = 'positive') AS positive,
  sum(p.sentiment = 'negative') AS negative,
  sum(EXISTS (SELECT 1 FROM post_intents i WHERE i.post = p.id AND i.intent = 'praise')) AS praise,
  min(${INSTANT}) AS first_at, max(${INSTANT}) AS last_at`
const THEIRS = `p.side = 'theirs' AND p.wanted = 1 AND p.muted = 0 AND a.erased_at IS NULL`

/** People by what they said that concerns us; linked authors are one. */
export function listPeople(db: Database, filter: PeopleFilter): readonly PersonSummary[] {
  const rows = sumPeople(db, filter)
  const authors = listAuthors(
    db,
    rows.map(({ person }) => person),
  )
  return rows.map((row) => toSummary(row, authors.get(row.person) ?? []))
}

export function getPerson(db: Database, author: number): PersonSummary {
  const person = personOf(db, author)
  const row = db
    .sql(
      `SELECT ${person} AS person, ${SUMS} FROM authors a JOIN posts p ON p.author = a.id
       WHERE ${THEIRS} AND (a.id = ? OR a.person = ?)`,
    )
    .get(person, person) as Row
  return toSummary(row, listAuthors(db, [person]).get(person) ?? [])
}

function personOf(db: Database, author: number): number {
  const row = db.sql('SELECT coalesce(person, id) FROM authors WHERE id = ?').pluck().get(author)
  if (row === undefined) throw new NotFoundError(`there is no author ${author}`)
  return row as number
}

/** Who wrote these posts, by post number; posts without an author are missing. */
export function listPeopleOf(
  db: Database,
  posts: readonly number[],
): ReadonlyMap<number, PersonSummary> {
  const authors = db
    .sql(
      'SELECT p.number, p.author FROM json_each(?) j CROSS JOIN posts p ON p.number = j.value WHERE p.author IS NOT NULL',
    )
    .raw()
    .all(JSON.stringify(posts)) as [number, number][]
  const people = new Map<number, PersonSummary>()
  for (const author of new Set(authors.map(([, each]) => each))) {
    people.set(author, getPerson(db, author))
  }
  return new Map(authors.map(([post, author]) => [post, people.get(author) as PersonSummary]))
}

interface AuthorRow {
  readonly person: number
  readonly platform: string
  readonly native_id: string
  readonly handle: string | null
  readonly name: string | null
  readonly url: string | null
  readonly followers: number | null
}

function listAuthors(
  db: Database,
  people: readonly number[],
): ReadonlyMap<number, PersonSummary['authors']> {
  const list = JSON.stringify(people)
  const rows = db
    .sql(
      `SELECT coalesce(person, id) AS person, platform, native_id, handle, name, url, followers FROM authors
       WHERE id IN (SELECT value FROM json_each(?)) OR person IN (SELECT value FROM json_each(?)) ORDER BY id`,
    )
    .all(list, list) as AuthorRow[]
  const grouped = new Map<number, (Author & { platform: string })[]>()
  for (const row of rows) {
    const group = grouped.get(row.person) ?? []
    grouped.set(row.person, group)
    group.push(toAuthor(row))
  }
  return grouped
}

function toAuthor(row: AuthorRow): Author & { platform: string } {
  return {
    platform: row.platform,
    id: row.native_id,
    ...(row.handle === null ? {} : { handle: row.handle }),
    ...(row.name === null ? {} : { name: row.name }),
    ...(row.url === null ? {} : { url: row.url }),
    ...(row.followers === null ? {} : { followers: row.followers }),
  }
}

function toSummary(row: Row, authors: PersonSummary['authors']): PersonSummary {
  return {
    person: row.person,
    authors,
    posts: row.posts,
    addressed: row.addressed ?? 0,
    positive: row.positive ?? 0,
    negative: row.negative ?? 0,
    praise: row.praise ?? 0,
    ...(row.first_at === null ? {} : { firstAt: row.first_at, lastAt: row.last_at }),
  }
}

/** Newest first, whether they concern us or not. */
export function listPersonPosts(
  db: Database,
  author: number,
  limit: number,
): readonly StoredPost[] {
  const person = personOf(db, author)
  const ids = db
    .sql(
      `SELECT p.id FROM authors a JOIN posts p ON p.author = a.id WHERE a.id = ? OR a.person = ?
       ORDER BY p.id DESC LIMIT ?`,
    )
    .pluck()
    .all(person, person, limit) as number[]
  return loadPosts(db, ids)
}

/** What was linked to the other comes along. */
export function linkPeople(db: Database, author: number, other: number): void {
  db.write(() => {
    const [person, joined] = [personOf(db, author), personOf(db, other)]
    if (person === joined) return
    db.sql('UPDATE authors SET person = ? WHERE id = ? OR person = ?').run(person, joined, joined)
  })
}

/** Where others were linked to it, they stay together under the first of them. */
export function unlinkAuthor(db: Database, author: number): boolean {
  return db.write(() => {
    const wasLinked = db
      .sql('UPDATE authors SET person = NULL WHERE id = ? AND person IS NOT NULL')
      .run(author)
    const heir = db.sql('SELECT min(id) FROM authors WHERE person = ?').pluck().get(author) as
      | number
      | null
    if (heir === null) return wasLinked.changes > 0
    db.sql(
      'UPDATE authors SET person = CASE WHEN id = ? THEN NULL ELSE ? END WHERE person = ?',
    ).run(heir, heir, author)
    return true
  })
}

/** Our latest posts that stand in a thread and answer somebody. */
export function listOurReplies(db: Database, limit: number): readonly StoredPost[] {
  const ids = db
    .sql(
      `SELECT p.id FROM posts p WHERE p.side = 'ours' AND p.side <> 'theirs' AND p.thread IS NOT NULL
         AND EXISTS (SELECT 1 FROM posts t WHERE t.thread = p.thread AND t.side = 'theirs' AND t.id < p.id)
       ORDER BY p.id DESC LIMIT ?`,
    )
    .pluck()
    .all(limit) as number[]
  return loadPosts(db, ids)
}

/** What our accounts, or a competitor's, said in the period, newest first. */
export function listPostsOfSide(
  db: Database,
  side: Exclude<Side, 'theirs'>,
  period: Period,
): readonly StoredPost[] {
  const ids = db
    .sql(
      `SELECT id FROM posts WHERE side = ? AND side <> 'theirs' AND id >= ? AND id < ? ORDER BY id DESC`,
    )
    .pluck()
    .all(side, firstId(period.from), firstId(period.to)) as number[]
  return loadPosts(db, ids)
}

/** The posts of these numbers, in their order; those that are gone are left out. */
export function listPosts(db: Database, numbers: readonly number[]): readonly StoredPost[] {
  const ids = db
    .sql('SELECT p.id FROM json_each(?) j CROSS JOIN posts p ON p.number = j.value')
    .pluck()
    .all(JSON.stringify(numbers)) as number[]
  return loadPosts(db, ids)
}
