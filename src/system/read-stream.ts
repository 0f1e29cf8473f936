import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { appendFile, stat } from 'node:fs/promises'
import { AppError } from '../errors.ts'

/**
 * The text of a file, or of an open stream, in pieces, in constant memory: UTF-8, or UTF-16 where a byte order mark
 * says so; bytes that are neither become U+FFFD. Throws an AppError where the reading breaks off.
 */
export async function* readChunks(input: string | AsyncIterable<unknown>): AsyncIterable<string> {
  const chunks =
    typeof input === 'string' ? createReadStream(input, { highWaterMark: 256 * 1024 }) : input
  let decoder: InstanceType<typeof TextDecoder> | undefined
  try {
    for await (const chunk of chunks) {
      const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : (chunk as Uint8Array)
      decoder ??= new TextDecoder(encodingOf(bytes))
      yield decoder.decode(bytes, { stream: true })
    }
  } catch (error) {
    const { message } = error as NodeJS.ErrnoException
    const name = typeof input === 'string' ? input : 'the standard input'
    throw new AppError(`reading ${name} broke off: ${message}`, { cause: error })
  }
  if (decoder !== undefined) yield decoder.decode()
}

function encodingOf(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le'
  return bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : 'utf-8'
}

/** The first pieces of a text, at least so many characters where there are as many, and the whole text. */
export async function peekText(
  chunks: AsyncIterable<string>,
  least: number,
): Promise<{ readonly start: string; readonly chunks: AsyncIterable<string> }> {
  const iterator = chunks[Symbol.asyncIterator]()
  let start = ''
  let done = false
  while (start.length < least && !done) {
    const next = await iterator.next()
    done = next.done === true
    if (!next.done) start += next.value
  }
  return {
    start,
    chunks: (async function* () {
      yield start
      for (let next = await iterator.next(); !next.done; next = await iterator.next())
        yield next.value
    })(),
  }
}

/** The first characters of a file, to tell what it is. Throws an AppError when it cannot be read. */
export async function readStart(path: string, bytes = 64 * 1024): Promise<Uint8Array> {
  try {
    const parts: Uint8Array[] = []
    for await (const chunk of createReadStream(path, { end: bytes - 1 }))
      parts.push(chunk as Uint8Array)
    return Buffer.concat(parts)
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    const why = READ_REASONS[code ?? ''] ?? message
    throw new AppError(`cannot read ${path}: ${why}`, { cause: error })
  }
}

const READ_REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'it is a folder; name the files in it',
  EACCES: 'permission is denied',
}

/** Equal for the same file unchanged: its name, size, time and beginning. */
export async function fileFingerprint(path: string): Promise<string> {
  const { size, mtimeMs } = await stat(path)
  const hash = createHash('sha256')
    .update(await readStart(path))
    .digest('hex')
    .slice(0, 16)
  return `${path} ${size} ${Math.round(mtimeMs)} ${hash}`
}

export async function appendLine(path: string, line: string): Promise<void> {
  await appendFile(path, `${line}\n`, { mode: 0o600 })
}
