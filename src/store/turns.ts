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
      `SELECT thread, number, start_post, start, trusted, opening, intents, addressed, is_first, due, collected, seen,
         replied, actor, closed, reason, gone
       FROM turns WHERE start >= ? AND start < ? ${open} ORDER BY start, thread, number`,
    )
    .raw()
    .iterate(period.from, period.to) as Iterable<Cells>
  const intents = new Map<string, readonly IntentName[]>()
  const intentsOf = (text: string) => {
    const known = intents.get(text)
    if (known !== undefined) return known
    const names = JSON.parse(text) as readonly IntentName[]
    intents.set(text, names)
    return names
  }
  const turns: StoredTurn[] = []
  for (const cells of rows) turns.push(toTurn(cells, intentsOf(cells[6])))
  return turns
}

/** How many of those that began before `now` wait for an answer that is owed, and how many are over their due. */
export function countOpenTurns(
  db: Database,
  now: number,
): { readonly open: number; readonly overdue: number } {
  const [open, overdue] = db
    .sql(
      `SELECT count(*), coalesce(sum(due < ?), 0) FROM turns INDEXED BY turns_owed
       WHERE replied IS NULL AND closed IS NULL AND gone IS NULL AND opening IN ('addressed', 'uncovered')
         AND start < ?`,
    )
    .raw()
    .get(now, now) as [number, number]
  return { open, overdue }
}

type Writable<Shape> = { -readonly [Key in keyof Shape]: Shape[Key] }

type Cells = readonly [
  thread: number,
  number: number,
  startPost: number,
  start: number,
  trusted: number,
  opening: string | null,
  intents: string,
  addressed: number,
  isFirst: number,
  due: number | null,
  collected: number,
  seen: number | null,
  replied: number | null,
  actor: string | null,
  closed: number | null,
  reason: string | null,
  gone: number | null,
]

/** Assigned key by key: there may be a hundred thousand of them. */
function toTurn(cells: Cells, intents: readonly IntentName[]): StoredTurn {
  const turn: Writable<StoredTurn> = {
    thread: cells[0],
    number: cells[1],
    startPost: cells[2],
    start: cells[3],
    trusted: cells[4] === 1,
    intents,
    addressed: cells[7] === 1,
    isFirst: cells[8] === 1,
    collectedAt: cells[10],
  }
  if (cells[5] !== null) turn.opening = cells[5] as Opening
  if (cells[9] !== null) turn.dueAt = cells[9]
  if (cells[11] !== null) turn.seenAt = cells[11]
  if (cells[16] !== null) turn.goneAt = cells[16]
  addEnd(turn, cells)
  return turn
}

function addEnd(turn: Writable<StoredTurn>, cells: Cells): void {
  const [closed, reason] = [cells[14], cells[15]]
  if (cells[12] !== null) turn.repliedAt = cells[12]
  if (cells[13] !== null) turn.actor = cells[13]
  if (closed !== null && reason !== null) turn.closed = { at: closed, reason }
}
