import { seededRandom } from '../../../src/metrics/random.ts'
import { DAY, HOUR, MINUTE, SECOND } from './clock.ts'

export const OURS = 'acme_team'
export const RIVAL = 'globex_team'

/** A post of a simulated place, with all that will become of it. */
export interface SimPost {
  /** Rises with time; `no17x` stands in its text, so that copies are found whatever their id. */
  readonly number: number
  readonly author: string
  readonly title: string
  readonly first: string
  readonly at: number
  /** When the search finds it: indexes lag. */
  readonly indexedAt: number
  readonly edit?: { readonly at: number; readonly text: string }
  readonly deletedAt?: number
  /** When the search stops to find what was deleted. */
  readonly delistedAt?: number
  readonly parent?: SimPost
  readonly root?: SimPost
  /** Names the brand. */
  readonly isAbout: boolean
}

export interface WorldOptions {
  readonly seed: number
  readonly from: number
  readonly days: number
  /** Posts an hour, on average. */
  readonly perHour?: number
  /** The longest lag of the search. */
  readonly lagMs?: number
  /** How long a post may be edited. */
  readonly editableMs?: number
  /** Posts of one burst, now and then within few seconds. */
  readonly burst?: number
  readonly burstEveryHours?: number
}

type Random = () => number

/** All posts of a place over some days, oldest first; the seed decides. */
export function makeWorld(options: WorldOptions): readonly SimPost[] {
  const random = seededRandom(options.seed)
  const times = momentsOf(options, random)
  const posts: SimPost[] = []
  for (const at of times) posts.push(makePost(posts, at, options, random))
  return posts
}

function momentsOf(options: WorldOptions, random: Random): readonly number[] {
  const { from, days, perHour = 4, burst = 0, burstEveryHours = 12 } = options
  const times: number[] = []
  for (let hour = 0; hour < days * 24; hour++) {
    const start = from + hour * HOUR
    const count = Math.floor(random() * 2 * perHour)
    for (let i = 0; i < count; i++) times.push(start + Math.floor(random() * 3600) * SECOND)
    // Many at once, several of them in the same second, as after an outage.
    if (burst > 0 && hour % burstEveryHours === 5) {
      const at = start + Math.floor(random() * 50) * MINUTE
      for (let i = 0; i < burst; i++) times.push(at + Math.floor(random() * 30) * SECOND)
    }
  }
  return times.sort((a, b) => a - b)
}

function makePost(
  before: readonly SimPost[],
  at: number,
  { lagMs = 0, editableMs = 2 * HOUR }: WorldOptions,
  random: Random,
): SimPost {
  const number = before.length + 1
  const parent = random() < 0.35 ? pickRecent(before, at, random) : undefined
  const author = authorOf(random)
  const isAbout = parent === undefined ? random() < 0.8 : random() < 0.4
  const first = textOf(number, isAbout, random)
  const edited = random() < 0.12 ? at + Math.floor((random() * editableMs) / SECOND) * SECOND : 0
  const deletedAt = random() < 0.1 ? at + MINUTE + Math.floor(random() * DAY) : undefined
  return {
    number,
    author,
    title: parent === undefined ? `Question no${number}x` : '',
    first,
    at,
    indexedAt: at + (random() < 0.3 ? Math.floor(random() * lagMs) : 0),
    ...(edited === 0 ? {} : { edit: { at: edited, text: `${first} Edited once.` } }),
    ...(deletedAt === undefined
      ? {}
      : { deletedAt, delistedAt: deletedAt + Math.floor(random() * 12 * HOUR) }),
    ...(parent === undefined ? {} : { parent, root: parent.root ?? parent }),
    isAbout,
  }
}

function pickRecent(before: readonly SimPost[], at: number, random: Random): SimPost | undefined {
  const recent = before.slice(-30).filter((post) => isThere(post, at))
  return recent[Math.floor(random() * recent.length)]
}

function authorOf(random: Random): string {
  const kind = random()
  if (kind < 0.06) return OURS
  if (kind < 0.1) return RIVAL
  return `someone${Math.floor(random() * 400)}`
}

const ABOUT = [
  'My acme phone is broken and terrible. Can you help me please?',
  'I am thinking about acme and its prices today.',
  'acme is great, works perfectly for me, I love it.',
]
const OTHER = ['Thank you, that was it.', 'The weather is fine today.', 'Same here, any news?']

function textOf(number: number, isAbout: boolean, random: Random): string {
  const texts = isAbout ? ABOUT : OTHER
  return `${texts[Math.floor(random() * texts.length)]} no${number}x`
}

/** Neither unborn nor deleted. */
export function isThere(post: SimPost, now: number): boolean {
  return post.at <= now && !isDeleted(post, now)
}

export function isDeleted(post: SimPost, now: number): boolean {
  return post.deletedAt !== undefined && post.deletedAt <= now
}

/** Whether a search finds it; what was deleted is found for a while. */
export function isListed(post: SimPost, now: number): boolean {
  return post.indexedAt <= now && !(post.delistedAt !== undefined && post.delistedAt <= now)
}

export function textAt(post: SimPost, now: number): string {
  return post.edit !== undefined && post.edit.at <= now ? post.edit.text : post.first
}

export function editedAt(post: SimPost, now: number): number | undefined {
  return post.edit !== undefined && post.edit.at <= now ? post.edit.at : undefined
}

/** Newest first; posts of one second by their numbers. */
export function newestFirst(posts: readonly SimPost[]): readonly SimPost[] {
  return posts.toSorted((a, b) => b.at - a.at || b.number - a.number)
}

/** All posts below this one, parents before children. */
export function below(world: readonly SimPost[], post: SimPost): readonly SimPost[] {
  const inside = new Set([post])
  return world.filter((each) => {
    const isInside = each.parent !== undefined && inside.has(each.parent)
    if (isInside) inside.add(each)
    return isInside
  })
}
