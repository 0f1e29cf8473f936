import { randomBytes } from 'node:crypto'
import { constants } from 'node:fs'
import { access, mkdir, mkdtemp, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { AppError, UsageError } from '../errors.ts'

/** The file's bytes; undefined when there is no such file. */
export async function findFile(path: string): Promise<Uint8Array | undefined> {
  try {
    return await readFile(path)
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined
    throw fileError('read', path, error)
  }
}

/** The file's bytes; throws an AppError that names the file and the reason. */
export async function readBytes(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path)
  } catch (error) {
    throw fileError('read', path, error)
  }
}

export async function readText(path: string): Promise<string> {
  return Buffer.from(await readBytes(path)).toString('utf8')
}

/** The paths of the files in a folder, sorted by name; folders inside are left out. */
export async function listFolder(path: string): Promise<readonly string[]> {
  try {
    const entries = await readdir(path, { withFileTypes: true })
    const files = entries.filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
    return files.map((entry) => join(path, entry.name)).sort()
  } catch (error) {
    throw fileError('list', path, error)
  }
}

export async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (entry) => entry.isDirectory(),
    () => false,
  )
}

export async function exists(path: string): Promise<boolean> {
  return access(path, constants.F_OK).then(
    () => true,
    () => false,
  )
}

export interface WriteOptions {
  /** Replace an existing file. */
  readonly force?: boolean
  readonly mode?: number
}

/**
 * Writes a whole file or nothing: a new file beside it, fsync, rename. The name never shows a half file,
 * and an existing file is replaced only with `force`.
 */
export async function writeFileWhole(
  path: string,
  chunks: AsyncIterable<string | Uint8Array> | Iterable<string | Uint8Array>,
  options: WriteOptions = {},
): Promise<void> {
  if (await isDevice(path, options)) return writeStraight(path, chunks)
  const temporary = join(dirname(path), `.${basename(path)}.${randomBytes(6).toString('hex')}.part`)
  try {
    const file = await open(temporary, 'wx', options.mode ?? 0o600)
    try {
      for await (const chunk of chunks) await file.appendFile(chunk)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(temporary, path)
    await syncFolder(dirname(path))
  } catch (error) {
    // Where the folder may not be entered, looking for the part fails too, and would hide why.
    await rm(temporary, { force: true }).catch(() => undefined)
    throw error instanceof AppError ? error : fileError('write', path, error)
  }
}

/** Refuses folders and files that are there; true for a device or pipe, which no rename may replace. */
async function isDevice(path: string, options: WriteOptions): Promise<boolean> {
  const entry = await stat(path).catch(() => undefined)
  if (!entry) return false
  if (entry.isDirectory()) throw new UsageError(`${path} is a folder`, { hint: 'name a file' })
  if (!entry.isFile()) return true
  if (!options.force) {
    throw new AppError(`${path} exists already`, {
      hint: 'choose another name, or add --force to replace it',
    })
  }
  return false
}

async function writeStraight(
  path: string,
  chunks: AsyncIterable<string | Uint8Array> | Iterable<string | Uint8Array>,
): Promise<void> {
  try {
    const file = await open(path, 'w')
    try {
      for await (const chunk of chunks) await file.writeFile(chunk)
    } finally {
      await file.close()
    }
  } catch (error) {
    throw error instanceof AppError ? error : fileError('write', path, error)
  }
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}

export async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path, { recursive: true, mode: 0o700 })
  } catch (error) {
    throw fileError('make the folder', path, error)
  }
}

function fileError(verb: string, path: string, error: unknown): AppError {
  const code = codeOf(error)
  return new AppError(
    `cannot ${verb} ${path}: ${REASONS[code ?? ''] ?? (error as Error).message}`,
    { cause: error },
  )
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file or folder (ENOENT)',
  EACCES: 'permission is denied (EACCES)',
  EPERM: 'the operation is not permitted (EPERM)',
  EISDIR: 'it is a folder (EISDIR)',
  ENOTDIR: 'a part of the path is not a folder (ENOTDIR)',
  ENOSPC: 'the disk is full (ENOSPC)',
  EROFS: 'the medium is read-only (EROFS)',
  EMFILE: 'too many files are open (EMFILE)',
}

function codeOf(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException | undefined)?.code
}

/** A new private folder for temporary files; the caller says what it is for. */
export async function makeTemporaryFolder(prefix: string): Promise<string> {
  return mkdtemp(join(tmpdir(), prefix))
}
