import { createHash } from 'node:crypto'
import type { Place, Sample, SampleAuthor, SamplePost } from '../../src/scan/demo/sample.ts'
import { nativeId } from '../../src/scan/demo/visit.ts'
import { type Chance, createChance } from './chance.ts'
import { DAY, type Draft } from './draft.ts'
import { ALIASES, BLUESKY_PEOPLE, MASTODON_PEOPLE } from './people.ts'
import { ACCOUNTS, PLACES } from './places.ts'
import { talkDrafts } from './talk.ts'
import { writtenDrafts } from './written.ts'

/** What is true of one post, for reports and tests to be held against. */
export interface PostTruth {
  /** The post as a connector stores it. */
  readonly platform: string
  readonly id: string
  readonly place: string
  readonly side: string
  /** Speaks to us: in our forum or reviews, to one of our accounts, or in answer to us. */
  readonly addressed: boolean
  readonly about: readonly string[]
  readonly intent?: string
  readonly sentiment: string
  readonly lang: string
  readonly story: string
  /** The key of the first post of the conversation. */
  readonly thread: string
  readonly person: string
  readonly cluster?: string
  readonly outcome?: string
  readonly edited?: true
}

export interface Truth {
  readonly seed: number
  readonly posts: Readonly<Record<string, PostTruth>>
  readonly totals: Readonly<Record<string, unknown>>
}

/** The whole sample of a seed. */
export function makeSample(seed: number): { readonly sample: Sample; readonly truth: Truth } {
  const chance = createChance(seed)
  const written = writtenDrafts(chance)
  const drafts = [...written, ...talkDrafts(chance, written)].sort(
    (left, right) => left.at - right.at,
  )
  const keys = keysOf(drafts)
  const posts = drafts.map((draft) => toPost(draft, keys, chance))
  const truths = Object.fromEntries(
    drafts.map((draft) => [keys.get(draft)?.key ?? '', truthOf(draft, keys)]),
  )
  return {
    sample: { places: PLACES, posts },
    truth: { seed, posts: truths, totals: totalsOf(Object.values(truths), posts) },
  }
}

interface Key {
  readonly key: string
  readonly id: string
}

/** Ids as each place gives them, growing with time. */
function keysOf(drafts: readonly Draft[]): ReadonlyMap<Draft, Key> {
  const counts = new Map<string, number>()
  return new Map(
    drafts.map((draft) => {
      const rank = (counts.get(draft.place) ?? 0) + 1
      counts.set(draft.place, rank)
      const id = idOf(draft.place, rank)
      return [draft, { key: `${draft.place}/${id}`, id }]
    }),
  )
}

function idOf(place: string, rank: number): string {
  // Above every item of the real site, so that no link leads to a stranger's post.
  if (place === 'hn') return String(990_000_000 + rank * 37)
  if (place === 'mastodon') return String(115_600_000_000_000_000n + BigInt(rank) * 20_971_520_123n)
  if (place === 'bluesky') return sortableId(rank)
  return `${place}-${1000 + rank * 3}`
}

/** Thirteen signs of the alphabet in which later record keys sort later. */
function sortableId(rank: number): string {
  const alphabet = '234567abcdefghijklmnopqrstuvwxyz'
  const digits = (1_850_000_000_000_000n + BigInt(rank) * 48_271_003n).toString(32)
  const signs = [...digits].map((digit) => alphabet[Number.parseInt(digit, 32)] ?? '2')
  return signs.join('').padStart(13, '3')
}

function authorOf(draft: Draft): SampleAuthor {
  const account =
    draft.who === 'US' || draft.who === 'GLOBEX' || draft.who === 'INITECH'
      ? ACCOUNTS[draft.who][draft.place]
      : undefined
  if (account !== undefined)
    return {
      handle: account.handle,
      name: account.name,
      ...followersOf(draft.place, account.handle, 40),
    }
  const isPage = !['forum', 'globex-forum', 'hn', 'bluesky', 'mastodon'].includes(draft.place)
  const handle = isPage
    ? draft.who
        .toLowerCase()
        .replace(/[^a-z0-9]+/g, '-')
        .replace(/^-|-$/g, '')
    : draft.who
  return {
    handle,
    ...(isPage || draft.name !== undefined ? { name: draft.name ?? draft.who } : {}),
    ...followersOf(draft.place, handle, 1),
  }
}

/** Only the short public places tell followers; the same handle always has the same number. */
function followersOf(place: string, handle: string, times: number): { followers?: number } {
  if (place !== 'bluesky' && place !== 'mastodon') return {}
  const share = createHash('sha256').update(handle).digest().readUInt16BE(0) / 65536
  return { followers: Math.round(Math.exp(2.5 + share * 6.5) * times) }
}

