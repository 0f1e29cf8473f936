import type { LadderStep } from '../ledger/ladder.ts'
import { doubtOf } from '../ledger/opening.ts'
import { orderQueue, type Queued, type QueueSection, type QueueThread } from '../ledger/queue.ts'
import type { Policy } from '../model/config.ts'
import type { Instant } from '../model/post.ts'
import type { PersonSummary } from '../store/dialogue-store.ts'
import type { OpenThread, OpenWorkFilter, Store } from '../store/store.ts'
import { foldQueue } from './queue-folding.ts'

/** A thread in the queue, with what the order looked at. */
export interface QueueRow extends QueueThread {
  readonly open: OpenThread
  /** The waiting posts of other conversations that say the same and are folded into this row. */
  readonly copies?: readonly number[]
}

export interface QueueRequest {
  readonly now: Instant
  readonly policy: Policy
  /** So many of each section. */
  readonly limit: number
  /** Only conversations whose waiting post matches. */
  readonly matching?: OpenWorkFilter['matching']
  /** A row for every conversation, also where several wait with one text. */
  readonly unfold?: boolean
}

export type QueueView = Readonly<Record<QueueSection, readonly Queued<QueueRow>[]>>

/** More is read than is shown, because the score knows more than the due date that the store orders by. */
const READ_AHEAD = 5
const FEWEST = 200

/** The queue in sections, each in order. The same order serves the command and the screen. */
export async function readQueue(store: Store, request: QueueRequest): Promise<QueueView> {
  const { now, policy, limit, matching } = request
  const read = Math.max(FEWEST, limit * READ_AHEAD)
  const openings = ['addressed', 'uncovered', 'look'] as const
  const open = (
    await Promise.all(
      openings.map((opening) =>
        store.openWork({
          openings: [opening],
          limit: read,
          ...(matching === undefined ? {} : { matching }),
        }),
      ),
    )
  ).flat()
  const first = orderQueue(
    open.map((thread) => toQueueRow(thread, now, policy)),
    now,
  )
  const near = SECTIONS.flatMap((name) => topOf(first, name, Math.max(FEWEST_NEAR, limit * 2)))
  const people = await store.peopleOf(near.map(({ thread }) => thread.open.post.post))
  const ordered = orderQueue(
    near.map(({ thread: { open: each } }) =>
      toQueueRow(each, now, policy, people.get(each.post.post)),
    ),
    now,
  )
  const rows = request.unfold === true ? ordered : foldQueue(ordered)
  return {
    answer: topOf(rows, 'answer', limit),
    praise: topOf(rows, 'praise', limit),
    look: topOf(rows, 'look', limit),
  }
}

const SECTIONS: readonly QueueSection[] = ['answer', 'praise', 'look']
/** Who somebody is moves a thread by a few places only, so that people are read near the top alone. */
const FEWEST_NEAR = 40

function topOf(
  rows: readonly Queued<QueueRow>[],
  section: QueueSection,
  most: number,
): readonly Queued<QueueRow>[] {
  return rows.filter((row) => row.section === section).slice(0, most)
}

/** What the order looks at; what is unknown stays absent. */
export function toQueueRow(
  open: OpenThread,
  now: Instant,
  policy: Policy,
  person?: PersonSummary,
): QueueRow {
  const { post } = open
  const intents = post.analysis?.intents ?? []
  const step = person === undefined ? undefined : knownStep(person)
  return {
    open,
    ...timesOf(open),
    thread: open.thread,
    opening: open.opening ?? 'look',
    intents: intents.map(({ name }) => name),
    priority: open.priority ?? 'normal',
    engagement: open.engagement,
    people: open.people,
    growthPerHour: growthOf(open, now),
    ...(post.author?.followers === undefined ? {} : { followers: post.author.followers }),
    ...(post.sentiment === undefined ? {} : { sentiment: post.sentiment.score }),
    ...(post.analysis?.severity === undefined ? {} : { severity: post.analysis.severity }),
    ...(step === undefined ? {} : { step }),
    ...(open.opening === 'look' ? { doubt: doubtOf(intents, policy) } : {}),
  }
}

function timesOf(open: OpenThread): Pick<QueueThread, 'waitingSince' | 'dueAt' | 'promiseDueAt'> {
  return {
    ...(open.waitingSince === undefined ? {} : { waitingSince: open.waitingSince }),
    ...(open.dueAt === undefined ? {} : { dueAt: open.dueAt }),
    ...(open.promiseDueAt === undefined ? {} : { promiseDueAt: open.promiseDueAt }),
  }
}

const HOUR = 3_600_000
const YOUNG = 48 * HOUR

/** Reactions an hour since it began; only of what is younger than two days, since older counts tell of no growth. */
function growthOf(open: OpenThread, now: Instant): number {
  const age = now - (open.openedAt ?? open.post.publishedAt ?? open.post.collectedAt)
  return age < 0 || age > YOUNG ? 0 : open.engagement / Math.max(1, age / HOUR)
}

/** What the numbers of a person show without reading all their posts. */
function knownStep(person: PersonSummary): LadderStep {
  return person.praise >= 2 ? 'praises-twice' : 'mentions-us'
}
