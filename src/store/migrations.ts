import type { Connection } from './database.ts'
import { SCHEMA_1 } from './schema.ts'
import { SCHEMA_7 } from './schema-approvals.ts'
import { SCHEMA_4 } from './schema-copies.ts'
import { SCHEMA_2 } from './schema-dialogue.ts'
import { SCHEMA_3, SCHEMA_5, SCHEMA_6, SCHEMA_8 } from './schema-rollups.ts'

/** One step from a version to the next. Steps that were released never change; new ones are added at the end. */
export interface Migration {
  readonly version: number
  readonly summary: string
  run(connection: Connection): void
}

export const MIGRATIONS: readonly Migration[] = [
  { version: 1, summary: 'the first schema', run: (connection) => connection.exec(SCHEMA_1) },
  {
    version: 2,
    summary: 'the outbox, turns and linked people',
    run: (connection) => connection.exec(SCHEMA_2),
  },
  {
    version: 3,
    summary: 'roll-ups of the posts of a day',
    run: (connection) => connection.exec(SCHEMA_3),
  },
  {
    version: 4,
    summary: 'keys of near copies',
    run: (connection) => connection.exec(SCHEMA_4),
  },
  {
    version: 5,
    summary: 'an index to count what waits',
    run: (connection) => connection.exec(SCHEMA_5),
  },
  {
    version: 6,
    summary: 'an index to count what is owed',
    run: (connection) => connection.exec(SCHEMA_6),
  },
  {
    version: 7,
    summary: 'who likes and shares our posts',
    run: (connection) => connection.exec(SCHEMA_7),
  },
  {
    version: 8,
    summary: 'the queue of each kind in its order',
    run: (connection) => connection.exec(SCHEMA_8),
  },
]

export function latestVersion(migrations: readonly Migration[] = MIGRATIONS): number {
  return migrations.at(-1)?.version ?? 0
}

export function versionOf(connection: Connection): number {
  return connection.pragma('user_version', { simple: true }) as number
}

/**
 * Runs the missing steps, each in one transaction that also sets user_version, so that a crash leaves the old
 * or the new version. Another process may do the same at once: the version is read again inside the lock.
 */
export function migrate(
  connection: Connection,
  migrations: readonly Migration[] = MIGRATIONS,
): void {
  for (const migration of migrations) {
    if (versionOf(connection) >= migration.version) continue
    connection
      .transaction(() => {
        if (versionOf(connection) >= migration.version) return
        migration.run(connection)
        connection.pragma(`user_version = ${migration.version}`)
      })
      .immediate()
  }
}
