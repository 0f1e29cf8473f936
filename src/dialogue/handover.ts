import { safeLine } from '../format/safe-text.ts'
import { createZoneClock, formatDuration } from '../format/time.ts'
import type { Queued } from '../ledger/queue.ts'
import type { Policy } from '../model/config.ts'
import type { Instant } from '../model/post.ts'
import type { OutboxEntry, StoredTurn } from '../store/dialogue-store.ts'
import type { Store, StoredPost } from '../store/store.ts'
import { type QueueRow, type QueueView, readQueue } from './queue-view.ts'

/** What the next shift must know. */
export interface Handover {
  readonly since: Instant
  readonly now: Instant
  readonly queue: QueueView
  readonly overdue: number
  readonly longest: readonly Queued<QueueRow>[]
  readonly promises: readonly Queued<QueueRow>[]
  readonly escalated: readonly Queued<QueueRow>[]
  /** Loud for their age: watched by many and still waiting. */
  readonly loud: readonly Queued<QueueRow>[]
  readonly changed: { readonly came: number; readonly answered: number; readonly closed: number }
  /** Answers whose fate nobody knows, or that failed. */
  readonly stuck: readonly OutboxEntry[]
}

export interface HandoverRequest {
  readonly since: Instant
  readonly now: Instant
  readonly policy: Policy
}

const MANY = 500
const SHOWN = 5
const LOUD = 20
const MONTH = 30 * 86_400_000

export async function readHandover(store: Store, request: HandoverRequest): Promise<Handover> {
  const { since, now, policy } = request
  const queue = await readQueue(store, { now, policy, limit: MANY, unfold: true })
  const rows = [...queue.answer, ...queue.praise]
  const waiting = rows.filter(({ thread }) => thread.waitingSince !== undefined)
  return {
    since,
    now,
    queue,
    overdue: rows.filter(({ thread }) => thread.dueAt !== undefined && thread.dueAt < now).length,
    longest: waiting
      .toSorted((a, b) => (a.thread.waitingSince ?? 0) - (b.thread.waitingSince ?? 0))
      .slice(0, SHOWN),
    promises: rows.filter(({ thread }) => thread.promiseDueAt !== undefined).slice(0, SHOWN * 2),
    escalated: rows
      .filter(({ thread }) => thread.open.escalation !== undefined)
      .slice(0, SHOWN * 2),
    loud: rows.filter(({ thread }) => (thread.growthPerHour ?? 0) >= LOUD).slice(0, SHOWN),
    changed: countChanges(await store.turns({ from: since - MONTH, to: now + 1 }), since),
    stuck: await store.outbox({ states: ['unknown', 'failed', 'sending'] }),
  }
}

function countChanges(turns: readonly StoredTurn[], since: Instant): Handover['changed'] {
  return {
    came: turns.filter((turn) => turn.collectedAt >= since).length,
    answered: turns.filter((turn) => (turn.repliedAt ?? 0) >= since).length,
    closed: turns.filter((turn) => (turn.closed?.at ?? 0) >= since).length,
  }
}

/** The note as plain text, ready to be pasted; empty sections are left out. */
export function handoverText(handover: Handover, zone: string): string {
  const { now, queue, changed } = handover
  const clock = createZoneClock(zone)
  const lines = [
    `Handover ${clock.minute(now)} (since ${clock.minute(handover.since)})`,
    '',
    `Open: ${queue.answer.length} to answer, ${handover.overdue} overdue, ${queue.praise.length} praise, ${queue.look.length} to look at`,
    `Since then: ${changed.came} came, ${changed.answered} answered, ${changed.closed} closed`,
    ...section('Promised', handover.promises, (row) => promiseLine(row, now, clock.minute)),
    ...section(
      'Escalated',
      handover.escalated,
      ({ thread }) => `${thread.open.escalation?.owner} has it`,
    ),
    ...section('Waits longest', handover.longest, ({ thread }) => waitLine(thread, now)),
    ...section('Watched by many', handover.loud, ({ thread }) => `${thread.engagement} reactions`),
    ...stuckLines(handover.stuck),
  ]
  return `${lines.join('\n')}\n`
}

/** The same for programs: a post's number with the instant that matters in its section. */
export function handoverJson(handover: Handover, zone: string): object {
  const { queue, overdue, changed } = handover
  const { iso } = createZoneClock(zone)
  const at = (instant: Instant | undefined) => (instant === undefined ? undefined : iso(instant))
  const postOf = ({ thread }: Queued<QueueRow>) => thread.open.post.post
  return {
    since: iso(handover.since),
    now: iso(handover.now),
    open: { answer: queue.answer.length, praise: queue.praise.length, look: queue.look.length },
    overdue,
    changed,
    promised: handover.promises.map((row) => ({
      post: postOf(row),
      due: at(row.thread.promiseDueAt),
    })),
    escalated: handover.escalated.map((row) => ({
      post: postOf(row),
      owner: row.thread.open.escalation?.owner,
    })),
    longest: handover.longest.map((row) => ({
      post: postOf(row),
      waiting_since: at(row.thread.waitingSince),
    })),
    loud: handover.loud.map((row) => ({ post: postOf(row), reactions: row.thread.engagement })),
    stuck: handover.stuck.map(({ id, post, state }) => ({ draft: id, post, state })),
  }
}

function section(
  title: string,
  rows: readonly Queued<QueueRow>[],
  tell: (row: Queued<QueueRow>) => string,
): readonly string[] {
  if (rows.length === 0) return []
  return [
    '',
    title,
    ...rows.map(
      (row) =>
        `  ${row.thread.open.post.post}  ${tell(row)}: ${clauseOf(row.thread.open.post)}${assignedTo(row)}`,
    ),
  ]
}

function promiseLine(row: Queued<QueueRow>, now: Instant, minute: (at: Instant) => string): string {
  const due = row.thread.promiseDueAt ?? now
  return due < now ? `BROKEN, was due ${minute(due)}` : `due ${minute(due)}`
}

function waitLine(thread: QueueRow, now: Instant): string {
  const waited = formatDuration(now - (thread.waitingSince ?? now))
  const over =
    thread.dueAt !== undefined && thread.dueAt < now
      ? `, ${formatDuration(now - thread.dueAt)} overdue`
      : ''
  return `${waited}${over}`
}

function assignedTo({ thread }: Queued<QueueRow>): string {
  return thread.open.assigned === undefined ? '' : ` (${safeLine(thread.open.assigned)})`
}

function clauseOf(post: StoredPost): string {
  const text = safeLine(post.title ?? post.text)
  const who = safeLine(post.author?.name ?? post.author?.handle ?? 'unknown')
  return `${who}: ${text.length > 80 ? `${text.slice(0, 79)}…` : text}`
}

function stuckLines(stuck: readonly OutboxEntry[]): readonly string[] {
  if (stuck.length === 0) return []
  return [
    '',
    'Answers that did not get through',
    ...stuck.map(
      (entry) =>
        `  ${entry.id}  ${entry.state}, to post ${entry.post}${entry.error ? `: ${safeLine(entry.error)}` : ''}`,
    ),
  ]
}
