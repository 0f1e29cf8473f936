import { measureResponse, type ResponseFigures } from '../metrics/response.ts'
import { shareOfVoice, type Voice as VoiceShare } from '../metrics/share-of-voice.ts'
import type { ChannelState, Period, SearchRequest, StoredPost, Voice } from '../store/store.ts'
import type { AlertState } from './alert-state.ts'
import type { FeedbackLine, PeopleLines, QueueLine, RecoveryView } from './dialogue-data.ts'
import { oncePerItem } from './feedback.ts'
import { type FeelingFigures, feelingOf, measureFeeling } from './feelings.ts'
import { readKnownTopics } from './known-topics.ts'
import { explainMovement, mainDriver } from './movement.ts'
import type { ReportRequest } from './report.ts'
import { everyNth, instantOf, readVoices, readWords, rolesOf, stepOf, toVoice } from './scope.ts'
import { topicsOf } from './topics.ts'

const DAY = 86_400_000
const WEEK = 7 * DAY
const SHOWN = 10
/** The same weekdays of so many weeks before. */
const WEEKS = 4
/** So many posts of the window, and of the week before, are read word for word for topics; of more, every second, third … */
const READ = 800
/** The ladder is read for digests of so many days and more: it moves slowly. */
export const LONG = 6 * DAY

export interface DigestFacts {
  readonly queue: Readonly<Record<'answer' | 'praise' | 'look', readonly QueueLine[]>>
  readonly open: number
  readonly overdue: number
  /** Posts of others that were collected in the window, oldest first. */
  readonly arrived: readonly StoredPost[]
  readonly collected: number
  readonly feeling: FeelingFigures
  readonly changes: readonly Change[]
  readonly topics: ReturnType<typeof topicsOf>
  /** The topics before are those of every so manieth post of the week before; 1: of all. */
  readonly step: number
  /** The same of the window's own posts. */
  readonly toldStep: number
  /** The posts that the topics point to. */
  readonly about: readonly StoredPost[]
  readonly wishes: readonly FeedbackLine[]
  readonly recovery: RecoveryView
  readonly people?: PeopleLines
  readonly rivals: readonly Rival[]
  readonly failed: readonly ChannelState[]
  readonly channels: number
  /** Posts that came in this window and were said before it, by day of publication. */
  readonly late: readonly StoredPost[]
}

/** One figure of the window against the mean of the same weekdays of four weeks. */
export interface Change {
  readonly name: string
  readonly as: 'count' | 'percent' | 'minutes'
  readonly now: number | undefined
  readonly usual: number | undefined
  readonly driver: string | undefined
}

export interface Rival extends VoiceShare {
  readonly role: string
  readonly complaints: number
  readonly notable: StoredPost | undefined
}

/** A digest's window, and which posts are new in it: those that were stored in it, or collected. */
export interface DigestRequest extends ReportRequest {
  readonly arrival: Pick<SearchRequest, 'collected' | 'numbers'>
  /** What rang, for digests of a week. */
  readonly alerts?: AlertState
}

/** Everything that a digest says, read once. `request.period` is the window. */
export async function readDigestFacts(request: DigestRequest): Promise<DigestFacts> {
  const { store, now, zone, period, dialogue, settings } = request
  const queue = await dialogue.queue(SHOWN * 5)
  const waiting = await store.countOpenTurns(now)
  const arrived = await readArrived(request)
  const brands = [...rolesOf(request)].filter(([, role]) => role === 'brand').map(([name]) => name)
  const about = arrived.filter((post) => post.mentions.some(({ query }) => brands.includes(query)))
  const channels = await store.channels()
  const items = await dialogue.feedback(period)
  const before = await readVoices(request, { from: period.from - WEEK, to: period.from })
  const earlier = before.filter(({ mentions }) =>
    mentions.some(({ query }) => brands.includes(query)),
  )
  const step = stepOf(earlier.length, READ)
  const toldStep = stepOf(about.length, READ)
  const told = everyNth(about, toldStep)
  return {
    queue,
    ...waiting,
    arrived,
    collected: await store.count({ now, zone, ...request.arrival }),
    feeling: measureFeeling(about.map(toVoice), brands[0] ?? ''),
    changes: await readChanges(request, brands),
    topics: topicsOf(
      { settings },
      told,
      await readWords(request, earlier, step),
      await readKnownTopics(store, now),
    ),
    step,
    toldStep,
    about: told,
    wishes: oncePerItem(items).filter(({ isOurs, kind }) => isOurs && kind !== 'praise'),
    recovery: await dialogue.recovery({ from: period.from - WEEK, to: period.to - WEEK }),
    ...(period.to - period.from >= LONG ? { people: await dialogue.people() } : {}),
    rivals: rivalsOf(request, arrived),
    failed: channels.filter(({ error }) => error !== undefined),
    channels: channels.length,
    late: arrived.filter((post) => instantOf(post) < period.from - DAY),
  }
}

