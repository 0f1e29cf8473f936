import { NotFoundError, UsageError } from '../errors.ts'
import { addToBatch, openBatch } from './batches.ts'
import type { Database } from './database.ts'
import { connectedThreads, listEvents } from './events.ts'
import type { TriageResult } from './store.ts'
import { findFacts, refreshThreads } from './thread-states.ts'
import { addThread } from './threads.ts'

interface Row {
  readonly number: number
  readonly thread: number
  readonly platform: string
}

/** Long rows of one complaint become one thread with many people; splitting gives each back what was theirs. */
export function mergeThreads(db: Database, posts: readonly number[], actor: string): TriageResult {
  return db.write(() => {
    const rows = posts.map((post) => getRow(db, post))
    const [target] = rows
    const others = new Set(
      rows.map(({ thread }) => thread).filter((thread) => thread !== target?.thread),
    )
    if (target === undefined || others.size === 0) return nothing(posts)
    const batch = openBatch(db, {
      actor,
      kind: 'do',
      description: `merge ${others.size + 1} threads`,
      posts,
    })
    for (const thread of others)
      addToBatch(db, batch, thread, { type: 'merged', into: target.thread })
    refreshThreads(db, [target.thread], true)
    return { changed: posts, unchanged: [], missing: [], batch: batch.id }
  })
}

export function splitPosts(db: Database, posts: readonly number[], actor: string): TriageResult {
  return db.write(() => {
    const rows = posts.map((post) => getRow(db, post))
    const [first] = rows
    if (first === undefined) return nothing(posts)
    if (rows.some(({ thread }) => thread !== first.thread)) {
      throw new UsageError('these posts stand in several threads', {
        hint: 'split one thread at a time',
      })
    }
    const batch = openBatch(db, {
      actor,
      kind: 'do',
      description: `split ${posts.length} posts off`,
      posts,
    })
    const to =
      originOf(db, first.thread, posts) ??
      addThread(db, first.platform, `split ${batch.id} of thread ${first.thread}`)
    addToBatch(db, batch, first.thread, { type: 'split', posts, to })
    refreshThreads(db, [first.thread], true)
    return { changed: posts, unchanged: [], missing: [], batch: batch.id }
  })
}

/** The merged thread that exactly these posts came from. */
function originOf(db: Database, thread: number, posts: readonly number[]): number | undefined {
  const wanted = JSON.stringify(posts.toSorted((a, b) => a - b))
  return connectedThreads(db, thread).find((other) => {
    if (findFacts(db, other)?.mergedInto !== thread) return false
    const own = listEvents(db, other).flatMap((event) =>
      event.type === 'post' ? [event.post] : [],
    )
    return JSON.stringify([...new Set(own)].sort((a, b) => a - b)) === wanted
  })
}

function getRow(db: Database, post: number): Row {
  const row = db.sql('SELECT number, thread, platform FROM posts WHERE number = ?').get(post) as
    | Row
    | undefined
  if (row === undefined) throw new NotFoundError(`there is no post ${post}`)
  if (row.thread === null) throw new NotFoundError(`post ${post} is in no thread`)
  return row
}

function nothing(posts: readonly number[]): TriageResult {
  return { changed: [], unchanged: posts, missing: [], batch: undefined }
}
