import { type Candidates, findCandidates, selectFrom } from './candidates.ts'
import type { Database } from './database.ts'
import { asksForCopies, createFold } from './fold-copies.ts'
import type { Verify } from './narrowing.ts'
import type { SearchRequest, StoredPost } from './store.ts'
import { loadPosts } from './stored-posts.ts'

const DEFAULT_LIMIT = 50
/** So many candidates are read and verified at a time, at most. */
const CHUNK = 500
/** Most candidates match, so the first page takes little more than what is asked for. */
const SPARE = 10

interface Plan {
  readonly candidates: Candidates
  /** Absent: every candidate matches. */
  readonly verify?: Verify
}

/** Parser tables and matcher are loaded only where there is an expression. */
async function plan(db: Database, request: SearchRequest): Promise<Plan> {
  if (request.tree === undefined) return { candidates: findCandidates(db, request) }
  const { narrowRequest } = await import('./narrowing.ts')
  const narrowed = narrowRequest(db, request.tree, request)
  return {
    candidates: findCandidates(db, request, narrowed.narrowing),
    ...(narrowed.verify === undefined ? {} : { verify: narrowed.verify }),
  }
}

/** Newest first. */
export async function search(db: Database, request: SearchRequest): Promise<readonly StoredPost[]> {
  const limit = request.limit ?? DEFAULT_LIMIT
  const { candidates, verify } = await plan(db, request)
  const pick = await createPick(db, request, verify)
  return db.read(() => {
    if (pick === undefined) return loadPosts(db, nextIds(db, candidates, 'DESC', undefined, limit))
    const found: StoredPost[] = []
    for (const chunk of chunks(db, candidates, 'DESC', limit + SPARE)) {
      for (const post of loadPosts(db, chunk)) {
        const picked = pick(post)
        if (picked !== undefined && found.push(picked) === limit) return found
      }
    }
    return found
  })
}

/** The post as the list shows it, if it does; undefined where every candidate is shown as it is. */
async function createPick(
  db: Database,
  request: SearchRequest,
  verify: Verify | undefined,
): Promise<((post: StoredPost) => StoredPost | undefined) | undefined> {
  if (request.fold !== true || asksForCopies(request.tree)) {
    return verify && ((post) => (verify(post) ? post : undefined))
  }
  const { before: _page, ...whole } = request
  const fold = createFold(db, await plan(db, whole))
  return (post) => (verify === undefined || verify(post) ? fold(post) : undefined)
}

/** The ids that follow `after` in the order. */
function nextIds(
  db: Database,
  candidates: Candidates,
  order: 'ASC' | 'DESC',
  after: number | undefined,
  limit: number,
): readonly number[] {
  const { id } = candidates
  const behind =
    after === undefined ? {} : { where: `${id} ${order === 'DESC' ? '<' : '>'} ?`, values: [after] }
  const ending = ` ORDER BY ${id} ${order} LIMIT ?`
  const { text, values } = selectFrom(candidates, id, { ...behind, ending })
  return db
    .sql(text)
    .pluck()
    .all(...values, limit) as number[]
}

/** The candidates page by page; pages grow, because one that was not enough says that many do not match. */
function* chunks(
  db: Database,
  candidates: Candidates,
  order: 'ASC' | 'DESC',
  first = CHUNK,
  most = CHUNK,
): Generator<readonly number[]> {
  let last: number | undefined
  for (let size = Math.min(first, most); ; size = Math.min(size * 2, most)) {
    const ids = nextIds(db, candidates, order, last, size)
    if (ids.length > 0) yield ids
    if (ids.length < size) return
    last = ids.at(-1)
  }
}

/** A stream that runs over everything holds few at a time: what lives long is given back late. */
const STREAMED = 128

/** Oldest first, in constant memory: what is added behind the place that was read is still seen. */
export async function* streamPosts(
  db: Database,
  request: SearchRequest,
): AsyncGenerator<StoredPost> {
  const { candidates, verify } = await plan(db, request)
  let left = request.limit ?? Number.POSITIVE_INFINITY
  for (const ids of chunks(db, candidates, 'ASC', STREAMED, STREAMED)) {
    for (const post of loadPosts(db, ids)) {
      if (left <= 0) return
      if (verify !== undefined && !verify(post)) continue
      left--
      yield post
    }
  }
}

export async function countPosts(db: Database, request: SearchRequest): Promise<number> {
  const { candidates, verify } = await plan(db, request)
  if (verify === undefined) {
    const { text, values } = selectFrom(candidates, 'count(*)')
    return db
      .sql(text)
      .pluck()
      .get(...values) as number
  }
  return matchingIds(db, { candidates, verify }).length
}

/** A statement that finds exactly the posts that match; for counting. */
export async function findMatching(db: Database, request: SearchRequest): Promise<Candidates> {
  const { candidates, verify } = await plan(db, request)
  if (verify === undefined) return candidates
  return {
    from: 'json_each(?) j CROSS JOIN posts p ON p.id = j.value',
    where: [],
    values: [JSON.stringify(matchingIds(db, { candidates, verify }))],
    id: 'p.id',
  }
}

function matchingIds(db: Database, { candidates, verify }: Required<Plan>): readonly number[] {
  return db.read(() => {
    const found: number[] = []
    for (const chunk of chunks(db, candidates, 'ASC')) {
      const posts = loadPosts(db, chunk)
      for (const [index, post] of posts.entries())
        if (verify(post)) found.push(chunk[index] as number)
    }
    return found
  })
}
