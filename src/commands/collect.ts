import { setMaxListeners } from 'node:events'
import { resolve } from 'node:path'
import type { Settings } from '../config/settings.ts'
import type { Context } from '../context.ts'
import type { HttpClientOptions } from '../http/client.ts'
import { createHttpClient } from '../http/client.ts'
import { createKnowledge } from '../scan/knowledge.ts'
import { type Plan, planScan } from '../scan/plan.ts'
import { parseSavedQueries, type SavedQuery } from '../scan/queries.ts'
import { openRests } from '../scan/rests.ts'
import {
  runScan,
  type ScanOptions,
  type ScanParts,
  type ScanProgress,
  type ScanSummary,
} from '../scan/scan.ts'
import { loadSource } from '../sources/index.ts'
import type { Store } from '../store/store.ts'
import { isFolder, listFolder, readBytes } from '../system/files.ts'
import { openAnalyzer } from './lesson.ts'

declare const LISTEN_VERSION: string | undefined

/** Longest time for one scan; what is not read then goes on in the next. */
const RUN_MS = 10 * 60_000

export interface CollectOptions extends ScanOptions {
  readonly sources: readonly string[]
  readonly queries: readonly string[]
  /** Logical hosts served from loopback, for the demonstration. */
  readonly hosts?: HttpClientOptions['hosts']
}

export function createClient(
  context: Context,
  settings: Settings,
  options: Pick<HttpClientOptions, 'hosts' | 'rests' | 'onRest'> & {
    readonly endless?: boolean
  } = {},
) {
  const signal = options.endless
    ? context.signal
    : AbortSignal.any([context.signal, AbortSignal.timeout(RUN_MS)])
  // Every request under way listens to the end of the run.
  setMaxListeners(0, signal)
  const version = typeof LISTEN_VERSION === 'string' ? LISTEN_VERSION : '0.0.0'
  return createHttpClient({
    userAgent: `listen-cli/${version} (+https://www.npmjs.com/package/listen-cli)`,
    allowHosts: settings.allowHosts,
    signal,
    now: context.now,
    ...(options.hosts ? { hosts: options.hosts } : {}),
    ...(options.rests ? { rests: options.rests } : {}),
    ...(options.onRest ? { onRest: options.onRest } : {}),
  })
}

/** Environment variables that a source asks for; what is read once is kept out of every output. */
export function secretsOf(context: Context) {
  return (variable: string) => {
    const value = context.environment[variable] || undefined
    if (value !== undefined) context.hide(value)
    return value
  }
}

/** The disk for sources that name files; relative paths stand against the folder where the program runs. */
export function localFiles(context: Context) {
  return {
    readFile: (path: string) => readBytes(resolve(context.cwd, path)),
    listFolder: async (path: string) => {
      const folder = resolve(context.cwd, path)
      return (await isFolder(folder)) ? listFolder(folder) : undefined
    },
  }
}

/** What a scan would read, and by which queries. */
export interface CollectPlan extends Plan {
  readonly queries: readonly SavedQuery[]
}

/** The channels that a scan would read, and the sources that cannot be asked. */
export async function planCollect(
  settings: Settings,
  options: Pick<CollectOptions, 'sources' | 'queries'>,
  environment: Readonly<Record<string, string | undefined>> = {},
): Promise<CollectPlan> {
  const all = parseSavedQueries(settings)
  const queries =
    options.queries.length > 0 ? all.filter(({ name }) => options.queries.includes(name)) : all
  const hasVariable = (variable: string) => Boolean(environment[variable])
  const plan = await planScan(settings, queries, loadSource, options.sources, hasVariable)
  return { ...plan, queries }
}

/** Everything that reading channels needs, made once for a scan or a watch. */
export async function openCollector(
  context: Context,
  settings: Settings,
  store: Store,
  plan: CollectPlan,
  options: { readonly hosts?: HttpClientOptions['hosts']; readonly endless?: boolean } = {},
): Promise<{ readonly parts: Omit<ScanParts, 'onProgress'>; readonly close: () => Promise<void> }> {
  const versions = await store.saveQueries(
    plan.queries.map(({ name, role, match }) => ({ name, role, match })),
  )
  const analyzer = await openAnalyzer(store, settings.words, context.now())
  const rests = await openRests(store, context.now)
  const http = createClient(context, settings, {
    ...(options.hosts ? { hosts: options.hosts } : {}),
    ...(options.endless ? { endless: true } : {}),
    rests: rests.rests,
    onRest: rests.onRest,
  })
  const parts = {
    store,
    settings,
    http,
    knowledge: createKnowledge(settings, plan.queries, versions, analyzer, context.now),
    now: context.now,
    signal: context.signal,
    ...localFiles(context),
    secret: secretsOf(context),
    withoutSecrets: context.withoutSecrets,
  }
  const close = async () => {
    await http.close()
    await rests.kept()
  }
  return { parts, close }
}

/** Fetches, matches, understands and keeps: the main job. */
export async function collect(
  context: Context,
  settings: Settings,
  store: Store,
  plan: CollectPlan,
  options: CollectOptions,
  onProgress: (progress: ScanProgress) => void,
): Promise<ScanSummary> {
  const collector = await openCollector(context, settings, store, plan, options)
  try {
    return await runScan({ ...collector.parts, onProgress }, plan.channels, plan.unplanned, options)
  } finally {
    await collector.close()
  }
}
