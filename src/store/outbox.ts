import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { NotFoundError } from '../errors.ts'
import type { Post } from '../model/post.ts'
import { saveActor } from './actors.ts'
import type { Database } from './database.ts'
import {
  type DraftToSave,
  OUTBOX_STATES,
  type OutboxEntry,
  type OutboxState,
  type ReplyClaim,
  type ReplyOutcome,
} from './dialogue-store.ts'
import { addEvent } from './events.ts'
import type { ProcessLocks } from './process-lock.ts'
import { type SiteOf, savePages } from './save-pages.ts'
import { saveText } from './texts.ts'
import { refreshThreads } from './thread-states.ts'

interface Row {
  readonly id: number
  readonly post: number
  readonly source: string
  readonly state: OutboxState
  readonly body: string | null
  readonly key: string
  readonly asks: number
  readonly lang: string | null
  readonly parent_hash: string | null
  readonly actor: string
  readonly created: number
  readonly changed: number
  readonly attempts: number
  readonly tried: number | null
  readonly holder: string | null
  readonly pid: number | null
  readonly reply: number | null
  readonly url: string | null
  readonly error: string | null
  readonly thread: number | null
  readonly platform: string
}

const ROWS = `SELECT o.id, o.post, o.source, o.state, x.body, o.key, o.asks, o.lang, o.parent_hash, a.name AS actor,
    o.created, o.changed, o.attempts, o.tried, o.holder, o.pid, o.reply, o.url, o.error, p.thread, coalesce(p.platform, '') AS platform
  FROM outbox o JOIN actors a ON a.id = o.actor JOIN texts x ON x.id = o.text LEFT JOIN posts p ON p.number = o.post`

