import { type Candidates, selectFrom } from './candidates.ts'
import type { Database } from './database.ts'
import { addTo, type FacetGroup, newGroup, toFacetCount } from './facet-groups.ts'
import { feelingOf, isCorrected, type PostColumns } from './rollup-columns.ts'
import { readPosts } from './rollup-reading.ts'
import { findMatching } from './search.ts'
import type { Facet, FacetCount, Period, SearchRequest } from './store.ts'
import { dayReader } from './zone-days.ts'

/**
 * Posts, people and clusters by key, for several facets of posts that are read once; most posts first, days in order.
 * A post may count under several queries, once under a role.
 */
export async function countFacets<Name extends Facet>(
  db: Database,
  facets: readonly Name[],
  request: SearchRequest,
): Promise<Readonly<Record<Name, readonly FacetCount[]>>> {
  const matching = await findMatching(db, request)
  return db.read(() => {
    const { chunks, period } = readPosts(db, request, matching)
    const counts = facets.map((facet) => {
      const groups = createGroups()
      const find = createFinder(db, facet, request, matching, groups)
      for (const chunk of chunks) countChunk(chunk, period, request.side, find(chunk))
      return [facet, groups.list().sort(facet === 'day' ? byKey : byPosts)]
    })
    return Object.fromEntries(counts) as Record<Name, readonly FacetCount[]>
  })
}

interface Groups {
  get(key: string): FacetGroup
  list(): FacetCount[]
}

function createGroups(): Groups {
  const groups = new Map<string, FacetGroup>()
  return {
    get: (key) => {
      const group = groups.get(key) ?? newGroup()
      groups.set(key, group)
      return group
    },
    list: () =>
      [...groups]
        .filter(([, { posts }]) => posts > 0)
        .map(([key, group]) => toFacetCount(key, group)),
  }
}

/** Where a post counts, and its feeling there; 0: the feeling of the post. */
interface Target {
  readonly group: FacetGroup
  readonly feeling: number
}

/** Where the posts of a chunk count: worked out once for what many have in common. */
interface Found {
  readonly targets: readonly (readonly Target[])[]
  /** Index into `targets`, by post. */
  readonly of: ArrayLike<number>
}

type Finder = (chunk: PostColumns) => Found

function countChunk(
  chunk: PostColumns,
  period: Period | undefined,
  wanted: string | undefined,
  found: Found,
): void {
  const { base, count, offsets, authors, clusters, traits, placeOf } = chunk
  const isWanted = chunk.places.map(([, , , side]) => wanted === undefined || side === wanted)
  const from = period === undefined ? Number.NEGATIVE_INFINITY : period.from - base
  const to = period === undefined ? Number.POSITIVE_INFINITY : period.to - base
  const { targets, of } = found
  for (let at = 0; at < count; at++) {
    const offset = offsets[at] as number
    if (offset < from || offset >= to || !isWanted[placeOf[at] as number]) continue
    const trait = traits[at] as number
    const places = targets[of[at] as number] as readonly Target[]
    for (let place = 0; place < places.length; place++) {
      const { group, feeling } = places[place] as Target
      const felt = feeling === 0 || isCorrected(trait) ? feelingOf(trait) : feeling
      addTo(group, authors[at] as number, clusters[at] as number, felt)
    }
  }
}

function createFinder(
  db: Database,
  facet: Facet,
  request: SearchRequest,
  matching: Candidates,
  groups: Groups,
): Finder {
  switch (facet) {
    case 'query':
    case 'role':
      return findByQuery(namesOf(db, facet), groups)
    case 'day':
      return findByDay(request.zone, groups)
    case 'source':
      return findByPlace(0, groups)
    case 'platform':
      return findByPlace(1, groups)
    case 'lang':
      return findByPlace(2, groups)
    default:
      return findByNumber(keysOf(db, facet, matching), groups)
  }
}

function namesOf(db: Database, facet: 'query' | 'role'): ReadonlyMap<number, string> {
  const text = facet === 'query' ? 'SELECT id, name FROM queries' : 'SELECT id, role FROM queries'
  return new Map(db.sql(text).raw().all() as [number, string][])
}

function findByQuery(names: ReadonlyMap<number, string>, groups: Groups): Finder {
  return ({ matches, matchOf }) => {
    const targets = matches.map((match) => {
      const found = new Map<string, Target>()
      for (const [query, , feeling] of match) {
        const name = names.get(query) ?? ''
        if (!found.has(name)) found.set(name, { group: groups.get(name), feeling })
      }
      return [...found.values()]
    })
    return { targets, of: matchOf }
  }
}

function findByPlace(part: 0 | 1 | 2, groups: Groups): Finder {
  return ({ places, placeOf }) => ({
    targets: places.map((place) => [{ group: groups.get(place[part]), feeling: 0 }]),
    of: placeOf,
  })
}

const QUARTER = 900_000

/** Offsets of zones change at quarters of an hour only, so a quarter's day is looked up once. */
function findByDay(zone: string, groups: Groups): Finder {
  const dayOf = dayReader(zone)
  return ({ base, count, offsets }) => {
    const targets: Target[][] = []
    const known = new Map<number, number>()
    const of = new Uint32Array(count)
    for (let at = 0; at < count; at++) {
      const quarter = Math.floor((base + (offsets[at] as number)) / QUARTER)
      let index = known.get(quarter)
      if (index === undefined) {
        index = targets.push([{ group: groups.get(dayOf(quarter * QUARTER)), feeling: 0 }]) - 1
        known.set(quarter, index)
      }
      of[at] = index
    }
    return { targets, of }
  }
}

function findByNumber(keys: ReadonlyMap<number, string>, groups: Groups): Finder {
  return ({ numbers }) => ({
    targets: Array.from(numbers, (number) => [
      { group: groups.get(keys.get(number) ?? ''), feeling: 0 },
    ]),
    of: Array.from(numbers, (_, at) => at),
  })
}

/** What is not in the columns, by the number of the post. */
function keysOf(
  db: Database,
  facet: 'site' | 'author',
  matching: Candidates,
): ReadonlyMap<number, string> {
  const [join, key] =
    facet === 'site'
      ? ['', "coalesce(p.site, '')"]
      : [' LEFT JOIN authors a ON a.id = p.author', "coalesce(a.handle, a.name, a.native_id, '')"]
  const joined = { ...matching, from: `${matching.from}${join}` }
  const { text, values } = selectFrom(joined, `p.number, ${key}`)
  return new Map(
    db
      .sql(text)
      .raw()
      .all(...values) as [number, string][],
  )
}

function byKey(a: FacetCount, b: FacetCount): number {
  return a.key < b.key ? -1 : 1
}

function byPosts(a: FacetCount, b: FacetCount): number {
  return b.posts - a.posts || byKey(a, b)
}
