import { AppError } from '../errors.ts'

interface SqliteFailure extends Error {
  readonly code: string
}

function isSqliteFailure(error: unknown): error is SqliteFailure {
  return (
    error instanceof Error &&
    'code' in error &&
    String((error as SqliteFailure).code).startsWith('SQLITE_')
  )
}

interface Explanation {
  readonly codes: RegExp
  readonly message: string
  readonly hint: string
}

const EXPLANATIONS: readonly Explanation[] = [
  {
    codes: /^SQLITE_(FULL|IOERR_WRITE|IOERR_SHMSIZE)$/,
    message: 'disk full: nothing of this step was kept',
    hint: 'free some space and run the command again; it goes on where it stopped',
  },
  {
    codes: /^SQLITE_(CORRUPT|NOTADB)/,
    message: 'the database is damaged',
    hint: 'run `listen db check`, then restore a backup with `listen db restore`',
  },
  {
    codes: /^SQLITE_READONLY/,
    message: 'the database cannot be written',
    hint: 'check the rights of the file and of its folder, and whether the medium is read-only',
  },
  {
    codes: /^SQLITE_BUSY/,
    message: 'another process kept the database busy for too long',
    hint: 'try again; `listen db info` shows who scans',
  },
  {
    codes: /^SQLITE_IOERR/,
    message: 'the disk gave an error: nothing of this step was kept',
    hint: 'check the disk, then run `listen db check`',
  },
  {
    codes: /^SQLITE_(CANTOPEN|PERM|AUTH)/,
    message: 'the database cannot be opened',
    hint: 'check that the file and its folder may be read',
  },
]

/** Turns what SQLite throws into one sentence with the file's path; anything else passes unchanged. */
export function explainFailure(error: unknown, path: string): unknown {
  if (!isSqliteFailure(error)) return error
  const known = EXPLANATIONS.find((each) => each.codes.test(error.code))
  if (known === undefined) {
    return new AppError(`the database failed: ${error.message} (${path})`, { cause: error })
  }
  return new AppError(`${known.message} (${path})`, { hint: known.hint, cause: error })
}
