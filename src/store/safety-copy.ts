import { rmSync } from 'node:fs'
import { AppError } from '../errors.ts'
import { makeEmptyFile } from './create.ts'
import type { Connection } from './database.ts'
import { versionOf } from './migrations.ts'

/** Keeps the store as it was before its first step to a newer version, beside it: `<store>.v<version>.backup`. */
export function backupBeforeMigration(connection: Connection, path: string, shared: boolean): void {
  const target = `${path}.v${versionOf(connection)}.backup`
  try {
    rmSync(target, { force: true })
    makeEmptyFile(target, shared)
    connection.prepare('VACUUM INTO ?').run(target)
  } catch (error) {
    rmSync(target, { force: true })
    throw new AppError(`no backup could be made before the update of the database: ${target}`, {
      hint: 'free as much space as the database takes; nothing was changed',
      cause: error,
    })
  }
}
