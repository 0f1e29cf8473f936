import type { Database } from './database.ts'
import { listPosts } from './people.ts'
import type { StoredPost } from './store.ts'

const CORRECTED = "m.corrected IS NOT NULL AND json_extract(m.corrected, '$.sentiment') IS NOT NULL"

/** How many posts have a person's word on their sentiment. */
export function countCorrected(db: Database): number {
  return db.sql(`SELECT count(*) FROM post_marks m WHERE ${CORRECTED}`).pluck().get() as number
}

/** Posts whose sentiment a person has put right or confirmed, newest first; their `sentiment` is the person's word. */
export function listCorrected(db: Database): readonly StoredPost[] {
  const numbers = db
    .sql(
      `SELECT p.number FROM post_marks m JOIN posts p ON p.id = m.post
       WHERE ${CORRECTED} ORDER BY p.id DESC`,
    )
    .pluck()
    .all() as number[]
  return listPosts(db, numbers)
}
