import { type CopyReader, createCopyReader } from '../analysis/fingerprints.ts'
import { leaveCluster } from './clusters.ts'
import type { Database } from './database.ts'
import { addEvent } from './events.ts'
import { unindexPost } from './token-index.ts'
import { bury } from './tombstones.ts'

interface ErasedRow {
  readonly id: number
  readonly number: number
  readonly platform: string
  readonly identity: string
  readonly thread: number | null
}

/**
 * Takes posts out: their texts, words, marks and the notes about them. The ledger keeps what happened, without
 * words, and is told. `bury` keeps a scan from bringing them back. Answers the threads that are touched.
 * Inside a transaction that writes.
 */
export function erasePosts(
  db: Database,
  ids: readonly number[],
  options: { readonly actor: number; readonly bury: boolean },
): ReadonlySet<number> {
  const threads = new Set<number>()
  const reader = createCopyReader()
  for (const id of ids) {
    const row = db
      .sql('SELECT id, number, platform, identity, thread FROM posts WHERE id = ?')
      .get(id) as ErasedRow | undefined
    if (row === undefined) continue
    erasePost(db, reader, row, options)
    if (row.thread !== null) threads.add(row.thread)
  }
  for (const thread of threads) forgetEmptyThread(db, thread)
  return threads
}

function erasePost(
  db: Database,
  reader: CopyReader,
  row: ErasedRow,
  options: { readonly actor: number; readonly bury: boolean },
): void {
  const at = db.now()
  unindexPost(db, row.id)
  leaveCluster(db, reader, row.number)
  db.sql('UPDATE texts SET body = NULL WHERE post = ?').run(row.number)
  if (options.bury) bury(db, row.platform, row.identity, at)
  if (row.thread !== null) {
    addEvent(db, {
      thread: row.thread,
      at,
      actor: options.actor,
      body: { type: 'erased', post: row.number },
    })
  }
  db.sql('DELETE FROM approvals WHERE post = ?').run(row.number)
  db.sql('DELETE FROM posts WHERE id = ?').run(row.id)
}

/** The key of a conversation is the platform's id of its first post, which may be an address with a name in it. */
function forgetEmptyThread(db: Database, thread: number): void {
  const left = db.sql('SELECT 1 FROM posts WHERE thread = ? LIMIT 1').get(thread)
  if (left !== undefined) return
  db.sql("UPDATE threads SET key = 'erased ' || number WHERE number = ?").run(thread)
}
