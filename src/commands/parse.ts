import { userInfo } from 'node:os'
import { Command, CommanderError, Option } from 'commander'
import { createContext } from '../context.ts'
import { UsageError } from '../errors.ts'
import type { Output } from '../system/output.ts'
import { nearestName } from '../text/nearest.ts'
import type { CommandEntry, Options } from './command.ts'
import type { Found } from './find.ts'
import { COMMANDS } from './index.ts'
import { parseMoment, parseZone } from './options.ts'

export interface Invocation {
  readonly output: Output
  readonly version: string
  readonly signal: AbortSignal
  readonly onSecrets: (secrets: readonly string[]) => void
}

/** Parses the command line and runs the command; answers the exit status. Throws what cli.ts prints. */
export async function parseAndRun(
  argv: readonly string[],
  found: Found,
  invocation: Invocation,
): Promise<number> {
  if (found.kind === 'unknown') throw unknownCommand(found.word, topLevelNames())
  if (found.kind === 'group' && found.word !== undefined && !wantsHelp(argv)) {
    throw unknownCommand(
      `${found.group} ${found.word}`,
      COMMANDS.map((entry) => entry.name),
    )
  }
  const program = createProgram(invocation)
  if (found.kind !== 'command') return showHelp(program, argv, found)
  return runEntry(program, found.entry, argv, invocation)
}

function createProgram(invocation: Invocation): Command {
  const program = new Command('listen')
    // Set before commands are added: they inherit it.
    .exitOverride()
    .configureOutput({ writeOut: (text) => invocation.output.data(text), writeErr: () => {} })
    .version(invocation.version, '-V, --version', 'the version')
    .helpOption('-h, --help', 'help for a command')
    .description(
      'Social listening in the terminal that makes a brand’s social media a two-way street.',
    )
    .showSuggestionAfterError(true)
  return addCommonOptions(program)
}

/** The options that every command takes, before or after its name. */
function addCommonOptions(command: Command): Command {
  return command
    .option('-c, --config <file>', 'the configuration (else ./queries.yaml, else the user’s)')
    .option('--db <file>', 'the store (else LISTEN_DB, else the configuration’s store:)')
    .option('--as <actor>', 'who is acting (else LISTEN_ACTOR, else the system’s user)')
    .option('--json', 'JSON lines instead of a table')
    .option('-q, --quiet', 'no words, no progress: data and errors only')
    .option('-v, --verbose', 'say more')
    .option('--no-color', 'no colour (also NO_COLOR)')
    .addOption(new Option('--tz <zone>', 'time zone for dates').argParser(parseZone))
    .option('--as-of <time>', 'the clock for reports: same store, same time, same answer')
}

function showHelp(program: Command, argv: readonly string[], found: Found): number {
  const group = found.kind === 'group' ? found.group : undefined
  const entries = group ? COMMANDS.filter((entry) => entry.name.startsWith(`${group} `)) : COMMANDS
  if (group) program.description(`The commands of "listen ${group}".`)
  program.usage('[options] <command>').addHelpText('after', commandList(entries))
  const unknown = argv.find(
    (argument) => argument.startsWith('-') && !isKnownOption(program, argument),
  )
  if (unknown !== undefined && !wantsHelp(argv)) throw unknownOption(unknown, program)
  program.outputHelp()
  // Asked for help: done. Typed no command: that is a mistake in a script.
  return wantsHelp(argv) || (argv.length === 0 && group === undefined) ? 0 : 2
}

