// How long the program takes to start, against an empty Node, in pairs that alternate.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

const PAIRS = process.argv.includes('--quick') ? 5 : 20
const program = resolve('bin/listen.js')
const folder = mkdtempSync(join(tmpdir(), 'listen-bench-'))

function time(args: readonly string[]): number {
  const begun = performance.now()
  const { status, stderr } = spawnSync(process.execPath, args, { cwd: folder })
  if (status !== 0) throw new Error(`${args.join(' ')} ended with ${status}: ${stderr}`)
  return performance.now() - begun
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
}

function compare(name: string, args: readonly string[]): void {
  const pairs = Array.from(
    { length: PAIRS + 1 },
    () => [time(['-e', '0']), time(args)] as const,
  ).slice(1)
  const base = median(pairs.map(([empty]) => empty))
  const own = median(pairs.map(([, ours]) => ours))
  const ratio = median(pairs.map(([empty, ours]) => ours / empty))
  console.log(
    `${name.padEnd(28)} ${own.toFixed(1).padStart(7)} ms   node -e 0 ${base.toFixed(1).padStart(6)} ms   ratio ${ratio.toFixed(2)}`,
  )
}

try {
  writeFileSync(
    join(folder, 'queries.yaml'),
    'version: 1\nstore: { path: ./s.db }\nqueries:\n  acme: { role: brand, match: acme }\nsources:\n  a: { type: feed, urls: [./a.xml] }\n',
  )
  const items = Array.from(
    { length: 50 },
    (_, n) =>
      `<item><guid>${n}</guid><title>Acme ${n}</title><pubDate>${new Date().toUTCString()}</pubDate></item>`,
  )
  writeFileSync(
    join(folder, 'a.xml'),
    `<rss version="2.0"><channel>${items.join('')}</channel></rss>`,
  )
  time([program, 'scan', '--quiet'])
  console.log(
    `${cpus()[0]?.model ?? 'unknown processor'}, Node ${process.versions.node}, medians of ${PAIRS} pairs`,
  )
  compare('listen --version', [program, '--version'])
  compare('listen --help', [program, '--help'])
  compare('listen search (50 posts)', [program, 'search', 'acme'])
  compare('listen queue (50 posts)', [program, 'queue'])
} finally {
  rmSync(folder, { recursive: true, force: true })
}
