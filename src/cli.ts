import { setMaxListeners } from 'node:events'
import { describeError } from './commands/errors.ts'
import { findCommand } from './commands/find.ts'
import { COMMANDS } from './commands/index.ts'
import { createOutput, type Output } from './system/output.ts'

declare const LISTEN_VERSION: string

/** 128 + the signal's number, as shells have it. */
const SIGNAL_STATUS = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const

const secrets: string[] = []
const stop = new AbortController()
// Every request and prompt under way listens to it.
setMaxListeners(0, stop.signal)
let stopped: keyof typeof SIGNAL_STATUS | undefined
let isOutputBroken = false

/** The first signal asks the command to end cleanly; the second ends at once. */
function onSignal(signal: keyof typeof SIGNAL_STATUS): void {
  if (stopped) process.exit(SIGNAL_STATUS[signal])
  stopped = signal
  stop.abort()
}

async function main(argv: readonly string[]): Promise<number> {
  const quiet = argv.includes('-q') || argv.includes('--quiet')
  const output = createOutput({ out: process.stdout, error: process.stderr }, { quiet })
  try {
    const status = await runCommand(argv, output)
    await output.drain()
    return stopped ? SIGNAL_STATUS[stopped] : status
  } catch (error) {
    if (stopped) return SIGNAL_STATUS[stopped]
    return await reportError(error, output)
  }
}

async function runCommand(typed: readonly string[], output: Output): Promise<number> {
  const argv = typed[0] === 'help' ? [...typed.slice(1), '--help'] : typed
  const found = findCommand(argv, COMMANDS)
  const { parseAndRun } = await import('./commands/parse.ts')
  return parseAndRun(argv, found, {
    output,
    version: LISTEN_VERSION,
    signal: stop.signal,
    onSecrets: (values) => secrets.push(...values),
  })
}

/** The one place that prints an error: to standard error, even with --quiet. */
async function reportError(error: unknown, output: Output): Promise<number> {
  const verbose = process.argv.includes('-v') || process.argv.includes('--verbose')
  const { text, status } = await describeError(error, { secrets, verbose })
  output.clearProgress()
  if (text) process.stderr.write(`${text}\n`)
  return status
}

/** A reader that went away (`| head -1`) is no fault of ours; a full disk behind standard output is told. */
function onOutputError(error: NodeJS.ErrnoException): void {
  const status = stopped ? SIGNAL_STATUS[stopped] : 0
  if (error.code === 'EPIPE') process.exit(status)
  if (isOutputBroken) process.exit(status || 1)
  isOutputBroken = true
  const reason = error.code === 'ENOSPC' ? 'the disk is full (ENOSPC)' : error.code
  process.stderr.write(`listen: the output cannot be written: ${reason}\n`, () =>
    process.exit(status || 1),
  )
}

process.stdout.on('error', onOutputError)
process.stderr.on('error', onOutputError)

for (const signal of Object.keys(SIGNAL_STATUS) as (keyof typeof SIGNAL_STATUS)[]) {
  process.on(signal, () => onSignal(signal))
}
void main(process.argv.slice(2)).then((status) => {
  process.exitCode = status
})