function commandList(entries: readonly CommandEntry[]): string {
  const width = Math.max(...entries.map(({ name }) => name.length))
  const lines = entries.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`)
  return `\nCommands:\n${lines.join('\n')}\n\nHelp for one: listen <command> --help. Start with: listen demo`
}

async function runEntry(
  program: Command,
  entry: CommandEntry,
  argv: readonly string[],
  invocation: Invocation,
): Promise<number> {
  const module = await entry.load()
  const words = entry.name.split(' ')
  let parent = program
  for (const word of words.slice(0, -1)) parent = parent.command(word)
  const command = parent.command(words.at(-1) ?? '')
  command.summary(entry.summary).description(sentence(entry.summary)).allowExcessArguments(false)
  addCommonOptions(command)
  module.configure(command)
  let status = 0
  command.action(async (...all: unknown[]) => {
    const options = command.optsWithGlobals() as Options
    const context = createContext(await contextOptions(options, invocation))
    const args = all.slice(0, -2)
    try {
      status = (await module.run(context, args, options)) ?? 0
    } finally {
      await context.close()
    }
  })
  try {
    await program.parseAsync([...argv], { from: 'user' })
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    if (error.exitCode === 0) return 0
    throw usageError(error, command, argv)
  }
  return status
}

async function contextOptions(options: Options, invocation: Invocation) {
  const environment = process.env
  const colour =
    options.color !== false &&
    !environment.NO_COLOR &&
    invocation.output.isTerminal &&
    environment.TERM !== 'dumb'
  const zone = options.tz as string | undefined
  const asOf =
    options.asOf === undefined
      ? undefined
      : await parseMoment(String(options.asOf), Date.now(), zone ?? 'UTC')
  return {
    output: invocation.output,
    environment,
    cwd: process.cwd(),
    signal: invocation.signal,
    standardInput: process.stdin,
    actor: findActor(options.as as string | undefined, environment),
    json: options.json === true,
    colour,
    verbose: options.verbose === true,
    onSecrets: invocation.onSecrets,
    sourceTypes: async () => (await import('../sources/index.ts')).sourceTypes,
    ...(options.config === undefined ? {} : { config: String(options.config) }),
    ...(options.db === undefined ? {} : { db: String(options.db) }),
    ...(zone === undefined ? {} : { zone }),
    ...(asOf === undefined ? {} : { asOf }),
  }
}

/** `--as`, else LISTEN_ACTOR, else the system's user. */
function findActor(
  named: string | undefined,
  environment: Readonly<Record<string, string | undefined>>,
): string {
  const actor = named ?? environment.LISTEN_ACTOR
  if (actor !== undefined && actor.trim() !== '') return actor.trim()
  try {
    return userInfo().username
  } catch {
    return 'somebody'
  }
}

function usageError(error: CommanderError, command: Command, argv: readonly string[]): UsageError {
  const [message = ''] = error.message.replace(/^error: /, '').split('\n')
  const name = `listen ${commandPath(command)}`
  if (error.code === 'commander.unknownOption') {
    return unknownOption(/'(.*)'/.exec(message)?.[1] ?? message, command)
  }
  const dash = argv.find((argument) => /^[–—−]/.test(argument))
  const hint = dash
    ? `"${dash.slice(0, 40)}" begins with a long dash; type two hyphens: --`
    : `see ${name} --help`
  return new UsageError(message.charAt(0).toLowerCase() + message.slice(1), { hint })
}

function unknownOption(option: string, command: Command): UsageError {
  const known = optionsOf(command)
  const near = nearestName(option.replace(/=.*/, ''), known)
  const hint = near
    ? `did you mean ${near}?`
    : `see listen ${commandPath(command)} --help`.replaceAll(/ +/g, ' ')
  return new UsageError(`unknown option ${option.slice(0, 60)}`, { hint })
}

function unknownCommand(word: string, known: readonly string[]): UsageError {
  if (/^[–—−]/.test(word)) {
    return new UsageError(`"${word.slice(0, 40)}" begins with a long dash`, {
      hint: 'type two hyphens: --',
    })
  }
  const near = nearestName(word, known)
  const hint = near ? `did you mean "listen ${near}"?` : 'see listen --help'
  return new UsageError(`unknown command "${word.slice(0, 60)}"`, { hint })
}

function isKnownOption(program: Command, argument: string): boolean {
  return argument === '--' || optionsOf(program).includes(argument.replace(/=.*/, ''))
}

function optionsOf(command: Command): readonly string[] {
  const own = command.options.flatMap((option) => [option.long, option.short])
  return [...own, '--help', '-h'].filter((name) => typeof name === 'string')
}

function commandPath(command: Command): string {
  const names: string[] = []
  for (let at: Command | null = command; at?.parent; at = at.parent) names.unshift(at.name())
  return names.join(' ')
}

function wantsHelp(argv: readonly string[]): boolean {
  return argv.some((argument) => argument === '-h' || argument === '--help' || argument === 'help')
}

function topLevelNames(): readonly string[] {
  return [...new Set(COMMANDS.map((entry) => entry.name.split(' ')[0] ?? ''))]
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`
}
