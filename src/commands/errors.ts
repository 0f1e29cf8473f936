import { hideSecrets } from '../config/hide-secrets.ts'
import { type AppError, ConfigError, isAppError } from '../errors.ts'

/** Whoever mends a file mends the first problems first. */
const MOST_PROBLEMS = 30
/** Long enough for a line of an expression with its marks. */
const LONGEST_LINE = 1000

export interface ErrorOptions {
  /** Values that must not be seen. */
  readonly secrets: readonly string[]
  readonly verbose: boolean
}

/** What to print for an error, and the exit status. */
export async function describeError(
  error: unknown,
  options: ErrorOptions,
): Promise<{ readonly text: string; readonly status: number }> {
  const { safeBlock } = await import('../format/safe-text.ts')
  const status = isAppError(error) ? error.exitStatus : 1
  const lines = isAppError(error) ? knownLines(error) : unknownLines(error)
  if (options.verbose && error instanceof Error && error.stack) lines.push(error.stack)
  return { text: hideSecrets(shorten(safeBlock(lines.join('\n'))), options.secrets), status }
}

function knownLines(error: AppError): string[] {
  const lines = [`listen: ${error.message}`]
  if (error instanceof ConfigError) {
    for (const { place, key, message, hint } of error.problems.slice(0, MOST_PROBLEMS)) {
      const where = `${place.file}:${place.line}:${place.column}`
      const name = key ? `${key}: ` : ''
      lines.push(`  ${where}: ${name}${message}${hint ? `; ${hint}` : ''}`)
    }
    const more = error.problems.length - MOST_PROBLEMS
    if (more > 0) lines.push(`  and ${more} more`)
  }
  if (error.hint) lines.push(`  ${error.hint}`)
  return lines
}

function unknownLines(error: unknown): string[] {
  const message = error instanceof Error ? error.message : String(error)
  return [
    `listen: something went wrong: ${message}`,
    '  nothing that was stored is lost; run it again with --verbose for details',
  ]
}

/** What was typed or read stands in a message, and may be as long as it likes: the words around it must stay in view. */
function shorten(text: string): string {
  return text
    .split('\n')
    .map((line) =>
      line.length <= LONGEST_LINE
        ? line
        : `${line.slice(0, LONGEST_LINE / 2).toWellFormed()}…${line.slice(-LONGEST_LINE / 2).toWellFormed()}`,
    )
    .join('\n')
}
