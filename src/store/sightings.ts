import type { Instant } from '../model/post.ts'
import type { Database } from './database.ts'

const HOUR = 3_600_000

/** A post seen in a channel. The last time is kept to the hour, so that a busy watch does not rewrite it all day. */
export function saveSighting(db: Database, post: number, channel: number, at: Instant): void {
  db.sql(
    `INSERT INTO sightings (post, channel, first_at, last_at) VALUES (?, ?, ?, ?)
     ON CONFLICT (post, channel) DO UPDATE SET last_at = excluded.last_at
     WHERE excluded.last_at >= last_at + ${HOUR}`,
  ).run(post, channel, at, at)
}
