import type { LedgerEventBody } from '../model/ledger.ts'
import type { Instant } from '../model/post.ts'
import { saveActor } from './actors.ts'
import type { Database } from './database.ts'
import { addEvent } from './events.ts'

/** The events of one deed, so that it can be taken back as one. */
export interface Batch {
  readonly id: number
  readonly actor: number
  readonly at: Instant
}

export function openBatch(
  db: Database,
  batch: {
    readonly actor: string
    readonly kind: 'do' | 'undo' | 'redo'
    readonly description: string
    readonly posts: readonly number[]
    readonly undoes?: number
  },
): Batch {
  const actor = saveActor(db, batch.actor)
  const at = db.now()
  const added = db
    .sql(
      'INSERT INTO batches (actor, at, kind, description, posts, undoes) VALUES (?, ?, ?, ?, ?, ?)',
    )
    .run(
      actor,
      at,
      batch.kind,
      batch.description,
      JSON.stringify(batch.posts),
      batch.undoes ?? null,
    )
  return { id: Number(added.lastInsertRowid), actor, at }
}

export function addToBatch(
  db: Database,
  batch: Batch,
  thread: number,
  body: LedgerEventBody,
): number {
  return addEvent(db, { thread, at: batch.at, actor: batch.actor, batch: batch.id, body })
}
