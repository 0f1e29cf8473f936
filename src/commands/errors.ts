import { type AppError, ConfigError, isAppError } from '../errors.ts'

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
  return { text: withoutSecrets(safeBlock(lines.join('\n')), options.secrets), status }
}

function knownLines(error: AppError): string[] {
  const lines = [`listen: ${error.message}`]
  if (error instanceof ConfigError) {
    for (const { place, key, message, hint } of error.problems) {
      const where = `${place.file}:${place.line}:${place.column}`
      const name = key ? `${key}: ` : ''
      lines.push(`  ${where}: ${name}${message}${hint ? `; ${hint}` : ''}`)
    }
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

/** Secrets are removed by value, whatever text they stand in. */
function withoutSecrets(text: string, secrets: readonly string[]): string {
  let clean = text
  for (const secret of secrets) if (secret.length >= 4) clean = clean.replaceAll(secret, '[secret]')
  return clean
}
