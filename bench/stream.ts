/**
 * A stream of the size that Bluesky's could become, listened to as `listen watch` does: WebSocket, JSON, posts, matching
 * against 1,000 queries, analysis and storage of what matched, alone in this process; the server is another one. First
 * at a steady rate, for lag; then as fast as it is taken. Time of the processor is told beside that of the clock,
 * because other work on the machine does not disturb it.
 * Run: npx tsx bench/stream.ts [--quick] [--rate 5000] [--queries 1000] [--share 0.01]
 */
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createAnalyzer } from '../src/analysis/analyze.ts'
import { loadSettings } from '../src/config/load.ts'
import { createHttpClient } from '../src/http/client.ts'
import type { Post } from '../src/model/post.ts'
import { createKnowledge } from '../src/scan/knowledge.ts'
import { planScan } from '../src/scan/plan.ts'
import { parseSavedQueries } from '../src/scan/queries.ts'
import { runStream } from '../src/scan/stream.ts'
import { loadSource, sourceTypes } from '../src/sources/index.ts'
import { openStore } from '../src/store/open.ts'
import { readModel } from '../src/system/model-file.ts'
import { BENCH_POLICY } from './_posts.ts'
import { makeQueries } from './_stream-events.ts'

const QUICK = process.argv.includes('--quick')
const SECONDS = QUICK ? 5 : 30
/** Posts whose matching is measured by itself afterwards. */
const SAMPLE = 20_000
const RATE = option('--rate', 5000)
const QUERIES = option('--queries', 1000)
const SHARE = option('--share', 0.01)

function option(name: string, otherwise: number): number {
  const at = process.argv.indexOf(name)
  return at < 0 ? otherwise : Number(process.argv[at + 1])
}

async function startServer(rate: number): Promise<{ child: ChildProcess; port: number }> {
  const path = fileURLToPath(new URL('_stream-server.ts', import.meta.url))
  const child = fork(path, [String(rate), String(QUERIES), String(SHARE)], {
    execArgv: ['--import', 'tsx'],
  })
  const [message] = (await once(child, 'message')) as [{ port: number }]
  return { child, port: message.port }
}

interface Figures {
  readonly events: number
  readonly matched: number
  readonly seconds: number
  readonly processor: number
  readonly matching: number
  readonly lags: readonly number[]
  readonly memory: number
  readonly heap: number
  readonly behind: number
}

