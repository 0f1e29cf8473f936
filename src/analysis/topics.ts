import { weighTerms } from './class-weights.ts'
import type { TermReader } from './terms.ts'
import { createTermReader } from './terms.ts'

/** One post as topics see it. */
export interface TopicPost {
  readonly text: string
  /** ISO 639-1; absent: English rules of words. */
  readonly lang?: string | undefined
  /** Who wrote it: one person counts once, however often they post. Absent: every post is a person. */
  readonly person?: string | number | undefined
}

/** A topic of an earlier report, so that its name stays. */
export interface KnownTopic {
  readonly key: string
  readonly name: string
  readonly stems: readonly string[]
}

export interface Topic extends KnownTopic {
  /** People who speak of it in this period and in the one before. */
  readonly people: number
  readonly peopleBefore: number
  /** Standard deviations of the log-odds against before (Monroe, Colaresi and Quinn 2008); |z| ≥ 1.96 is worth a word. */
  readonly z: number
  readonly direction: 'rising' | 'falling' | 'steady'
  /** Phrases that describe it best among this period's topics, by c-TF-IDF. */
  readonly phrases: readonly string[]
  /** Indices into the posts of this period. */
  readonly posts: readonly number[]
}

export interface TopicOptions {
  readonly most?: number
  /** Fewer people are no topic. Default 3. */
  readonly leastPeople?: number
  readonly known?: readonly KnownTopic[]
  /** The weight of the prior, in words. Default 500. */
  readonly priorSize?: number
  /** Words that every post has because the query asks for them: brand names and the like. */
  readonly without?: readonly string[]
}

const WORTH = 1.96

interface Counted {
  readonly stem: string
  readonly surfaces: Map<string, number>
  readonly people: Set<string | number>
  readonly peopleBefore: Set<string | number>
  readonly posts: number[]
  z: number
}

/**
 * What people speak of in `posts`, against `before`: first what rises, then what is steady, then what falls, each by
 * people. Same posts, same topics, in the same order.
 */
export function findTopics(
  posts: readonly TopicPost[],
  before: readonly TopicPost[],
  options: TopicOptions = {},
): readonly Topic[] {
  const terms = countTerms(posts, before, options.without ?? [])
  contrast(terms, options.priorSize ?? 500)
  // What one post alone says is no topic.
  const least = Math.max(2, options.leastPeople ?? 3)
  const isCommon = commonTerms(posts, before)
  const candidates = terms.counted
    .filter(
      (term) => Math.max(term.people.size, term.z < -WORTH ? term.peopleBefore.size : 0) >= least,
    )
    .filter((term) => !isCommon(term))
    .sort(byWeight)
    .slice(0, 400)
  const groups = groupTerms(candidates).slice(0, options.most ?? 20)
  return nameTopics(groups, options.known ?? [], posts.length)
}

/** A word that so many people use in both periods is what all the talk is about, and no topic of it. */
const COMMON = 0.2
/** Of fewer people no share is taken. */
const MANY_PEOPLE = 50

function commonTerms(
  posts: readonly TopicPost[],
  before: readonly TopicPost[],
): (term: Counted) => boolean {
  const now = countPeople(posts)
  const then = countPeople(before)
  const isShared = (people: number, all: number): boolean =>
    all < MANY_PEOPLE || people >= COMMON * all
  return ({ stem, people, peopleBefore }) =>
    Math.max(now, then) >= MANY_PEOPLE &&
    !stem.includes(' ') &&
    isShared(people.size, now) &&
    isShared(peopleBefore.size, then)
}

function countPeople(posts: readonly TopicPost[]): number {
  return new Set(posts.map(({ person }, at) => person ?? `post ${at}`)).size
}

interface Terms {
  readonly counted: readonly Counted[]
  /** People of all terms, also of those that only one post has. */
  readonly here: number
  readonly there: number
}

/** A term that one post has so far. Most phrases stay so, and a million of them must not cost a set each. */
interface Once {
  readonly surface: string
  readonly person: string | number
  readonly at: number
  readonly side: Side
}

type Side = 'people' | 'peopleBefore'

