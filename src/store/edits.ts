import type { Instant } from '../model/post.ts'
import { toCount, toJson, toReal, wellFormed } from './cells.ts'
import { contentHash, textHash } from './content-hash.ts'
import type { Database } from './database.ts'
import { packDetails, traitsOf } from './post-details.ts'
import { addLists, feelingCells, type KnownRow } from './posts.ts'
import type { PreparedPost } from './store.ts'
import { indexPost, unindexPost } from './token-index.ts'

/** What a sighting of a known post means. A stale copy that a cache still serves is no edit. */
export function decideSighting(
  db: Database,
  row: KnownRow,
  prepared: PreparedPost,
): 'same' | 'edited' | 'older' {
  const hash = contentHash(prepared.post)
  if (hash === row.hash) return 'same'
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

/** Puts the new text in place and keeps the one before it. Marks, mentions and the place in time stay. */
export function saveEdit(db: Database, row: KnownRow, prepared: PreparedPost, at: Instant): void {
  keepVersion(db, row, at)
  const { post, analysis } = prepared
  db.sql(
    `UPDATE posts SET kind = ?, edited = ?, published = coalesce(published, ?), rating = ?, length = ?, traits = ?,
       text_hash = ?, hash = ?, gone = NULL WHERE id = ?`,
  ).run(
    post.kind,
    toCount(post.editedAt) ?? at,
    toCount(post.publishedAt),
    toReal(post.rating),
    post.text.length,
    traitsOf(post),
    textHash(post) ?? null,
    contentHash(post),
    row.id,
  )
  db.sql('UPDATE post_texts SET title = ?, text = ?, url = ?, details = ? WHERE post = ?').run(
    wellFormed(post.title),
    wellFormed(post.text),
    post.url ?? null,
    packDetails(post),
    row.id,
  )
  unindexPost(db, row.id)
  indexPost(db, row.id, post)
  db.sql('DELETE FROM post_tags WHERE post = ?').run(row.id)
  if (analysis === undefined) addLists(db, row.id, prepared)
  else saveAnalysis(db, row.id, prepared)
}

/** The analysis of a post whose text is new, or which was kept unread until now. */
export function saveAnalysis(db: Database, id: number, prepared: PreparedPost): void {
  const { analysis, post } = prepared
  if (analysis === undefined) return
  db.sql(
    'UPDATE posts SET lang = ?, sentiment = ?, score = ?, analysis_version = ? WHERE id = ?',
  ).run(analysis.lang ?? post.lang ?? null, ...feelingCells(analysis), analysis.version, id)
  db.sql('UPDATE post_texts SET analysis = ? WHERE post = ?').run(toJson(analysis), id)
  db.sql('DELETE FROM post_intents WHERE post = ?').run(id)
  addLists(db, id, prepared)
}

function keepVersion(db: Database, row: KnownRow, at: Instant): void {
  db.sql(
    `INSERT INTO post_versions (post, version, hash, title, text, at)
     SELECT t.post, 1 + (SELECT count(*) FROM post_versions WHERE post = t.post), ?, t.title, t.text, ?
     FROM post_texts t WHERE t.post = ?`,
  ).run(row.hash, at, row.id)
}
