import type { Author } from '../model/post.ts'
import { toCount, wellFormed } from './cells.ts'
import type { Database } from './database.ts'

interface AuthorRow {
  readonly id: number
  readonly handle: string | null
  readonly name: string | null
  readonly url: string | null
  readonly followers: number | null
}

/** The row of (platform, stable id). What the platform gives now replaces what was known; what it leaves out stays. */
export function saveAuthor(db: Database, platform: string, author: Author): number {
  const known = db
    .sql(
      'SELECT id, handle, name, url, followers FROM authors WHERE platform = ? AND native_id = ?',
    )
    .get(platform, author.id) as AuthorRow | undefined
  const handle = wellFormed(author.handle) ?? known?.handle ?? null
  const name = wellFormed(author.name) ?? known?.name ?? null
  const url = wellFormed(author.url) ?? known?.url ?? null
  const followers = toCount(author.followers) ?? known?.followers ?? null
  if (known === undefined) return addAuthor(db, [platform, author.id, handle, name, url, followers])
  if (
    handle !== known.handle ||
    name !== known.name ||
    url !== known.url ||
    followers !== known.followers
  ) {
    db.sql('UPDATE authors SET handle = ?, name = ?, url = ?, followers = ? WHERE id = ?').run(
      handle,
      name,
      url,
      followers,
      known.id,
    )
  }
  return known.id
}

function addAuthor(db: Database, values: readonly (string | number | null)[]): number {
  const added = db
    .sql(
      'INSERT INTO authors (platform, native_id, handle, name, url, followers) VALUES (?, ?, ?, ?, ?, ?)',
    )
    .run(...values)
  return Number(added.lastInsertRowid)
}
