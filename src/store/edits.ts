import type { CopyReader } from '../analysis/fingerprints.ts'
import type { Analysis } from '../model/mention.ts'
import type { Instant } from '../model/post.ts'
import { toCount, toJson, toReal, wellFormed } from './cells.ts'
import { followEdit } from './clusters.ts'
import { briefHash, isBriefHash, textHash } from './content-hash.ts'
import type { Database } from './database.ts'
import { findCopyRow } from './fingerprints.ts'
import type { KnownRow } from './known-posts.ts'
import { packDetails } from './post-details.ts'
import { lengthOf, searchedLanguage, traitsOf } from './post-traits.ts'
import { addIntents, addLists, feelingCells, hashOf } from './posts.ts'
import type { PreparedPost } from './store.ts'

/**
 * What a sighting of a known post means. A stale copy that a cache still serves is no edit, nor is the same post told
 * in brief or, after that, in full.
 */
export function decideSighting(
  db: Database,
  row: KnownRow,
  prepared: PreparedPost,
): 'same' | 'fuller' | 'edited' | 'older' {
  const hash = hashOf(prepared)
  if (hash === row.hash) return 'same'
  if (isBriefHash(row.hash) !== (prepared.brief === true) && readsAsStored(db, row, prepared))
    return prepared.brief === true ? 'same' : 'fuller'
  const edited = prepared.post.editedAt
  if (edited !== undefined && row.edited !== null) {
    if (edited < row.edited) return 'older'
    if (edited > row.edited) return 'edited'
  }
  const seenBefore = db
    .sql('SELECT 1 FROM post_versions WHERE post = ? AND hash = ?')
    .get(row.id, hash)
  return seenBefore === undefined ? 'edited' : 'older'
}

function readsAsStored(db: Database, row: KnownRow, { post }: PreparedPost): boolean {
  if (isBriefHash(row.hash)) return briefHash(post) === row.hash
  const stored = db
    .sql(
      'SELECT p.kind, t.title, t.text FROM posts p JOIN post_texts t ON t.post = p.id WHERE p.id = ?',
    )
    .get(row.id) as { kind: string; title: string | null; text: string }
  return (
    stored.kind === post.kind &&
    stored.title === wellFormed(post.title) &&
    stored.text === wellFormed(post.text)
  )
}

/** Adds what the brief telling left out. Its words stay, and what was found in them. */
export function saveFuller(db: Database, row: KnownRow, prepared: PreparedPost): void {
  const { analysis: _, ...plain } = prepared
  db.sql('UPDATE posts SET traits = ?, hash = ? WHERE id = ?').run(
    traitsOf(prepared.post),
    hashOf(prepared),
    row.id,
  )
  db.sql('UPDATE post_texts SET url = ?, details = ? WHERE post = ?').run(
    wellFormed(prepared.post.url),
    packDetails(prepared.post),
    row.id,
  )
  db.sql('DELETE FROM post_tags WHERE post = ?').run(row.id)
  addLists(db, row.id, plain)
}

/** Puts the new text in place and keeps the one before it; the caller indexes its words. Marks, mentions and the place in time stay. */
export function saveEdit(
  db: Database,
  reader: CopyReader,
  row: KnownRow,
  prepared: PreparedPost,
  at: Instant,
): void {
  const before = findCopyRow(db, row.number)
  keepVersion(db, row, at)
  const { post, analysis } = prepared
  db.sql(
    `UPDATE posts SET kind = ?, edited = ?, rating = ?, length = ?, traits = ?,
       text_hash = ?, hash = ? WHERE id = ?`,
  ).run(
    post.kind,
    toCount(post.editedAt) ?? at,
    toReal(post.rating),
    lengthOf(post.text),
    traitsOf(post),
    textHash(post) ?? null,
    hashOf(prepared),
    row.id,
  )
  db.sql('UPDATE post_texts SET title = ?, text = ?, url = ?, details = ? WHERE post = ?').run(
    wellFormed(post.title),
    wellFormed(post.text),
    post.url ?? null,
    packDetails(post),
    row.id,
  )
  if (before !== undefined) followEdit(db, reader, before)
  db.sql('DELETE FROM post_tags WHERE post = ?').run(row.id)
  if (analysis === undefined) addLists(db, row.id, prepared)
  else saveAnalysis(db, row.id, prepared)
}

/** The analysis of a post whose text is new, or which was kept unread until now. */
export function saveAnalysis(db: Database, id: number, prepared: PreparedPost): void {
  if (prepared.analysis === undefined) return
  keepAnalysis(db, id, prepared.analysis)
  addLists(db, id, prepared)
}

/** Replaces what the program thought of a post. A person's correction is put back by whoever folds its thread. */
export function keepAnalysis(db: Database, id: number, analysis: Analysis): void {
  db.sql(
    'UPDATE posts SET lang = coalesce(?, lang), sentiment = ?, score = ?, analysis_version = ? WHERE id = ?',
  ).run(searchedLanguage(analysis.lang), ...feelingCells(analysis), analysis.version, id)
  db.sql('UPDATE post_texts SET analysis = ? WHERE post = ?').run(toJson(analysis), id)
  db.sql('UPDATE post_marks SET corrected = NULL WHERE post = ?').run(id)
  db.sql('DELETE FROM post_intents WHERE post = ?').run(id)
  addIntents(db, id, analysis)
}

function keepVersion(db: Database, row: KnownRow, at: Instant): void {
  db.sql(
    `INSERT INTO post_versions (post, version, hash, title, text, at)
     SELECT t.post, 1 + (SELECT count(*) FROM post_versions WHERE post = t.post), ?, t.title, t.text, ?
     FROM post_texts t WHERE t.post = ?`,
  ).run(row.hash, at, row.id)
}