/** By arrival, so that a post which is found late is in exactly one digest. */
async function readArrived(request: DigestRequest): Promise<readonly StoredPost[]> {
  const { store, now, zone, arrival } = request
  const posts: StoredPost[] = []
  for await (const post of store.stream({ now, zone, ...arrival }))
    if (post.side === 'theirs') posts.push(post)
  return posts
}

/** By publication, since a scan after a pause collects many days at once. */
async function readChanges(
  request: ReportRequest,
  brands: readonly string[],
): Promise<readonly Change[]> {
  const windows = Array.from(
    { length: WEEKS + 1 },
    (_, weeks): Period => ({
      from: request.period.from - weeks * WEEK,
      to: request.period.to - weeks * WEEK,
    }),
  )
  const sets: (readonly Voice[])[] = []
  const answers: ResponseFigures[] = []
  for (const window of windows) {
    const voices = await readVoices(request, window)
    sets.push(voices.filter((post) => post.mentions.some(({ query }) => brands.includes(query))))
    const turns = (await request.store.turns(window)).filter(({ opening }) => opening !== 'look')
    answers.push(measureResponse(turns, Math.min(request.now, window.to + WEEK)))
  }
  const [now = [], ...earlier] = sets
  const unhappy = (posts: readonly Voice[]) => posts.filter((post) => feelsBad(post, brands))
  const movement = mainDriver(await explainMovement(request.store, now, earlier[0] ?? []))
  const bad = mainDriver(
    await explainMovement(request.store, unhappy(now), unhappy(earlier[0] ?? [])),
  )
  const share = (posts: readonly Voice[]) =>
    posts.length < SHOWN ? undefined : unhappy(posts).length / posts.length
  return [
    compare(
      'mentions of us',
      'count',
      sets.map((posts) => posts.length),
      movement,
    ),
    compare('share of unhappy posts', 'percent', sets.map(share), bad),
    compare(
      'answered',
      'percent',
      answers.map(({ responseRate }) => responseRate?.rate),
    ),
    compare(
      'time to answer, p50',
      'minutes',
      answers.map(({ minutes }) => minutes.p50),
    ),
    compare(
      'time to answer, p90',
      'minutes',
      answers.map(({ minutes }) => minutes.p90),
    ),
  ]
}

function compare(
  name: string,
  as: Change['as'],
  values: readonly (number | undefined)[],
  driver?: string,
): Change {
  const [now, ...earlier] = values
  const known = earlier.filter((value) => value !== undefined)
  const usual =
    known.length === 0 ? undefined : known.reduce((sum, value) => sum + value, 0) / known.length
  return { name, as, now, usual, driver }
}

function feelsBad(post: Voice, brands: readonly string[]): boolean {
  const mention = post.mentions.find(({ query }) => brands.includes(query))
  return mention !== undefined && feelingOf(post, mention.query) === 'negative'
}

function rivalsOf(request: ReportRequest, posts: readonly StoredPost[]): readonly Rival[] {
  const roles = rolesOf(request)
  const names = [...roles].filter(([, role]) => role !== 'topic').map(([name]) => name)
  const own = new Map(
    names.map((name) => [
      name,
      posts.filter((post) => post.mentions.some(({ query }) => query === name)),
    ]),
  )
  return shareOfVoice(
    names.map((name) => ({ brand: name, count: own.get(name)?.length ?? 0 })),
  ).map((voice) => {
    const said = own.get(voice.brand) ?? []
    return {
      ...voice,
      role: roles.get(voice.brand) ?? '',
      complaints: said.filter(({ analysis }) =>
        analysis?.intents.some(({ name }) => name === 'complaint'),
      ).length,
      notable: said.toSorted((a, b) => reactions(b) - reactions(a) || a.post - b.post)[0],
    }
  })
}

export function reactions({ likes = 0, replies = 0, shares = 0 }: StoredPost): number {
  return likes + replies + shares
}
