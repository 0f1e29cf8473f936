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
  const { id } = candidates
  const among = `${id} IN (SELECT o.id FROM json_each(?) j CROSS JOIN posts o ON o.number = j.value)`
  return (numbers) => {
    const more = { where: among, values: [JSON.stringify(numbers)] }
    const columns = verify === undefined ? 'p.number' : id
    const { text, values } = selectFrom(candidates, columns, more)
    const found = db
      .sql(text)
      .pluck()
      .all(...values) as number[]
    if (verify === undefined) return new Set(found)
    const posts = loadPosts(db, found)
    return new Set(posts.filter(verify).map(({ post }) => post))
  }
}
