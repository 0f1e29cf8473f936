import { toPolicy } from './policy.ts'
import type { RawSettings } from './schema.ts'
import type { Settings } from './settings.ts'

/** The settings of somebody who has no file yet. */
export function defaultSettings(): Settings {
  const raw = {
    timezone: 'UTC',
    answer: { within: '1h' },
  } as RawSettings
  return {
    zone: 'UTC',
    competitors: {},
    team: [],
    fragments: {},
    queries: [],
    mute: { authors: [], sites: [], phrases: [] },
    sources: [],
    policy: toPolicy(raw, []),
    approval: false,
    allowHosts: [],
    storeShared: false,
    retention: { sourcesMs: {} },
    words: {},
    digestTo: [],
    missingSecrets: [],
    secrets: [],
    placeOf: () => ({ file: '', line: 1, column: 1 }),
  }
}
