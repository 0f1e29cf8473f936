import type { LedgerEvent, LedgerEventBody } from '../model/ledger.ts'
import type { Analysis } from '../model/mention.ts'
import type { Instant } from '../model/post.ts'
import { fromJson } from './cells.ts'
import type { Database } from './database.ts'
import { addEvent, PROGRAM } from './events.ts'
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
  /** It was noted as gone, and is seen again. */
  readonly isBack: boolean
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
  if (entry.isBack) takeBackGone(context, number)
  if (entry.edited) add(context, { type: 'edit_detected', post: number })
  const opens = opening !== undefined && !wasOpened(db, thread, number)
  if (opens) add(context, { type: 'opened', ...opening, post: number })
  return isOpened || joined || entry.changed || opens ? thread : undefined
}

/** Tells the ledger of a post that was stored just now, in its thread. Answers what was written. */
export function enterNewPost(
  context: Context,
  prepared: PreparedPost,
  number: number,
  author: number | null,
): readonly LedgerEvent[] {
  const { post, opening } = prepared
  const bodies = [
    toPostEvent({
      number,
      side: prepared.side,
      publishedAt: post.publishedAt ?? null,
      precision: post.publishedPrecision,
      collectedAt: post.collectedAt,
      addressed: prepared.addressed,
      concernsUs: prepared.addressed || prepared.mentions.some(({ role }) => role === 'brand'),
      author,
      asks: prepared.asks === true,
      analysis: prepared.analysis,
    }),
    ...(opening === undefined ? [] : [{ type: 'opened', ...opening, post: number } as const]),
  ]
  const { thread, at } = context
  return bodies.map((body) => ({ ...body, id: add(context, body), thread, at, actor: PROGRAM }))
}

/** Puts the post into its thread, unless it came in with the rest of the conversation just now. */
function joinThread(context: Context, entry: Entry, isOpened: boolean): boolean {
  const isListed = isOpened ? isInThread(context.db, entry.id, context.thread) : !entry.isNew
  if (isListed) return false
  context.db
    .sql('UPDATE posts SET thread = ?, keep_until = NULL WHERE id = ?')
    .run(context.thread, entry.id)
  addPostEvent(context, entry.number)
  tellGone(context, entry.id, entry.number)
  return true
}

/** A post without a thread may have been deleted before: the ledger hears of it now. */
function tellGone(context: Context, id: number, post: number): void {
  const gone = context.db.sql('SELECT gone FROM posts WHERE id = ?').pluck().get(id)
  if (gone !== null) add(context, { type: 'gone_detected', post })
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
    isBack: false,
    ...news,
  })
}

export interface Context {
  readonly db: Database
  readonly actor: number
  readonly thread: number
  readonly at: Instant
}

function add(context: Context, body: LedgerEventBody): number {
  return addEvent(context.db, {
    thread: context.thread,
    at: context.at,
    actor: context.actor,
    body,
  })
}

function isInThread(db: Database, id: number, thread: number): boolean {
  return db.sql('SELECT 1 FROM posts WHERE id = ? AND thread = ?').get(id, thread) !== undefined
}

function wasOpened(db: Database, thread: number, post: number): boolean {
  const known = db.sql("SELECT 1 FROM events WHERE thread = ? AND type = 'opened' AND post = ?")
  return known.get(thread, post) !== undefined
}

function takeBackGone(context: Context, post: number): void {
  const event = context.db
    .sql("SELECT max(id) FROM events WHERE thread = ? AND type = 'gone_detected' AND post = ?")
    .pluck()
    .get(context.thread, post) as number | null
  if (event !== null) add(context, { type: 'undone', event })
}

interface Listed {
  readonly id: number
  readonly number: number
}

