import { createReadStream } from 'node:fs'
import { resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { AppError } from '../errors.ts'

/** The lines of a file, or of standard input for "-"; in constant memory. Throws an AppError when it cannot be read. */
export async function* readLines(
  place: { readonly cwd: string; readonly standardInput: NodeJS.ReadStream },
  name: string,
): AsyncIterable<string> {
  const input = name === '-' ? place.standardInput : await openFile(resolve(place.cwd, name), name)
  const lines = createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })
  yield* lines
}

/** A stream that is open for certain: a missing file is an error here, not in the middle of the loop. */
function openFile(path: string, name: string): Promise<NodeJS.ReadableStream> {
  return new Promise((done, fail) => {
    const stream = createReadStream(path)
    stream.once('ready', () => done(stream))
    stream.once('error', (error: NodeJS.ErrnoException) => {
      const reason = error.code === 'ENOENT' ? 'there is no such file' : error.message
      fail(new AppError(`cannot read ${name}: ${reason}`, { cause: error }))
    })
  })
}

/** All of standard input as text. */
export async function readAll(input: NodeJS.ReadableStream): Promise<string> {
  const parts: Buffer[] = []
  for await (const chunk of input) parts.push(Buffer.from(chunk as Uint8Array))
  return Buffer.concat(parts).toString('utf8')
}
