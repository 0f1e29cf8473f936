import { type Pattern, toPattern } from '../query/match-values.ts'
import { compileQuery, matchPost, type ViewFacts } from '../query/matcher.ts'
import { narrow } from '../query/narrow.ts'
import type { Tree } from '../query/tree.ts'
import type { Narrowing } from './candidates.ts'
import { toNarrowing } from './conditions.ts'
import type { Database } from './database.ts'
import { SEARCHED_COLUMNS } from './searched-columns.ts'
import type { SearchRequest, StoredPost } from './store.ts'
import { isStale } from './token-index.ts'

/** Says whether a candidate matches; for what the index alone cannot decide. */
export type Verify = (post: StoredPost) => boolean

export interface NarrowedRequest {
  readonly narrowing: Narrowing
  /** Absent: every candidate matches. */
  readonly verify?: Verify
}

/** What SQL answers of an expression, and the matcher for the rest. A stale index answers nothing. */
export function narrowRequest(db: Database, tree: Tree, request: SearchRequest): NarrowedRequest {
  const { now, zone } = request
  db.once('is_value', () => addValueFunction(db))
  if (isStale(db)) {
    return { narrowing: { where: [], values: [] }, verify: verifier(tree, request) }
  }
  const { condition, exact } = narrow(tree, { now, zone, columns: SEARCHED_COLUMNS })
  const narrowing = toNarrowing(db, condition, request)
  return exact ? { narrowing } : { narrowing, verify: verifier(tree, request) }
}

/** `is_value(stored, asked)` in SQL is the matcher's own comparison of whole values. */
function addValueFunction(db: Database): void {
  const patterns = new Map<string, Pattern>()
  db.connection.function('is_value', { deterministic: true }, (stored, asked) => {
    const text = String(asked)
    const pattern = patterns.get(text) ?? toPattern(text, false)
    patterns.set(text, pattern)
    return typeof stored === 'string' && pattern(stored) ? 1 : 0
  })
}

function verifier(tree: Tree, { now, zone }: SearchRequest): Verify {
  const query = compileQuery(tree)
  return (post) =>
    matchPost(query, searchedPost(post), { now, zone, view: viewOf(post, now) }).matched
}

/** The language is what the analysis found; the platform's word is a hint only. */
function searchedPost(post: StoredPost): StoredPost {
  const lang = post.analysis?.lang
  return lang === undefined ? post : { ...post, lang }
}

/** What ledger and analysis say of a stored post, for the view fields. */
export function viewOf(post: StoredPost, now: number): ViewFacts {
  return {
    queries: post.mentions,
    sentiment: post.sentiment,
    intents: post.analysis?.intents.map(({ name }) => name),
    addressed: post.addressed,
    status: post.status,
    overdue: post.dueAt !== undefined && post.dueAt < now,
    unseen: !post.seen,
    flagged: post.flags.length > 0,
    answered: post.answeredAt !== undefined,
    duplicate: post.cluster !== undefined && post.cluster !== post.post,
    flags: post.flags,
    labels: post.labels,
    assigned: post.assigned,
    priority: post.priority,
    dueAt: post.dueAt,
    collectedAt: post.collectedAt,
    cluster: post.cluster,
  }
}
