import { createInterface } from 'node:readline/promises'
import type { Context } from '../context.ts'
import { UsageError } from '../errors.ts'

/** Asks a yes/no question on the terminal; a script must say --yes instead. */
export async function confirm(context: Context, question: string): Promise<boolean> {
  if (!context.standardInput.isTTY || !context.output.isErrorTerminal) {
    throw new UsageError(`${question} Nobody is there to answer`, { hint: 'add --yes' })
  }
  const answer = await ask(context, `${question} [y/N] `)
  return /^y(es)?$/i.test(answer.trim())
}

/** One line from the terminal. */
export async function ask(context: Context, question: string): Promise<string> {
  const lines = createInterface({ input: context.standardInput, output: process.stderr })
  try {
    return await lines.question(question, { signal: context.signal })
  } finally {
    lines.close()
  }
}