async function listen(rate: number): Promise<Figures> {
  const { child, port } = await startServer(rate)
  const folder = mkdtempSync(join(tmpdir(), 'listen-bench-'))
  const stop = new AbortController()
  const store = await openStore({
    path: join(folder, 'listen.db'),
    policy: BENCH_POLICY,
    now: Date.now,
  })
  const queries = makeQueries(QUERIES).map(
    (match, at) => `  q${at}: { match: ${JSON.stringify(match)} }`,
  )
  const text = `version: 1
brand: { name: Acme }
network: { allow_hosts: [127.0.0.1] }
queries:
${queries.join('\n')}
sources:
  sky: { type: bluesky, endpoint: "http://127.0.0.1:${port}", stream: "ws://127.0.0.1:${port}" }
`
  const settings = await loadSettings({ text, file: 'queries.yaml', environment: {}, sourceTypes })
  const saved = parseSavedQueries(settings)
  const versions = await store.saveQueries(
    saved.map(({ name, role, match }) => ({ name, role, match })),
  )
  const analyzer = createAnalyzer(await readModel(), { words: settings.words })
  const plan = await planScan(settings, saved, loadSource)
  const http = createHttpClient({
    userAgent: 'listen-bench',
    allowHosts: ['127.0.0.1'],
    signal: stop.signal,
    now: Date.now,
  })
  const knowledge = createKnowledge(settings, saved, versions, analyzer, Date.now)
  const sample: Post[] = []
  let asked = 0
  const counted: typeof knowledge = {
    ...knowledge,
    match: (post) => {
      asked += 1
      if (sample.length < SAMPLE) sample.push(post)
      return knowledge.match(post)
    },
  }
  const seen = { events: 0, matched: 0, memory: 0, heap: 0, lags: [] as number[], isWarm: false }
  const [stream] = plan.streams
  if (stream === undefined) throw new Error('no stream')
  const running = runStream(
    {
      store,
      settings,
      http,
      knowledge: counted,
      now: Date.now,
      signal: stop.signal,
      readFile: () => Promise.reject(new Error('no files')),
      listFolder: async () => undefined,
      secret: () => undefined,
      onProgress: () => {},
      random: Math.random,
      wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
      onStream: (news) => {
        if (news.what === 'broken') throw new Error(news.error)
        const usage = process.memoryUsage()
        seen.memory = Math.max(seen.memory, usage.rss)
        seen.heap = Math.max(seen.heap, usage.heapUsed)
        seen.events += news.events
        seen.matched += news.matched
        if (news.behindMs !== undefined && seen.isWarm) seen.lags.push(news.behindMs)
      },
    },
    stream,
    () => {},
  )
  const warm = QUICK ? 2 : 5
  await rest(warm)
  Object.assign(seen, { events: 0, matched: 0, memory: 0, heap: 0, isWarm: true })
  asked = 0
  const usage = process.cpuUsage()
  const from = performance.now()
  await rest(SECONDS)
  const { user, system } = process.cpuUsage(usage)
  const seconds = (performance.now() - from) / 1000
  const matching = asked
  const figures = { ...seen, seconds, processor: (user + system) / 1e6 }
  child.send('how many?')
  const [{ sent }] = (await once(child, 'message')) as [{ sent: number }]
  stop.abort()
  await running
  const { postsSeen = 0 } = (await store.channelState(stream.ref)) ?? {}
  child.disconnect()
  await http.close()
  await store.close()
  rmSync(folder, { recursive: true, force: true })
  const each = processorFor(() => sample.forEach(knowledge.match)) / sample.length
  return { ...figures, matching: matching * each, behind: sent - postsSeen }
}

/** Seconds of the processor; by the clock, other work on the machine would be counted as ours. */
function processorFor(work: () => void): number {
  const usage = process.cpuUsage()
  work()
  const { user, system } = process.cpuUsage(usage)
  return (user + system) / 1e6
}

function rest(seconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, seconds * 1000))
}

const whole = (value: number) => Math.round(value).toLocaleString('en')
const percent = (value: number) => `${(value * 100).toFixed(0)} %`
const megabytes = (value: number) => `${whole(value / 2 ** 20)} MB`

function report(name: string, figures: Figures): void {
  const { events, matched, seconds, processor, matching, memory, heap } = figures
  const lags = figures.lags.toSorted((a, b) => a - b)
  const at = (share: number) => `${whole(lags[Math.floor((lags.length - 1) * share)] ?? 0)} ms`
  console.log(
    `${name}: ${whole(events / seconds)} events/s over ${whole(seconds)} s, ${whole(matched)} matched and stored`,
  )
  console.log(
    `  processor ${percent(processor / seconds)} of a core (${whole(events / processor)} events a second of it), matching ${percent(matching / processor)} of that; memory ${megabytes(memory)}, heap ${megabytes(heap)}`,
  )
  console.log(`  from event to stored: median ${at(0.5)}, 95 of 100 ${at(0.95)}, most ${at(1)}`)
}

console.log(`machine: ${cpus()[0]?.model ?? 'unknown'}; node ${process.version}`)
console.log(
  `${whole(QUERIES)} queries, ${percent(SHARE)} of the posts hold a name that one is about`,
)
const steady = await listen(RATE)
report(`at ${whole(RATE)} events/s`, steady)
console.log(`  not read when the time was over: ${whole(Math.max(0, steady.behind))} events`)
report('as fast as they are taken', await listen(0))
