import { createAnalyzer } from '../../src/analysis/analyze.ts'
import { loadSettings } from '../../src/config/load.ts'
import type { Settings } from '../../src/config/settings.ts'
import { createHttpClient } from '../../src/http/client.ts'
import { createKnowledge } from '../../src/scan/knowledge.ts'
import { type Plan, planScan } from '../../src/scan/plan.ts'
import { parseSavedQueries } from '../../src/scan/queries.ts'
import type { ScanParts } from '../../src/scan/scan.ts'
import { loadSource, sourceTypes } from '../../src/sources/index.ts'
import type { Store } from '../../src/store/store.ts'

/** Settings from the text of a configuration: brand acme, our account acme_team on Hacker News. */
export function readSettings(rest: string, environment = {}): Promise<Settings> {
  const text = `version: 1
brand: { name: Acme, handles: { hackernews: [acme_team] } }
network: { allow_hosts: [127.0.0.1] }
queries:
  acme: { role: brand, match: acme }
${rest}
`
  return loadSettings({ text, file: 'queries.yaml', environment, sourceTypes })
}

export interface Desk {
  readonly plan: Plan
  readonly parts: ScanParts
  readonly close: () => Promise<void>
}

/** All that a scan needs, with the real connectors; only the clock is ours. */
export async function openDesk(
  store: Store,
  settings: Settings,
  now: () => number,
  more: Partial<ScanParts> = {},
): Promise<Desk> {
  const queries = parseSavedQueries(settings)
  const versions = await store.saveQueries(
    queries.map(({ name, role, match }) => ({ name, role, match })),
  )
  const signal = more.signal ?? new AbortController().signal
  const http = createHttpClient({
    userAgent: 'listen-test',
    allowHosts: ['127.0.0.1'],
    wait: () => Promise.resolve(),
    signal,
    now,
  })
  const parts: ScanParts = {
    store,
    settings,
    http,
    knowledge: createKnowledge(settings, queries, versions, createAnalyzer(undefined), now),
    now,
    signal,
    readFile: () => Promise.reject(new Error('no files here')),
    listFolder: () => Promise.resolve(undefined),
    secret: () => undefined,
    onProgress: () => {},
    ...more,
  }
  return { plan: await planScan(settings, queries, loadSource), parts, close: () => http.close() }
}

export function rss(items: readonly { readonly id: string; readonly title: string }[]): string {
  const body = items.map(
    ({ id, title }) => `<item><guid>${id}</guid><title>${title}</title></item>`,
  )
  return `<?xml version="1.0"?><rss version="2.0"><channel><title>x</title>${body.join('')}</channel></rss>`
}
