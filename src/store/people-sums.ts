import type { Database } from './database.ts'
import type { PeopleFilter, PeopleOrder } from './dialogue-store.ts'
import {
  feelingOf,
  hasIntent,
  isAddressed,
  labelOf,
  type Place,
  type PostColumns,
} from './rollup-columns.ts'
import { readDays } from './rollups.ts'

/** What one person said that concerns us, in numbers. */
export interface PersonSums {
  readonly person: number
  posts: number
  addressed: number
  positive: number
  negative: number
  praise: number
  first_at: number
  last_at: number
}

const COMPARE: Readonly<Record<PeopleOrder, (a: PersonSums, b: PersonSums) => number>> = {
  posts: (a, b) => b.posts - a.posts,
  positive: (a, b) => b.positive - a.positive || b.posts - a.posts,
  negative: (a, b) => b.negative - a.negative || b.posts - a.posts,
  first: (a, b) => b.first_at - a.first_at,
  last: (a, b) => b.last_at - a.last_at,
}

/** The first of each order, none twice; counted from the columns of the days. Linked authors are one person. */
export function sumPeople(db: Database, filter: PeopleFilter): readonly PersonSums[] {
  const { from = 0, to = Number.MAX_SAFE_INTEGER, minPosts = 1, limit = 1000 } = filter
  // The second of an instant decides, as it does in ids.
  const period = { from: Math.floor(from / 1000) * 1000, to: Math.floor(to / 1000) * 1000 }
  const all = db.read(() => {
    const linked = new Map(
      db.sql('SELECT id, person FROM authors WHERE person IS NOT NULL').raw().all() as [
        number,
        number,
      ][],
    )
    const sums = new Map<number, PersonSums>()
    for (const chunk of readDays(db, period)) addChunk(sums, chunk, period, linked)
    return [...sums.values()].filter(({ posts }) => posts >= minPosts)
  })
  const orders = filter.orders ?? [filter.order ?? 'posts']
  const found = orders.flatMap((order) =>
    all.sort((a, b) => COMPARE[order](a, b) || a.person - b.person).slice(0, limit),
  )
  return [...new Set(found)]
}

function addChunk(
  sums: Map<number, PersonSums>,
  chunk: PostColumns,
  { from, to }: { readonly from: number; readonly to: number },
  linked: ReadonlyMap<number, number>,
): void {
  const { base, count, offsets, authors, traits, places, placeOf } = chunk
  const isTheirs = places.map(([, , , side]: Place) => side === 'theirs')
  for (let at = 0; at < count; at++) {
    const instant = base + (offsets[at] as number)
    const author = authors[at] as number
    if (author === 0 || instant < from || instant >= to) continue
    if (isTheirs[placeOf[at] as number] !== true) continue
    const person = linked.get(author) ?? author
    let sum = sums.get(person)
    if (sum === undefined) {
      sum = newSums(person, instant)
      sums.set(person, sum)
    }
    addPost(sum, traits[at] as number, instant)
  }
}

function newSums(person: number, at: number): PersonSums {
  return {
    person,
    posts: 0,
    addressed: 0,
    positive: 0,
    negative: 0,
    praise: 0,
    first_at: at,
    last_at: at,
  }
}

function addPost(sum: PersonSums, traits: number, at: number): void {
  const label = labelOf(feelingOf(traits))
  sum.posts++
  if (isAddressed(traits)) sum.addressed++
  if (label === 'positive') sum.positive++
  if (label === 'negative') sum.negative++
  if (hasIntent(traits, 'praise')) sum.praise++
  if (at < sum.first_at) sum.first_at = at
  if (at > sum.last_at) sum.last_at = at
}
