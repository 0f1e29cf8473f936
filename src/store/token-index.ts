import { TokenBuffer } from '../text/tokens-buffer.ts'
import { type IndexTerms, indexTerms, tokensVersion } from '../text/tokens-index.ts'
import type { Database } from './database.ts'
import { getMeta, setMeta } from './meta.ts'

const VERSION = 'tokens'
/** Posts that are indexed in one transaction while the index is rebuilt. */
const CHUNK = 1000

/** What the words of a post are taken from. */
export interface IndexedText {
  readonly title?: string | null | undefined
  readonly text: string
}

const NO_TERMS: IndexTerms = { primary: '', alternates: '' }

/** Puts the post's words into the index: our own tokens, a blank between them, so that matcher and index agree. */
export function indexPost(
  db: Database,
  id: number,
  post: IndexedText,
  buffer = new TokenBuffer(),
): void {
  const title = post.title ? indexTerms(post.title, buffer) : NO_TERMS
  const text = indexTerms(post.text, buffer)
  db.sql('INSERT INTO token_index (rowid, title, text, alternates) VALUES (?, ?, ?, ?)').run(
    id,
    title.primary,
    text.primary,
    title.alternates === '' ? text.alternates : `${title.alternates} ${text.alternates}`,
  )
}

export function unindexPost(db: Database, id: number): void {
  db.sql('DELETE FROM token_index WHERE rowid = ?').run(id)
}

/** Whether the index was made by other rules than the present ones, or its rebuilding has not come to its end. */
export function isStale(db: Database): boolean {
  return getMeta(db, VERSION) !== tokensVersion()
}

export interface RebuildOptions {
  /** From the beginning, whatever is indexed already. */
  readonly force?: boolean
  readonly onProgress?: (done: number, all: number) => void
}

/**
 * Rebuilds a stale index in short transactions. It can be stopped at any moment and goes on where it was: what is
 * indexed already is told by the index itself. Answers how many posts were indexed.
 */
export function rebuildIndex(db: Database, options: RebuildOptions): number {
  const marker = `rebuilding ${tokensVersion()}`
  if (options.force === true || getMeta(db, VERSION) !== marker) {
    db.write(() => {
      db.sql("INSERT INTO token_index (token_index) VALUES ('delete-all')").run()
      setMeta(db, VERSION, marker)
    })
  }
  const all = db.sql('SELECT count(*) FROM posts').pluck().get() as number
  let done = 0
  let last = -1
  for (;;) {
    const step = db.write(() => indexNext(db, last))
    if (step === undefined) break
    last = step.last
    done += step.count
    options.onProgress?.(done, all)
  }
  db.write(() => setMeta(db, VERSION, tokensVersion()))
  return done
}

function indexNext(
  db: Database,
  after: number,
): { readonly last: number; readonly count: number } | undefined {
  const rows = db
    .sql(
      `SELECT t.post, t.title, t.text FROM post_texts t
       WHERE t.post > ? AND NOT EXISTS (SELECT 1 FROM token_index_docsize d WHERE d.id = t.post)
       ORDER BY t.post LIMIT ${CHUNK}`,
    )
    .all(after) as { post: number; title: string | null; text: string }[]
  const last = rows.at(-1)?.post
  if (last === undefined) return undefined
  const buffer = new TokenBuffer()
  for (const row of rows) indexPost(db, row.post, row, buffer)
  return { last, count: rows.length }
}
