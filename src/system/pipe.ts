import { spawn } from 'node:child_process'
import { AppError } from '../errors.ts'

export interface PipeResult {
  readonly status: number | null
  /** Both outputs, at most so much; what follows is dropped. */
  readonly output: string
}

const MOST_OUTPUT = 64_000
const LONGEST_MS = 60_000

/**
 * Runs a command line that the user typed, with the text on its standard input. The shell sees only what the user
 * typed: nothing of a post stands in the command line.
 */
export function pipeTo(
  command: string,
  input: string,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<PipeResult> {
  return new Promise((resolve, reject) => {
    const shell = environment.SHELL || '/bin/sh'
    const child = spawn(shell, ['-c', command], {
      stdio: ['pipe', 'pipe', 'pipe'],
      timeout: LONGEST_MS,
    })
    let output = ''
    const take = (text: string) => {
      if (output.length < MOST_OUTPUT) output += text.slice(0, MOST_OUTPUT - output.length)
    }
    child.stdout.setEncoding('utf8').on('data', take)
    child.stderr.setEncoding('utf8').on('data', take)
    // A program that ends before it has read everything is no failure.
    child.stdin.on('error', () => {})
    child.once('error', (cause) => reject(new AppError(`cannot start ${shell}`, { cause })))
    child.once('close', (status) => resolve({ status, output }))
    child.stdin.end(input)
  })
}

/** Starts another run of the program itself, without a terminal; the lines of standard error arrive one by one. */
export function runProgram(
  args: readonly string[],
  onLine: (line: string) => void,
  signal: AbortSignal,
): Promise<PipeResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'], signal })
    let output = ''
    let rest = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      if (output.length < MOST_OUTPUT) output += text
    })
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      const lines = (rest + text).split('\n')
      rest = lines.pop() ?? ''
      for (const line of lines) onLine(line)
    })
    child.once('error', (cause) => {
      if (signal.aborted) resolve({ status: null, output })
      else reject(new AppError('cannot start the program again', { cause }))
    })
    child.once('close', (status) => resolve({ status, output: output || rest }))
  })
}
