import {
  chmodSync,
  closeSync,
  fstatSync,
  lstatSync,
  openSync,
  readdirSync,
  readSync,
  type Stats,
  statSync,
} from 'node:fs'
import { AppError } from '../errors.ts'

/** "LsTn" in ASCII: says that an SQLite file is ours. */
export const APPLICATION_ID = 0x4c73546e

const HEADER_BYTES = 100
const MAGIC = 'SQLite format 3\u0000'

/** What the first 100 bytes of a store say. */
export interface Header {
  readonly applicationId: number
  readonly userVersion: number
}

function statOf(path: string): Stats | undefined {
  try {
    return statSync(path)
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    if (code === 'ENOENT') return undefined
    throw new AppError(`the database cannot be reached: ${path} (${code ?? 'unknown error'})`, {
      hint: 'check the path and the rights of its folders',
      cause: error,
    })
  }
}

/** The file's facts, or undefined where there is none. Refuses what is no regular file or empty. */
export function findStoreFile(path: string): Stats | undefined {
  const stat = statOf(path)
  if (stat === undefined) {
    const isDangling = lstatSync(path, { throwIfNoEntry: false }) !== undefined
    if (isDangling) throw new AppError(`the database is a link that leads nowhere: ${path}`)
    return undefined
  }
  if (stat.isDirectory()) {
    throw new AppError(`the database is a folder: ${path}`, {
      hint: 'give the path of a file with --db',
    })
  }
  if (!stat.isFile()) throw new AppError(`the database is not a regular file: ${path}`)
  if (stat.size === 0) {
    throw new AppError(`the database is an empty file: ${path}`, {
      hint: 'restore a backup with `listen db restore`, or delete the file to start anew',
    })
  }
  return stat
}

/**
 * Whether this process has the file open already. Closing any descriptor of a file drops all POSIX locks
 * that the process holds on it, SQLite's too, so a file in use must not be opened beside SQLite.
 */
export function isOpenHere(stat: Stats): boolean {
  if (process.platform === 'win32') return false
  let names: string[]
  try {
    names = readdirSync('/dev/fd')
  } catch {
    return true
  }
  return names.some((name) => isSameFile(Number(name), stat))
}

function isSameFile(descriptor: number, stat: Stats): boolean {
  try {
    const other = fstatSync(descriptor)
    return other.ino === stat.ino && other.dev === stat.dev
  } catch {
    return false
  }
}

/** Reads the header without SQLite, so that a file that is not ours stays untouched. */
export function readHeader(path: string): Header {
  const bytes = firstBytes(path)
  if (bytes.length < HEADER_BYTES || bytes.toString('latin1', 0, 16) !== MAGIC) {
    throw new AppError(`not a database of listen: ${path}`, {
      hint: 'the file is no SQLite file; nothing was changed',
    })
  }
  const header = { applicationId: bytes.readUInt32BE(68), userVersion: bytes.readUInt32BE(60) }
  // Looked at twice: between two looks another process may have brought its log into the file.
  if (header.applicationId === APPLICATION_ID && isCut(path, bytes) && isCut(path)) {
    throw new AppError(`the database is damaged: ${path} was cut short`, {
      hint: 'restore a backup with `listen db restore`; nothing was changed',
    })
  }
  return header
}

function firstBytes(path: string): Buffer {
  const buffer = Buffer.alloc(HEADER_BYTES)
  let descriptor: number
  try {
    descriptor = openSync(path, 'r')
  } catch (error) {
    throw new AppError(`the database cannot be read: ${path}`, {
      hint: 'check the rights of the file',
      cause: error,
    })
  }
  try {
    return buffer.subarray(0, readSync(descriptor, buffer, 0, HEADER_BYTES, 0))
  } finally {
    closeSync(descriptor)
  }
}

/** A file that is shorter than its header says, with no log beside it that could hold the rest. */
function isCut(path: string, header = firstBytes(path)): boolean {
  const pageSize = header.readUInt16BE(16) === 1 ? 65_536 : header.readUInt16BE(16)
  const pages = header.readUInt32BE(28)
  // In this order: a log goes only when all of it stands in the file.
  const hasLog = sizeOf(`${path}-wal`) > 0
  return !hasLog && sizeOf(path) < pages * pageSize
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0
}

/** Files hold what people wrote: for the owner alone, or for the group where the store is shared. */
export function fixModes(path: string, shared: boolean): void {
  const wanted = fileMode(shared)
  for (const file of [path, `${path}-wal`, `${path}-shm`]) {
    const stat = statSync(file, { throwIfNoEntry: false })
    if (stat === undefined || !isMine(stat)) continue
    if ((stat.mode & 0o777) !== wanted && (shared || (stat.mode & 0o077) !== 0))
      setMode(file, wanted)
  }
}

/** A medium that takes no rights is told of when the first write fails; a log may be gone meanwhile. */
function setMode(path: string, mode: number): void {
  try {
    chmodSync(path, mode)
  } catch (error) {
    if (
      !['EROFS', 'EPERM', 'ENOTSUP', 'ENOENT'].includes((error as NodeJS.ErrnoException).code ?? '')
    )
      throw error
  }
}

function isMine(stat: Stats): boolean {
  return process.getuid === undefined || process.getuid() === stat.uid
}

export function fileMode(shared: boolean): number {
  return shared ? 0o660 : 0o600
}
