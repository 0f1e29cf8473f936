import { expect, it, onTestFinished } from 'vitest'
import type { PlannedChannel } from '../../src/scan/plan.ts'
import { runScan, type ScanParts } from '../../src/scan/scan.ts'
import { runWatch } from '../../src/scan/watch.ts'
import type { Page, Source } from '../../src/sources/source.ts'
import type { Store } from '../../src/store/store.ts'
import { startLoopback } from '../helpers/loopback.ts'
import { aPost, temporaryStores } from '../store/builders.ts'
import { openDesk, readSettings, rss } from './desk.ts'

const stores = temporaryStores()
const NOW = Date.parse('2026-11-20T12:00:00Z')
const MINUTE = 60_000
const OPTIONS = { ignoreSchedule: true }

/** Feeds on loopback, one channel each, and the parts to scan them. */
async function feeds(
  bodies: Readonly<Record<string, string>>,
  options: {
    readonly store?: Store
    readonly now?: () => number
    readonly every?: string
    readonly signal?: AbortSignal
  } = {},
) {
  const store = options.store ?? (await stores.open())
  const server = await startLoopback(
    Object.fromEntries(Object.entries(bodies).map(([path, body]) => [path, { body }])),
  )
  const urls = Object.keys(bodies).map((path) => `"${server.url(path)}"`)
  const settings = await readSettings(
    `sources:\n  f: { type: feed, ${options.every ?? 'every: 10min,'} urls: [${urls.join(', ')}] }`,
  )
  const desk = await openDesk(store, settings, options.now ?? (() => NOW), {
    ...(options.signal ? { signal: options.signal } : {}),
  })
  onTestFinished(async () => {
    await desk.close()
    await server.close()
  })
  return { ...desk, server, store }
}

/** The same channel, read by a connector that goes wrong in its own way. */
function readBy(planned: PlannedChannel, read: () => AsyncGenerator<Page>): PlannedChannel {
  return { ...planned, source: { ...planned.source, read } as Source }
}

const page = (id: string): Page => ({
  posts: [aPost({ id, platform: 'feed', text: 'acme is here' })],
  complete: false,
})

it('what was read before a failure is kept and counted', async () => {
  const { parts, plan, store } = await feeds({
    '/a': rss([]),
    '/b': rss([{ id: 'b', title: 'acme' }]),
  })
  const [first, second] = plan.channels as [PlannedChannel, PlannedChannel]
  const breaking = readBy(first, async function* () {
    yield page('one')
    throw new TypeError('cannot read properties of nothing')
  })
  const { results } = await runScan(parts, [breaking, second], [], OPTIONS)
  const result = results.find(({ ref }) => ref.key === first.ref.key)
  expect(result).toMatchObject({ outcome: 'failed', found: 1, added: 1, matched: 1 })
  expect(result?.error).toContain('could not be read')
  expect(results.find(({ ref }) => ref.key === second.ref.key)?.outcome).toBe('read')
  expect((await store.info()).posts).toBe(2)
  expect((await store.channelState(first.ref))?.failures).toBe(1)
})

it('a save that fails while the next page is awaited is told, not lost', async () => {
  const { parts, plan, store } = await feeds({ '/a': rss([]) })
  const [first] = plan.channels as [PlannedChannel]
  let isSaved = () => {}
  const tried = new Promise<void>((done) => {
    isSaved = done
  })
  const full = {
    ...store,
    savePages: () => {
      isSaved()
      return Promise.reject(
        Object.assign(new Error('disk full'), { exitStatus: 1, hint: undefined }),
      )
    },
  }
  const slow = readBy(first, async function* () {
    yield page('one')
    await tried
    // Long enough for a rejection that nobody listens to to end the process.
    await new Promise((done) => setImmediate(done))
    yield page('two')
  })
  const scanParts: ScanParts = { ...parts, store: full }
  const { results } = await runScan(scanParts, [slow], [], OPTIONS)
  expect(results[0]).toMatchObject({ outcome: 'failed', added: 0 })
  expect(results[0]?.error).toContain('disk full')
})

it('a channel whose time has not come is not asked, unless it must be', async () => {
  let now = NOW
  const { parts, plan, server } = await feeds(
    { '/a': rss([{ id: 'a', title: 'acme' }]) },
    { now: () => now },
  )
  const scan = (ignoreSchedule: boolean) => runScan(parts, plan.channels, [], { ignoreSchedule })
  await scan(false)
  now += 5 * MINUTE
  expect((await scan(false)).results[0]).toMatchObject({
    outcome: 'waits',
    waitsUntil: NOW + 10 * MINUTE,
  })
  expect(server.count('/a')).toBe(1)
  await scan(true)
  now += 11 * MINUTE
  await scan(false)
  expect(server.count('/a')).toBe(3)
})

