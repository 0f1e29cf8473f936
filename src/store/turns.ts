import type { ThreadFacts } from '../ledger/fold.ts'
import type { Turn } from '../ledger/turns.ts'
import type { Opening } from '../model/ledger.ts'
import type { IntentName } from '../model/mention.ts'
import type { Database } from './database.ts'
import type { StoredTurn } from './dialogue-store.ts'
import type { Period } from './store.ts'

interface Row {
  readonly thread: number
  readonly number: number
  readonly start_post: number
  readonly start: number
  readonly trusted: number
  readonly opening: string | null
  readonly intents: string
  readonly addressed: number
  readonly is_first: number
  readonly due: number | null
  readonly collected: number
  readonly seen: number | null
  readonly replied: number | null
  readonly actor: string | null
  readonly closed: number | null
  readonly reason: string | null
  readonly gone: number | null
}

/** Keeps the turns of a thread as the fold gives them: a projection, so that figures need no fold. */
export function saveTurns(db: Database, facts: ThreadFacts): void {
  db.sql('DELETE FROM turns WHERE thread = ?').run(facts.thread)
  const add = db.sql(
    `INSERT INTO turns (thread, number, start_post, start, trusted, opening, intents, addressed, is_first, due, collected,
       seen, replied, actor, closed, reason, gone) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  for (const turn of facts.turns) add.run(...Object.values(toRow(facts, turn)))
}

/** Whether the table says otherwise than the fold. */
export function turnsDiffer(db: Database, facts: ThreadFacts): boolean {
  const kept = db.sql('SELECT * FROM turns WHERE thread = ? ORDER BY number').all(facts.thread)
  return JSON.stringify(kept) !== JSON.stringify(facts.turns.map((turn) => toRow(facts, turn)))
}

function toRow(facts: ThreadFacts, turn: Turn): Row {
  return {
    thread: facts.thread,
    number: turn.number,
    start_post: turn.startPost,
    start: turn.start,
    trusted: turn.trusted ? 1 : 0,
    opening: facts.opening ?? null,
    intents: JSON.stringify(turn.intents),
    addressed: turn.addressed ? 1 : 0,
    is_first: turn.isFirst ? 1 : 0,
    due: turn.dueAt ?? null,
    collected: turn.collectedAt,
    seen: turn.seenAt ?? null,
    replied: turn.reply?.at ?? null,
    actor: turn.reply?.actor ?? null,
    closed: turn.closing?.at ?? null,
    reason: turn.closing?.reason ?? null,
    gone: turn.goneAt ?? null,
  }
}

/** Those that began in the period; `open` leaves out what was answered, closed or has vanished. */
export function listTurns(
  db: Database,
  period: Period,
  options: { readonly open?: boolean },
): readonly StoredTurn[] {
  const open =
    options.open === true ? 'AND replied IS NULL AND closed IS NULL AND gone IS NULL' : ''
  const rows = db
    .sql(
      `SELECT * FROM turns WHERE start >= ? AND start < ? ${open} ORDER BY start, thread, number`,
    )
    .all(period.from, period.to) as Row[]
  const intents = new Map<string, readonly IntentName[]>()
  return rows.map((row) => {
    let names = intents.get(row.intents)
    if (names === undefined) {
      names = JSON.parse(row.intents) as readonly IntentName[]
      intents.set(row.intents, names)
    }
    return toTurn(row, names)
  })
}

function toTurn(row: Row, intents: readonly IntentName[]): StoredTurn {
  return {
    thread: row.thread,
    number: row.number,
    startPost: row.start_post,
    start: row.start,
    trusted: row.trusted === 1,
    intents,
    addressed: row.addressed === 1,
    isFirst: row.is_first === 1,
    collectedAt: row.collected,
    ...(row.opening === null ? {} : { opening: row.opening as Opening }),
    ...(row.due === null ? {} : { dueAt: row.due }),
    ...(row.seen === null ? {} : { seenAt: row.seen }),
    ...(row.gone === null ? {} : { goneAt: row.gone }),
    ...endOf(row),
  }
}

function endOf(row: Row): Pick<StoredTurn, 'repliedAt' | 'actor' | 'closed'> {
  return {
    ...(row.replied === null ? {} : { repliedAt: row.replied }),
    ...(row.actor === null ? {} : { actor: row.actor }),
    ...(row.closed === null || row.reason === null
      ? {}
      : { closed: { at: row.closed, reason: row.reason } }),
  }
}
