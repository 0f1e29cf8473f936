import type { Analysis } from '../model/mention.ts'
import type { Instant } from '../model/post.ts'
import { fromJson } from './cells.ts'
import type { Database } from './database.ts'
import { addEvent } from './events.ts'
import type { PreparedPost } from './store.ts'
import { addThread } from './threads.ts'

/** A post on its way into the ledger. */
export interface Entry {
  readonly id: number
  readonly number: number
  readonly prepared: PreparedPost
  readonly key: string
  readonly thread: number | undefined
  readonly at: Instant
  /** The ledger does not have it yet. */
  readonly isNew: boolean
  /** Known, but what the ledger says of it is no longer right. */
  readonly changed?: boolean
  readonly edited?: boolean
}

/** Writes what the ledger must know of the post. Answers its thread where there is something new. */
export function enterPost(db: Database, actor: number, entry: Entry): number | undefined {
  const { opening, post } = entry.prepared
  if (entry.thread === undefined && opening === undefined) return undefined
  const thread = entry.thread ?? openThread(db, actor, post.platform, entry.key, entry.at)
  const context: Context = { db, actor, thread, at: entry.at }
  const isListed = entry.thread === undefined ? isInThread(db, entry.id, thread) : !entry.isNew
  let wrote = entry.thread === undefined
  if (!isListed) {
    db.sql('UPDATE posts SET thread = ?, keep_until = NULL WHERE id = ?').run(thread, entry.id)
    wrote = true
  }
  if (!isListed || entry.changed === true) {
    addPostEvent(context, entry.number)
    wrote = true
  }
  if (entry.edited === true) add(context, { type: 'edit_detected', post: entry.number })
  if (opening !== undefined && !wasOpened(db, thread, entry.number)) {
    add(context, { type: 'opened', ...opening, post: entry.number })
    wrote = true
  }
  return wrote ? thread : undefined
}

interface Context {
  readonly db: Database
  readonly actor: number
  readonly thread: number
  readonly at: Instant
}

function add(context: Context, body: Parameters<typeof addEvent>[1]['body']): void {
  addEvent(context.db, { thread: context.thread, at: context.at, actor: context.actor, body })
}

function isInThread(db: Database, id: number, thread: number): boolean {
  return db.sql('SELECT 1 FROM posts WHERE id = ? AND thread = ?').get(id, thread) !== undefined
}

function wasOpened(db: Database, thread: number, post: number): boolean {
  const known = db.sql("SELECT 1 FROM events WHERE thread = ? AND type = 'opened' AND post = ?")
  return known.get(thread, post) !== undefined
}

/** Makes the thread and takes in what is already stored of its conversation, oldest first. */
export function openThread(
  db: Database,
  actor: number,
  platform: string,
  key: string,
  at: Instant,
): number {
  const thread = addThread(db, platform, key)
  const earlier = db
    .sql(
      `SELECT id, number FROM posts WHERE platform = ? AND thread IS NULL AND thread_key = ?
       UNION SELECT id, number FROM posts WHERE platform = ? AND thread IS NULL AND identity = ? ORDER BY id`,
    )
    .all(platform, key, platform, key) as { id: number; number: number }[]
  for (const { id, number } of earlier) {
    db.sql('UPDATE posts SET thread = ?, keep_until = NULL WHERE id = ?').run(thread, id)
    addPostEvent({ db, actor, thread, at }, number)
  }
  return thread
}

interface PostRow {
  readonly side: string
  readonly published: number | null
  readonly precision: string
  readonly collected: number
  readonly addressed: number
  readonly author: number | null
  readonly asks: number | null
  readonly analysis: string | null
}

/** Tells the ledger of a stored post, as it is known now. */
export function addPostEvent(context: Context, number: number): void {
  const row = context.db
    .sql(
      `SELECT p.side, p.published, p.precision, p.collected, p.addressed, p.author, p.asks, t.analysis
       FROM posts p JOIN post_texts t ON t.post = p.id WHERE p.number = ?`,
    )
    .get(number) as PostRow
  const analysis = fromJson<Analysis>(row.analysis)
  const isTrusted = row.precision === 'second' || row.precision === 'minute'
  const sentiment = analysis?.sentiment?.label
  add(context, {
    type: 'post',
    post: number,
    side: row.side as PreparedPost['side'],
    ...(isTrusted && row.published !== null ? { publishedAt: row.published } : {}),
    collectedAt: row.collected,
    addressed: row.addressed === 1,
    intents: analysis?.intents.map(({ name }) => name) ?? [],
    ...(sentiment === undefined ? {} : { sentiment }),
    ...(row.author === null ? {} : { author: row.author }),
    ...(row.asks === 1 ? { asks: true } : {}),
  })
}
