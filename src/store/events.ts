import type { LedgerEvent, LedgerEventBody } from '../model/ledger.ts'
import type { Instant } from '../model/post.ts'
import type { Database } from './database.ts'

/** Who acts when the program does something by itself. */
export const PROGRAM = 'listen'

interface EventRow {
  readonly id: number
  readonly thread: number
  readonly at: number
  readonly actor: string
  readonly body: string
}

/** Writes one line of the ledger. Inside a transaction that writes; the projections follow in the same one. */
export function addEvent(
  db: Database,
  event: {
    readonly thread: number
    readonly at: Instant
    readonly actor: number
    readonly body: LedgerEventBody
    readonly batch?: number
  },
): number {
  const { body } = event
  const post = 'post' in body && body.post !== undefined ? body.post : null
  const added = db
    .sql(
      'INSERT INTO events (thread, at, actor, type, post, batch, body) VALUES (?, ?, ?, ?, ?, ?, ?)',
    )
    .run(
      event.thread,
      event.at,
      event.actor,
      body.type,
      post,
      event.batch ?? null,
      JSON.stringify(body),
    )
  if (body.type === 'merged') linkThreads(db, event.thread, body.into)
  if (body.type === 'split') linkThreads(db, event.thread, body.to)
  return Number(added.lastInsertRowid)
}

/** Threads that share posts are folded together. */
function linkThreads(db: Database, one: number, other: number): void {
  const link = db.sql('INSERT OR IGNORE INTO thread_links (thread, other) VALUES (?, ?)')
  link.run(one, other)
  link.run(other, one)
}

/** The thread and all that merges and splits connect with it. */
export function connectedThreads(db: Database, thread: number): readonly number[] {
  const links = db.sql('SELECT other FROM thread_links WHERE thread = ?').pluck()
  const found = new Set([thread])
  for (const each of found) for (const other of links.all(each) as number[]) found.add(other)
  return [...found]
}

/** The events of a thread in order. */
export function listEvents(db: Database, thread: number): readonly LedgerEvent[] {
  const rows = db
    .sql(
      `SELECT e.id, e.thread, e.at, a.name AS actor, e.body FROM events e JOIN actors a ON a.id = e.actor
       WHERE e.thread = ? ORDER BY e.id`,
    )
    .all(thread) as EventRow[]
  return rows.map(toEvent)
}

function toEvent(row: EventRow): LedgerEvent {
  return {
    ...(JSON.parse(row.body) as LedgerEventBody),
    id: row.id,
    thread: row.thread,
    at: row.at,
    actor: row.actor,
  }
}
