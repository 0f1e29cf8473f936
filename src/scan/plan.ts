import { createHash } from 'node:crypto'
import type { Settings, SourceSetting } from '../config/settings.ts'
import { UsageError } from '../errors.ts'
import type { Channel, Source } from '../sources/source.ts'
import type { ChannelRef } from '../store/store.ts'
import { nearestName } from '../text/nearest.ts'
import type { SavedQuery } from './queries.ts'

/** One channel to read, with all that it stands for. */
export interface PlannedChannel {
  readonly ref: ChannelRef
  readonly channel: Channel
  readonly source: Source
  readonly setting: SourceSetting
  /** Changes when the queries that the channel serves change: its state then stands for another question. */
  readonly querySet: string
}

/** What a watch listens to, all the time. `channel.queries` are those that may match there. */
export interface PlannedStream extends PlannedChannel {
  /** Accounts that count for us on this platform, ours and competitors'. */
  readonly handles: readonly string[]
}

/** A source that could not be planned: a missing key, settings that its connector refuses. */
export interface UnplannedSource {
  readonly source: string
  readonly reason: string
}

export interface Plan {
  readonly channels: readonly PlannedChannel[]
  readonly streams: readonly PlannedStream[]
  readonly unplanned: readonly UnplannedSource[]
  /** Sources that are in order and of which nothing is asked: without a key, or without a query or account for them. */
  readonly idle: readonly UnplannedSource[]
}

export type LoadSource = (type: string) => Promise<Source>

/** The channels of all configured sources, or of those that were named. */
export async function planScan(
  settings: Settings,
  queries: readonly SavedQuery[],
  loadSource: LoadSource,
  only: readonly string[] = [],
  hasVariable: (variable: string) => boolean = () => false,
): Promise<Plan> {
  const channels: PlannedChannel[] = []
  const streams: PlannedStream[] = []
  const unplanned: UnplannedSource[] = []
  const idle: UnplannedSource[] = []
  for (const setting of chooseSources(settings, only)) {
    const source = await loadSource(setting.type)
    const missing = missingSecret(settings, setting, source, hasVariable)
    if (missing) unplanned.push({ source: setting.name, reason: missing })
    else {
      const planned = planSource(settings, setting, source, queries)
      channels.push(...planned.channels)
      streams.push(...planned.streams)
      if (planned.channels.length + planned.streams.length === 0)
        idle.push({ source: setting.name, reason: idleReason(source, hasVariable) })
    }
  }
  return { channels: withoutRepeats(channels), streams: withoutRepeats(streams), unplanned, idle }
}

function chooseSources(settings: Settings, only: readonly string[]): readonly SourceSetting[] {
  const known = settings.sources.map(({ name }) => name)
  for (const name of only) {
    if (known.includes(name)) continue
    const near = nearestName(name, known)
    throw new UsageError(`there is no source "${name}"`, {
      hint: near ? `did you mean "${near}"?` : `sources: ${known.join(', ') || 'none'}`,
    })
  }
  const chosen =
    only.length > 0 ? settings.sources.filter(({ name }) => only.includes(name)) : settings.sources
  return chosen.filter(({ settings: own }) => own.enabled !== false)
}

/** One sentence when a secret that the source cannot do without is not set. */
function missingSecret(
  settings: Settings,
  setting: SourceSetting,
  source: Source,
  hasVariable: (variable: string) => boolean,
): string | undefined {
  const named = settings.missingSecrets.find(({ key }) =>
    key.startsWith(`sources.${setting.name}.`),
  )
  const required = source.secrets?.find(
    ({ required: must, variable }) => must && !hasVariable(variable),
  )
  const variable =
    named?.variable ?? (givesSecret(setting.settings) ? undefined : required?.variable)
  if (variable === undefined) return undefined
  const help = source.secrets?.find((secret) => secret.variable === variable)?.help
  return `the environment variable ${variable} is not set${help ? `: ${help}` : ''}`
}

/** Whether the settings of a source give a secret of their own, instead of the environment variable that it knows. */
export function givesSecret(settings: object): boolean {
  return Object.keys(settings).some((key) => /token|password|key|secret/i.test(key))
}

function idleReason(source: Source, hasVariable: (variable: string) => boolean): string {
  const lacks = source.secrets?.find(({ variable }) => !hasVariable(variable))
  const more = lacks ? `; more with ${lacks.variable}: ${lacks.help}` : ''
  return `nothing is asked here: no query and no account leads to it${more}`
}

function planSource(
  settings: Settings,
  setting: SourceSetting,
  source: Source,
  all: readonly SavedQuery[],
): Pick<Plan, 'channels' | 'streams'> {
  const queries = all.filter(
    (query) => query.sources === undefined || query.sources.includes(setting.name),
  )
  const competitorHandles = Object.fromEntries(
    Object.entries(settings.competitors).map(([name, handles]) => [
      name,
      handles[source.platform] ?? [],
    ]),
  )
  const wanted = {
    settings: setting.settings,
    queries: queries.map(({ name, tree }) => ({ name, tree })),
    handles: settings.brand?.handles[source.platform] ?? [],
    competitorHandles,
  }
  const toPlanned = (channel: Channel): PlannedChannel => ({
    ref: {
      platform: source.platform,
      key: channel.key,
      source: setting.name,
      label: channel.label,
    },
    channel,
    source,
    setting,
    querySet: hashQueries(queries.filter((query) => channel.queries?.includes(query.name) ?? true)),
  })
  const handles = [...wanted.handles, ...Object.values(competitorHandles).flat()]
  const names = queries.map(({ name }) => name)
  const isWanted = names.length + handles.length > 0
  const stream = isWanted ? source.streamChannel?.(wanted) : undefined
  return {
    channels: source.channels(wanted).map(toPlanned),
    streams: stream ? [{ ...toPlanned({ ...stream, queries: names }), handles }] : [],
  }
}

/** Two sources may name one channel: it is read once. */
function withoutRepeats<Planned extends PlannedChannel>(
  channels: readonly Planned[],
): readonly Planned[] {
  const seen = new Set<string>()
  return channels.filter(({ ref }) => {
    const key = `${ref.platform} ${ref.key}`
    if (seen.has(key)) return false
    seen.add(key)
    return true
  })
}

function hashQueries(queries: readonly SavedQuery[]): string {
  const content = queries.map(({ name, match }) => [name, match]).sort()
  return createHash('sha256').update(JSON.stringify(content)).digest('hex').slice(0, 16)
}
