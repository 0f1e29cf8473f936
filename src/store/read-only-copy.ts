import { chmodSync, copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { AppError } from '../errors.ts'
import { type Connection, loadSqlite } from './database.ts'

/**
 * Reads a database of a medium where SQLite may write nothing at all: a private copy in the temporary
 * folder, with its log, whose names are gone as soon as it is open.
 */
export async function openCopy(path: string): Promise<Connection> {
  const Sqlite = await loadSqlite()
  const folder = mkdtempSync(join(tmpdir(), 'listen-read-'))
  const copy = join(folder, basename(path))
  try {
    for (const suffix of ['', '-wal']) {
      if (!existsSync(`${path}${suffix}`)) continue
      copyFileSync(`${path}${suffix}`, `${copy}${suffix}`)
      chmodSync(`${copy}${suffix}`, 0o600)
    }
    const connection = new Sqlite(copy)
    connection.pragma('journal_mode = DELETE')
    connection.pragma('query_only = ON')
    return connection
  } catch (error) {
    throw new AppError(`the database cannot be read: ${path}`, {
      hint: 'check the rights of the file, and the space in the temporary folder',
      cause: error,
    })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