/** The posts of a conversation that are stored, oldest first: those that name it, and the one that began it. */
function earlierPosts(db: Database, platform: string, key: string): readonly Listed[] {
  const named = db
    .sql(
      `SELECT id, number FROM posts INDEXED BY posts_by_thread_key
       WHERE platform = ? AND thread_key = ? AND thread_key IS NOT NULL AND thread IS NULL`,
    )
    .all(platform, key) as Listed[]
  const first = db
    .sql(
      `SELECT id, number FROM posts
       WHERE platform = ? AND identity = ? AND thread_key IS NULL AND thread IS NULL`,
    )
    .get(platform, key) as Listed | undefined
  const all = first === undefined ? named : [...named, first]
  return all.length < 2 ? all : all.sort((a, b) => a.id - b.id)
}

/** Makes the thread and takes in what is already stored of its conversation, oldest first. */
export function openThread(
  db: Database,
  actor: number,
  platform: string,
  key: string,
  at: Instant,
): number {
  return startThread(db, actor, platform, key, at).thread
}

/** The same; says also whether nothing of the conversation was stored. */
export function startThread(
  db: Database,
  actor: number,
  platform: string,
  key: string,
  at: Instant,
): { readonly thread: number; readonly isEmpty: boolean } {
  const thread = addThread(db, platform, key)
  const earlier = earlierPosts(db, platform, key)
  for (const { id, number } of earlier) {
    db.sql('UPDATE posts SET thread = ?, keep_until = NULL WHERE id = ?').run(thread, id)
    addPostEvent({ db, actor, thread, at }, number)
    tellGone({ db, actor, thread, at }, id, number)
  }
  return { thread, isEmpty: earlier.length === 0 }
}

interface PostRow {
  readonly side: string
  readonly published: number | null
  readonly precision: string
  readonly collected: number
  readonly addressed: number
  readonly named: number
  readonly author: number | null
  readonly asks: number | null
  readonly analysis: string | null
}

/** Tells the ledger of a stored post, as it is known now. */
export function addPostEvent(context: Context, number: number): void {
  const row = context.db
    .sql(
      `SELECT p.side, p.published, p.precision, p.collected, p.addressed, p.author, p.asks, t.analysis,
              EXISTS (SELECT 1 FROM mentions m JOIN queries q ON q.id = m.query
                      WHERE m.post = p.id AND q.role = 'brand') AS named
       FROM posts p JOIN post_texts t ON t.post = p.id WHERE p.number = ?`,
    )
    .get(number) as PostRow
  add(
    context,
    toPostEvent({
      number,
      side: row.side as PreparedPost['side'],
      publishedAt: row.published,
      precision: row.precision,
      collectedAt: row.collected,
      addressed: row.addressed === 1,
      concernsUs: row.addressed === 1 || row.named === 1,
      author: row.author,
      asks: row.asks === 1,
      analysis: fromJson<Analysis>(row.analysis),
    }),
  )
}

interface PostSketch {
  readonly number: number
  readonly side: PreparedPost['side']
  readonly publishedAt: Instant | null
  readonly precision: string
  readonly collectedAt: Instant
  readonly addressed: boolean
  /** It speaks to us or names us: what others say to each other in the same conversation wants no answer of ours. */
  readonly concernsUs: boolean
  readonly author: number | null
  readonly asks: boolean
  readonly analysis: Analysis | undefined
}

/** The clock trusts a date that is exact to the minute. */
function toPostEvent(sketch: PostSketch): LedgerEventBody {
  const { publishedAt, analysis } = sketch
  const isTrusted = sketch.precision === 'second' || sketch.precision === 'minute'
  const sentiment = analysis?.sentiment?.label
  return {
    type: 'post',
    post: sketch.number,
    side: sketch.side,
    ...(isTrusted && publishedAt !== null ? { publishedAt } : {}),
    collectedAt: sketch.collectedAt,
    addressed: sketch.addressed,
    intents: sketch.concernsUs ? (analysis?.intents.map(({ name }) => name) ?? []) : [],
    ...(sentiment === undefined ? {} : { sentiment }),
    ...(sketch.author === null ? {} : { author: sketch.author }),
    ...(sketch.asks ? { asks: true } : {}),
  }
}
