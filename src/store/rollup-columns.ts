import { INTENTS, type IntentName, type SentimentLabel } from '../model/mention.ts'
import { type Candidates, selectFrom } from './candidates.ts'
import type { Database } from './database.ts'
import { POSTS_A_SECOND } from './post-id.ts'

/**
 * The narrow facts of posts in columns, oldest first: what reports count, without the words. A post without an author
 * or without copies has 0 there. What many posts have in common is kept once.
 */
export interface PostColumns {
  readonly count: number
  readonly numbers: ArrayLike<number>
  /** When it was said, in milliseconds after `base`. */
  readonly offsets: ArrayLike<number>
  readonly base: number
  readonly authors: ArrayLike<number>
  readonly clusters: ArrayLike<number>
  /** Index into `places`. */
  readonly placeOf: ArrayLike<number>
  /** Index into `matches`. */
  readonly matchOf: ArrayLike<number>
  /** The feeling, whether a person gave it, whether the post speaks to us, and its intents. */
  readonly traits: ArrayLike<number>
  readonly places: readonly Place[]
  readonly matches: readonly Matches[]
}

export type Place = readonly [source: string, platform: string, lang: string, side: string]
/** The mentions of a post in the order of the queries' rows: query, its version, feeling towards its subject. */
export type Matches = readonly (readonly [query: number, version: number, feeling: number])[]

const FEELINGS: readonly (SentimentLabel | undefined)[] = [
  undefined,
  'negative',
  'neutral',
  'positive',
]
const CORRECTED = 4
const ADDRESSED = 8
/** Intents have a bit each from here on; 10 of them fill 14 of 16 bits. */
const FIRST_INTENT = 4

export function labelOf(feeling: number): SentimentLabel | undefined {
  return FEELINGS[feeling]
}

function feelingCode(label: string | null): number {
  return label === null ? 0 : FEELINGS.indexOf(label as SentimentLabel)
}

/** What the post feels, as a code for `labelOf`. */
export function feelingOf(traits: number): number {
  return traits & 3
}

/** A person said what the post feels. */
export function isCorrected(traits: number): boolean {
  return (traits & CORRECTED) !== 0
}

/** Somebody speaks to us in it. */
export function isAddressed(traits: number): boolean {
  return (traits & ADDRESSED) !== 0
}

export function hasIntent(traits: number, intent: IntentName): boolean {
  return (traits & intentBit(intent)) !== 0
}

/** The intents alone, as a number that equal intents have in common. */
export function intentCode(traits: number): number {
  return traits >> FIRST_INTENT
}

export function intentsOf(traits: number): readonly IntentName[] {
  return INTENTS.filter((intent) => hasIntent(traits, intent))
}

function intentBit(intent: string): number {
  const index = INTENTS.indexOf(intent as IntentName)
  return index < 0 ? 0 : 1 << (FIRST_INTENT + index)
}

type Row = readonly [
  id: number,
  number: number,
  at: number,
  author: number | null,
  cluster: number | null,
  source: string,
  platform: string,
  lang: string | null,
  side: string,
  sentiment: string | null,
  corrected: number,
  addressed: number,
  intents: string | null,
]

const COLUMNS = `p.id, p.number, min(coalesce(p.published, p.collected), p.collected), p.author, p.cluster, p.source,
  p.platform, p.lang, p.side, p.sentiment,
  EXISTS (SELECT 1 FROM post_marks k WHERE k.post = p.id AND json_extract(k.corrected, '$.sentiment') IS NOT NULL),
  p.addressed, (SELECT group_concat(i.intent) FROM post_intents i WHERE i.post = p.id)`

type MentionRow = readonly [post: number, query: number, version: number, sentiment: string | null]

/** The columns of the posts that a statement finds, read from the rows themselves. Within a transaction. */
export function readColumns(db: Database, candidates: Candidates, base = 0): PostColumns {
  const columns = newColumns(base)
  const matches = readMatches(db, candidates)
  const { text, values } = selectFrom(candidates, COLUMNS, {
    ending: ` ORDER BY ${candidates.id}`,
  })
  const rows = db
    .sql(text)
    .raw()
    .iterate(...values) as Iterable<Row>
  for (const row of rows) addRow(columns, row, matches.get(row[0]) ?? NO_MATCHES)
  return { ...columns, count: columns.numbers.length }
}

const NO_MATCHES: Matches = []

function readMatches(db: Database, candidates: Candidates): ReadonlyMap<number, Matches> {
  const { text, values } = selectFrom(
    { ...candidates, from: `${candidates.from} JOIN mentions n ON n.post = p.id` },
    'n.post, n.query, n.version, n.sentiment',
    { ending: ` ORDER BY ${candidates.id}, n.query` },
  )
  const rows = db
    .sql(text)
    .raw()
    .iterate(...values) as Iterable<MentionRow>
  const matches = new Map<number, (readonly [number, number, number])[]>()
  for (const [post, query, version, sentiment] of rows) {
    const match = [query, version, feelingCode(sentiment)] as const
    const list = matches.get(post)
    if (list === undefined) matches.set(post, [match])
    else list.push(match)
  }
  return matches
}

interface Draft {
  readonly base: number
  readonly numbers: number[]
  readonly offsets: number[]
  readonly authors: number[]
  readonly clusters: number[]
  readonly placeOf: number[]
  readonly matchOf: number[]
  readonly traits: number[]
  readonly places: Place[]
  readonly matches: Matches[]
  /** Where a place or a set of mentions stands in its list. */
  readonly known: Map<string, number>
}

function newColumns(base: number): Draft {
  return {
    base,
    numbers: [],
    offsets: [],
    authors: [],
    clusters: [],
    placeOf: [],
    matchOf: [],
    traits: [],
    places: [],
    matches: [],
    known: new Map(),
  }
}

function addRow(columns: Draft, row: Row, matches: Matches): void {
  const [id, number, at, author, cluster, source, platform, lang, side] = row
  columns.numbers.push(number)
  columns.offsets.push(instantIn(id, at) - columns.base)
  columns.authors.push(author ?? 0)
  columns.clusters.push(cluster ?? 0)
  const place = indexOf(
    columns,
    `p ${source}\n${platform}\n${lang}\n${side}`,
    columns.places,
    (): Place => [source, platform, lang ?? '', side],
  )
  columns.placeOf.push(place)
  columns.matchOf.push(indexOf(columns, `m ${matches.join(' ')}`, columns.matches, () => matches))
  columns.traits.push(traitsOf(row))
}

function traitsOf(row: Row): number {
  const [sentiment, corrected, addressed, intents] = [row[9], row[10], row[11], row[12]]
  const marks = (corrected === 1 ? CORRECTED : 0) + (addressed === 1 ? ADDRESSED : 0)
  const bits = intents === null ? 0 : sumIntents(intents.split(','))
  return feelingCode(sentiment) + marks + bits
}

function sumIntents(intents: readonly string[]): number {
  return intents.reduce((bits, intent) => bits | intentBit(intent), 0)
}

/** The id says where a post stands in time; the instant adds the milliseconds. */
function instantIn(id: number, at: number): number {
  const second = Math.floor(id / POSTS_A_SECOND)
  return Math.floor(at / 1000) === second ? at : second * 1000
}

function indexOf<Item>(columns: Draft, key: string, list: Item[], make: () => Item): number {
  const known = columns.known.get(key)
  if (known !== undefined) return known
  columns.known.set(key, list.length)
  list.push(make())
  return list.length - 1
}
