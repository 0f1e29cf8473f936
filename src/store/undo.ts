import { addToBatch, openBatch } from './batches.ts'
import type { Database } from './database.ts'
import { refreshThreads } from './thread-states.ts'

export interface Undone {
  readonly description: string
  readonly posts: readonly number[]
}

interface BatchRow {
  readonly id: number
  readonly description: string
  readonly posts: string
}

/** Takes the actor's last deed back that still stands, however old; appends, never deletes. */
export function undo(db: Database, actor: string): Undone | undefined {
  return db.write(() => {
    const last = db
      .sql(
        `SELECT b.id, b.description, b.posts FROM batches b JOIN actors a ON a.id = b.actor
         WHERE a.name = ? AND b.kind = 'do' AND b.undone_by IS NULL ORDER BY b.id DESC LIMIT 1`,
      )
      .get(actor) as BatchRow | undefined
    if (last === undefined) return undefined
    const by = takeBack(db, last, actor, 'undo')
    db.sql('UPDATE batches SET undone_by = ? WHERE id = ?').run(by, last.id)
    return toUndone(last)
  })
}

/** Does again what the actor took back last, unless they did something else since. */
export function redo(db: Database, actor: string): Undone | undefined {
  return db.write(() => {
    const last = db
      .sql(
        `SELECT b.id, o.id AS original, o.description, o.posts FROM batches b JOIN actors a ON a.id = b.actor
           JOIN batches o ON o.id = b.undoes
         WHERE a.name = ? AND b.kind = 'undo' AND b.undone_by IS NULL
           AND NOT EXISTS (SELECT 1 FROM batches n WHERE n.actor = b.actor AND n.kind = 'do' AND n.id > b.id)
         ORDER BY b.id DESC LIMIT 1`,
      )
      .get(actor) as (BatchRow & { readonly original: number }) | undefined
    if (last === undefined) return undefined
    const by = takeBack(db, last, actor, 'redo')
    db.sql('UPDATE batches SET undone_by = ? WHERE id = ?').run(by, last.id)
    db.sql('UPDATE batches SET undone_by = NULL WHERE id = ?').run(last.original)
    return toUndone(last)
  })
}

function takeBack(db: Database, batch: BatchRow, actor: string, kind: 'undo' | 'redo'): number {
  const events = db
    .sql('SELECT id, thread FROM events WHERE batch = ? ORDER BY id')
    .all(batch.id) as {
    id: number
    thread: number
  }[]
  const posts = JSON.parse(batch.posts) as number[]
  const opened = openBatch(db, {
    actor,
    kind,
    description: batch.description,
    posts,
    undoes: batch.id,
  })
  for (const { id, thread } of events) addToBatch(db, opened, thread, { type: 'undone', event: id })
  refreshThreads(db, new Set(events.map(({ thread }) => thread)), true)
  return opened.id
}

function toUndone(batch: BatchRow): Undone {
  return { description: batch.description, posts: JSON.parse(batch.posts) as number[] }
}
