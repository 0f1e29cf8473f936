import type { Author, Instant } from '../model/post.ts'
import { saveAuthor } from './authors.ts'
import type { Database } from './database.ts'
import type { PersonSummary, StoredApproval } from './dialogue-store.ts'
import { getPerson } from './people.ts'
import { bury, isBuried } from './tombstones.ts'

/** Keeps who approved of a post; the instant is when they did, or when we first saw it. Answers how many are new. */
export function saveApprovals(
  db: Database,
  post: number,
  approvals: readonly { readonly author: Author; readonly how: string; readonly at: Instant }[],
): number {
  return db.write(() => {
    const platform = db.sql('SELECT platform FROM posts WHERE number = ?').pluck().get(post) as
      | string
      | undefined
    if (platform === undefined) return 0
    let added = 0
    for (const { author, how, at } of approvals) {
      if (isBuried(db, platform, nameOf(author.id))) continue
      const saved = db
        .sql('INSERT OR IGNORE INTO approvals (author, post, how, at) VALUES (?, ?, ?, ?)')
        .run(saveAuthor(db, platform, author), post, how, at)
      added += saved.changes
    }
    return added
  })
}

/** What a person approved of, latest first; linked authors are one. */
export function listApprovals(db: Database, person: number): readonly StoredApproval[] {
  return db
    .sql(
      `SELECT ap.post, ap.how, ap.at FROM authors a JOIN approvals ap ON ap.author = a.id
       WHERE a.id = ? OR a.person = ? ORDER BY ap.at DESC, ap.post DESC LIMIT 500`,
    )
    .all(person, person) as StoredApproval[]
}

/** People who approved of something of ours since then, the busiest first. */
export function listApprovers(
  db: Database,
  filter: { readonly from: Instant; readonly limit: number },
): readonly PersonSummary[] {
  const people = db
    .sql(
      `SELECT coalesce(a.person, a.id) AS person FROM approvals ap JOIN authors a ON a.id = ap.author
       WHERE ap.at >= ? AND a.erased_at IS NULL GROUP BY 1 ORDER BY count(*) DESC, person LIMIT ?`,
    )
    .pluck()
    .all(filter.from, filter.limit) as number[]
  return people.map((person) => getPerson(db, person))
}

/** Inside a transaction that writes. Who was erased is not kept again with the next look. */
export function forgetApprovals(db: Database, author: number): void {
  const row = db.sql('SELECT platform, native_id FROM authors WHERE id = ?').get(author) as
    | { platform: string; native_id: string }
    | undefined
  if (row === undefined) return
  db.sql('DELETE FROM approvals WHERE author = ?').run(author)
  bury(db, row.platform, nameOf(row.native_id), db.now())
}

// People and posts share the tombstones; no post is called so.
function nameOf(author: string): string {
  return `\u0001author ${author}`
}
