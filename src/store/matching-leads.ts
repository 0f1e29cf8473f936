import { findCandidates, selectFrom } from './candidates.ts'
import type { Database } from './database.ts'
import { narrowRequest } from './narrowing.ts'
import type { OpenWorkFilter } from './store.ts'
import { loadPosts } from './stored-posts.ts'

/** Answers which posts, by their numbers, match: SQL rules out what it can, the matcher decides the rest. */
export function prepareKeep(
  db: Database,
  { tree, ...place }: NonNullable<OpenWorkFilter['matching']>,
): (numbers: readonly number[]) => ReadonlySet<number> {
  const request = { ...place, unmatched: true, muted: true }
  const { narrowing, verify } = narrowRequest(db, tree, request)
  const candidates = findCandidates(db, request, narrowing)
  const { id, values } = candidates
  const among = `${id} IN (SELECT o.id FROM json_each(?) j CROSS JOIN posts o ON o.number = j.value)`
  return (numbers) => {
    const asked = JSON.stringify(numbers)
    if (verify === undefined) {
      const statement = db.sql(selectFrom(candidates, 'p.number', [among])).pluck()
      return new Set(statement.all(...values, asked) as number[])
    }
    const ids = db.sql(selectFrom(candidates, id, [among])).pluck()
    const posts = loadPosts(db, ids.all(...values, asked) as number[])
    return new Set(posts.filter(verify).map(({ post }) => post))
  }
}
