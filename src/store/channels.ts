import type { Validators } from '../model/http.ts'
import type { Instant } from '../model/post.ts'
import { fromJson, toJson } from './cells.ts'
import type { Database } from './database.ts'
import type { ChannelRef, ChannelState, PageToSave } from './store.ts'

interface ChannelRow {
  readonly id: number
  readonly platform: string
  readonly key: string
  readonly source: string
  readonly label: string
  readonly state: string | null
  readonly validators: string | null
  readonly query_set: string | null
  readonly not_before: number | null
  readonly last_attempt: number | null
  readonly last_success: number | null
  readonly failures: number
  readonly error: string | null
  readonly error_kind: string | null
  readonly posts_seen: number
  readonly notice: string | null
}

const COLUMNS = `id, platform, key, source, label, state, validators, query_set, not_before, last_attempt,
  last_success, failures, error, error_kind, posts_seen, notice`

export function findChannel(db: Database, channel: ChannelRef): ChannelState | undefined {
  const row = db
    .sql(`SELECT ${COLUMNS} FROM channels WHERE platform = ? AND key = ?`)
    .get(channel.platform, channel.key) as ChannelRow | undefined
  return row === undefined ? undefined : toChannel(row)
}

export function listChannels(db: Database): readonly ChannelState[] {
  const rows = db.sql(`SELECT ${COLUMNS} FROM channels ORDER BY source, label, id`).all()
  return (rows as ChannelRow[]).map(toChannel)
}

function toChannel(row: ChannelRow): ChannelState {
  const state = fromJson<unknown>(row.state)
  const validators = fromJson<Validators>(row.validators)
  return {
    id: row.id,
    platform: row.platform,
    key: row.key,
    source: row.source,
    label: row.label,
    ...(state === undefined ? {} : { state }),
    ...(validators === undefined ? {} : { validators }),
    ...(row.query_set === null ? {} : { querySet: row.query_set }),
    ...(row.not_before === null ? {} : { notBefore: row.not_before }),
    ...(row.last_attempt === null ? {} : { lastAttemptAt: row.last_attempt }),
    ...(row.last_success === null ? {} : { lastSuccessAt: row.last_success }),
    failures: row.failures,
    ...(row.error === null ? {} : { error: row.error }),
    ...(row.error_kind === null ? {} : { errorKind: row.error_kind }),
    postsSeen: row.posts_seen,
    ...(row.notice === null ? {} : { notice: row.notice }),
  }
}

/** The channel's row; made when it is new. The source that reads it now gives its name and label. */
export function saveChannel(db: Database, channel: ChannelRef): number {
  const known = db
    .sql('SELECT id, source, label FROM channels WHERE platform = ? AND key = ?')
    .get(channel.platform, channel.key) as { id: number; source: string; label: string } | undefined
  if (known === undefined) {
    const added = db
      .sql('INSERT INTO channels (platform, key, source, label) VALUES (?, ?, ?, ?)')
      .run(channel.platform, channel.key, channel.source, channel.label)
    return Number(added.lastInsertRowid)
  }
  if (known.source !== channel.source || known.label !== channel.label) {
    db.sql('UPDATE channels SET source = ?, label = ? WHERE id = ?').run(
      channel.source,
      channel.label,
      known.id,
    )
  }
  return known.id
}

/** Moves cursor, validators and health with the page that they follow. What the page leaves out stays. */
export function savePageState(db: Database, channel: number, page: PageToSave): void {
  db.sql(
    `UPDATE channels SET
       state = coalesce(?, state), validators = coalesce(?, validators), query_set = coalesce(?, query_set),
       not_before = coalesce(?, not_before), last_attempt = ?, posts_seen = posts_seen + ?
     WHERE id = ?`,
  ).run(
    toJson(page.state),
    toJson(page.validators),
    page.querySet ?? null,
    page.notBefore ?? null,
    page.at,
    page.seen ?? page.posts.length,
    channel,
  )
  if (page.last) markSuccess(db, channel, page)
  else if (page.notice !== undefined)
    db.sql('UPDATE channels SET notice = ? WHERE id = ?').run(page.notice, channel)
}

/** A finished run ends a pause that an earlier failure asked for. */
function markSuccess(db: Database, channel: number, page: PageToSave): void {
  db.sql(
    `UPDATE channels SET last_success = ?, failures = 0, error = NULL, error_kind = NULL, notice = ?, not_before = ?
     WHERE id = ?`,
  ).run(page.at, page.notice ?? null, page.notBefore ?? null, channel)
}

export interface ChannelFailure {
  readonly at: Instant
  readonly kind: string
  readonly message: string
  readonly notBefore?: Instant
}

/** Cursor and validators stay where they were. */
export function saveFailure(db: Database, channel: ChannelRef, failure: ChannelFailure): void {
  db.write(() => {
    const id = saveChannel(db, channel)
    db.sql(
      `UPDATE channels SET last_attempt = ?, failures = failures + 1, error = ?, error_kind = ?,
         not_before = coalesce(?, not_before) WHERE id = ?`,
    ).run(failure.at, failure.message.toWellFormed(), failure.kind, failure.notBefore ?? null, id)
  })
}
