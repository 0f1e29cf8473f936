import { type Candidates, selectFrom } from './candidates.ts'
import type { Database } from './database.ts'
import { findMatching } from './search.ts'
import type { Facet, FacetCount, SearchRequest } from './store.ts'

/** What gives a facet's key: an expression over posts, or one that needs the mentions. */
const KEYS: Readonly<
  Record<Facet, { readonly key: string; readonly join?: string; readonly sentiment?: string }>
> = {
  query: {
    key: 'q.name',
    join: ' JOIN mentions n ON n.post = p.id JOIN queries q ON q.id = n.query',
    sentiment: 'coalesce(n.sentiment, p.sentiment)',
  },
  role: {
    key: 'q.role',
    join: ' JOIN mentions n ON n.post = p.id JOIN queries q ON q.id = n.query',
    sentiment: 'coalesce(n.sentiment, p.sentiment)',
  },
  day: { key: 'min(coalesce(p.published, p.collected), p.collected)' },
  source: { key: 'p.source' },
  platform: { key: 'p.platform' },
  lang: { key: "coalesce(p.lang, '')" },
  site: { key: "coalesce(p.site, '')" },
  author: {
    key: "coalesce(a.handle, a.name, a.native_id, '')",
    join: ' LEFT JOIN authors a ON a.id = p.author',
  },
}

type FacetRow = readonly [
  key: string | number,
  post: number,
  author: number | null,
  cluster: number | null,
  sentiment: string | null,
]

/** Posts, people and clusters by key, most posts first; days in order. A post may count under several queries, once under a role. */
export async function countFacets(
  db: Database,
  facet: Facet,
  request: SearchRequest,
): Promise<readonly FacetCount[]> {
  const matching = await findMatching(db, request)
  const toKey = facet === 'day' ? dayReader(request.zone) : String
  const counts = new Map<string, Count>()
  for (const [key, post, author, cluster, sentiment] of facetRows(db, facet, matching)) {
    const name = toKey(key)
    const count = counts.get(name) ?? newCount()
    counts.set(name, count)
    addTo(count, post, author, cluster, sentiment)
  }
  return [...counts]
    .map(([key, count]) => toFacetCount(key, count))
    .sort(facet === 'day' ? byKey : byPosts)
}

function facetRows(
  db: Database,
  facet: Facet,
  matching: Candidates | readonly number[],
): Iterable<FacetRow> {
  const { key, join = '', sentiment = 'p.sentiment' } = KEYS[facet]
  const candidates: Candidates =
    'from' in matching
      ? matching
      : {
          from: 'json_each(?) j CROSS JOIN posts p ON p.id = j.value',
          where: [],
          values: [JSON.stringify(matching)],
          id: 'p.id',
        }
  const text = selectFrom(
    { ...candidates, from: `${candidates.from}${join}` },
    `${key}, p.number, p.author, p.cluster, ${sentiment}`,
  )
  return db
    .sql(text)
    .raw()
    .iterate(...candidates.values) as Iterable<FacetRow>
}

interface Count {
  readonly posts: Set<number>
  readonly people: Set<number>
  readonly clusters: Set<number>
  readonly feelings: Record<'negative' | 'neutral' | 'positive' | 'unscored', number>
}

function newCount(): Count {
  return {
    posts: new Set(),
    people: new Set(),
    clusters: new Set(),
    feelings: { negative: 0, neutral: 0, positive: 0, unscored: 0 },
  }
}

/** A post without an author is a person of its own, one without copies a cluster of its own. */
function addTo(
  count: Count,
  post: number,
  author: number | null,
  cluster: number | null,
  sentiment: string | null,
): void {
  if (count.posts.has(post)) return
  count.posts.add(post)
  count.people.add(author ?? -post)
  count.clusters.add(cluster ?? -post)
  count.feelings[(sentiment ?? 'unscored') as keyof Count['feelings']]++
}

function toFacetCount(key: string, count: Count): FacetCount {
  return {
    key,
    posts: count.posts.size,
    people: count.people.size,
    clusters: count.clusters.size,
    ...count.feelings,
  }
}

function byKey(a: FacetCount, b: FacetCount): number {
  return a.key < b.key ? -1 : 1
}

function byPosts(a: FacetCount, b: FacetCount): number {
  return b.posts - a.posts || byKey(a, b)
}

const QUARTER = 900_000

/** The day of an instant in a zone, as YYYY-MM-DD. Offsets change at quarters of an hour only, so a quarter is looked up once. */
function dayReader(zone: string): (instant: string | number) => string {
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  })
  const days = new Map<number, string>()
  return (instant) => {
    const quarter = Math.floor(Number(instant) / QUARTER)
    const day = days.get(quarter) ?? format.format(quarter * QUARTER)
    days.set(quarter, day)
    return day
  }
}
