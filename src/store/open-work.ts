import { statusAt } from '../ledger/fold.ts'
import type { Opening } from '../model/ledger.ts'
import type { Database } from './database.ts'
import type { OpenThread, OpenWorkFilter } from './store.ts'
import { loadPosts } from './stored-posts.ts'
import {
  countStale,
  foldNow,
  isWork,
  type KeptFacts,
  sortInstant,
  toThreadState,
} from './thread-states.ts'

const ALL: readonly Opening[] = ['addressed', 'uncovered', 'look']
const DEFAULT_LIMIT = 1000
const ALL_OF_THEM = Number.MAX_SAFE_INTEGER
/** So many threads are matched at a time. */
const CHUNK = 1000

/** The threads that want something of us, the soonest due first. A snooze hides its thread until it ends. */
export async function listOpenWork(
  db: Database,
  filter: OpenWorkFilter,
): Promise<readonly OpenThread[]> {
  const find = await prepareFind(db, filter)
  return db.read(() => {
    const facts = find()
    const posts = loadLeads(db, facts)
    const engagement = sumEngagement(db, facts)
    return facts.flatMap((each): readonly OpenThread[] => {
      const post = posts.get(leadOf(each))
      if (post === undefined) return []
      return [
        { ...toThreadState(each, db.now()), post, engagement: engagement.get(each.thread) ?? 0 },
      ]
    })
  })
}

/** How many threads want something of us now. */
export function countOpenWork(db: Database): number {
  return db.read(() => {
    if (countStale(db) > 0) return listFolded(db, { limit: ALL_OF_THEM }).length
    return db
      .sql(
        `SELECT count(*) FROM thread_states INDEXED BY thread_states_by_opening
         WHERE is_work = 1 AND opening IS NOT NULL AND (hidden_until IS NULL OR hidden_until <= ?)`,
      )
      .pluck()
      .get(db.now()) as number
  })
}

/** The matcher is loaded only where there is an expression. */
async function prepareFind(
  db: Database,
  { matching, ...filter }: OpenWorkFilter,
): Promise<() => readonly KeptFacts[]> {
  if (matching === undefined) return () => listFacts(db, filter)
  const { prepareKeep } = await import('./matching-leads.ts')
  const keep = prepareKeep(db, matching)
  return () => {
    const all = listFacts(db, { ...filter, limit: ALL_OF_THEM })
    const limit = filter.limit ?? DEFAULT_LIMIT
    const found: KeptFacts[] = []
    for (let from = 0; from < all.length && found.length < limit; from += CHUNK) {
      const chunk = all.slice(from, from + CHUNK)
      const kept = keep(chunk.map(leadOf))
      found.push(...chunk.filter((facts) => kept.has(leadOf(facts))))
    }
    return found.slice(0, limit)
  }
}

function listFacts(db: Database, filter: OpenWorkFilter): readonly KeptFacts[] {
  if (countStale(db) > 0) return listFolded(db, filter)
  const limit = filter.limit ?? DEFAULT_LIMIT
  return (filter.openings ?? ALL)
    .flatMap((opening) => listOfOpening(db, opening, limit))
    .sort((a, b) => sortInstant(a) - sortInstant(b) || a.thread - b.thread)
    .slice(0, limit)
}

function listOfOpening(db: Database, opening: Opening, limit: number): readonly KeptFacts[] {
  const rows = db
    .sql(
      `SELECT facts FROM thread_states INDEXED BY thread_states_by_opening
       WHERE is_work = 1 AND opening = ? AND (hidden_until IS NULL OR hidden_until <= ?)
       ORDER BY sort_at, thread LIMIT ?`,
    )
    .pluck()
    .all(opening, db.now(), limit) as string[]
  return rows.map((row) => JSON.parse(row) as KeptFacts)
}

/** While states of another policy are kept, what is not closed is folded anew, so that no due instant is an old one. */
function listFolded(db: Database, filter: OpenWorkFilter): readonly KeptFacts[] {
  const openings = filter.openings ?? ALL
  const threads = db
    .sql("SELECT thread FROM thread_states WHERE status <> 'closed'")
    .pluck()
    .all() as number[]
  return threads
    .flatMap((thread) => foldNow(db, thread) ?? [])
    .filter(
      (facts) => isWork(facts) && facts.opening !== undefined && openings.includes(facts.opening),
    )
    .filter((facts) => statusAt(facts, db.now()) !== 'snoozed')
    .sort((a, b) => sortInstant(a) - sortInstant(b) || a.thread - b.thread)
    .slice(0, filter.limit ?? DEFAULT_LIMIT)
}

/** The post that waits, else the one that began it. */
function leadOf(facts: KeptFacts): number {
  return facts.waitingPost ?? facts.firstPost ?? -1
}

function loadLeads(
  db: Database,
  facts: readonly KeptFacts[],
): ReadonlyMap<number, OpenThread['post']> {
  const ids = db
    .sql('SELECT p.id FROM json_each(?) j CROSS JOIN posts p ON p.number = j.value')
    .pluck()
    .all(JSON.stringify(facts.map(leadOf))) as number[]
  return new Map(loadPosts(db, ids).map((post) => [post.post, post]))
}

function sumEngagement(db: Database, facts: readonly KeptFacts[]): ReadonlyMap<number, number> {
  const rows = db
    .sql(
      `SELECT p.thread, sum(coalesce(p.likes, 0) + coalesce(p.replies, 0) + coalesce(p.shares, 0))
       FROM json_each(?) j CROSS JOIN posts p ON p.thread = j.value GROUP BY p.thread`,
    )
    .raw()
    .all(JSON.stringify(facts.map(({ thread }) => thread))) as [number, number][]
  return new Map(rows)
}
