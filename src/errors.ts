/** Where in a file or expression a problem stands: 1-based line and column. */
export interface Place {
  readonly file: string
  readonly line: number
  readonly column: number
}

interface ErrorOptionsWithHint {
  readonly hint?: string
  readonly cause?: unknown
}

/** Something failed; exit status 1. The message is lower case: what happened to which thing. The hint says what to do. */
export class AppError extends Error {
  override name = 'AppError'
  readonly exitStatus: number = 1
  readonly hint: string | undefined

  constructor(message: string, options: ErrorOptionsWithHint = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.hint = options.hint
  }
}

/** True for an AppError of any bundle: the screen has its own copy of this class. */
export function isAppError(error: unknown): error is AppError {
  return error instanceof Error && 'exitStatus' in error && 'hint' in error
}

/** The thing that was asked for is not there; exit status 1. */
export class NotFoundError extends AppError {
  override name = 'NotFoundError'
}

/** The command line is wrong; exit status 2. */
export class UsageError extends AppError {
  override name = 'UsageError'
  override readonly exitStatus: number = 2
}

/** One problem of a configuration file. */
export interface ConfigProblem {
  readonly place: Place
  /** The key path, such as `queries.acme.match`; empty for the whole file. */
  readonly key: string
  readonly message: string
  readonly hint?: string
}

/** The configuration is wrong; exit status 2. All problems of the file are reported at once. */
export class ConfigError extends AppError {
  override name = 'ConfigError'
  override readonly exitStatus: number = 2
  readonly problems: readonly ConfigProblem[]

  constructor(message: string, problems: readonly ConfigProblem[], hint?: string) {
    super(message, hint === undefined ? {} : { hint })
    this.problems = problems
  }
}

/** Everything that was asked for is in the hands of another process; exit status 4. */
export class LockedError extends AppError {
  override name = 'LockedError'
  override readonly exitStatus: number = 4
}

export type SourceErrorKind =
  | 'unreachable'
  | 'rate-limited'
  | 'unauthorized'
  | 'unexpected-response'
  | 'too-large'
  | 'blocked'
  | 'gone'

/** A source could not be read. It is kept as data on the channel; the other sources go on. */
export class SourceError extends AppError {
  override name = 'SourceError'
  readonly kind: SourceErrorKind
  readonly retryAfterSeconds: number | undefined
  /** True where the request certainly never left: nothing can have been written on the other side. */
  readonly notSent: boolean

  constructor(
    kind: SourceErrorKind,
    message: string,
    options: ErrorOptionsWithHint & {
      readonly retryAfterSeconds?: number
      readonly notSent?: boolean
    } = {},
  ) {
    super(message, options)
    this.kind = kind
    this.retryAfterSeconds = options.retryAfterSeconds
    this.notSent = options.notSent ?? false
  }
}
