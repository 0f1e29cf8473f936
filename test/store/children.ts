import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

/** A process of ours that a test may kill. */
export interface Child {
  readonly process: ChildProcess
  /** What it has acknowledged so far, line by line. */
  readonly lines: readonly string[]
  /** Resolves when it has said so many lines. */
  said(count: number): Promise<void>
  /** Resolves with its exit status, or null when a signal ended it. */
  readonly ended: Promise<number | null>
  kill(): Promise<void>
}

export function startChild(args: readonly string[], script = 'writer-child.ts'): Child {
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', join(import.meta.dirname, script), ...args],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  const lines: string[] = []
  let check = () => {}
  createInterface({ input: child.stdout }).on('line', (line) => {
    lines.push(line)
    check()
  })
  const ended = once(child, 'close').then(([code]) => code as number | null)
  return {
    process: child,
    lines,
    said: (count) =>
      new Promise((resolve, reject) => {
        check = () => {
          if (lines.length >= count) resolve()
        }
        void ended.then((code) => reject(new Error(`the child ended with ${code}`)))
        check()
      }),
    ended,
    kill: async () => {
      child.kill('SIGKILL')
      await ended
    },
  }
}
