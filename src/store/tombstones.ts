import { hash } from 'node:crypto'
import type { Instant } from '../model/post.ts'
import type { Database } from './database.ts'

/** Says of an erased post only that it was erased; nothing of it can be read back. */
function tombstoneOf(platform: string, identity: string): string {
  return hash('sha256', `${platform}\u0000${identity}`, 'base64url')
}

export function hasTombstones(db: Database): boolean {
  return db.sql('SELECT 1 FROM tombstones LIMIT 1').get() !== undefined
}

/** An erased post does not come back with the next scan. */
export function isBuried(db: Database, platform: string, identity: string): boolean {
  return (
    db.sql('SELECT 1 FROM tombstones WHERE hash = ?').get(tombstoneOf(platform, identity)) !==
    undefined
  )
}

export function bury(db: Database, platform: string, identity: string, at: Instant): void {
  db.sql('INSERT OR IGNORE INTO tombstones (hash, at) VALUES (?, ?)').run(
    tombstoneOf(platform, identity),
    at,
  )
}
