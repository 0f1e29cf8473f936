import { NotFoundError } from '../errors.ts'
import type { LedgerEvent, LedgerEventBody } from '../model/ledger.ts'
import { addToBatch, openBatch } from './batches.ts'
import type { Database } from './database.ts'
import { listEvents } from './events.ts'
import type { StoredPost, ThreadState } from './store.ts'
import { loadPosts } from './stored-posts.ts'
import { findFacts, refreshThreads, toThreadState } from './thread-states.ts'

/** Writes the events as one deed of the actor and brings the projections up to date. */
export function appendEvents(
  db: Database,
  thread: number,
  bodies: readonly LedgerEventBody[],
  actor: string,
): readonly LedgerEvent[] {
  if (bodies.length === 0) return []
  return db.write(() => {
    checkThread(db, thread)
    const posts = bodies.flatMap((body) =>
      'post' in body && body.post !== undefined ? [body.post] : [],
    )
    const description = [...new Set(bodies.map(({ type }) => type.replace('_', ' ')))].join(', ')
    const batch = openBatch(db, { actor, kind: 'do', description, posts })
    const ids = new Set(bodies.map((body) => addToBatch(db, batch, thread, body)))
    refreshThreads(db, [thread], true)
    return listEvents(db, thread).filter(({ id }) => ids.has(id))
  })
}

function checkThread(db: Database, thread: number): void {
  if (db.sql('SELECT 1 FROM threads WHERE number = ?').get(thread) !== undefined) return
  throw new NotFoundError(`there is no thread ${thread}`)
}

export interface WholeThread {
  readonly state: ThreadState
  readonly posts: readonly StoredPost[]
  readonly events: readonly LedgerEvent[]
}

/** The thread with its posts, oldest first, and its ledger. Throws NotFoundError. */
export function getThread(db: Database, thread: number): WholeThread {
  return db.read(() => {
    checkThread(db, thread)
    const facts = findFacts(db, thread)
    if (facts === undefined) throw new NotFoundError(`thread ${thread} is empty`)
    const ids = db
      .sql('SELECT id FROM posts WHERE thread = ? ORDER BY id')
      .pluck()
      .all(thread) as number[]
    return {
      state: toThreadState(facts, db.now()),
      posts: loadPosts(db, ids),
      events: listEvents(db, thread),
    }
  })
}
