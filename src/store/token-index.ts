import type { Database } from './database.ts'

/** What the words of a post are taken from. */
export interface IndexedText {
  readonly title?: string | undefined
  readonly text: string
}

function indexTerms(text: string): {
  readonly terms: readonly string[]
  readonly alternates: readonly string[]
} {
  return { terms: text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [], alternates: [] }
}

/** Puts the post's words into the index: our own tokens, a blank between them, so that matcher and index agree. */
export function indexPost(db: Database, id: number, post: IndexedText): void {
  const title = indexTerms(post.title ?? '')
  const text = indexTerms(post.text)
  db.sql('INSERT INTO token_index (rowid, title, text, alternates) VALUES (?, ?, ?, ?)').run(
    id,
    title.terms.join(' '),
    text.terms.join(' '),
    [...title.alternates, ...text.alternates].join(' '),
  )
}

export function unindexPost(db: Database, id: number): void {
  db.sql('DELETE FROM token_index WHERE rowid = ?').run(id)
}
