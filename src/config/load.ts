import type { GenericSchema } from 'valibot'
import { ConfigError, type ConfigProblem } from '../errors.ts'
import type { QuerySetting } from '../model/config.ts'
import { nearestName } from '../text/nearest.ts'
import { toAlertSettings } from './alerts.ts'
import { checkPart, checkValues } from './check.ts'
import { readTargets } from './delivery.ts'
import { type ConfigDocument, parseConfigDocument } from './document.ts'
import { parseDuration } from './duration.ts'
import { toPolicy } from './policy.ts'
import { type RawSettings, settingsSchema, sourceCommon } from './schema.ts'
import { resolveSecrets } from './secrets.ts'
import type { InboxSettings, Settings, SourceSetting } from './settings.ts'

/** The kinds of source that exist; a schema is loaded only when the file uses it. */
export interface SourceTypes {
  readonly names: readonly string[]
  readonly loadSchema: (type: string) => Promise<GenericSchema>
}

export interface LoadOptions {
  readonly text: string
  readonly file: string
  readonly environment: Readonly<Record<string, string | undefined>>
  /** Absent: the sources' own settings are not checked (commands that never fetch). */
  readonly sourceTypes?: SourceTypes
  /** Reads an .ics file named by `answer.holidays` into days; absent: such a file is ignored. */
  readonly readHolidays?: (file: string) => Promise<readonly string[]>
}

/** Reads queries.yaml; throws one ConfigError with all problems of the file. */
export async function loadSettings(options: LoadOptions): Promise<Settings> {
  const { file } = options
  const document = parseConfigDocument(options.text, file)
  if (document.problems.length > 0) throw configError(file, document.problems)
  const { output, problems } = checkPart(document, settingsSchema, document.value ?? {})
  const sourceProblems = options.sourceTypes
    ? await checkSources(document, options.sourceTypes)
    : []
  if (problems.length + sourceProblems.length > 0) {
    throw configError(file, [...problems, ...sourceProblems])
  }
  const raw = output as RawSettings
  const resolved = resolveSecrets(raw.sources, document, options.environment)
  const rest = [...checkNames(document, raw), ...resolved.problems]
  if (rest.length > 0) throw configError(file, rest)
  const holidays = await readHolidays(raw, options)
  const digest = readTargets(raw.digest.to ?? [], 'digest.to', options.environment)
  const alerts = readTargets(raw.alerts?.to ?? [], 'alerts.to', options.environment)
  return {
    ...toSettings(raw, holidays),
    digestTo: digest.targets,
    ...(raw.alerts ? { alerts: toAlertSettings(raw.alerts, alerts.targets) } : {}),
    file,
    sources: Object.entries(resolved.sources).map(([name, source]) => toSource(name, source)),
    missingSecrets: [...resolved.missing, ...digest.missing, ...alerts.missing],
    secrets: [...resolved.secrets, ...digest.secrets, ...alerts.secrets],
    placeOf: (path) => document.placeOf(path),
  }
}

function toSettings(raw: RawSettings, holidays: readonly string[]) {
  return {
    zone: raw.timezone,
    ...(raw.brand ? { brand: { name: raw.brand.name, handles: raw.brand.handles ?? {} } } : {}),
    competitors: Object.fromEntries(
      Object.entries(raw.competitors).map(([name, item]) => [name, item.handles ?? {}]),
    ),
    team: raw.team,
    fragments: raw.fragments,
    queries: Object.entries(raw.queries).map(([name, query]) => toQuery(name, query)),
    mute: {
      authors: raw.mute.authors ?? [],
      sites: raw.mute.sites ?? [],
      phrases: raw.mute.phrases ?? [],
    },
    policy: toPolicy(raw, holidays),
    approval: raw.answer.approval ?? false,
    allowHosts: raw.network.allow_hosts ?? [],
    ...(raw.store.path ? { storePath: raw.store.path } : {}),
    storeShared: raw.store.shared ?? false,
    retention: toRetention(raw.retention),
    words: raw.sentiment.words ?? {},
    inbox: toInbox(raw),
  }
}

