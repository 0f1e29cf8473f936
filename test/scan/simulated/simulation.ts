import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createAnalyzer } from '../../../src/analysis/analyze.ts'
import { loadSettings } from '../../../src/config/load.ts'
import { AppError } from '../../../src/errors.ts'
import { createHttpClient } from '../../../src/http/client.ts'
import { seededRandom } from '../../../src/metrics/random.ts'
import { createKnowledge } from '../../../src/scan/knowledge.ts'
import { planScan } from '../../../src/scan/plan.ts'
import { parseSavedQueries } from '../../../src/scan/queries.ts'
import { openRests } from '../../../src/scan/rests.ts'
import { runScan, type ScanSummary } from '../../../src/scan/scan.ts'
import { loadSource, sourceTypes } from '../../../src/sources/index.ts'
import { openStore } from '../../../src/store/open.ts'
import type { Store } from '../../../src/store/store.ts'
import { POLICY } from '../../store/plain-builders.ts'
import { DAY, HOUR, MINUTE, type SimulatedClock, startClock } from './clock.ts'
import { type FaultKind, type SimulatedHost, startHost } from './host.ts'
import type { Service } from './service.ts'
import { makeWorld, type SimPost } from './world.ts'

export interface SimulationOptions {
  readonly seed: number
  readonly days: number
  /** Minutes between two scans, on average. */
  readonly everyMinutes: number
  /** Share of requests that go wrong. */
  readonly faults: number
  /** Share of scans that are killed behind some page. */
  readonly kills: number
  readonly skewMs?: number
  readonly perHour?: number
  readonly burst?: number
  readonly burstEveryHours?: number
  /** Scans after the last post, without faults: what can still be seen must be there then. */
  readonly lastScans: number
}

export interface Simulated {
  readonly service: Service
  readonly world: readonly SimPost[]
  readonly store: Store
  readonly origin: string
  readonly violations: readonly string[]
  readonly requests: number
  readonly faults: ReadonlyMap<FaultKind, number>
  readonly scans: number
  readonly killed: number
  readonly failedChannels: number
  /** The server's clock at the end. */
  readonly endedAt: number
  readonly close: () => Promise<void>
}

const START = Date.parse('2026-03-02T00:00:00Z')

/** Scans a simulated service over some days, with all that goes wrong, and then until it is quiet. */
export async function simulate(service: Service, options: SimulationOptions): Promise<Simulated> {
  const random = seededRandom(options.seed * 7919 + 13)
  const world = makeWorld({
    ...service.world,
    ...(options.perHour === undefined ? {} : { perHour: options.perHour }),
    ...(options.burst === undefined ? {} : { burst: options.burst }),
    ...(options.burstEveryHours === undefined ? {} : { burstEveryHours: options.burstEveryHours }),
    seed: options.seed,
    from: START,
    days: options.days,
  })
  const clock = startClock(START + 6 * HOUR)
  const end = START + options.days * DAY
  const skewMs = options.skewMs ?? 0
  const host = await startHost({
    clock,
    answer: service.open({ world, clock, random }),
    limit: service.limit,
    random,
    faults: () => (clock.now() < end ? options.faults : 0),
    skewMs,
    ...(service.gzip === undefined ? {} : { gzip: service.gzip }),
  })
  const folder = mkdtempSync(join(tmpdir(), 'listen-simulated-'))
  const store = await openStore({
    path: join(folder, 'store.db'),
    policy: POLICY,
    now: clock.now,
  })
  const counts = { scans: 0, killed: 0, failedChannels: 0 }
  const scan = async (kill: number | undefined) => {
    counts.scans++
    const summary = await scanOnce(service, store, host, clock, random, kill)
    if (summary === undefined) counts.killed++
    else counts.failedChannels += summary.results.filter((one) => one.outcome === 'failed').length
  }
  while (clock.now() < end) {
    await scan(random() < options.kills ? 1 + Math.floor(random() * 4) : undefined)
    clock.advance(Math.floor(options.everyMinutes * MINUTE * (0.4 + 1.2 * random())))
  }
  for (let last = 0; last < options.lastScans; last++) {
    clock.advance(2.2 * HOUR)
    await scan(undefined)
  }
  return {
    service,
    world,
    store,
    origin: host.origin,
    violations: host.violations,
    requests: host.requests(),
    faults: host.faults,
    ...counts,
    endedAt: clock.now() + skewMs,
    close: async () => {
      await store.close()
      await host.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** One run of `listen scan`, as its own process: nothing but the store is left of the one before. */
async function scanOnce(
  service: Service,
  store: Store,
  host: SimulatedHost,
  clock: SimulatedClock,
  random: () => number,
  kill: number | undefined,
): Promise<ScanSummary | undefined> {
  const settings = await readSettings(service, host.origin)
  const queries = parseSavedQueries(settings)
  const versions = await store.saveQueries(
    queries.map(({ name, role, match }) => ({ name, role, match })),
  )
  const signal = new AbortController().signal
  const { rests, onRest, kept } = await openRests(store, clock.now)
  const http = createHttpClient({
    userAgent: 'listen-test',
    allowHosts: ['127.0.0.1'],
    wait: clock.wait,
    clock: clock.now,
    now: clock.now,
    random,
    signal,
    rests,
    onRest,
  })
  const secret = (variable: string) => service.secrets?.[variable]
  const plan = await planScan(
    settings,
    queries,
    loadSource,
    [],
    (name) => secret(name) !== undefined,
  )
  const mortal = kill === undefined ? store : killAfter(store, kill)
  try {
    return await runScan(
      {
        store: mortal,
        settings,
        http,
        knowledge: createKnowledge(
          settings,
          queries,
          versions,
          createAnalyzer(undefined),
          clock.now,
        ),
        now: clock.now,
        signal,
        readFile: () => Promise.reject(new Error('no files here')),
        listFolder: () => Promise.resolve(undefined),
        secret,
        onProgress: () => {},
      },
      plan.channels,
      plan.unplanned,
      { ignoreSchedule: false },
    )
  } catch (error) {
    if (error instanceof Killed) return undefined
    throw error
  } finally {
    await http.close()
    await kept()
  }
}

function readSettings(service: Service, origin: string) {
  const list = (names: readonly string[]) => `[${names.map((name) => `"${name}"`).join(', ')}]`
  return loadSettings({
    text: `version: 1
brand: { name: Acme, handles: { ${service.platform}: ${list(service.handles)} } }
competitors: { globex: { handles: { ${service.platform}: ${list(service.rivals)} } } }
network: { allow_hosts: [127.0.0.1] }
queries:
  acme: { role: brand, match: acme }
sources:
  sim: ${service.source(origin)}
`,
    file: 'queries.yaml',
    environment: service.secrets ?? {},
    sourceTypes,
  })
}

class Killed extends AppError {}

/** A store that is cut off behind so many pages: as if the process had been killed there. */
function killAfter(store: Store, pages: number): Store {
  let left = pages
  const refuse = () => Promise.reject(new Killed('killed'))
  const alive =
    <Arguments extends readonly unknown[], Result>(
      method: (...all: Arguments) => Promise<Result>,
    ) =>
    (...all: Arguments) =>
      left > 0 ? method(...all) : refuse()
  return {
    ...store,
    savePages: async (all) => {
      if (left <= 0) return refuse()
      const saved = await store.savePages(all)
      left--
      return saved
    },
    saveFailure: alive(store.saveFailure),
    appendEvents: alive(store.appendEvents),
    channelState: alive(store.channelState),
    openWork: alive(store.openWork),
    endScan: alive(store.endScan),
  }
}
