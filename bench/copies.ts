// Precision and recall of clusters of copies: `npm run bench copies [-- --show]`. Against equal texts alone, and
// against SimHash of 64 bits (Hamming distance at most 3) without verification.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createCopyReader } from '../src/analysis/fingerprints.ts'
import { textHash } from '../src/store/content-hash.ts'
import { openStore } from '../src/store/open.ts'
import { type CopySet, type KnownPost, readSets } from './_copies-sets.ts'
import { BENCH_POLICY } from './_posts.ts'

const NOW = Date.UTC(2026, 10, 1)
const PAGE = 500
const SHOW = process.argv.includes('--show')

/** Answers the cluster of every post of a set. */
type System = (set: CopySet) => readonly (string | number)[] | Promise<readonly (string | number)[]>

const SYSTEMS: Readonly<Record<string, System>> = {
  listen: clustersOfStore,
  'equal texts': ({ posts }) => posts.map(({ post }, at) => textHash(post) ?? `only ${at}`),
  'SimHash unverified': clustersOfSimHash,
}

/** The very way that a scan goes: pages saved into a store. */
async function clustersOfStore({ posts }: CopySet): Promise<readonly number[]> {
  const folder = mkdtempSync(join(tmpdir(), 'listen-copies-'))
  try {
    const store = await openStore({
      path: join(folder, 'copies.db'),
      policy: BENCH_POLICY,
      now: () => NOW,
    })
    const numbers: number[] = []
    const channel = { platform: 'bench', key: 'bench', source: 'bench', label: 'bench' }
    for (let start = 0; start < posts.length; start += PAGE) {
      const page = posts
        .slice(start, start + PAGE)
        .map(({ post, side }) => ({ post, side, addressed: true, mentions: [] }))
      const [saved] = await store.savePages([{ channel, at: NOW, posts: page, last: true }])
      for (const number of saved?.posts ?? []) numbers.push(number ?? -1)
    }
    const stored = await store.posts(numbers)
    await store.close()
    return stored.map(({ cluster, post }) => cluster ?? post)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Charikar 2002 over the same shingles; posts within three bits of an earlier one join it. All pairs. */
function clustersOfSimHash({ posts }: CopySet): readonly number[] {
  const reader = createCopyReader()
  const prints = posts.map(({ post }) => simHash(reader.read(post).shingles))
  const clusters: number[] = []
  for (const [at, print] of prints.entries()) {
    const other = print === undefined ? -1 : prints.findIndex((each) => isNear(print, each))
    clusters.push(other < 0 || other >= at ? at : (clusters[other] ?? at))
  }
  return clusters
}

type Bits = readonly [low: number, high: number]

function simHash(shingles: Uint32Array): Bits | undefined {
  if (shingles.length === 0) return undefined
  const sums = new Int32Array(64)
  for (const shingle of shingles) {
    const other = Math.imul(shingle ^ (shingle >>> 15), 0x2c1b3c6d) ^ (shingle >>> 7)
    for (let bit = 0; bit < 64; bit++) {
      const word = bit < 32 ? shingle : other
      sums[bit] = (sums[bit] ?? 0) + ((word >>> (bit % 32)) & 1 ? 1 : -1)
    }
  }
  const half = (from: number) =>
    Array.from({ length: 32 }, (_, bit) => ((sums[from + bit] ?? 0) > 0 ? 2 ** bit : 0)).reduce(
      (a, b) => a + b,
      0,
    )
  return [half(0), half(32)]
}

function isNear([low, high]: Bits, other: Bits | undefined): boolean {
  return other !== undefined && countBits(low ^ other[0]) + countBits(high ^ other[1]) <= 3
}

function countBits(word: number): number {
  let bits = word >>> 0
  bits -= (bits >>> 1) & 0x55555555
  bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333)
  return Math.imul((bits + (bits >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24
}

/** Pairs of posts that are in one cluster, truly, as said, and both. */
function countPairs(posts: readonly KnownPost[], said: readonly (string | number)[]) {
  const pairs = (keys: readonly (string | number)[]): number => {
    const counts = new Map<string | number, number>()
    for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1)
    return [...counts.values()].reduce((sum, n) => sum + (n * (n - 1)) / 2, 0)
  }
  const truth = posts.map((each) => each.truth)
  return {
    truth: pairs(truth),
    said: pairs(said),
    both: pairs(truth.map((key, at) => `${key}\n${said[at]}`)),
  }
}

/** What was wrongly put together, and what was left apart. */
function showMistakes({ posts }: CopySet, said: readonly (string | number)[]): void {
  const first = new Map<string | number, number>()
  let shown = 0
  for (const [at, key] of said.entries()) {
    const lead = first.get(key)
    if (lead === undefined) first.set(key, at)
    else if (posts[lead]?.truth !== posts[at]?.truth && shown++ < 15) {
      console.log('  together:', brief(posts[lead]), '|', brief(posts[at]))
    }
  }
  const missed = new Map<string, number>()
  const home = new Map<string, string | number>()
  for (const [at, { post, truth }] of posts.entries()) {
    const known = home.get(truth)
    if (known === undefined) home.set(truth, said[at] ?? at)
    else if (known !== said[at]) {
      const kind = post.id.replace(/^.*?\d+ (?=\D)/, '').replace(/ \d+$/, '')
      missed.set(kind, (missed.get(kind) ?? 0) + 1)
    }
  }
  for (const [kind, count] of missed) console.log(`  apart: ${count} ${kind}`)
}

function brief(known: KnownPost | undefined): string {
  return `${known?.post.id}: ${known?.post.text.slice(0, 90).replaceAll(/\s+/g, ' ')}`
}

for (const set of readSets()) {
  console.log(`\n${set.name}: ${set.posts.length} posts`)
  for (const [name, system] of Object.entries(SYSTEMS)) {
    const begun = process.cpuUsage()
    const said = await system(set)
    const { user, system: kernel } = process.cpuUsage(begun)
    const { truth, said: claimed, both } = countPairs(set.posts, said)
    console.log(
      ' ',
      name.padEnd(20),
      `precision ${(both / Math.max(1, claimed)).toFixed(4)} recall ${(both / truth).toFixed(4)}`,
      `(${both} of ${truth} pairs, ${claimed - both} wrong)`,
      `${((user + kernel) / set.posts.length).toFixed(0)} µs a post`,
    )
    if (SHOW && name === 'listen') showMistakes(set, said)
  }
}
