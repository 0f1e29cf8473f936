import { resolve } from 'node:path'
import type { Context } from '../context.ts'
import { writeFileWhole } from '../system/files.ts'
import type { Options } from './command.ts'

/** Puts a result into the file of `--output`, whole or not at all, or on standard output. */
export async function deliverText(
  context: Context,
  text: string | AsyncIterable<string>,
  options: Options,
): Promise<void> {
  const chunks = typeof text === 'string' ? [text] : text
  if (options.output === undefined || options.output === '-') {
    for await (const chunk of chunks) {
      context.output.data(chunk)
      await context.output.drain()
    }
    return
  }
  const file = resolve(context.cwd, String(options.output))
  await writeFileWhole(file, chunks, { force: options.force === true })
  context.output.say(`written to ${file}`)
}
