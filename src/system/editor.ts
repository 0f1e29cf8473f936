import { spawn } from 'node:child_process'
import { rmSync } from 'node:fs'
import { open, readFile, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError } from '../errors.ts'
import { makeTemporaryFolder } from './files.ts'

/** A text longer than any site takes is no answer but a mistake. */
const MOST_BYTES = 1_000_000

/** The user's editor as program and arguments: VISUAL, else EDITOR, else vi. */
export function findEditor(
  environment: Readonly<Record<string, string | undefined>>,
): readonly string[] {
  const words = (environment.VISUAL || environment.EDITOR || 'vi').trim().split(/\s+/)
  return words[0] === '' ? ['vi'] : words
}

/**
 * Lets the user write in their editor: a file for its owner alone in a private folder, gone afterwards whatever
 * happens. Throws an AppError where the editor cannot be started or ends with a failure: then nothing was written.
 */
export async function editText(
  text: string,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<string> {
  const folder = await makeTemporaryFolder('listen-edit-')
  const file = join(folder, 'answer.txt')
  const remove = () => rmSync(folder, { recursive: true, force: true })
  process.once('exit', remove)
  try {
    const handle = await open(file, 'wx', 0o600)
    await handle.writeFile(text)
    await handle.close()
    await runEditor(findEditor(environment), file)
    return await readEdited(file)
  } finally {
    process.off('exit', remove)
    await rm(folder, { recursive: true, force: true })
  }
}

function runEditor([program = 'vi', ...args]: readonly string[], file: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, [...args, file], { stdio: 'inherit', shell: false })
    child.once('error', (cause) =>
      reject(
        new AppError(`cannot start the editor ${program}`, {
          hint: 'set EDITOR to a program that is installed',
          cause,
        }),
      ),
    )
    child.once('exit', (code, signal) => {
      if (code === 0) return resolve()
      const how = signal === null ? `ended with status ${code}` : `was ended by ${signal}`
      reject(new AppError(`the editor ${how}; nothing was taken over`))
    })
  })
}

async function readEdited(file: string): Promise<string> {
  const { size } = await stat(file).catch(() => ({ size: 0 }))
  if (size > MOST_BYTES) throw new AppError('the text is longer than a megabyte; nothing was kept')
  const bytes = await readFile(file).catch(() => Buffer.alloc(0))
  if (bytes.includes(0)) throw new AppError('the edited file is no text; nothing was kept')
  return bytes.toString('utf8')
}
