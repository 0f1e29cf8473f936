import { NotFoundError } from '../errors.ts'
import { statusAt } from '../ledger/fold.ts'
import type { Priority } from '../model/config.ts'
import type { Status } from '../model/ledger.ts'
import type {
  Analysis,
  Hit,
  IntentName,
  Mention,
  Role,
  Sentiment,
  SentimentLabel,
} from '../model/mention.ts'
import type { DatePrecision, PostKind, Side } from '../model/post.ts'
import { fromJson } from './cells.ts'
import type { Database } from './database.ts'
import { unpackDetails } from './post-details.ts'
import type { StoredPost } from './store.ts'
import { listTexts } from './texts.ts'

interface Row {
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

const ROWS = `SELECT p.id, p.number, p.platform, p.identity, p.source, p.kind, p.published, p.precision, p.edited,
    p.collected, p.side, p.addressed, p.thread, p.rating, p.likes, p.replies, p.shares, p.views, p.cluster, p.gone,
    t.native_id, t.title, t.text, t.url, t.details, t.analysis,
    a.native_id AS author_id, a.handle, a.name, a.url AS author_url, a.followers,
    s.status, s.opening, s.hidden_until, s.assigned, s.priority, s.due_at, s.answered_at, m.seen_at, m.notes, m.corrected, v.text AS first_text
  FROM json_each(?) j CROSS JOIN posts p ON p.id = j.value
  JOIN post_texts t ON t.post = p.id
  LEFT JOIN authors a ON a.id = p.author
  LEFT JOIN thread_states s ON s.thread = p.thread
  LEFT JOIN post_marks m ON m.post = p.id
  LEFT JOIN post_versions v ON v.post = p.id AND v.version = 1`

/** The posts of these row ids, in their order; rows that are gone are left out. */
export function loadPosts(db: Database, ids: readonly number[]): readonly StoredPost[] {
  const list = JSON.stringify(ids)
  const rows = db.sql(ROWS).all(list) as Row[]
  const lists: Lists = {
    mentions: listMentions(db, list),
    flags: listNames(
      db,
      'SELECT post, flag AS name FROM flags WHERE post IN (SELECT value FROM json_each(?)) ORDER BY 1, 2',
      list,
    ),
    labels: listNames(
      db,
      'SELECT post, label AS name FROM labels WHERE post IN (SELECT value FROM json_each(?)) ORDER BY 1, 2',
      list,
    ),
    now: db.now(),
    texts: listTexts(
      db,
      rows.flatMap((row) => notesOf(row).map(({ text }) => text)),
    ),
  }
  return rows.map((row) => toStoredPost(row, lists))
}

/** Throws NotFoundError. */
export function getPost(db: Database, number: number): StoredPost {
  const [post] = loadPosts(db, [idOf(db, number)])
  if (post === undefined) throw noPost(number)
  return post
}

/** The row id of a short number. Throws NotFoundError. */
export function idOf(db: Database, number: number): number {
  const id = db.sql('SELECT id FROM posts WHERE number = ?').pluck().get(number)
  if (id === undefined) throw noPost(number)
  return id as number
}

function noPost(number: number): NotFoundError {
  return new NotFoundError(`there is no post ${number}`, {
    hint: 'list posts and their numbers with `listen search`',
  })
}

interface Lists {
  readonly mentions: ReadonlyMap<number, readonly Mention[]>
  readonly flags: ReadonlyMap<number, readonly string[]>
  readonly labels: ReadonlyMap<number, readonly string[]>
  readonly texts: ReadonlyMap<number, string>
  readonly now: number
}

interface MentionRow {
  readonly post: number
  readonly name: string
  readonly role: Role
  readonly version: number
  readonly hits: string
  readonly sentiment: SentimentLabel | null
  readonly score: number | null
  readonly confidence: number | null
}

function listMentions(db: Database, list: string): ReadonlyMap<number, readonly Mention[]> {
  const rows = db
    .sql(
      `SELECT m.post, q.name, q.role, m.version, m.hits, m.sentiment, m.score, m.confidence
       FROM mentions m JOIN queries q ON q.id = m.query
       WHERE m.post IN (SELECT value FROM json_each(?)) ORDER BY m.post, m.query`,
    )
    .all(list) as MentionRow[]
  return groupBy(rows, toMention)
}

function toMention(row: MentionRow): Mention {
  const { sentiment: label, score, confidence } = row
  return {
    query: row.name,
    role: row.role,
    version: row.version,
    hits: JSON.parse(row.hits) as readonly Hit[],
    ...(label === null
      ? {}
      : { sentiment: { label, score: score ?? 0, confidence: confidence ?? 0 } }),
  }
}

function listNames(
  db: Database,
  text: string,
  list: string,
): ReadonlyMap<number, readonly string[]> {
  return groupBy(db.sql(text).all(list) as { post: number; name: string }[], ({ name }) => name)
}

function groupBy<Row extends { readonly post: number }, Item>(
  rows: readonly Row[],
  toItem: (row: Row) => Item,
): ReadonlyMap<number, readonly Item[]> {
  const groups = new Map<number, Item[]>()
  for (const row of rows) {
    const group = groups.get(row.post)
    if (group === undefined) groups.set(row.post, [toItem(row)])
    else group.push(toItem(row))
  }
  return groups
}

interface NoteRow {
  readonly at: number
  readonly actor: string
  readonly text: number
}

function notesOf(row: Row): readonly NoteRow[] {
  return fromJson<NoteRow[]>(row.notes) ?? []
}

function toStoredPost(row: Row, lists: Lists): StoredPost {
  const analysis = correctedAnalysis(row)
  const status = statusOf(row, lists.now)
  return {
    ...toPost(row),
    post: row.number,
    side: row.side as Side,
    addressed: row.addressed === 1,
    mentions: lists.mentions.get(row.id) ?? [],
    ...(analysis === undefined ? {} : { analysis }),
    ...(analysis?.sentiment === undefined ? {} : { sentiment: analysis.sentiment }),
    ...(row.thread === null ? {} : { threadNumber: row.thread }),
    ...(status === undefined ? {} : { status }),
    seen: row.seen_at !== null,
    flags: lists.flags.get(row.id) ?? [],
    labels: lists.labels.get(row.id) ?? [],
    notes: notesOf(row).map((note) => ({
      ...note,
      text: lists.texts.get(note.text) ?? '',
    })),
    ...threadPart(row),
    ...(row.cluster === null ? {} : { cluster: row.cluster }),
    ...(row.first_text === null ? {} : { firstText: row.first_text }),
    ...(row.gone === null ? {} : { goneAt: row.gone }),
  }
}

type PostPart = Omit<
  StoredPost,
  'post' | 'side' | 'addressed' | 'mentions' | 'seen' | 'flags' | 'labels' | 'notes'
>

/** The post as its source gave it. */
function toPost(row: Row): PostPart {
  const { identity: hasIdentity, ...details } = unpackDetails(row.details)
  return {
    platform: row.platform,
    source: row.source,
    id: row.native_id,
    ...(hasIdentity ? { identity: row.identity } : {}),
    ...(row.url === null ? {} : { url: row.url }),
    kind: row.kind as PostKind,
    ...(row.title === null ? {} : { title: row.title }),
    text: row.text,
    ...authorPart(row),
    ...(row.published === null ? {} : { publishedAt: row.published }),
    publishedPrecision: row.precision as DatePrecision,
    ...(row.edited === null ? {} : { editedAt: row.edited }),
    collectedAt: row.collected,
    ...details,
    ...countersPart(row),
  }
}

function threadPart(
  row: Row,
): Partial<Pick<StoredPost, 'assigned' | 'priority' | 'dueAt' | 'answeredAt'>> {
  return {
    ...(row.assigned === null ? {} : { assigned: row.assigned }),
    ...(row.priority === null ? {} : { priority: row.priority as Priority }),
    ...(row.due_at === null ? {} : { dueAt: row.due_at }),
    ...(row.answered_at === null ? {} : { answeredAt: row.answered_at }),
  }
}

function countersPart(
  row: Row,
): Partial<Pick<StoredPost, 'rating' | 'likes' | 'replies' | 'shares' | 'views'>> {
  return {
    ...(row.rating === null ? {} : { rating: row.rating }),
    ...(row.likes === null ? {} : { likes: row.likes }),
    ...(row.replies === null ? {} : { replies: row.replies }),
    ...(row.shares === null ? {} : { shares: row.shares }),
    ...(row.views === null ? {} : { views: row.views }),
  }
}

function authorPart(row: Row): Pick<StoredPost, 'author'> | Record<string, never> {
  if (row.author_id === null) return {}
  return {
    author: {
      id: row.author_id,
      ...(row.handle === null ? {} : { handle: row.handle }),
      ...(row.name === null ? {} : { name: row.name }),
      ...(row.author_url === null ? {} : { url: row.author_url }),
      ...(row.followers === null ? {} : { followers: row.followers }),
    },
  }
}

/** A conversation that nobody has to answer has a status only once somebody decided about it. */
function statusOf(row: Row, now: number): Status | undefined {
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

function correctedAnalysis(row: Row): Analysis | undefined {
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
