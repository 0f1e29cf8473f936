import type { Analysis } from '../model/mention.ts'
import type { Instant } from '../model/post.ts'
import { fromJson } from './cells.ts'
import type { Database } from './database.ts'
import { addEvent } from './events.ts'
import type { PreparedPost } from './store.ts'
import { addThread, findThread } from './threads.ts'

/** A post on its way into the ledger. */
export interface Entry {
  readonly id: number
  readonly number: number
  readonly platform: string
  readonly key: string
  readonly thread: number | undefined
  readonly at: Instant
  readonly opening: PreparedPost['opening']
  /** The ledger does not have it yet. */
  readonly isNew: boolean
  /** Known, but what the ledger says of it is no longer right. */
  readonly changed: boolean
  readonly edited: boolean
}

/** Writes what the ledger must know of the post. Answers its thread where there is something new. */
export function enterPost(db: Database, actor: number, entry: Entry): number | undefined {
  const { opening, number } = entry
  if (entry.thread === undefined && opening === undefined) return undefined
  const isOpened = entry.thread === undefined
  const thread = entry.thread ?? openThread(db, actor, entry.platform, entry.key, entry.at)
  const context: Context = { db, actor, thread, at: entry.at }
  const joined = joinThread(context, entry, isOpened)
  if (!joined && entry.changed) addPostEvent(context, number)
  if (entry.edited) add(context, { type: 'edit_detected', post: number })
  const opens = opening !== undefined && !wasOpened(db, thread, number)
  if (opens) add(context, { type: 'opened', ...opening, post: number })
  return isOpened || joined || entry.changed || opens ? thread : undefined
}

/** Puts the post into its thread, unless it came in with the rest of the conversation just now. */
function joinThread(context: Context, entry: Entry, isOpened: boolean): boolean {
  const isListed = isOpened ? isInThread(context.db, entry.id, context.thread) : !entry.isNew
  if (isListed) return false
  context.db
    .sql('UPDATE posts SET thread = ?, keep_until = NULL WHERE id = ?')
    .run(context.thread, entry.id)
  addPostEvent(context, entry.number)
  return true
}

/** The same for a post that is stored and read again. */
export function enterStored(
  db: Database,
  actor: number,
  row: {
    readonly id: number
    readonly number: number
    readonly platform: string
    readonly key: string
    readonly thread: number | null
  },
  news: { readonly opening: PreparedPost['opening']; readonly changed: boolean },
): number | undefined {
  const thread = row.thread ?? findThread(db, row.platform, row.key)
  return enterPost(db, actor, {
    id: row.id,
    number: row.number,
    platform: row.platform,
    key: row.key,
    thread,
    at: db.now(),
    isNew: row.thread === null,
    edited: false,
    ...news,
  })
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