function countTerms(
  posts: readonly TopicPost[],
  before: readonly TopicPost[],
  without: readonly string[],
): Terms {
  const counter: Counter = {
    reader: createTermReader(),
    once: new Map(),
    terms: new Map(),
    banned: new Set(without.map((word) => word.toLowerCase())),
  }
  addPosts(counter, posts, 'people')
  addPosts(counter, before, 'peopleBefore')
  const counted = [...counter.terms.values()]
  const single = { people: 0, peopleBefore: 0 }
  for (const { side } of counter.once.values()) single[side] += 1
  return {
    counted,
    here: counted.reduce((sum, term) => sum + term.people.size, single.people),
    there: counted.reduce((sum, term) => sum + term.peopleBefore.size, single.peopleBefore),
  }
}

interface Counter {
  readonly reader: TermReader
  readonly once: Map<string, Once>
  readonly terms: Map<string, Counted>
  readonly banned: ReadonlySet<string>
}

function addPosts(counter: Counter, posts: readonly TopicPost[], side: Side): void {
  const { reader, banned } = counter
  posts.forEach((post, at) => {
    const person = post.person ?? `post ${at}`
    for (const { stem, surface } of reader.terms(post.text, post.lang ?? 'en'))
      if (!isBanned(surface, banned)) addTerm(counter, stem, { surface, person, at, side })
  })
}

function addTerm({ once, terms }: Counter, stem: string, saying: Once): void {
  const known = terms.get(stem)
  if (known !== undefined) {
    addSaying(known, saying)
    return
  }
  const first = once.get(stem)
  if (first === undefined) {
    once.set(stem, saying)
    return
  }
  once.delete(stem)
  const term = createCounted(stem)
  terms.set(stem, term)
  addSaying(term, first)
  addSaying(term, saying)
}

function isBanned(surface: string, banned: ReadonlySet<string>): boolean {
  if (banned.size === 0) return false
  return surface.includes(' ')
    ? surface.split(' ').some((word) => banned.has(word))
    : banned.has(surface)
}

function addSaying(term: Counted, { surface, person, at, side }: Once): void {
  term[side].add(person)
  term.surfaces.set(surface, (term.surfaces.get(surface) ?? 0) + 1)
  if (side === 'people') term.posts.push(at)
}

function createCounted(stem: string): Counted {
  return { stem, surfaces: new Map(), people: new Set(), peopleBefore: new Set(), posts: [], z: 0 }
}

/** Log-odds with an informative Dirichlet prior, scaled from both periods together; counted by people. */
function contrast({ counted, here, there }: Terms, priorSize: number): void {
  for (const term of counted) {
    const mine = term.people.size
    const theirs = term.peopleBefore.size
    const prior = ((mine + theirs) / Math.max(1, here + there)) * priorSize
    const odds = (count: number, all: number): number =>
      Math.log((count + prior) / Math.max(1e-9, all + priorSize - count - prior))
    const spread = Math.sqrt(1 / (mine + prior) + 1 / (theirs + prior))
    term.z = there === 0 || here === 0 ? 0 : (odds(mine, here) - odds(theirs, there)) / spread
  }
}

/** Longer phrases say more: a pair that most people use who use its words goes first. */
function byWeight(one: Counted, other: Counted): number {
  return weightOf(other) - weightOf(one) || (one.stem < other.stem ? -1 : 1)
}

function weightOf(term: Counted): number {
  const words = term.stem.split(' ').length
  return (
    Math.max(term.people.size, term.peopleBefore.size) * (1 + 0.25 * (words - 1)) +
    2 * Math.abs(term.z)
  )
}

interface Group {
  readonly lead: Counted
  readonly members: Counted[]
}

/** A term joins the first topic whose people are mostly the same: its words, or words said together with it. */
function groupTerms(terms: readonly Counted[]): readonly Group[] {
  const groups: Group[] = []
  for (const term of terms) {
    const home = groups.find((group) => belongs(group.lead, term))
    if (home === undefined) groups.push({ lead: term, members: [term] })
    else home.members.push(term)
  }
  return groups
}

function belongs(lead: Counted, term: Counted): boolean {
  const side = lead.people.size >= lead.peopleBefore.size ? 'people' : 'peopleBefore'
  const common = countCommon(lead[side], term[side])
  const shared = term.stem.split(' ').some((stem) => lead.stem.split(' ').includes(stem))
  const smaller = Math.max(1, Math.min(lead[side].size, term[side].size))
  const union = lead[side].size + term[side].size - common
  if (shared) return common / smaller >= 0.5 && term[side].size <= 1.5 * lead[side].size
  return union > 0 && common / union >= 0.5
}