it('a watch asks each channel at its own pace and gives its leases back', async () => {
  let now = NOW
  const stop = new AbortController()
  const { parts, plan, server, store } = await feeds(
    { '/a': rss([{ id: 'a', title: 'acme' }]), '/b': rss([{ id: 'b', title: 'acme' }]) },
    { now: () => now, signal: stop.signal },
  )
  const added: number[] = []
  await runWatch(
    {
      ...parts,
      random: () => 0,
      wait: (ms) => {
        now += Math.max(ms, 1000)
        if (now > NOW + 21 * MINUTE) stop.abort()
        return Promise.resolve()
      },
      onRound: (summary) => {
        added.push(summary.added)
        return Promise.resolve()
      },
      onWait: () => {},
    },
    plan.channels,
  )
  // At the start, after ten minutes and after twenty.
  expect(server.count('/a')).toBe(3)
  expect(server.count('/b')).toBe(3)
  expect(added).toEqual([2, 0, 0])
  const lease = await store.lease(plan.channels.map(({ ref }) => ref))
  expect(lease.granted).toHaveLength(2)
  await lease.release()
})

it('a watch that is told to end before it began asks nothing', async () => {
  const stop = new AbortController()
  stop.abort()
  const { parts, plan, server } = await feeds({ '/a': rss([]) }, { signal: stop.signal })
  await runWatch(
    {
      ...parts,
      random: () => 0,
      wait: () => Promise.resolve(),
      onRound: () => Promise.resolve(),
      onWait: () => {},
    },
    plan.channels,
  )
  expect(server.count('/a')).toBe(0)
})

it('a publisher that says how often it has news is not asked more often, unless it must be', async () => {
  let now = NOW
  const hourly =
    '<?xml version="1.0"?><rss version="2.0"><channel><title>x</title><ttl>60</ttl><item><guid>a</guid><title>acme</title></item></channel></rss>'
  const { parts, plan, server } = await feeds(
    { '/a': hourly, '/b': rss([{ id: 'b', title: 'acme' }]) },
    { now: () => now, every: '' },
  )
  const scan = (ignoreSchedule: boolean) => runScan(parts, plan.channels, [], { ignoreSchedule })
  await scan(false)
  now += 30 * MINUTE
  const { results } = await scan(false)
  expect(results.map(({ outcome }) => outcome).toSorted()).toEqual(['read', 'waits'])
  expect(server.count('/a')).toBe(1)
  await scan(true)
  expect(server.count('/a')).toBe(2)
  now += 61 * MINUTE
  await scan(false)
  expect(server.count('/a')).toBe(3)
  expect(server.count('/b')).toBe(4)
})

it('a scan that goes back says how far the source gave', async () => {
  const dated = (id: string, date: string) =>
    `<item><guid>${id}</guid><title>acme</title><pubDate>${date}</pubDate></item>`
  const { parts, plan } = await feeds({
    '/a': `<?xml version="1.0"?><rss version="2.0"><channel><title>x</title>${dated('1', 'Fri, 20 Nov 2026 10:00:00 GMT')}${dated('2', 'Wed, 18 Nov 2026 10:00:00 GMT')}</channel></rss>`,
  })
  const back = { ignoreSchedule: true, since: NOW - 30 * 86_400_000 }
  const { results } = await runScan(parts, plan.channels, [], back)
  expect(results[0]?.oldestAt).toBe(Date.parse('2026-11-18T10:00:00Z'))
  const { results: plain } = await runScan(parts, plan.channels, [], OPTIONS)
  expect(plain[0]?.oldestAt).toBeUndefined()
})

it('a feed that moved for good is recognised although the questions have changed', async () => {
  const { parts, plan, server, store } = await feeds({ '/a': '', '/new': '' })
  const [channel] = plan.channels as [PlannedChannel]
  const item = (host: string) =>
    `<?xml version="1.0"?><rss version="2.0"><channel><title>x</title><item><guid isPermaLink="true">https://${host}/post/1</guid><title>acme is here for the long run</title><link>https://${host}/post/1</link><description>A text that is long enough to be told from others.</description><pubDate>Fri, 20 Nov 2026 10:00:00 GMT</pubDate></item></channel></rss>`
  server.on('/a', { body: item('old.example') })
  await runScan(parts, [channel], [], OPTIONS)
  server.on('/a', { status: 301, headers: { location: '/new' } })
  server.on('/new', { body: item('new.example') })
  await runScan(parts, [{ ...channel, querySet: 'another' }], [], OPTIONS)
  expect((await store.info()).posts).toBe(1)
})

it('one host is asked one thing at a time, whoever asks', async () => {
  const store = await stores.open()
  const server = await startLoopback()
  let open = 0
  let most = 0
  server.on('*', (_, response) => {
    open++
    most = Math.max(most, open)
    setImmediate(() => {
      open--
      response.end(rss([]))
    })
    return undefined
  })
  const sources = Array.from(
    { length: 12 },
    (_, n) => `  f${n}: { type: feed, urls: ["${server.url(`/${n}`)}"] }`,
  )
  const settings = await readSettings(`sources:\n${sources.join('\n')}`)
  const { parts, plan, close } = await openDesk(store, settings, () => NOW)
  onTestFinished(async () => {
    await close()
    await server.close()
  })
  const { results } = await runScan(parts, plan.channels, [], OPTIONS)
  expect(results.map(({ outcome }) => outcome)).toEqual(Array.from({ length: 12 }, () => 'read'))
  expect(server.requests).toHaveLength(12)
  expect(most).toBe(1)
})
