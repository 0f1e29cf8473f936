import { saveActor } from './actors.ts'
import type { Database } from './database.ts'
import { keepAnalysis } from './edits.ts'
import { PROGRAM } from './events.ts'
import { saveMentions } from './mentions.ts'
import { queryFinder } from './queries.ts'
import type { Rereading } from './store.ts'
import { enterStored } from './thread-entries.ts'
import { refreshThreads } from './thread-states.ts'

interface Row {
  readonly id: number
  readonly number: number
  readonly platform: string
  readonly key: string
  readonly thread: number | null
  readonly addressed: number
}

/**
 * Keeps what was worked out again from stored texts: a new query's matches, a better analysis, another opening
 * rule. Nothing that was matched or opened before is taken away.
 */
export function reread(db: Database, posts: readonly Rereading[]): number {
  return db.write(() => {
    const actor = saveActor(db, PROGRAM)
    const touched = new Set<number>()
    const options = { reread: true, queryId: queryFinder(db) }
    let matched = 0
    for (const reading of posts) {
      const row = findRow(db, reading.post)
      if (row === undefined) continue
      if (saveMentions(db, row.id, reading.mentions ?? [], db.now(), options)) matched++
      const thread = saveReading(db, actor, row, reading)
      if (thread !== undefined) touched.add(thread)
    }
    refreshThreads(db, touched, true)
    return matched
  })
}

function findRow(db: Database, number: number): Row | undefined {
  return db
    .sql(
      `SELECT id, number, platform, coalesce(thread_key, identity) AS key, thread, addressed
       FROM posts WHERE number = ?`,
    )
    .get(number) as Row | undefined
}

/** Answers the thread whose state must be worked out again. */
function saveReading(
  db: Database,
  actor: number,
  row: Row,
  reading: Rereading,
): number | undefined {
  const { analysis, opening } = reading
  if (analysis !== undefined) keepAnalysis(db, row.id, analysis)
  const isRaised = reading.addressed === true && row.addressed === 0
  const wanted = (reading.mentions?.length ?? 0) > 0 || reading.addressed === true
  if (wanted) {
    db.sql(
      'UPDATE posts SET wanted = 1, keep_until = NULL, addressed = max(addressed, ?) WHERE id = ?',
    ).run(reading.addressed === true ? 1 : 0, row.id)
  }
  return enterStored(db, actor, row, { opening, changed: analysis !== undefined || isRaised })
}