function countCommon(one: ReadonlySet<unknown>, other: ReadonlySet<unknown>): number {
  const [small, large] = one.size < other.size ? [one, other] : [other, one]
  let common = 0
  for (const item of small) if (large.has(item)) common += 1
  return common
}

function nameTopics(
  groups: readonly Group[],
  known: readonly KnownTopic[],
  total: number,
): readonly Topic[] {
  const weights = weighTerms(groups.map(countsOf))
  const taken = new Set<string>()
  const topics = groups.map((group, at) => {
    const stems = group.members.map((term) => term.stem)
    const old = oldTopicOf(stems, known, taken)
    const key = old?.key ?? group.lead.stem
    taken.add(key)
    return {
      key,
      name: old?.name ?? surfaceOf(sayingMost(group)),
      stems: stems.slice(0, 12),
      people: group.lead.people.size,
      peopleBefore: group.lead.peopleBefore.size,
      z: Math.round(group.lead.z * 100) / 100,
      direction: directionOf(group.lead.z),
      phrases: describe(group, weights[at] ?? new Map()),
      posts: [...new Set(group.members.flatMap((term) => term.posts))]
        .filter((post) => post < total)
        .sort((a, b) => a - b),
    }
  })
  const rank = { rising: 0, steady: 1, falling: 2 }
  return topics.sort(
    (a, b) =>
      rank[a.direction] - rank[b.direction] || b.people - a.people || (a.key < b.key ? -1 : 1),
  )
}

function directionOf(z: number): Topic['direction'] {
  if (z >= WORTH) return 'rising'
  return z <= -WORTH ? 'falling' : 'steady'
}

/** The known topic that shares most stems, if a third or more of the smaller set are common. */
function oldTopicOf(
  stems: readonly string[],
  known: readonly KnownTopic[],
  taken: ReadonlySet<string>,
): KnownTopic | undefined {
  const mine = new Set(stems)
  let best: KnownTopic | undefined
  let most = 0.34
  for (const topic of known) {
    if (taken.has(topic.key)) continue
    const share =
      countCommon(mine, new Set(topic.stems)) / Math.max(1, Math.min(mine.size, topic.stems.length))
    if (share > most || (mine.has(topic.key) && most < 1)) {
      most = mine.has(topic.key) ? 1 : share
      best = topic
    }
  }
  return best
}

/**
 * The longest phrase around the leading words that four in ten of the topic's people use, then the one that most use.
 * People of both periods count, so that a name does not turn over when a week passes.
 */
function sayingMost({ lead, members }: Group): Counted {
  const people = (term: Counted): number => new Set([...term.people, ...term.peopleBefore]).size
  const length = (term: Counted): number => term.stem.split(' ').length
  const enough = 0.4 * people(lead)
  return members
    .filter((term) => ` ${term.stem} `.includes(` ${lead.stem} `) && people(term) >= enough)
    .reduce((best, term) => {
      const more = length(term) - length(best) || people(term) - people(best)
      return more > 0 || (more === 0 && term.stem < best.stem) ? term : best
    }, lead)
}

/** How people write it most often. */
function surfaceOf(term: Counted): string {
  const sorted = [...term.surfaces].sort(
    (one, other) => other[1] - one[1] || (one[0] < other[0] ? -1 : 1),
  )
  return sorted[0]?.[0] ?? term.stem
}

function countsOf({ members }: Group): ReadonlyMap<string, number> {
  return new Map(members.slice(0, 40).map(({ stem, posts }) => [stem, posts.length]))
}

/** The phrases that tell this topic from the others. */
function describe({ members }: Group, weights: ReadonlyMap<string, number>): readonly string[] {
  return members
    .slice(0, 40)
    .map((term) => ({ phrase: surfaceOf(term), weight: weights.get(term.stem) ?? 0 }))
    .sort((one, other) => other.weight - one.weight || (one.phrase < other.phrase ? -1 : 1))
    .slice(0, 5)
    .map(({ phrase }) => phrase)
}