export function configError(file: string, problems: readonly ConfigProblem[]): ConfigError {
  const sorted = problems.toSorted(
    (a, b) => a.place.line - b.place.line || a.place.column - b.place.column,
  )
  const count = sorted.length === 1 ? 'one problem' : `${sorted.length} problems`
  return new ConfigError(`${file} has ${count}; nothing was done`, sorted)
}

async function checkSources(
  document: ConfigDocument,
  types: SourceTypes,
): Promise<ConfigProblem[]> {
  const sources = (document.value as { sources?: unknown } | null)?.sources
  if (sources === null || typeof sources !== 'object' || Array.isArray(sources)) return []
  const problems: ConfigProblem[] = []
  for (const [name, source] of Object.entries(sources)) {
    problems.push(...(await checkSource(document, types, name, source)))
  }
  return problems
}

async function checkSource(
  document: ConfigDocument,
  types: SourceTypes,
  name: string,
  source: unknown,
) {
  const type = (source as { type?: unknown } | null)?.type
  if (typeof type !== 'string') return []
  if (!types.names.includes(type)) {
    const near = nearestName(type, types.names)
    const hint = near ? `did you mean "${near}"?` : `known types: ${types.names.join(', ')}`
    const place = document.placeOf(['sources', name, 'type'])
    return [
      { place, key: `sources.${name}.type`, message: 'this type of source is not known', hint },
    ]
  }
  const own = (await types.loadSchema(type)) as GenericSchema & {
    entries?: Record<string, GenericSchema>
  }
  const merged = { ...sourceCommon, entries: { ...own.entries, ...sourceCommon.entries } }
  const path = ['sources', name]
  const { problems } = checkPart(document, merged as GenericSchema, source, path)
  // What the keys must be together stands in the connector's own schema, which knows no key that is common.
  return problems.length > 0 ? problems : checkValues(document, own, source, path)
}

/** Names that must exist elsewhere in the file. */
function checkNames(document: ConfigDocument, raw: RawSettings): ConfigProblem[] {
  const known = Object.keys(raw.sources)
  return Object.entries(raw.queries).flatMap(([name, query]) =>
    (query.sources ?? []).flatMap((source, index) => {
      if (known.includes(source)) return []
      const near = nearestName(source, known)
      const path = ['queries', name, 'sources', index]
      return [
        {
          place: document.placeOf(path),
          key: path.join('.'),
          message: `"${source.slice(0, 60)}" is not one of the sources`,
          hint: near ? `did you mean "${near}"?` : `sources: ${known.join(', ') || 'none yet'}`,
        },
      ]
    }),
  )
}

async function readHolidays(raw: RawSettings, options: LoadOptions): Promise<readonly string[]> {
  const { holidays } = raw.answer
  if (holidays === undefined) return []
  if (Array.isArray(holidays)) return holidays
  return (await options.readHolidays?.(holidays)) ?? []
}

function toInbox({ views, keys, theme }: RawSettings): InboxSettings {
  return {
    views: Object.entries(views).map(([name, match]) => ({ name, match })),
    keys: Object.fromEntries(
      Object.entries(keys).map(([action, key]) => [action, Array.isArray(key) ? key : [key]]),
    ),
    theme,
  }
}

function toRetention(retention: RawSettings['retention']): Settings['retention'] {
  const all = retention.all === undefined ? undefined : parseDuration(retention.all)
  const sources = Object.entries(retention.sources ?? {})
  return {
    ...(all === undefined ? {} : { allMs: all }),
    sourcesMs: Object.fromEntries(sources.map(([name, text]) => [name, parseDuration(text) ?? 0])),
  }
}

function toQuery(name: string, query: RawSettings['queries'][string]): QuerySetting {
  return {
    name,
    role: query.role,
    match: query.match,
    ...(query.sources ? { sources: query.sources } : {}),
  }
}

function toSource(name: string, source: Readonly<Record<string, unknown>>): SourceSetting {
  const { type, every, addressed, keep_unmatched: keep, ...settings } = source
  const everyMs = typeof every === 'string' ? parseDuration(every) : undefined
  const keepMs = typeof keep === 'string' ? parseDuration(keep) : undefined
  return {
    name,
    type: String(type),
    settings,
    addressed: addressed === true,
    ...(everyMs === undefined ? {} : { everyMs }),
    ...(keepMs === undefined ? {} : { keepUnmatchedMs: keepMs }),
  }
}
