import { statSync } from 'node:fs'
import { AppError, NotFoundError } from '../errors.ts'
import {
  CONNECT_OPTIONS,
  type Connection,
  type Database,
  loadSqlite,
  prepareConnection,
  prepareReads,
  wrapConnection,
} from './database.ts'
import {
  APPLICATION_ID,
  findStoreFile,
  fixModes,
  type Header,
  isOpenHere,
  readHeader,
} from './file.ts'
import { latestVersion, migrate, versionOf } from './migrations.ts'
import type { StoreOptions } from './store.ts'

/** Opens the file after looking at it without touching it; creates and migrates where that is asked for. */
export async function connect(options: StoreOptions): Promise<Database> {
  let stat = findStoreFile(options.path)
  if (stat === undefined) {
    if (options.mustExist === true || options.readOnly === true) throw noDatabase(options.path)
    const { createStoreFile } = await import('./create.ts')
    await createStoreFile(options.path, options.shared === true)
    stat = findStoreFile(options.path)
  }
  if (stat !== undefined && !isOpenHere(stat)) {
    checkHeader(options.path, readHeader(options.path))
    await checkLog(options.path)
  }
  const connection =
    options.readOnly === true ? await openToRead(options.path) : await openToWrite(options)
  return wrapConnection({
    path: options.path,
    connection,
    policy: options.policy,
    now: options.now,
    readOnly: options.readOnly === true,
  })
}

function noDatabase(path: string): AppError {
  return new NotFoundError(`there is no database yet: ${path}`, {
    hint: 'run `listen scan` first, or name another file with --db',
  })
}

function checkHeader(path: string, header: Header): void {
  if (header.applicationId !== APPLICATION_ID) {
    throw new AppError(`not a database of listen: ${path}`, {
      hint: 'the file belongs to another program; nothing was changed',
    })
  }
  if (header.userVersion > latestVersion()) {
    throw new AppError(
      `the database was written by a newer listen: ${path} has version ${header.userVersion}, this one reads up to ${latestVersion()}`,
      { hint: 'update listen; nothing was changed' },
    )
  }
}

/** The version may stand in the log only; a connection that only reads does not fold the log into the file. */
async function checkLog(path: string): Promise<void> {
  const bytes = statSync(`${path}-wal`, { throwIfNoEntry: false })?.size ?? 0
  if (bytes === 0) return
  const Sqlite = await loadSqlite()
  let connection: Connection
  try {
    connection = new Sqlite(path, { ...CONNECT_OPTIONS, readonly: true })
  } catch {
    return
  }
  try {
    checkConnection(path, connection)
  } catch (error) {
    if (error instanceof AppError) throw error
  } finally {
    connection.close()
  }
}

function checkConnection(path: string, connection: Connection): void {
  checkHeader(path, {
    applicationId: connection.pragma('application_id', { simple: true }) as number,
    userVersion: versionOf(connection),
  })
}

async function openToRead(path: string): Promise<Connection> {
  const Sqlite = await loadSqlite()
  const connection =
    tryToRead(() => new Sqlite(path, { ...CONNECT_OPTIONS, readonly: true })) ??
    (await (await import('./read-only-copy.ts')).openCopy(path))
  try {
    checkConnection(path, connection)
    if (versionOf(connection) < latestVersion()) {
      throw new AppError(
        `the database is of an older version and cannot be brought up to date now: ${path}`,
        {
          hint: 'run a command that writes once, such as `listen scan`',
        },
      )
    }
    prepareReads(connection)
    return connection
  } catch (error) {
    connection.close()
    throw error
  }
}

/** Undefined where the medium does not let SQLite make the side files that reading a live database needs. */
function tryToRead(open: () => Connection): Connection | undefined {
  let connection: Connection | undefined
  try {
    connection = open()
    versionOf(connection)
    return connection
  } catch (error) {
    connection?.close()
    const code = (error as { code?: string }).code ?? ''
    if (/^SQLITE_(CANTOPEN|READONLY|IOERR)/.test(code)) return undefined
    throw error
  }
}

async function openToWrite(options: StoreOptions): Promise<Connection> {
  const Sqlite = await loadSqlite()
  const connection = new Sqlite(options.path, { ...CONNECT_OPTIONS, fileMustExist: true })
  try {
    checkConnection(options.path, connection)
    prepareConnection(connection)
    prepareReads(connection)
    if (versionOf(connection) < latestVersion()) {
      const { backupBeforeMigration } = await import('./safety-copy.ts')
      backupBeforeMigration(connection, options.path, options.shared === true)
      migrate(connection)
    }
    fixModes(options.path, options.shared === true)
    return connection
  } catch (error) {
    connection.close()
    throw error
  }
}
