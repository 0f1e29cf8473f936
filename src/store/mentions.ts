import type { Mention } from '../model/mention.ts'
import type { Instant } from '../model/post.ts'
import type { Database } from './database.ts'

/**
 * Once a mention, always a mention: none is ever removed, and the version that matched first stays. `reread`
 * says that the text is new, so that places and feeling follow it. Answers whether a mention was added.
 */
export function saveMentions(
  db: Database,
  post: number,
  mentions: readonly Mention[],
  at: Instant,
  options: { readonly reread: boolean; readonly queryId: (mention: Mention) => number },
): boolean {
  let added = false
  for (const mention of mentions) {
    const query = options.queryId(mention)
    const values = [JSON.stringify(mention.hits), ...sentimentCells(mention)]
    const result = db
      .sql(
        `INSERT INTO mentions (hits, sentiment, score, confidence, query, post, version, at)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
      )
      .run(...values, query, post, mention.version, at)
    if (result.changes > 0) added = true
    else if (options.reread) {
      db.sql(
        'UPDATE mentions SET hits = ?, sentiment = ?, score = ?, confidence = ? WHERE query = ? AND post = ?',
      ).run(...values, query, post)
    }
  }
  return added
}

function sentimentCells(mention: Mention): readonly (string | number | null)[] {
  const { sentiment } = mention
  return sentiment === undefined
    ? [null, null, null]
    : [sentiment.label, sentiment.score, sentiment.confidence]
}
