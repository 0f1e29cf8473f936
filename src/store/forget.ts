import { saveActor } from './actors.ts'
import { forgetApprovals } from './approvals.ts'
import type { Database } from './database.ts'
import { erasePosts } from './erase-posts.ts'
import type { ForgottenAuthors, FoundAuthor } from './store.ts'
import { refreshThreads } from './thread-states.ts'

/** A reader that is still at it after this long is told of, not waited for. */
const CHECKPOINT_MILLISECONDS = 1000

interface AuthorRow {
  readonly id: number
  readonly platform: string
  readonly native_id: string
  readonly handle: string | null
  readonly name: string | null
  readonly posts: number
}

/** The authors that `who` names: a handle with or without @, a name, the platform's id, or `platform:one of these`. */
export function findAuthors(db: Database, who: string): readonly FoundAuthor[] {
  const [, platform, rest] = /^([a-z][a-z0-9_-]*):(.+)$/s.exec(who) ?? []
  const named = listAuthors(db, who)
  if (named.length > 0 || platform === undefined || rest === undefined) return named
  return listAuthors(db, rest).filter((author) => author.platform === platform)
}

function listAuthors(db: Database, who: string): readonly FoundAuthor[] {
  const bare = who.replace(/^@/, '').toLowerCase()
  const rows = db
    .sql(
      `SELECT a.id, a.platform, a.native_id, a.handle, a.name, (SELECT count(*) FROM posts WHERE author = a.id) AS posts
       FROM authors a
       WHERE a.erased_at IS NULL
         AND (a.native_id = ? OR ltrim(lower(a.handle), '@') = ? OR lower(a.name) = ?)
       ORDER BY a.id`,
    )
    .all(who, bare, who.toLowerCase()) as AuthorRow[]
  return rows.map(toAuthor)
}

function toAuthor(row: AuthorRow): FoundAuthor {
  return {
    author: row.id,
    platform: row.platform,
    id: row.native_id,
    ...(row.handle === null ? {} : { handle: row.handle }),
    ...(row.name === null ? {} : { name: row.name }),
    posts: row.posts,
  }
}

/**
 * Erases people: their posts, every earlier text of these, their words in the index, notes about them and their
 * names. Numbers of the ledger stay. `complete` is false while another process still reads the old state; then
 * the log beside the file holds it until that process is done and this is run again.
 */
export function forgetAuthors(
  db: Database,
  authors: readonly number[],
  actor: string,
): ForgottenAuthors {
  const posts = db.write(() => {
    const by = saveActor(db, actor)
    const ids = authors.flatMap(
      (author) => db.sql('SELECT id FROM posts WHERE author = ?').pluck().all(author) as number[],
    )
    const threads = erasePosts(db, ids, { actor: by, bury: true })
    for (const author of authors) blankAuthor(db, author)
    refreshThreads(db, threads, true)
    return ids.length
  })
  return { authors: authors.length, posts, complete: scrub(db) }
}

function blankAuthor(db: Database, author: number): void {
  forgetApprovals(db, author)
  db.sql(
    `UPDATE authors SET native_id = 'erased ' || id, handle = NULL, name = NULL, url = NULL, followers = NULL,
       person = NULL, erased_at = ? WHERE id = ?`,
  ).run(db.now(), author)
}

/**
 * Makes what was deleted unreadable in the files too: the index keeps deleted words until its parts are merged,
 * and the log keeps old pages until it is folded into the file.
 */
export function scrub(db: Database): boolean {
  db.write(() => db.sql("INSERT INTO token_index (token_index) VALUES ('optimize')").run())
  const patience = db.connection.pragma('busy_timeout', { simple: true }) as number
  db.connection.pragma(`busy_timeout = ${CHECKPOINT_MILLISECONDS}`)
  const [result] = db.connection.pragma('wal_checkpoint(TRUNCATE)') as { busy: number }[]
  db.connection.pragma(`busy_timeout = ${patience}`)
  return result?.busy === 0
}
