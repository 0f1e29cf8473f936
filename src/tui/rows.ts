import type { QueueRow } from '../dialogue/queue-view.ts'
import { excerpt, type Piece, piecesOf } from '../format/highlight.ts'
import { safeLine } from '../format/safe-text.ts'
import type { Queued } from '../ledger/queue.ts'
import type { Hit } from '../model/mention.ts'
import type { OutboxEntry } from '../store/dialogue-store.ts'
import type { StoredPost } from '../store/store.ts'
import type { DraftRow, PostRow } from './data.ts'

/** More than the widest screen shows. */
const LONGEST = 320

/** A stored post as the lists show it. */
export function toPostRow(post: StoredPost): PostRow {
  const hits = post.mentions.flatMap((mention) => mention.hits)
  const part = excerpt(post.text.slice(0, 20_000), hits, 'text', LONGEST)
  const title =
    post.title === undefined ? [] : piecesOf(post.title.slice(0, LONGEST), hits, 'title')
  const joint: readonly Piece[] =
    title.length > 0 && part.text !== '' ? [{ text: ' — ', hit: false }] : []
  return {
    kind: 'post',
    key: post.post,
    ...joinPieces([...title, ...joint, ...piecesOf(part.text, part.hits, 'text')]),
    ...timesOf(post),
    ...(post.threadNumber === undefined ? {} : { thread: post.threadNumber }),
    ...(post.status === undefined ? {} : { status: post.status }),
    ...(post.sentiment === undefined ? {} : { feeling: post.sentiment.label }),
    intents: post.analysis?.intents.map(({ name }) => name) ?? [],
    who: nameOf(post),
    source: safeLine(post.source),
    side: post.side,
    ...(post.url === undefined ? {} : { url: post.url }),
    seen: post.seen,
    flags: post.flags.map(safeLine),
    labels: post.labels.map(safeLine),
    ...(post.assigned === undefined ? {} : { assigned: safeLine(post.assigned) }),
    ...(post.priority === undefined ? {} : { priority: post.priority }),
    notes: post.notes.length,
    answered: post.answeredAt !== undefined,
    ...(post.copies === undefined ? {} : { copies: post.copies }),
  }
}

function timesOf(post: StoredPost): Pick<PostRow, 'at' | 'dueAt'> {
  return {
    ...(post.publishedAt === undefined ? {} : { at: post.publishedAt }),
    ...(post.dueAt === undefined ? {} : { dueAt: post.dueAt }),
  }
}

/** Each piece is made safe by itself; the places of the hits are those in the safe text. */
function joinPieces(pieces: readonly Piece[]): Pick<PostRow, 'text' | 'hits'> {
  let text = ''
  const hits: (readonly [number, number])[] = []
  for (const piece of pieces) {
    const safe = safeLine(piece.text)
    if (piece.hit) hits.push([text.length, text.length + safe.length])
    text += safe
  }
  return { text, hits }
}

export function nameOf(post: Pick<StoredPost, 'author'>): string {
  const { author } = post
  return safeLine(author?.name ?? author?.handle ?? author?.id ?? 'unknown').slice(0, 80)
}

/** A thread of the queue: its waiting post with the clock of the thread and the reasons of its place. */
export function toQueueRow({ thread, score, promise }: Queued<QueueRow>): PostRow {
  const { open } = thread
  const { dueAt: _ofPost, ...row } = toPostRow(open.post)
  return {
    ...row,
    thread: open.thread,
    status: open.status,
    ...(open.opening === undefined ? {} : { opening: open.opening }),
    ...(open.dueAt === undefined ? {} : { dueAt: open.dueAt }),
    ...(open.waitingSince === undefined ? {} : { waitingSince: open.waitingSince }),
    ...(promise === undefined ? {} : { promise }),
    ...(thread.copies === undefined ? {} : { copies: thread.copies.length }),
    why: score.parts
      .slice(0, 4)
      .map(({ name, why, value }) => `${name} ${value > 0 ? '+' : ''}${value}: ${safeLine(why)}`)
      .join(' · '),
  }
}

export function toDraftRow(entry: OutboxEntry): DraftRow {
  return {
    kind: 'draft',
    key: entry.id,
    post: entry.post,
    state: entry.state,
    text: entry.text,
    actor: safeLine(entry.actor),
    changedAt: entry.changedAt,
    source: safeLine(entry.source),
    ...(entry.error === undefined ? {} : { error: safeLine(entry.error) }),
  }
}

/** Whether a post's field has hits of any query, for the thread view. */
export function hitsOf(post: StoredPost): readonly Hit[] {
  return post.mentions.flatMap((mention) => mention.hits)
}
