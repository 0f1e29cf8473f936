import type { PostFacts } from '../ledger/conversation.ts'
import type { Analysis } from '../model/mention.ts'
import { fromJson } from './cells.ts'
import type { Database } from './database.ts'
import { type Correction, correctedSentiment } from './post-rows.ts'

/** What people marked on a post, as the tables hold it. */
interface Marks {
  readonly seen_at: number | null
  readonly notes: string | null
  readonly corrected: string | null
  readonly gone: number | null
  readonly flags: readonly string[]
  readonly labels: readonly string[]
}

/** Keeps what people marked on posts, to be listed and searched by; the fold says what stands. */
export function saveMarks(db: Database, posts: readonly PostFacts[]): void {
  for (const facts of posts) {
    const id = findId(db, facts.post)
    if (id === undefined) continue
    const before = readMarks(db, id)
    const marks = marksOf(facts)
    saveNames(db, 'flags', 'flag', id, before.flags, marks.flags)
    saveNames(db, 'labels', 'label', id, before.labels, marks.labels)
    saveRow(db, id, before, marks)
    if (before.gone !== marks.gone)
      db.sql('UPDATE posts SET gone = ? WHERE id = ?').run(marks.gone, id)
    if (before.corrected !== marks.corrected)
      saveCorrection(db, id, fromJson<Correction>(marks.corrected))
  }
}

/** Whether the tables say otherwise than the fold. */
export function marksDiffer(db: Database, posts: readonly PostFacts[]): boolean {
  return posts.some((facts) => {
    const id = findId(db, facts.post)
    return id !== undefined && JSON.stringify(readMarks(db, id)) !== JSON.stringify(marksOf(facts))
  })
}

function findId(db: Database, number: number): number | undefined {
  return db.sql('SELECT id FROM posts WHERE number = ?').pluck().get(number) as number | undefined
}

function marksOf(facts: PostFacts): Marks {
  const notes = facts.notes.map(({ at, actor, text }) => ({ at, actor, text }))
  const correction: Correction = {
    ...(facts.corrected.sentiment && facts.sentiment !== undefined
      ? { sentiment: facts.sentiment }
      : {}),
    ...(facts.corrected.intents ? { intents: facts.intents } : {}),
  }
  return {
    seen_at: facts.seenAt ?? null,
    notes: notes.length === 0 ? null : JSON.stringify(notes),
    corrected: Object.keys(correction).length === 0 ? null : JSON.stringify(correction),
    gone: facts.goneAt ?? null,
    flags: facts.flags,
    labels: facts.labels,
  }
}

function readMarks(db: Database, id: number): Marks {
  const row = db.sql('SELECT seen_at, notes, corrected FROM post_marks WHERE post = ?').get(id) as
    | Omit<Marks, 'flags' | 'labels' | 'gone'>
    | undefined
  return {
    seen_at: row?.seen_at ?? null,
    notes: row?.notes ?? null,
    corrected: row?.corrected ?? null,
    gone: db.sql('SELECT gone FROM posts WHERE id = ?').pluck().get(id) as number | null,
    flags: db.sql('SELECT flag FROM flags WHERE post = ?').pluck().all(id).sort() as string[],
    labels: db.sql('SELECT label FROM labels WHERE post = ?').pluck().all(id).sort() as string[],
  }
}

function saveRow(db: Database, id: number, before: Marks, marks: Marks): void {
  const { seen_at: seenAt, notes, corrected } = marks
  if (seenAt === before.seen_at && notes === before.notes && corrected === before.corrected) return
  if (seenAt === null && notes === null && corrected === null) {
    db.sql('DELETE FROM post_marks WHERE post = ?').run(id)
    return
  }
  db.sql(
    'INSERT OR REPLACE INTO post_marks (post, seen_at, notes, corrected) VALUES (?, ?, ?, ?)',
  ).run(id, seenAt, notes, corrected)
}

function saveNames(
  db: Database,
  table: 'flags' | 'labels',
  column: 'flag' | 'label',
  post: number,
  before: readonly string[],
  names: readonly string[],
): void {
  if (JSON.stringify(before) === JSON.stringify(names)) return
  db.sql(`DELETE FROM ${table} WHERE post = ?`).run(post)
  for (const name of names)
    db.sql(`INSERT OR IGNORE INTO ${table} (${column}, post) VALUES (?, ?)`).run(name, post)
}

/** What is searched and counted by follows the person's word; without one it is the program's again. */
function saveCorrection(db: Database, id: number, correction: Correction | undefined): void {
  const text = db.sql('SELECT analysis FROM post_texts WHERE post = ?').pluck().get(id) as
    | string
    | null
  const analysis = fromJson<Analysis>(text)
  const sentiment =
    correction?.sentiment === undefined
      ? analysis?.sentiment
      : correctedSentiment(correction.sentiment)
  const intents =
    correction?.intents?.map((name) => ({ name, confidence: 1 })) ?? analysis?.intents ?? []
  db.sql('UPDATE posts SET sentiment = ?, score = ? WHERE id = ?').run(
    sentiment?.label ?? null,
    sentiment?.score ?? null,
    id,
  )
  db.sql('DELETE FROM post_intents WHERE post = ?').run(id)
  for (const { name, confidence } of intents) {
    db.sql('INSERT OR IGNORE INTO post_intents (intent, post, confidence) VALUES (?, ?, ?)').run(
      name,
      id,
      confidence,
    )
  }
}