/** The same text for the same post is one answer, whoever asks for it again. */
export function saveDraft(db: Database, draft: DraftToSave, actor: string): OutboxEntry {
  return db.write(() => {
    const thread = threadOf(db, draft.post)
    const hash = createHash('sha256').update(draft.text).digest('base64url')
    const known = db
      .sql('SELECT id FROM outbox WHERE post = ? AND text_hash = ?')
      .pluck()
      .get(draft.post, hash)
    if (known !== undefined) return getEntry(db, known as number)
    const added = db
      .sql(
        `INSERT INTO outbox (post, source, state, text, text_hash, key, asks, lang, parent_hash, actor, created, changed)
         VALUES (?, ?, 'draft', ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      )
      .run(
        draft.post,
        draft.source,
        saveText(db, draft.text, draft.post),
        hash,
        randomUUID(),
        draft.asks ? 1 : 0,
        draft.lang ?? null,
        draft.parentHash ?? null,
        saveActor(db, actor),
        db.now(),
        db.now(),
      )
    const id = Number(added.lastInsertRowid)
    if (thread !== undefined) tell(db, thread, actor, { type: 'drafted', draft: id })
    return getEntry(db, id)
  })
}

/** Not part of a deed that `undo` takes back: what was written or sent was written or sent. */
function tell(
  db: Database,
  thread: number,
  actor: string,
  body: Parameters<typeof addEvent>[1]['body'],
): void {
  addEvent(db, { thread, at: db.now(), actor: saveActor(db, actor), body })
  refreshThreads(db, [thread], true)
}

function threadOf(db: Database, post: number): number | undefined {
  const row = db.sql('SELECT thread FROM posts WHERE number = ?').get(post) as
    | { thread: number | null }
    | undefined
  if (row === undefined) throw new NotFoundError(`there is no post ${post}`)
  return row.thread ?? undefined
}

function getRow(db: Database, id: number): Row {
  const row = db.sql(`${ROWS} WHERE o.id = ?`).get(id) as Row | undefined
  if (row === undefined) {
    throw new NotFoundError(`there is no draft ${id}`, { hint: 'see them with `listen outbox`' })
  }
  return row
}

function getEntry(db: Database, id: number): OutboxEntry {
  return toEntry(getRow(db, id))
}

/** As it stands; a sender that is gone leaves `unknown`. */
export function findEntry(db: Database, id: number, locks: ProcessLocks): OutboxEntry {
  const row = getRow(db, id)
  if (row.state === 'sending' && !isBeingSent(row, locks)) markAbandoned(db, [row], locks)
  return getEntry(db, id)
}

export function listOutbox(
  db: Database,
  filter: {
    readonly states?: readonly OutboxState[]
    readonly post?: number
    readonly limit?: number
  },
  locks: ProcessLocks,
): readonly OutboxEntry[] {
  const sending = db.sql(`${ROWS} WHERE o.state = 'sending'`).all() as Row[]
  const abandoned = sending.filter((row) => !isBeingSent(row, locks))
  if (abandoned.length > 0) markAbandoned(db, abandoned, locks)
  const rows = db
    .sql(
      `${ROWS} WHERE o.state IN (SELECT value FROM json_each(?)) AND (? IS NULL OR o.post = ?)
       ORDER BY o.changed DESC, o.id DESC LIMIT ?`,
    )
    .all(
      JSON.stringify(filter.states ?? OUTBOX_STATES),
      filter.post ?? null,
      filter.post ?? null,
      filter.limit ?? 1000,
    )
  return (rows as Row[]).map(toEntry)
}

function isBeingSent(row: Row, locks: ProcessLocks): boolean {
  return row.holder !== null && locks.isAlive(row.holder)
}

const ABANDONED = 'the program ended while it was being sent; nobody knows whether the site has it'

/** Only the row that was read: its sender may have told the outcome since. */
function markAbandoned(db: Database, rows: readonly Row[], locks: ProcessLocks): void {
  if (db.readOnly) return
  db.write(() => {
    for (const { id, holder } of rows) {
      db.sql(
        `UPDATE outbox SET state = 'unknown', error = ?, changed = ?, holder = NULL, pid = NULL
         WHERE id = ? AND state = 'sending' AND holder IS ?`,
      ).run(ABANDONED, db.now(), id, holder)
    }
  })
  for (const { holder } of rows) if (holder !== null) locks.remove(holder)
}

/** Takes back what was never on its way. */
export function dropDraft(db: Database, id: number): boolean {
  return db.write(() => {
    const { state } = getRow(db, id)
    if (state !== 'draft' && state !== 'failed') return false
    const text = db.sql('SELECT text FROM outbox WHERE id = ?').pluck().get(id)
    db.sql('DELETE FROM outbox WHERE id = ?').run(id)
    db.sql('UPDATE texts SET body = NULL WHERE id = ?').run(text)
    return true
  })
}

/** draft or failed → sending, for one caller in all processes; the lock is held before the row says so. */
export function claimReply(db: Database, id: number, locks: ProcessLocks): ReplyClaim {
  findEntry(db, id, locks)
  const holder = `${process.pid}-${randomBytes(6).toString('hex')}`
  const lock = locks.take(holder)
  let taken = false
  try {
    taken = db.write(() => {
      const changed = db
        .sql(
          `UPDATE outbox SET state = 'sending', holder = ?, pid = ?, changed = ?, attempts = attempts + 1,
             tried = coalesce(tried, ?), error = NULL
           WHERE id = ? AND state IN ('draft', 'failed')`,
        )
        .run(holder, process.pid, db.now(), db.now(), id)
      return changed.changes === 1
    })
  } finally {
    if (!taken) lock.drop()
  }
  const row = getRow(db, id)
  const pid = row.state === 'sending' && row.pid !== null ? row.pid : undefined
  return {
    taken,
    entry: toEntry(row),
    ...(taken || pid === undefined ? {} : { pid }),
    release: async () => {
      if (taken) lock.drop()
      taken = false
    },
  }
}

/** Sent: our post, the outbox and the ledger change together or not at all. */
export function finishReply(
  db: Database,
  id: number,
  outcome: ReplyOutcome,
  siteOf: SiteOf,
): OutboxEntry {
  return db.write(() => {
    const row = getRow(db, id)
    if (row.state === 'sent') return toEntry(row)
    if (outcome.state === 'sent') finishSent(db, row, outcome.post, siteOf)
    else {
      db.sql(
        'UPDATE outbox SET state = ?, error = ?, changed = ?, holder = NULL, pid = NULL WHERE id = ?',
      ).run(outcome.state, outcome.error, db.now(), id)
    }
    return getEntry(db, id)
  })
}

function finishSent(db: Database, row: Row, post: Post, siteOf: SiteOf): void {
  const reply = keepReply(db, row, post, siteOf)
  db.sql(
    `UPDATE outbox SET state = 'sent', error = NULL, changed = ?, holder = NULL, pid = NULL, reply = ?, url = ? WHERE id = ?`,
  ).run(db.now(), reply ?? null, post.url ?? null, row.id)
  if (row.thread === null) return
  tell(db, row.thread, row.actor, {
    type: 'reply_sent',
    draft: row.id,
    ...(reply === undefined ? {} : { post: reply }),
    publishedAt: post.publishedAt ?? db.now(),
    asks: row.asks === 1,
  })
}

/** Our answer is a post like others, so that a later scan knows it. */
function keepReply(db: Database, row: Row, post: Post, siteOf: SiteOf): number | undefined {
  const channel = {
    platform: post.platform,
    key: 'outbox',
    source: row.source,
    label: 'answers sent from here',
  }
  const [saved] = savePages(
    db,
    [
      {
        channel,
        at: db.now(),
        posts: [{ post, side: 'ours', addressed: false, mentions: [], asks: row.asks === 1 }],
        last: true,
      },
    ],
    siteOf,
  )
  return saved?.posts[0]
}

function toEntry(row: Row): OutboxEntry {
  return {
    id: row.id,
    post: row.post,
    platform: row.platform,
    source: row.source,
    state: row.state,
    text: row.body ?? '',
    key: row.key,
    asks: row.asks === 1,
    actor: row.actor,
    createdAt: row.created,
    changedAt: row.changed,
    attempts: row.attempts,
    ...(row.thread === null ? {} : { thread: row.thread }),
    ...(row.lang === null ? {} : { lang: row.lang }),
    ...(row.parent_hash === null ? {} : { parentHash: row.parent_hash }),
    ...(row.tried === null ? {} : { triedAt: row.tried }),
    ...(row.reply === null ? {} : { reply: row.reply }),
    ...(row.url === null ? {} : { url: row.url }),
    ...(row.error === null ? {} : { error: row.error }),
  }
}
