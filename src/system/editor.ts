import { spawn } from 'node:child_process'
import { rmSync } from 'node:fs'
import { mkdtemp, open, readFile, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { AppError } from '../errors.ts'

export interface EditRequest {
  readonly content: string
  /** The user's own command, with its options: `$VISUAL`, else `$EDITOR`. */
  readonly editor: string
  /** The file's name, for the editor's sake: `answer.md`. */
  readonly name: string
  /** Larger is a mistake, not an answer. */
  readonly mostBytes?: number
}

const MOST_BYTES = 1024 * 1024

/** The editor to use; vi where none is named, as POSIX has it. */
export function editorOf(environment: Readonly<Record<string, string | undefined>>): string {
  return environment.VISUAL?.trim() || environment.EDITOR?.trim() || 'vi'
}

/**
 * Lets the user edit a text in a file that only they can read and that is gone afterwards, also when the program ends in
 * between. Throws an AppError when the editor fails, and then nothing of the text is used.
 */
export async function editText(request: EditRequest): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'listen-'))
  const remove = () => rmSync(folder, { recursive: true, force: true })
  process.once('exit', remove)
  try {
    const path = join(folder, request.name)
    const file = await open(path, 'wx', 0o600)
    await file.writeFile(request.content).finally(() => file.close())
    await runEditor(request.editor, path)
    return await readEdited(path, request.mostBytes ?? MOST_BYTES)
  } finally {
    process.removeListener('exit', remove)
    remove()
  }
}

/** By the shell, since the variable may hold options; the path is an argument and never part of the command. */
function runEditor(editor: string, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn('/bin/sh', ['-c', `${editor} "$1"`, 'sh', path], { stdio: 'inherit' })
    child.on('error', (error) =>
      reject(new AppError(`the editor ${editor} did not start: ${error.message}`)),
    )
    child.on('exit', (status, signal) => {
      if (status === 0) return resolve()
      const why = signal === null ? `status ${status}` : `signal ${signal}`
      reject(
        new AppError(
          `the editor ${editor} ended with ${why}; nothing is used of what was written`,
          { hint: 'set EDITOR to an editor that waits, such as "code --wait"' },
        ),
      )
    })
  })
}

async function readEdited(path: string, most: number): Promise<string> {
  const { size } = await stat(path).catch((cause) => {
    throw new AppError('the file is gone after the editor ended', { cause })
  })
  if (size > most) throw new AppError(`what was written is too large: ${size} bytes`)
  const bytes = await readFile(path)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (cause) {
    throw new AppError('what was written is no UTF-8 text', { cause })
  }
}
