import type { GenericSchema } from 'valibot'
import { NotFoundError } from '../errors.ts'
import type { Source } from './source.ts'

/** A connector that is loaded when it is needed: start-up pays for none of them. */
export interface SourceEntry {
  readonly platform: string
  readonly load: () => Promise<Source>
}

/** All connectors, in the order of the documentation. Adding one: its file, its line here, its fixtures. */
export const SOURCES: readonly SourceEntry[] = [
  { platform: 'feed', load: async () => adapt((await import('./feed.ts')).feed) },
  { platform: 'hackernews', load: async () => adapt((await import('./hackernews.ts')).hackernews) },
  { platform: 'bluesky', load: async () => adapt((await import('./bluesky.ts')).bluesky) },
  { platform: 'mastodon', load: async () => adapt((await import('./mastodon.ts')).mastodon) },
  { platform: 'reddit', load: async () => adapt((await import('./reddit.ts')).reddit) },
  {
    platform: 'stackexchange',
    load: async () => adapt((await import('./stackexchange.ts')).stackexchange),
  },
  { platform: 'github', load: async () => adapt((await import('./github.ts')).github) },
  { platform: 'youtube', load: async () => adapt((await import('./youtube.ts')).youtube) },
  { platform: 'appstore', load: async () => adapt((await import('./appstore.ts')).appstore) },
  { platform: 'discourse', load: async () => adapt((await import('./discourse.ts')).discourse) },
  { platform: 'lemmy', load: async () => adapt((await import('./lemmy.ts')).lemmy) },
  { platform: 'devto', load: async () => adapt((await import('./devto.ts')).devto) },
  { platform: 'lobsters', load: async () => adapt((await import('./lobsters.ts')).lobsters) },
  { platform: 'gdelt', load: async () => adapt((await import('./gdelt.ts')).gdelt) },
  { platform: 'x', load: async () => adapt((await import('./x.ts')).x) },
  { platform: 'threads', load: async () => adapt((await import('./threads.ts')).threads) },
  { platform: 'telegram', load: async () => adapt((await import('./telegram.ts')).telegram) },
]

/** Loads a connector by its platform. Throws NotFoundError when there is none of that name. */
export async function loadSource(platform: string): Promise<Source> {
  const entry = SOURCES.find((one) => one.platform === platform)
  if (entry === undefined) throw new NotFoundError(`there is no source of type "${platform}"`)
  return entry.load()
}

/** What the configuration needs to check the settings of sources. */
export const sourceTypes = {
  names: SOURCES.map((entry) => entry.platform),
  loadSchema: async (platform: string): Promise<GenericSchema> =>
    (await loadSource(platform)).settings,
}

async function adapt<Settings>(source: Source<Settings>): Promise<Source> {
  return (await import('./adapt.ts')).adaptSource(source)
}
