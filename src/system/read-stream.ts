import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { appendFile, stat } from 'node:fs/promises'
import { AppError } from '../errors.ts'

/** The text of a file in pieces, in constant memory; bytes that are no UTF-8 become U+FFFD. */
export async function* readChunks(path: string): AsyncIterable<string> {
  const decoder = new TextDecoder('utf-8')
  for await (const chunk of createReadStream(path, { highWaterMark: 256 * 1024 })) {
    yield decoder.decode(chunk as Uint8Array, { stream: true })
  }
  yield decoder.decode()
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
    throw new AppError(
      `cannot read ${path}: ${code === 'ENOENT' ? 'there is no such file' : message}`,
      { cause: error },
    )
  }
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
