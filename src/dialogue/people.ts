import { createZoneClock, type ZoneClock } from '../format/time.ts'
import {
  isAdvocate,
  type LadderEvidence,
  type LadderPlace,
  placeOnLadder,
} from '../ledger/ladder.ts'
import { type Rate, rateOf } from '../metrics/intervals.ts'
import type { Instant } from '../model/post.ts'
import type { PersonSummary } from '../store/dialogue-store.ts'
import type { Store, StoredPost } from '../store/store.ts'
import { deedsOf, type PostPlace, saysThanks } from './deeds.ts'

export type PersonGroup = 'advocate' | 'detractor' | 'newcomer' | 'lapsed' | 'other'

export interface PersonRow {
  readonly summary: PersonSummary
  readonly name: string
  readonly place: LadderPlace
  readonly group: PersonGroup
  /** Their latest post that concerns us. */
  readonly latest?: StoredPost
}

export interface PeopleView {
  readonly rows: readonly PersonRow[]
  /** advocates ÷ (advocates + detractors) among people active in 90 days: a proxy for would-recommend surveys. */
  readonly advocateShare?: Rate
  readonly counts: Readonly<Record<PersonGroup, number>>
}

export interface PeopleRequest {
  readonly now: Instant
  readonly zone: string
  /** How many people are read, those with most posts first. */
  readonly most?: number
}

const DAY = 86_400_000
const YEAR = 365 * DAY
const ACTIVE = 90 * DAY
const NEW = 30 * DAY
const POSTS_OF_ONE = 200

/** People with their step and the posts that justify it, strongest advocates first, then who needs care. */
export async function readPeople(store: Store, request: PeopleRequest): Promise<PeopleView> {
  const { now, zone, most = 500 } = request
  const clock = createZoneClock(zone)
  const threads = createThreadReader(store)
  const rows: PersonRow[] = []
  for (const summary of await candidates(store, now, most)) {
    rows.push(await readPerson(store, summary, { now, clock, threads }))
  }
  const active = rows.filter((row) => (row.summary.lastAt ?? 0) > now - ACTIVE)
  const advocates = active.filter((row) => row.group === 'advocate').length
  const detractors = active.filter((row) => row.group === 'detractor').length
  const advocateShare = rateOf(advocates, advocates + detractors)
  return {
    rows: rows.sort(compareRows),
    ...(advocateShare === undefined ? {} : { advocateShare }),
    counts: countGroups(rows),
  }
}

/** Who said most, praised most, is unhappiest, is new, or likes what we say: each list in part, so that none hides another. */
async function candidates(
  store: Store,
  now: Instant,
  most: number,
): Promise<readonly PersonSummary[]> {
  const found = new Map<number, PersonSummary>()
  const period = { from: now - YEAR, to: now + 1 }
  const orders = ['posts', 'positive', 'negative', 'first'] as const
  for (const person of await store.people({ ...period, orders, limit: Math.ceil(most / 4) })) {
    found.set(person.person, person)
  }
  for (const person of await store.approvers({ from: period.from, limit: Math.ceil(most / 4) })) {
    if (!found.has(person.person)) found.set(person.person, person)
  }
  return [...found.values()]
}

export interface PersonReading {
  readonly now: Instant
  readonly clock: ZoneClock
  readonly threads: ThreadReader
}

export async function readPerson(
  store: Store,
  summary: PersonSummary,
  reading: PersonReading,
): Promise<PersonRow> {
  const posts = await store.personPosts(summary.person, POSTS_OF_ONE)
  const evidence = await evidenceOf(store, summary.person, posts, reading)
  const place = placeOnLadder(evidence, reading.now)
  const latest = posts.find((post) => post.mentions.length > 0 || post.addressed)
  return {
    summary,
    name: nameOf(summary),
    place,
    group: groupOf(summary, place, posts, reading.now),
    ...(latest === undefined ? {} : { latest }),
  }
}

export function nameOf(summary: PersonSummary): string {
  const [author] = summary.authors
  return author?.name ?? author?.handle ?? author?.id ?? `person ${summary.person}`
}

/** What a person did for us: by their posts, and by liking and sharing ours. */
export async function evidenceOf(
  store: Store,
  person: number,
  posts: readonly StoredPost[],
  reading: PersonReading,
): Promise<readonly LadderEvidence[]> {
  const places: PostPlace[] = []
  for (const post of posts) places.push(await reading.threads(post))
  const likes = (await store.approvals(person)).map(
    ({ post, at }): LadderEvidence => ({ deed: 'like', post, at, day: reading.clock.day(at) }),
  )
  return [...deedsOf(places, reading.clock), ...likes]
}

export type ThreadReader = (post: StoredPost) => Promise<PostPlace>

/** Reads each thread once; who began a conversation needs no reading. */
export function createThreadReader(store: Store): ThreadReader {
  const read = new Map<number, Promise<readonly StoredPost[]>>()
  return async (post) => {
    if (post.threadNumber === undefined || post.parent === undefined) return { post }
    let posts = read.get(post.threadNumber)
    if (posts === undefined) {
      posts = store.thread(post.threadNumber).then((thread) => thread.posts)
      read.set(post.threadNumber, posts)
    }
    return placeIn(post, await posts)
  }
}

function placeIn(post: StoredPost, posts: readonly StoredPost[]): PostPlace {
  const starter = posts.find((each) => each.side === 'theirs')
  if (starter === undefined || starter.post === post.post) return { post }
  const at = post.publishedAt ?? post.collectedAt
  const wasThanked = posts.some(
    (each) =>
      each.author?.id === starter.author?.id &&
      (each.publishedAt ?? each.collectedAt) > at &&
      saysThanks(each),
  )
  return { post, starter, wasThanked }
}

function groupOf(
  summary: PersonSummary,
  place: LadderPlace,
  posts: readonly StoredPost[],
  now: Instant,
): PersonGroup {
  if (place.lapsed && place.nextStep === 'win-back') return 'lapsed'
  if (isDetractor(summary, posts)) return 'detractor'
  if (isAdvocate(place)) return 'advocate'
  return (summary.firstAt ?? 0) > now - NEW ? 'newcomer' : 'other'
}

/** Unhappy more often than not, and unhappy in their latest word. */
function isDetractor(summary: PersonSummary, posts: readonly StoredPost[]): boolean {
  const latest = posts.find(
    (post) => post.sentiment !== undefined && post.sentiment.label !== 'neutral',
  )
  return summary.negative > summary.positive && latest?.sentiment?.label === 'negative'
}

const GROUPS: readonly PersonGroup[] = ['advocate', 'detractor', 'lapsed', 'newcomer', 'other']

function compareRows(a: PersonRow, b: PersonRow): number {
  return (
    GROUPS.indexOf(a.group) - GROUPS.indexOf(b.group) ||
    b.place.strength - a.place.strength ||
    b.summary.posts - a.summary.posts ||
    a.summary.person - b.summary.person
  )
}

function countGroups(rows: readonly PersonRow[]): PeopleView['counts'] {
  const counts: Record<PersonGroup, number> = {
    advocate: 0,
    detractor: 0,
    newcomer: 0,
    lapsed: 0,
    other: 0,
  }
  for (const { group } of rows) counts[group] += 1
  return counts
}
