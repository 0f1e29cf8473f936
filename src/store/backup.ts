import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import { AppError } from '../errors.ts'
import { makeEmptyFile, syncFolder } from './create.ts'
import { type Connection, type Database, loadSqlite } from './database.ts'
import { APPLICATION_ID, findStoreFile, isOpenHere, readHeader } from './file.ts'
import { latestVersion } from './migrations.ts'

export interface CopyOptions {
  /** Replace an existing file. */
  readonly force?: boolean
}

/**
 * A consistent copy of the store as it is now, also while others write: made under a name of its own, checked,
 * made durable, then named. For its owner alone.
 */
export async function backUp(
  db: Database,
  target: string,
  options: CopyOptions = {},
): Promise<void> {
  refuseExisting(target, options)
  await copyTo(db.connection, target)
}

function refuseExisting(target: string, options: CopyOptions): void {
  if (options.force === true || !existsSync(target)) return
  throw new AppError(`the file exists already: ${target}`, {
    hint: 'choose another name, or replace it with --force',
  })
}

function requireFolder(target: string): void {
  if (existsSync(dirname(target))) return
  throw new AppError(`the copy cannot be written: there is no folder ${dirname(target)}`, {
    hint: 'make the folder, or name another file',
  })
}

async function copyTo(connection: Connection, target: string): Promise<void> {
  const temporary = `${target}.part-${process.pid}`
  rmSync(temporary, { force: true })
  try {
    requireFolder(target)
    makeEmptyFile(temporary, false)
    connection.prepare('VACUUM INTO ?').run(temporary)
    await verify(temporary)
    syncFile(temporary)
    renameSync(temporary, target)
    syncFolder(target)
  } finally {
    rmSync(temporary, { force: true })
  }
}

async function verify(path: string): Promise<void> {
  const Sqlite = await loadSqlite()
  const copy = new Sqlite(path, { readonly: true })
  try {
    const said = copy.pragma('quick_check(1)', { simple: true })
    if (said !== 'ok') throw new AppError(`the copy is damaged: ${String(said)}`)
  } finally {
    copy.close()
  }
}

function syncFile(path: string): void {
  const descriptor = openSync(path, 'r+')
  try {
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}

/**
 * Puts a backup in the store's place. The backup is checked first; a store that stands there is kept beside it
 * as `<store>.replaced`, and must not be in use.
 */
export async function restoreStore(
  backup: string,
  target: string,
  options: CopyOptions = {},
): Promise<void> {
  const stat = findStoreFile(backup)
  if (stat === undefined) throw new AppError(`there is no such backup: ${backup}`)
  if (!isOpenHere(stat)) {
    const header = readHeader(backup)
    if (header.applicationId !== APPLICATION_ID)
      throw new AppError(`not a database of listen: ${backup}`)
    if (header.userVersion > latestVersion())
      throw new AppError(`the backup is of a newer listen: ${backup}`)
  }
  refuseExisting(target, options)
  const Sqlite = await loadSqlite()
  const source = new Sqlite(backup, { readonly: true })
  try {
    const said = source.pragma('quick_check(1)', { simple: true })
    if (said !== 'ok')
      throw new AppError(`the backup is damaged: ${backup}`, { hint: 'use an older one' })
    if (existsSync(target)) await setAside(target)
    await copyTo(source, target)
  } finally {
    source.close()
  }
}

/** Folds the log into the old file, which nobody may be using, and gives it another name. */
async function setAside(target: string): Promise<void> {
  const Sqlite = await loadSqlite()
  try {
    const old = new Sqlite(target, { timeout: 1000 })
    try {
      old.pragma('journal_mode = DELETE')
    } finally {
      old.close()
    }
  } catch (error) {
    const code = String((error as { code?: string }).code)
    if (code.startsWith('SQLITE_BUSY')) {
      throw new AppError(`the database is in use: ${target}`, {
        hint: 'stop the scan or the inbox that uses it',
      })
    }
  }
  renameSync(target, `${target}.replaced`)
  for (const suffix of ['-wal', '-shm']) {
    if (existsSync(`${target}${suffix}`))
      renameSync(`${target}${suffix}`, `${target}.replaced${suffix}`)
  }
}
