import { decomposeChange, type Movement } from '../metrics/decompose.ts'
import type { StoredPost } from '../store/store.ts'
import { numberColumn, textColumn } from './columns.ts'
import type { TableBlock } from './document.ts'
import { clusterOf, nameOfAuthor } from './scope.ts'

const SHOWN = 8

/** Why a count of posts moved: by source, author, duplicate cluster and query version. */
export function explainMovement(
  now: readonly StoredPost[],
  before: readonly StoredPost[],
): Movement {
  const all = [...now, ...before]
  const sizes = countBy(all.map(clusterOf))
  const versions = versionsOf(all)
  const facetsOf = (post: StoredPost) => ({
    source: post.source,
    author: nameOfAuthor(post),
    // A post without copies explains nothing as a cluster, a query that never changed nothing as a version.
    ...((sizes.get(clusterOf(post)) ?? 0) > 1 ? { cluster: `#${clusterOf(post)}` } : {}),
    ...versionFacet(post, versions),
  })
  return decomposeChange([
    ...before.map((post) => ({ period: 'before' as const, facets: facetsOf(post) })),
    ...now.map((post) => ({ period: 'now' as const, facets: facetsOf(post) })),
  ])
}

function countBy<Key>(keys: readonly Key[]): ReadonlyMap<Key, number> {
  const counts = new Map<Key, number>()
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1)
  return counts
}

function versionsOf(posts: readonly StoredPost[]): ReadonlyMap<string, ReadonlySet<number>> {
  const versions = new Map<string, Set<number>>()
  for (const { query, version } of posts.flatMap(({ mentions }) => mentions))
    versions.set(query, (versions.get(query) ?? new Set()).add(version))
  return versions
}

function versionFacet(
  post: StoredPost,
  versions: ReadonlyMap<string, ReadonlySet<number>>,
): Readonly<Record<string, string>> {
  const changed = post.mentions.find(({ query }) => (versions.get(query)?.size ?? 0) > 1)
  return changed === undefined ? {} : { 'query version': `${changed.query} v${changed.version}` }
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
    more: 'listen search source:NAME · author:NAME · listen show NUMBER for a cluster',
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
