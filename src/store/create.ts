import { randomBytes } from 'node:crypto'
import {
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
} from 'node:fs'
import { dirname } from 'node:path'
import { AppError } from '../errors.ts'
import { tokensVersion } from '../text/tokens-index.ts'
import { CONNECT_OPTIONS, loadSqlite, prepareConnection } from './database.ts'
import { APPLICATION_ID, fileMode, fixModes } from './file.ts'
import { migrate } from './migrations.ts'

/**
 * Makes a new store under a name of its own and gives it its final name when it is whole, so that nobody
 * ever opens half a store. Where another process was faster, theirs stays.
 */
export async function createStoreFile(path: string, shared: boolean): Promise<void> {
  const Sqlite = await loadSqlite()
  makeFolder(path)
  const temporary = `${path}.new-${process.pid}-${randomBytes(4).toString('hex')}`
  try {
    makeEmptyFile(temporary, shared)
    const connection = new Sqlite(temporary, CONNECT_OPTIONS)
    try {
      prepareConnection(connection)
      connection.pragma(`application_id = ${APPLICATION_ID}`)
      migrate(connection)
      connection.prepare("INSERT INTO meta (name, value) VALUES ('tokens', ?)").run(tokensVersion())
    } finally {
      connection.close()
    }
    giveName(temporary, path)
  } finally {
    for (const suffix of ['', '-wal', '-shm', '-journal'])
      rmSync(`${temporary}${suffix}`, { force: true })
  }
}

function makeFolder(path: string): void {
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  } catch (error) {
    throw cannotCreate(path, error)
  }
}

/** SQLite gives its side files the mode of the main file, so only this one's mode must be set. */
export function makeEmptyFile(path: string, shared: boolean): void {
  try {
    closeSync(openSync(path, 'wx', fileMode(shared)))
  } catch (error) {
    throw cannotCreate(path, error)
  }
  fixModes(path, shared)
}

function cannotCreate(path: string, error: unknown): AppError {
  const code = (error as NodeJS.ErrnoException).code
  const why = code === 'ENOSPC' ? 'disk full' : (code ?? 'unknown error')
  return new AppError(`the database cannot be created: ${path} (${why})`, {
    hint: 'check that the folder exists and may be written, or choose another with --db',
    cause: error,
  })
}

/** A link fails where the name exists; where the file system has no links, a rename must do. */
function giveName(from: string, to: string): void {
  try {
    linkSync(from, to)
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    if (code === 'EEXIST') return
    if (existsSync(to)) return
    renameSync(from, to)
  }
  syncFolder(to)
}

/** Makes a new name survive a power cut. Not every system can open folders. */
export function syncFolder(path: string): void {
  if (process.platform === 'win32') return
  const descriptor = openSync(dirname(path), 'r')
  try {
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}