function toPost(draft: Draft, keys: ReadonlyMap<Draft, Key>, chance: Chance): SamplePost {
  const { key, id } = keys.get(draft) as Key
  const keyOf = (other: Draft | undefined) =>
    other === undefined ? undefined : keys.get(other)?.key
  const isShort = draft.place === 'bluesky' || draft.place === 'mastodon'
  const handles = isShort
    ? [...draft.text.matchAll(/@([\w.-]+(?:@[\w.-]+)?\w)/g)].map((match) => match[1] ?? '')
    : []
  const post: Record<string, unknown> = {
    key,
    place: draft.place,
    id,
    at: draft.at,
    kind: draft.kind,
    author: authorOf(draft),
    title: draft.title,
    text: draft.text,
    lang: draft.lang,
    parent: keyOf(draft.parent),
    root: keyOf(draft.root),
    likes: draft.likes === undefined || draft.likes === 0 ? undefined : draft.likes,
    likers: isShort ? likersOf(draft, chance) : undefined,
    shares: isShort && (draft.likes ?? 0) > 10 ? Math.floor((draft.likes ?? 0) / 6) : undefined,
    to: handles.length === 0 ? undefined : handles,
    tags:
      draft.tags ??
      (isShort ? [...draft.text.matchAll(/#(\w+)/g)].map((match) => match[1]) : undefined),
    link: draft.link,
    rating: draft.rating,
    edit: draft.edit === undefined ? undefined : { at: -540, text: draft.edit },
  }
  return Object.fromEntries(
    Object.entries(post).filter(
      ([, value]) => value !== undefined && !(Array.isArray(value) && value.length === 0),
    ),
  ) as unknown as SamplePost
}

/** People who pressed the heart: for our own posts more, for the others a few. */
function likersOf(draft: Draft, chance: Chance): readonly string[] | undefined {
  const people = draft.place === 'bluesky' ? BLUESKY_PEOPLE : MASTODON_PEOPLE
  const count =
    draft.who === 'US' ? Math.floor(chance.between(2, 8)) : Math.min(4, draft.likes ?? 0)
  const likers = chance.shuffle(people).filter((handle) => handle !== draft.who)
  return likers.slice(0, count).sort()
}

const ADDRESSED_PLACES = new Set(['forum', 'reviews'])

function truthOf(draft: Draft, keys: ReadonlyMap<Draft, Key>): PostTruth {
  const { id } = keys.get(draft) as Key
  const place = PLACES.find((each) => each.name === draft.place) as Place
  const author = authorOf(draft)
  const stub = { id, author } as SamplePost
  const truth: Record<string, unknown> = {
    platform: ['hackernews', 'bluesky', 'mastodon'].includes(place.format) ? place.format : 'feed',
    id: nativeId(place, stub),
    place: draft.place,
    side: sideOf(draft),
    addressed: isAddressed(draft),
    about: draft.about,
    intent: draft.intent,
    sentiment: draft.feeling,
    lang: draft.lang,
    story: draft.story,
    thread: keys.get(draft.root ?? draft)?.key,
    person: ALIASES[author.handle] ?? author.handle,
    cluster: draft.cluster,
    outcome: draft.outcome,
    edited: draft.edit === undefined ? undefined : true,
  }
  return Object.fromEntries(
    Object.entries(truth).filter(([, value]) => value !== undefined),
  ) as unknown as PostTruth
}

function sideOf(draft: Draft): string {
  if (draft.who === 'US') return 'ours'
  return draft.who === 'GLOBEX' || draft.who === 'INITECH'
    ? `competitor:${draft.who.toLowerCase()}`
    : 'theirs'
}

function isAddressed(draft: Draft): boolean {
  if (sideOf(draft) !== 'theirs') return false
  return (
    ADDRESSED_PLACES.has(draft.place) ||
    draft.parent?.who === 'US' ||
    /@acme(?:\.bsky\.example|@social\.example)/.test(draft.text)
  )
}

function totalsOf(
  truths: readonly PostTruth[],
  posts: readonly SamplePost[],
): Record<string, unknown> {
  const theirs = truths.filter((truth) => truth.side === 'theirs')
  const brand = theirs.filter((truth) => truth.about.includes('acme'))
  return {
    posts: posts.length,
    byPlace: countBy(truths, (truth) => truth.place),
    byPlatform: countBy(truths, (truth) => truth.platform),
    bySide: countBy(truths, (truth) => truth.side),
    byLang: countBy(truths, (truth) => truth.lang),
    addressed: theirs.filter((truth) => truth.addressed).length,
    brandPosts: brand.length,
    brandByIntent: countBy(brand, (truth) => truth.intent ?? 'none'),
    brandBySentiment: countBy(brand, (truth) => truth.sentiment),
    aboutGlobex: theirs.filter((truth) => truth.about.includes('globex')).length,
    aboutInitech: theirs.filter((truth) => truth.about.includes('initech')).length,
    outcomes: countBy(
      truths.filter((truth) => truth.outcome !== undefined),
      (truth) => truth.outcome ?? '',
    ),
    clusters: countBy(
      truths.filter((truth) => truth.cluster !== undefined),
      (truth) => truth.cluster ?? '',
    ),
    people: new Set(theirs.map((truth) => truth.person)).size,
    threads: new Set(truths.map((truth) => truth.thread)).size,
    edits: truths.filter((truth) => truth.edited === true).length,
    days: countBy(posts, (post) => String(Math.floor(-post.at / DAY)).padStart(2, '0')),
  }
}

function countBy<T>(list: readonly T[], keyOf: (each: T) => string): Record<string, number> {
  const counts = new Map<string, number>()
  for (const each of list) counts.set(keyOf(each), (counts.get(keyOf(each)) ?? 0) + 1)
  return Object.fromEntries([...counts].sort(([left], [right]) => (left < right ? -1 : 1)))
}

/** The files of the sample folder, by name. */
export function sampleFiles(seed: number): Readonly<Record<string, string>> {
  const { sample, truth } = makeSample(seed)
  return {
    'places.json': `${JSON.stringify(sample.places, null, 1)}\n`,
    'posts.jsonl': sample.posts.map((post) => `${JSON.stringify(post)}\n`).join(''),
    'truth.json': truthText(truth),
  }
}

/** One post a line: a change of the generator reads as a change of lines. */
function truthText(truth: Truth): string {
  const lines = Object.entries(truth.posts).map(
    ([key, each]) => `${JSON.stringify(key)}: ${JSON.stringify(each)}`,
  )
  return `{"seed": ${truth.seed},\n"totals": ${JSON.stringify(truth.totals, null, 1)},\n"posts": {\n${lines.join(',\n')}\n}}\n`
}
