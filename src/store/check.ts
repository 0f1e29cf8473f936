import { foldThreads } from '../ledger/fold.ts'
import type { Database } from './database.ts'
import { connectedThreads, listEvents } from './events.ts'
import { checkFile } from './file-check.ts'
import { marksDiffer } from './marks.ts'
import { wrongRollups } from './rollups.ts'
import type { CheckResult, StoreProblem } from './store.ts'
import { findFacts, keptFacts } from './thread-states.ts'
import { isStale } from './token-index.ts'
import { turnsDiffer } from './turns.ts'

/**
 * Looks for damage before anybody meets it: the file's own structure, rows that point nowhere, the word index
 * against the posts, and every projection against the fold of its events. Repairs nothing.
 */
export function checkStore(db: Database): CheckResult {
  const problems: StoreProblem[] = [...checkFile(db)]
  if (problems.length > 0) return { problems, threads: 0 }
  return db.read(() => {
    problems.push(...checkReferences(db), ...checkIndex(db), ...checkSums(db), ...checkRollups(db))
    const threads = checkThreads(db, problems)
    return { problems, threads }
  })
}

function checkReferences(db: Database): readonly StoreProblem[] {
  const rows = db.connection.pragma('foreign_key_check') as { table: string; parent: string }[]
  const counts = new Map<string, number>()
  for (const { table, parent } of rows) {
    const key = `${table} without ${parent}`
    counts.set(key, (counts.get(key) ?? 0) + 1)
  }
  return [...counts].map(([key, count]) => ({
    what: 'references',
    detail: `${count} rows of ${key}`,
  }))
}

/** Each statement counts rows that must not exist. */
const SUMS: readonly (readonly [what: string, detail: string, sql: string])[] = [
  [
    'texts',
    'posts without their text',
    'SELECT count(*) FROM posts WHERE id NOT IN (SELECT post FROM post_texts)',
  ],
  [
    'numbers',
    'posts with a number that was never given out',
    "SELECT count(*) FROM posts WHERE number > (SELECT coalesce(max(value), 0) FROM counters WHERE name = 'post')",
  ],
  [
    'mentions',
    'mentioned posts that lists leave out',
    'SELECT count(DISTINCT m.post) FROM mentions m JOIN posts p ON p.id = m.post WHERE p.wanted = 0',
  ],
  [
    'copies',
    'posts in a cluster that nobody leads',
    `SELECT count(*) FROM posts p WHERE p.cluster IS NOT NULL
       AND NOT EXISTS (SELECT 1 FROM posts l WHERE l.number = p.cluster AND l.cluster = l.number)`,
  ],
  [
    'copies',
    'clusters of one post',
    'SELECT count(*) FROM (SELECT 1 FROM posts WHERE cluster IS NOT NULL GROUP BY cluster HAVING count(*) = 1)',
  ],
  [
    'copies',
    'keys of copies without a post that leads',
    `SELECT count(*) FROM fingerprints f WHERE NOT EXISTS
       (SELECT 1 FROM posts WHERE number = f.post AND (cluster IS NULL OR cluster = number))`,
  ],
  [
    'threads',
    'threads with events and no state',
    'SELECT count(DISTINCT thread) FROM events WHERE thread NOT IN (SELECT thread FROM thread_states)',
  ],
]

function checkSums(db: Database): readonly StoreProblem[] {
  return SUMS.flatMap(([what, detail, sql]) => {
    const count = db.sql(sql).pluck().get() as number
    return count === 0 ? [] : [{ what, detail: `${count} ${detail}` }]
  })
}

function checkIndex(db: Database): readonly StoreProblem[] {
  const problems: StoreProblem[] = []
  const missing = db
    .sql('SELECT count(*) FROM posts WHERE id NOT IN (SELECT id FROM token_index_docsize)')
    .pluck()
    .get() as number
  if (missing > 0) problems.push({ what: 'index', detail: `${missing} posts that no word finds` })
  const extra = db
    .sql('SELECT count(*) FROM token_index_docsize WHERE id NOT IN (SELECT id FROM posts)')
    .pluck()
    .get() as number
  if (extra > 0) problems.push({ what: 'index', detail: `${extra} entries without a post` })
  if (isStale(db))
    problems.push({ what: 'index', detail: 'made by another version of the tokeniser' })
  return problems
}

function checkRollups(db: Database): readonly StoreProblem[] {
  return wrongRollups(db).map((day) => ({
    what: 'projections',
    detail: `the roll-up of ${new Date(day * 86_400_000).toISOString().slice(0, 10)} is not what its posts say`,
  }))
}

/** Answers how many threads were folded. */
function checkThreads(db: Database, problems: StoreProblem[]): number {
  const done = new Set<number>()
  const threads = db
    .sql('SELECT DISTINCT thread FROM events ORDER BY thread')
    .pluck()
    .all() as number[]
  for (const thread of threads) {
    if (done.has(thread)) continue
    const together = connectedThreads(db, thread)
    for (const each of together) done.add(each)
    checkTogether(db, together, problems)
  }
  return done.size
}

function checkTogether(db: Database, threads: readonly number[], problems: StoreProblem[]): void {
  const events = threads.flatMap((each) => listEvents(db, each))
  for (const [thread, facts] of foldThreads(events, db.policy)) {
    const stored = JSON.stringify(findFacts(db, thread) ?? null)
    if (stored !== JSON.stringify(keptFacts(facts))) {
      problems.push({
        what: 'projections',
        detail: `the state of thread ${thread} is not what its events say`,
      })
    }
    if (turnsDiffer(db, facts)) {
      problems.push({
        what: 'projections',
        detail: `the turns of thread ${thread} are not what its events say`,
      })
    }
    if (marksDiffer(db, facts.postFacts)) {
      problems.push({
        what: 'projections',
        detail: `the marks of thread ${thread} are not what its events say`,
      })
    }
  }
}
