import { decomposeCounts, type Movement } from '../metrics/decompose.ts'
import type { Store, Voice } from '../store/store.ts'
import { numberColumn, textColumn } from './columns.ts'
import type { TableBlock } from './document.ts'

const SHOWN = 8

/** Authors that are called by name: the strongest of each direction. */
const NAMED = 50

interface Sums {
  readonly dimension: string
  readonly value: string
  before: number
  now: number
}

/** Why a count of posts moved: by source, author, duplicate cluster and query version. */
export async function explainMovement(
  store: Pick<Store, 'authorNames'>,
  now: readonly Voice[],
  before: readonly Voice[],
): Promise<Movement> {
  const sums = [
    ...sumBy(now, before, 'source', ({ source }) => source),
    // A post without copies explains nothing as a cluster, a query that never changed nothing as a version.
    ...sumBy(now, before, 'cluster', ({ cluster }) => cluster)
      .filter((sum) => sum.before + sum.now > 1)
      .map((sum) => ({ ...sum, value: `#${sum.value}` })),
    ...versionSums(now, before),
  ]
  const authors = await nameAuthors(store, authorSums(now, before))
  return decomposeCounts([...sums, ...authors], { before: before.length, now: now.length })
}

function sumBy(
  now: readonly Voice[],
  before: readonly Voice[],
  dimension: string,
  keyOf: (voice: Voice) => string | number | undefined,
): readonly Sums[] {
  const sums = new Map<string | number, Sums>()
  const add = (voices: readonly Voice[], side: 'before' | 'now') => {
    for (const voice of voices) {
      const value = keyOf(voice)
      if (value === undefined) continue
      const sum = sums.get(value) ?? { dimension, value: String(value), before: 0, now: 0 }
      sums.set(value, sum)
      sum[side] += 1
    }
  }
  add(before, 'before')
  add(now, 'now')
  return [...sums.values()]
}

function versionSums(now: readonly Voice[], before: readonly Voice[]): readonly Sums[] {
  const versions = new Map<string, Set<number>>()
  for (const { mentions } of [...before, ...now])
    for (const { query, version } of mentions)
      versions.set(query, (versions.get(query) ?? new Set()).add(version))
  if ([...versions.values()].every(({ size }) => size < 2)) return []
  return sumBy(now, before, 'query version', ({ mentions }) => {
    const changed = mentions.find(({ query }) => (versions.get(query)?.size ?? 0) > 1)
    return changed === undefined ? undefined : `${changed.query} v${changed.version}`
  })
}

/** The strongest of each direction; who has no name is one group. */
function authorSums(now: readonly Voice[], before: readonly Voice[]): readonly Sums[] {
  const sums = sumBy(now, before, 'author', ({ person }) => (isAuthor(person) ? person : 'unknown'))
    .filter((sum) => sum.now !== sum.before)
    .sort((a, b) => b.now - b.before - (a.now - a.before) || Number(a.value) - Number(b.value))
  return sums.length <= 2 * NAMED ? sums : [...sums.slice(0, NAMED), ...sums.slice(-NAMED)]
}

function isAuthor(person: string | number): person is number {
  return typeof person === 'number' && person > 0
}

async function nameAuthors(
  store: Pick<Store, 'authorNames'>,
  sums: readonly Sums[],
): Promise<readonly Sums[]> {
  const numbers = sums.map(({ value }) => Number(value)).filter((number) => number > 0)
  const names = await store.authorNames(numbers)
  return sums.map((sum) => ({ ...sum, value: names.get(Number(sum.value)) ?? 'unknown' }))
}

/** The strongest drivers of a movement as a table. */
export function moversTable(
  name: string,
  title: string,
  movement: Movement,
  most = SHOWN,
): TableBlock {
  const drivers = movement.drivers.filter(({ change }) => change !== 0).slice(0, most)
  return {
    kind: 'table',
    name,
    title,
    columns: [
      textColumn('dimension', 'by'),
      textColumn('value', 'driver'),
      numberColumn('before'),
      numberColumn('now'),
      numberColumn('change', 'change', 'signed'),
      numberColumn('points', 'points of the change in %', 'signed'),
    ],
    rows: drivers.map((driver) => [
      driver.dimension,
      driver.value,
      driver.before,
      driver.now,
      driver.change,
      driver.points ?? null,
    ]),
    empty: 'Nothing moved.',
    more: 'listen search source:NAME --side theirs · listen search author:NAME · listen search cluster:NUMBER',
  }
}

/** The main driver in words: "most of it by source hn (+12)"; undefined where nothing moved, or nothing was before. */
export function mainDriver(movement: Movement): string | undefined {
  if (movement.before === 0) return undefined
  const sign = Math.sign(movement.change)
  const driver = movement.drivers.find(({ change }) => sign !== 0 && Math.sign(change) === sign)
  if (driver === undefined) return undefined
  return `${driver.dimension} ${driver.value} (${driver.change > 0 ? '+' : '−'}${Math.abs(driver.change)})`
}
