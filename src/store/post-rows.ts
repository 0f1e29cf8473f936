import { statusAt } from '../ledger/fold.ts'
import type { Priority } from '../model/config.ts'
import type { Status } from '../model/ledger.ts'
import type { Analysis, IntentName, Mention, Sentiment, SentimentLabel } from '../model/mention.ts'
import type { Author, DatePrecision, PostKind, Side } from '../model/post.ts'
import { fromJson } from './cells.ts'
import { unpackDetails } from './post-details.ts'
import type { StoredPost } from './store.ts'

/** One post with everything that stands beside it, as SQL gives it. */
export interface PostRow {
  readonly id: number
  readonly number: number
  readonly platform: string
  readonly identity: string
  readonly source: string
  readonly kind: string
  readonly published: number | null
  readonly precision: string
  readonly edited: number | null
  readonly collected: number
  readonly side: string
  readonly addressed: number
  readonly thread: number | null
  readonly rating: number | null
  readonly likes: number | null
  readonly replies: number | null
  readonly shares: number | null
  readonly views: number | null
  readonly cluster: number | null
  readonly gone: number | null
  readonly native_id: string
  readonly title: string | null
  readonly text: string
  readonly url: string | null
  readonly details: string | null
  readonly analysis: string | null
  readonly author_id: string | null
  readonly handle: string | null
  readonly name: string | null
  readonly author_url: string | null
  readonly followers: number | null
  readonly status: string | null
  readonly opening: string | null
  readonly hidden_until: number | null
  readonly assigned: string | null
  readonly priority: string | null
  readonly due_at: number | null
  readonly answered_at: number | null
  readonly seen_at: number | null
  readonly notes: string | null
  readonly corrected: string | null
  readonly first_text: string | null
}

/** What is behind SELECT, in the order of toRow. */
export const POST_COLUMNS = `p.id, p.number, p.platform, p.identity, p.source, p.kind, p.published, p.precision, p.edited,
    p.collected, p.side, p.addressed, p.thread, p.rating, p.likes, p.replies, p.shares, p.views, p.cluster, p.gone,
    t.native_id, t.title, t.text, t.url, t.details, t.analysis,
    a.native_id AS author_id, a.handle, a.name, a.url AS author_url, a.followers,
    s.status, s.opening, s.hidden_until, s.assigned, s.priority, s.due_at, s.answered_at, m.seen_at, m.notes, m.corrected, v.text AS first_text`

/** Named cells. SQLite's arrays are read twice as fast as its objects, and there may be a million of them. */
export function toRow(cells: readonly unknown[]): PostRow {
  return {
    id: cells[0] as number,
    number: cells[1] as number,
    platform: cells[2] as string,
    identity: cells[3] as string,
    source: cells[4] as string,
    kind: cells[5] as string,
    published: cells[6] as number | null,
    precision: cells[7] as string,
    edited: cells[8] as number | null,
    collected: cells[9] as number,
    side: cells[10] as string,
    addressed: cells[11] as number,
    thread: cells[12] as number | null,
    rating: cells[13] as number | null,
    likes: cells[14] as number | null,
    replies: cells[15] as number | null,
    shares: cells[16] as number | null,
    views: cells[17] as number | null,
    cluster: cells[18] as number | null,
    gone: cells[19] as number | null,
    native_id: cells[20] as string,
    title: cells[21] as string | null,
    text: cells[22] as string,
    url: cells[23] as string | null,
    details: cells[24] as string | null,
    analysis: cells[25] as string | null,
    author_id: cells[26] as string | null,
    handle: cells[27] as string | null,
    name: cells[28] as string | null,
    author_url: cells[29] as string | null,
    followers: cells[30] as number | null,
    status: cells[31] as string | null,
    opening: cells[32] as string | null,
    hidden_until: cells[33] as number | null,
    assigned: cells[34] as string | null,
    priority: cells[35] as string | null,
    due_at: cells[36] as number | null,
    answered_at: cells[37] as number | null,
    seen_at: cells[38] as number | null,
    notes: cells[39] as string | null,
    corrected: cells[40] as string | null,
    first_text: cells[41] as string | null,
  }
}

interface NoteRow {
  readonly at: number
  readonly actor: string
  readonly text: number
}

const NO_NOTES: readonly NoteRow[] = []

/** The notes of a row; their texts stand elsewhere. */
export function notesOf(row: PostRow): readonly NoteRow[] {
  return row.notes === null ? NO_NOTES : (JSON.parse(row.notes) as NoteRow[])
}

/** What is listed of several posts at once. */
export interface PostLists {
  readonly mentions: ReadonlyMap<number, readonly Mention[]>
  readonly flags: ReadonlyMap<number, readonly string[]>
  readonly labels: ReadonlyMap<number, readonly string[]>
  readonly texts: ReadonlyMap<number, string>
  readonly now: number
}

