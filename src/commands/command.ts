import type { Command } from 'commander'
import type { Context } from '../context.ts'

/** Options as commander gives them: camel-cased names. */
export type Options = Readonly<Record<string, unknown>>

/** One command: what it takes, and what it does. `run` answers the exit status; undefined is 0. */
export interface CommandModule {
  /** Adds arguments, options and the help's examples. */
  readonly configure: (command: Command) => void
  readonly run: (
    context: Context,
    args: readonly unknown[],
    options: Options,
  ) => Promise<number | undefined>
}

/** A row of the list of commands; the module is loaded only when the command is called. */
export interface CommandEntry {
  readonly name: string
  readonly summary: string
  readonly load: () => Promise<CommandModule>
}
