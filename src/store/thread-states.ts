import { foldThreads, statusAt, type ThreadFacts } from '../ledger/fold.ts'
import type { LedgerEvent } from '../model/ledger.ts'
import type { Instant } from '../model/post.ts'
import type { Database } from './database.ts'
import { connectedThreads, listEvents } from './events.ts'
import { saveMarks } from './marks.ts'
import type { ThreadState } from './store.ts'
import { saveTurns } from './turns.ts'

/** Later than any instant: what has no time stands last. */
export const NEVER = Number.MAX_SAFE_INTEGER

/** The facts of the fold that are kept; the lists of posts, turns and replies are folded again when asked for. */
export type KeptFacts = Omit<
  ThreadFacts,
  'postFacts' | 'replies' | 'turns' | 'pauses' | 'approvals'
>

/**
 * Folds the threads again and keeps their states: whatever the events say now. Threads that merges and splits
 * connect are folded together. `marks` also keeps the flags, labels, notes and looks of their posts.
 */
export function refreshThreads(db: Database, threads: Iterable<number>, marks: boolean): void {
  const done = new Set<number>()
  for (const thread of threads) {
    if (done.has(thread)) continue
    const together = connectedThreads(db, thread)
    for (const each of together) done.add(each)
    for (const facts of refreshTogether(db, together)) if (marks) saveMarks(db, facts.postFacts)
  }
}

/** The same for a thread that has no other events than these, so that they need not be read back. */
export function saveNewThread(db: Database, events: readonly LedgerEvent[]): void {
  saveFolded(db, events, 1)
}

function refreshTogether(db: Database, threads: readonly number[]): readonly ThreadFacts[] {
  const events = threads.flatMap((thread) => listEvents(db, thread))
  return saveFolded(db, events, threads.length)
}

function saveFolded(
  db: Database,
  events: readonly LedgerEvent[],
  threads: number,
): readonly ThreadFacts[] {
  const facts = [...foldThreads(events, db.policy).values()]
  const last = lastEventOf(events)
  for (const each of facts) {
    saveState(db, each, last)
    saveTurns(db, each)
    if (threads > 1) movePosts(db, each)
  }
  return facts
}

const CHUNK = 200

/** Folds what was folded under another policy, or everything, in short transactions. Answers how many threads. */
export function refold(db: Database, all: boolean): number {
  const stale = db.sql(
    `SELECT thread FROM thread_states WHERE ${all ? '1 = 1 OR ' : ''}policy < ? OR policy > ? ORDER BY thread`,
  )
  const threads = stale.pluck().all(db.policy.version, db.policy.version) as number[]
  for (let start = 0; start < threads.length; start += CHUNK) {
    db.write(() => refreshThreads(db, threads.slice(start, start + CHUNK), all))
  }
  return threads.length
}

/** How many threads were folded under another policy. */
export function countStale(db: Database): number {
  return db
    .sql('SELECT count(*) FROM thread_states WHERE policy < ? OR policy > ?')
    .pluck()
    .get(db.policy.version, db.policy.version) as number
}

/** The state of a thread under the present policy, without keeping it. */
export function foldNow(db: Database, thread: number): KeptFacts | undefined {
  const events = connectedThreads(db, thread).flatMap((each) => listEvents(db, each))
  const facts = foldThreads(events, db.policy).get(thread)
  return facts === undefined ? undefined : keptFacts(facts)
}

function lastEventOf(events: readonly LedgerEvent[]): number {
  return events.reduce((last, event) => Math.max(last, event.id), 0)
}

/** Posts stand in the thread that merges and splits give them. */
function movePosts(db: Database, facts: ThreadFacts): void {
  const move = db.sql('UPDATE posts SET thread = ? WHERE number = ? AND thread IS NOT ?')
  for (const { post } of facts.postFacts) move.run(facts.thread, post, facts.thread)
}

function saveState(db: Database, facts: ThreadFacts, lastEvent: number): void {
  const kept = keptFacts(facts)
  db.sql(
    `INSERT OR REPLACE INTO thread_states (thread, status, opening, is_work, sort_at, hidden_until, due_at, assigned,
       priority, answered_at, last_event, policy, facts)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  ).run(
    kept.thread,
    kept.status,
    kept.opening ?? null,
    isWork(kept) ? 1 : 0,
    sortInstant(kept),
    hiddenUntil(kept),
    kept.dueAt ?? null,
    kept.assigned ?? null,
    kept.priority,
    kept.answeredAt ?? null,
    lastEvent,
    db.policy.version,
    JSON.stringify(kept),
  )
}

export function keptFacts(facts: ThreadFacts): KeptFacts {
  const {
    postFacts: _posts,
    replies: _replies,
    turns: _turns,
    pauses: _pauses,
    approvals: _approvals,
    ...kept
  } = facts
  return kept
}

/** Somebody waits for us: an answer is missing, or a promise is open. */
export function isWork(facts: KeptFacts): boolean {
  if (facts.opening === undefined || facts.mergedInto !== undefined) return false
  return facts.waitingSince !== undefined || facts.promiseDueAt !== undefined
}

/** Promises and dues first, then who waits longest. */
export function sortInstant(facts: KeptFacts): Instant {
  const due = Math.min(facts.promiseDueAt ?? NEVER, facts.dueAt ?? NEVER)
  return due === NEVER ? (facts.waitingSince ?? facts.openedAt ?? NEVER) : due
}

function hiddenUntil(facts: KeptFacts): Instant | null {
  if (facts.snoozedUntil === undefined) return null
  return facts.snoozedUntil === 'reply' ? NEVER : facts.snoozedUntil
}

export function findFacts(db: Database, thread: number): KeptFacts | undefined {
  const text = db.sql('SELECT facts FROM thread_states WHERE thread = ?').pluck().get(thread)
  return text === undefined ? undefined : (JSON.parse(text as string) as KeptFacts)
}

/** What the rooms above see; the status says whether a snooze still holds now. */
export function toThreadState(facts: KeptFacts, now: Instant): ThreadState {
  const { clockTrusted: _trusted, ...rest } = facts
  return { ...rest, status: statusAt(facts, now) }
}
