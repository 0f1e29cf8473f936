import type BetterSqlite3 from 'better-sqlite3'
import { AppError } from '../errors.ts'
import type { Policy } from '../model/config.ts'
import type { Instant } from '../model/post.ts'

export type Connection = BetterSqlite3.Database
export type Statement = BetterSqlite3.Statement<unknown[], unknown>
type DatabaseClass = new (path: string, options?: BetterSqlite3.Options) => Connection

/** Below 3.51.3 two connections that write at once can damage a database in WAL mode. */
const OLDEST_SQLITE = [3, 51, 3] as const
const BUSY_MILLISECONDS = 15_000

/** What every file of this room works with: one connection, its prepared statements, clock and policy. */
export interface Database {
  readonly path: string
  readonly connection: Connection
  readonly policy: Policy
  readonly readOnly: boolean
  readonly now: () => Instant
  /** The prepared statement of this text; prepared once. One text is always read in one way: pluck, raw or rows. */
  sql(text: string): Statement
  /** Does a piece of preparation at its first call only. */
  once(name: string, work: () => void): void
  /** All or nothing; begins immediately, so that a busy database is waited for. */
  write<Result>(work: () => Result): Result
  /** Several reads of one state. */
  read<Result>(work: () => Result): Result
}

/** Loaded on demand: the native module costs start-up time that `--version` must not pay. */
export async function loadSqlite(): Promise<DatabaseClass> {
  try {
    const module = await import('better-sqlite3')
    return module.default as unknown as DatabaseClass
  } catch (error) {
    throw new AppError('the SQLite module better-sqlite3 cannot be loaded', {
      hint: 'run `npm rebuild better-sqlite3` where listen is installed (it needs python3, make and g++ where no prebuilt file fits)',
      cause: error,
    })
  }
}

function isTooOld(version: string): boolean {
  const parts = version.split('.').map(Number)
  for (const [index, wanted] of OLDEST_SQLITE.entries()) {
    const difference = (parts[index] ?? 0) - wanted
    if (difference !== 0) return difference < 0
  }
  return false
}

/** Sets what holds for every connection that writes. */
export function prepareConnection(connection: Connection): void {
  const version = connection.prepare('SELECT sqlite_version()').pluck().get() as string
  if (isTooOld(version)) {
    throw new AppError(`SQLite ${version} is too old to write safely: 3.51.3 is needed`, {
      hint: 'run `npm rebuild better-sqlite3` where listen is installed',
    })
  }
  connection.pragma('journal_mode = WAL')
  connection.pragma('synchronous = FULL')
  connection.pragma('secure_delete = ON')
  connection.pragma('wal_autocheckpoint = 4000')
  connection.pragma('journal_size_limit = 67108864')
}

/** Sets what holds for every connection. */
export function prepareReads(connection: Connection): void {
  connection.pragma('foreign_keys = ON')
  connection.pragma('trusted_schema = OFF')
  connection.pragma('cell_size_check = ON')
  connection.pragma('temp_store = MEMORY')
  // A larger cache pays for writing; who reads has the system's beside it, and little memory.
  connection.pragma(`cache_size = ${connection.readonly ? -8192 : -65536}`)
}

export const CONNECT_OPTIONS = { timeout: BUSY_MILLISECONDS } as const

export interface DatabaseOptions {
  readonly path: string
  readonly connection: Connection
  readonly policy: Policy
  readonly now: () => Instant
  readonly readOnly: boolean
}

export function wrapConnection(options: DatabaseOptions): Database {
  const { connection } = options
  const statements = new Map<string, Statement>()
  const prepared = new Set<string>()
  const sql = (text: string): Statement => {
    let statement = statements.get(text)
    if (statement === undefined) {
      statement = connection.prepare(text) as Statement
      statements.set(text, statement)
    }
    return statement
  }
  const within = <Result>(begin: string, work: () => Result): Result => {
    if (connection.inTransaction) return work()
    sql(begin).run()
    try {
      const result = work()
      sql('COMMIT').run()
      return result
    } catch (error) {
      if (connection.inTransaction) sql('ROLLBACK').run()
      throw error
    }
  }
  return {
    ...options,
    sql,
    once: (name, work) => {
      if (prepared.has(name)) return
      prepared.add(name)
      work()
    },
    write: (work) => within('BEGIN IMMEDIATE', work),
    read: (work) => within('BEGIN', work),
  }
}
