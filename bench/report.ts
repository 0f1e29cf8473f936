// What reports, the digest and the export cost in a store of a million posts over a year, as whole processes in turns
// with their baselines: an empty Node for the start, `sqlite3 -csv` for the export.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, openSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { BIG_NOW, openConfiguredStore } from './_big-store.ts'

const COUNT = Number(process.argv[2] ?? 1_000_000)
const ROUNDS = Number(process.argv[3] ?? 5)
const PROGRAM = resolve('bin/listen.js')
const AS_OF = new Date(BIG_NOW).toISOString()

const REPORTS = [
  ['overview', 400],
  ['volume', 1000],
  ['sentiment', 1000],
  ['share-of-voice', 1000],
  ['topics', 2000],
  ['response', 1000],
  ['community', 1000],
  ['people', 1000],
  ['competitors', 1000],
  ['feedback', 1000],
  ['sources', 1000],
  ['queries', 1000],
] as const

/** The columns of the native CSV in plain SQL; zones, guards and corrections are left to listen. */
const EXPORT_SQL = `
SELECT p.number, strftime('%Y-%m-%dT%H:%M:%SZ', p.published / 1000, 'unixepoch'),
  strftime('%Y-%m-%dT%H:%M:%SZ', p.published / 1000, 'unixepoch'), p.precision,
  strftime('%Y-%m-%dT%H:%M:%SZ', p.collected / 1000, 'unixepoch'),
  strftime('%Y-%m-%dT%H:%M:%SZ', p.collected / 1000, 'unixepoch'),
  p.platform, p.source, t.native_id, p.kind, t.url, t.title, t.text, p.lang, a.native_id, a.handle, a.name, a.followers,
  p.side, p.addressed,
  (SELECT group_concat(q.name, ' | ') FROM mentions m JOIN queries q ON q.id = m.query WHERE m.post = p.id),
  coalesce(p.sentiment, 'unscored'), p.score, t.analysis ->> '$.sentiment.confidence',
  (SELECT group_concat(i.intent, ' | ') FROM post_intents i WHERE i.post = p.id),
  p.rating, p.likes, p.replies, p.shares, p.views, t.details ->> '$.thread', t.details ->> '$.parent', s.status,
  (SELECT group_concat(f.flag, ' | ') FROM flags f WHERE f.post = p.id),
  (SELECT group_concat(l.label, ' | ') FROM labels l WHERE l.post = p.id),
  s.assigned, p.cluster, t.details ->> '$.tags', t.details ->> '$.links'
FROM posts p JOIN post_texts t ON t.post = p.id
  LEFT JOIN authors a ON a.id = p.author LEFT JOIN thread_states s ON s.thread = p.thread
WHERE p.wanted = 1 AND p.muted = 0 ORDER BY p.id;`

interface Run {
  /** Milliseconds by the clock on the wall. */
  readonly wall: number
  /** Milliseconds of the processor, which a busy machine disturbs less. */
  readonly processor: number
  /** Largest memory in MB. */
  readonly memory: number
}

/** Runs a program under time(1), its output into a file or nowhere. */
function run(command: string, args: readonly string[], input = '', output = '/dev/null'): Run {
  const file = openSync(output, 'w')
  const begun = performance.now()
  const { status, stderr } = spawnSync('/usr/bin/time', ['-f', '\n%U %S %M', command, ...args], {
    cwd: folder,
    input,
    stdio: ['pipe', file, 'pipe'],
    maxBuffer: 2 ** 26,
  })
  const wall = performance.now() - begun
  const text = stderr.toString()
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${status}: ${text}`)
  const [user = 0, system = 0, kilobytes = 0] = (text.trim().split('\n').at(-1) ?? '')
    .split(' ')
    .map(Number)
  return { wall, processor: (user + system) * 1000, memory: kilobytes / 1024 }
}

function listen(...args: readonly string[]): Run {
  return run(process.execPath, [PROGRAM, ...args, '--as-of', AS_OF])
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
}

function say(name: string, own: readonly Run[], base: readonly Run[], most: number): void {
  const above = (part: 'wall' | 'processor') =>
    median(own.map((each, at) => each[part] - (base[at]?.[part] ?? 0)))
  const memory = Math.max(...own.map((each) => each.memory))
  const holds = above('wall') < most ? 'holds' : 'FAILS'
  console.log(
    `${name.padEnd(22)} ${above('wall').toFixed(0).padStart(6)} ms above start-up (processor ${above('processor').toFixed(0).padStart(6)} ms)  ${memory.toFixed(0).padStart(4)} MB   under ${most} ms: ${holds}`,
  )
}

function compare(name: string, most: number, args: readonly string[]): void {
  const rounds = Array.from(
    { length: ROUNDS + 1 },
    () => [run(process.execPath, ['-e', '0']), listen(...args)] as const,
  ).slice(1)
  say(
    name,
    rounds.map(([, own]) => own),
    rounds.map(([base]) => base),
    most,
  )
}

/** In turns, so that both meet the same machine. */
function compareExport(path: string): void {
  const own: Run[] = []
  const base: Run[] = []
  const ours = join(folder, 'ours.csv')
  const theirs = join(folder, 'theirs.csv')
  for (let round = 0; round < Math.min(ROUNDS, 3); round++) {
    base.push(run('sqlite3', ['-csv', '-header', '-readonly', path], EXPORT_SQL, theirs))
    own.push(run(process.execPath, [PROGRAM, 'export', '--as-of', AS_OF], '', ours))
  }
  const ratio = (part: 'wall' | 'processor') =>
    median(own.map((each, at) => (base[at]?.[part] ?? 0) / each[part]))
  const memory = Math.max(...own.map((each) => each.memory))
  const megabytes = (file: string) => `${(statSync(file).size / 2 ** 20).toFixed(0)} MB`
  console.log(
    `export CSV of everything: ${(median(own.map(({ wall }) => wall)) / 1000).toFixed(1)} s for ${megabytes(ours)}, sqlite3 -csv ${(median(base.map(({ wall }) => wall)) / 1000).toFixed(1)} s for ${megabytes(theirs)}`,
  )
  console.log(
    `speed ${ratio('wall').toFixed(2)} of sqlite3 -csv (processor ${ratio('processor').toFixed(2)}), at least 0.30: ${ratio('wall') >= 0.3 ? 'holds' : 'FAILS'}; ${memory.toFixed(0)} MB, under 150 MB: ${memory < 150 ? 'holds' : 'FAILS'}`,
  )
}

const folder = mkdtempSync(join(tmpdir(), 'listen-bench-'))
try {
  const queries =
    'queries:\n  acme: { role: brand, match: acme }\n  globex: { role: competitor, match: globex }\n  initech: { role: competitor, match: initech }\n'
  const rest = `brand: { name: Acme }\n${queries}sources:\n  a: { type: feed, urls: [./a.xml] }\n`
  const path = await openConfiguredStore(COUNT, `version: 1\n${rest}`)
  writeFileSync(join(folder, 'queries.yaml'), `version: 1\nstore: { path: ${path} }\n${rest}`)
  console.log(
    `reports: ${COUNT} posts over 12 months, 30 days asked for, ${ROUNDS} rounds · ${cpus()[0]?.model} · Node ${process.version}`,
  )
  for (const [name, most] of REPORTS) compare(`report ${name}`, most, ['report', name])
  compare('digest of a day', 1000, ['digest', '--since', '1d'])
  compareExport(path)
} finally {
  rmSync(folder, { recursive: true, force: true })
}