type Writable<Shape> = { -readonly [Key in keyof Shape]: Shape[Key] }
type PostDraft = Writable<StoredPost>

/** Assigned key by key: copying objects together is several times as slow. */
export function toStoredPost(row: PostRow, lists: PostLists): StoredPost {
  const post: PostDraft = {
    platform: row.platform,
    source: row.source,
    id: row.native_id,
    kind: row.kind as PostKind,
    text: row.text,
    publishedPrecision: row.precision as DatePrecision,
    collectedAt: row.collected,
    post: row.number,
    side: row.side as Side,
    addressed: row.addressed === 1,
    mentions: lists.mentions.get(row.id) ?? [],
    seen: row.seen_at !== null,
    flags: lists.flags.get(row.id) ?? [],
    labels: lists.labels.get(row.id) ?? [],
    notes: notesOf(row).map((note) => ({ ...note, text: lists.texts.get(note.text) ?? '' })),
  }
  addGiven(post, row)
  addCounters(post, row)
  addUnderstanding(post, row)
  addThread(post, row, lists.now)
  return post
}

/** What the source gave beside the text. */
function addGiven(post: PostDraft, row: PostRow): void {
  if (row.details !== null) {
    const { identity: hasIdentity, ...details } = unpackDetails(row.details)
    Object.assign(post, details)
    if (hasIdentity) post.identity = row.identity
  }
  if (row.url !== null) post.url = row.url
  if (row.title !== null) post.title = row.title
  if (row.author_id !== null) post.author = toAuthor(row, row.author_id)
  if (row.published !== null) post.publishedAt = row.published
  if (row.edited !== null) post.editedAt = row.edited
}

function toAuthor(row: PostRow, id: string): Author {
  const author: Writable<Author> = { id }
  if (row.handle !== null) author.handle = row.handle
  if (row.name !== null) author.name = row.name
  if (row.author_url !== null) author.url = row.author_url
  if (row.followers !== null) author.followers = row.followers
  return author
}

function addCounters(post: PostDraft, row: PostRow): void {
  if (row.rating !== null) post.rating = row.rating
  if (row.likes !== null) post.likes = row.likes
  if (row.replies !== null) post.replies = row.replies
  if (row.shares !== null) post.shares = row.shares
  if (row.views !== null) post.views = row.views
}

function addUnderstanding(post: PostDraft, row: PostRow): void {
  const analysis = correctedAnalysis(row)
  if (analysis !== undefined) {
    post.analysis = analysis
    if (analysis.sentiment !== undefined) post.sentiment = analysis.sentiment
  }
  if (row.cluster !== null) post.cluster = row.cluster
  if (row.first_text !== null) post.firstText = row.first_text
  if (row.gone !== null) post.goneAt = row.gone
}

function addThread(post: PostDraft, row: PostRow, now: number): void {
  if (row.thread === null) return
  post.threadNumber = row.thread
  const status = statusOf(row, now)
  if (status !== undefined) post.status = status
  if (row.assigned !== null) post.assigned = row.assigned
  if (row.priority !== null) post.priority = row.priority as Priority
  if (row.due_at !== null) post.dueAt = row.due_at
  if (row.answered_at !== null) post.answeredAt = row.answered_at
}

/** A conversation that nobody has to answer has a status only once somebody decided about it. */
function statusOf(row: PostRow, now: number): Status | undefined {
  if (row.status === null) return undefined
  const status = row.status as 'new' | 'open' | 'waiting' | 'closed'
  if (row.opening === null && row.hidden_until === null && status !== 'closed') return undefined
  return statusAt(
    { status, ...(row.hidden_until === null ? {} : { snoozedUntil: row.hidden_until }) },
    now,
  )
}

/** What a person said of feeling and intents. */
export interface Correction {
  readonly sentiment?: SentimentLabel
  readonly intents?: readonly IntentName[]
}

const CORRECTED_SCORE: Readonly<Record<SentimentLabel, number>> = {
  negative: -1,
  neutral: 0,
  positive: 1,
}

/** A person's word stands over the program's, with full confidence. */
export function correctedSentiment(label: SentimentLabel): Sentiment {
  return { label, score: CORRECTED_SCORE[label], confidence: 1 }
}

function correctedAnalysis(row: PostRow): Analysis | undefined {
  const analysis = fromJson<Analysis>(row.analysis)
  const correction = fromJson<Correction>(row.corrected)
  if (correction === undefined) return analysis
  return {
    ...(analysis ?? { version: 0, intents: [] }),
    ...(correction.sentiment === undefined
      ? {}
      : { sentiment: correctedSentiment(correction.sentiment) }),
    ...(correction.intents === undefined
      ? {}
      : { intents: correction.intents.map((name) => ({ name, confidence: 1 })) }),
  }
}
