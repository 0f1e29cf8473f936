import { dirname, join, resolve } from 'node:path'
import { defaultSettings } from './config/defaults.ts'
import { hideSecrets } from './config/hide-secrets.ts'
import type { SourceTypes } from './config/load.ts'
import type { Settings } from './config/settings.ts'
import { AppError, UsageError } from './errors.ts'
import type { Instant } from './model/post.ts'
import type { Store } from './store/store.ts'
import { findFile, makeFolder } from './system/files.ts'
import type { Output } from './system/output.ts'
import { configFolder, dataFolder } from './system/paths.ts'

/** What every command is given. Nothing in it is opened before it is asked for. */
export interface Context {
  readonly output: Output
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly cwd: string
  /** The clock: the real one, or `--as-of`. */
  readonly now: () => Instant
  /** True when `--as-of` pins the clock. */
  readonly isPinned: boolean
  readonly actor: string
  readonly json: boolean
  readonly colour: boolean
  readonly verbose: boolean
  /** Set by the first SIGINT or SIGTERM. */
  readonly signal: AbortSignal
  readonly standardInput: NodeJS.ReadStream
  /** The checked configuration; the default one when no file is found and none was named. */
  settings(): Promise<Settings>
  /** The same with the settings of the sources checked too. */
  settingsWithSources(): Promise<Settings>
  /** `--tz`, else the configuration's zone. */
  zone(): Promise<string>
  storePath(): Promise<string>
  /** `read`: must exist, never written. `write`: must exist. `create`: made when it is not there. */
  store(mode: 'read' | 'write' | 'create'): Promise<Store>
  /** Keeps a secret out of every error that is printed. */
  hide(secret: string): void
  /** The text without every secret that is known by now: for what a server said. */
  withoutSecrets(text: string): string
  close(): Promise<void>
}

export interface ContextOptions {
  readonly output: Output
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly cwd: string
  readonly signal: AbortSignal
  readonly standardInput: NodeJS.ReadStream
  readonly config?: string
  readonly db?: string
  readonly actor: string
  readonly json: boolean
  readonly colour: boolean
  readonly verbose: boolean
  readonly zone?: string
  readonly asOf?: Instant
  readonly sourceTypes: () => Promise<SourceTypes>
  /** Told every secret value that is loaded, so that errors can be kept clean of them. */
  readonly onSecrets: (secrets: readonly string[]) => void
}

export function createContext(given: ContextOptions): Context {
  const secrets: string[] = []
  const onSecrets = (found: readonly string[]) => {
    secrets.push(...found)
    given.onSecrets(found)
  }
  const options = { ...given, onSecrets }
  const now = options.asOf === undefined ? Date.now : () => options.asOf ?? 0
  const settings = once(() => readSettings(options))
  const settingsWithSources = once(async () => readSettings(options, await options.sourceTypes()))
  const storePath = async () => findStorePath(options, await settings())
  const opened: Store[] = []
  return {
    output: options.output,
    environment: options.environment,
    cwd: options.cwd,
    now,
    isPinned: options.asOf !== undefined,
    actor: options.actor,
    json: options.json,
    colour: options.colour,
    verbose: options.verbose,
    signal: options.signal,
    standardInput: options.standardInput,
    settings,
    settingsWithSources,
    zone: async () => options.zone ?? (await settings()).zone,
    storePath,
    store: async (mode) => {
      const store = await openStoreFor(mode, await storePath(), await settings(), now)
      opened.push(store)
      return store
    },
    hide: (secret) => onSecrets([secret]),
    withoutSecrets: (text) => hideSecrets(text, secrets),
    close: async () => {
      for (const store of opened) await store.close()
    },
  }
}

/** The file that the settings come from: the one that was named, else ./queries.yaml, else the user's. */
export function configCandidates(
  options: Pick<ContextOptions, 'config' | 'cwd' | 'environment'>,
): readonly string[] {
  if (options.config !== undefined) return [options.config]
  const folder = configFolder(options.environment)
  return [join(options.cwd, 'queries.yaml'), ...(folder ? [join(folder, 'queries.yaml')] : [])]
}

async function readSettings(options: ContextOptions, sourceTypes?: SourceTypes): Promise<Settings> {
  for (const file of configCandidates(options)) {
    const bytes = await findFile(file)
    if (bytes === undefined) continue
    const { loadSettings } = await import('./config/load.ts')
    const settings = await loadSettings({
      text: decodeText(bytes, file),
      file: file.startsWith(`${options.cwd}/`) ? file.slice(options.cwd.length + 1) : file,
      environment: options.environment,
      ...(sourceTypes ? { sourceTypes } : {}),
      readHolidays: (name) => readHolidays(resolve(dirname(file), name), options),
    })
    options.onSecrets(settings.secrets)
    return settings
  }
  if (options.config !== undefined) {
    throw new UsageError(`there is no configuration file ${options.config}`, {
      hint: 'check the name, or run "listen init" to make one',
    })
  }
  return defaultSettings()
}

/** The whole days that an iCalendar file closes, a few years around now. */
async function readHolidays(path: string, options: ContextOptions): Promise<readonly string[]> {
  const { parseHolidays } = await import('./ledger/ics.ts')
  const year = new Date(options.asOf ?? Date.now()).getUTCFullYear()
  const bytes = await findFile(path)
  if (bytes === undefined) {
    throw new UsageError(`there is no file of holidays ${path}`, {
      hint: 'answer.holidays takes days as 2026-12-25, or the name of an .ics file beside the configuration',
    })
  }
  return parseHolidays(decodeText(bytes, path), year - 5, year + 5).days
}

/** UTF-8 only: another encoding is told, not guessed. */
function decodeText(bytes: Uint8Array, file: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (error) {
    throw new UsageError(`${file} is not UTF-8 text`, { hint: 'save it as UTF-8', cause: error })
  }
}

function findStorePath(options: ContextOptions, settings: Settings): string {
  const named = options.db ?? options.environment.LISTEN_DB
  if (named) return resolve(options.cwd, named)
  if (settings.storePath !== undefined) {
    // Beside the configuration that names it, wherever the program is run.
    return resolve(options.cwd, dirname(settings.file ?? ''), settings.storePath)
  }
  const folder = dataFolder(options.environment)
  if (folder) return join(folder, 'listen.db')
  throw new AppError('there is no home folder for the store', {
    hint: 'name a file with --db FILE or the environment variable LISTEN_DB',
  })
}

async function openStoreFor(
  mode: 'read' | 'write' | 'create',
  path: string,
  settings: Settings,
  now: () => Instant,
): Promise<Store> {
  const { openStore } = await import('./store/open.ts')
  if (mode === 'create') {
    await makeFolder(dirname(path))
  }
  return openStore({
    path,
    policy: settings.policy,
    now,
    shared: settings.storeShared,
    readOnly: mode === 'read',
    mustExist: mode !== 'create',
  })
}

function once<Value>(make: () => Promise<Value>): () => Promise<Value> {
  let made: Promise<Value> | undefined
  return () => {
    made ??= make()
    return made
  }
}
