import type { Instant } from '../model/post.ts'
import type { OutboxEntry } from '../store/dialogue-store.ts'
import type { Period, Store, StoredPost } from '../store/store.ts'
import { groupByMeaning } from './meaning.ts'

export const FEEDBACK_KINDS = ['wish', 'bug', 'praise'] as const
export type FeedbackKind = (typeof FEEDBACK_KINDS)[number]
export const FEEDBACK_STATUSES = ['heard', 'planned', 'shipped', 'refused'] as const
export type FeedbackStatus = (typeof FEEDBACK_STATUSES)[number]

/** One wish, bug or praised feature, with all who spoke of it. */
export interface FeedbackItem {
  /** "f" and the number of the first post: it stays when more people speak of it. */
  readonly id: string
  readonly kind: FeedbackKind
  /** The query whose brand it is about, and whether that is us. */
  readonly brand: string
  readonly isOurs: boolean
  /** What they have in common, most frequent first. */
  readonly words: readonly string[]
  readonly posts: readonly StoredPost[]
  readonly people: number
  readonly firstAt: Instant
  readonly lastAt: Instant
  /** Posts of the last 30 days and of the 30 before. */
  readonly trend: { readonly now: number; readonly before: number }
  readonly status: FeedbackStatus
  readonly statusAt?: Instant
  readonly statusBy?: string
}

/** What people decided, by item id: the only thing that is kept; the groups follow from the posts. */
interface KeptStatus {
  readonly status: FeedbackStatus
  readonly at: Instant
  readonly by: string
}
type Register = Readonly<Record<string, KeptStatus>>

const REGISTER = 'feedback'
const DAY = 86_400_000

export interface FeedbackRequest {
  readonly period: Period
  readonly now: Instant
  readonly zone: string
}

/** The register: most people first. */
export async function readFeedback(
  store: Store,
  request: FeedbackRequest,
): Promise<readonly FeedbackItem[]> {
  const register = ((await store.getValue(REGISTER)) as Register | undefined) ?? {}
  const topics = new Map<
    string,
    { kind: FeedbackKind; brand: string; isOurs: boolean; posts: StoredPost[] }
  >()
  const { period, now, zone } = request
  const voices = await store.voices({ period, now, zone })
  // Few posts wish, report or praise something: only these are read word for word.
  const telling = voices.filter(({ intents }) => intents.some((name) => name in KIND_OF))
  for (const post of await store.posts(telling.map(({ post }) => post))) {
    for (const topic of topicsOf(post)) {
      const key = `${topic.kind} ${topic.brand}`
      const known = topics.get(key)
      if (known === undefined) topics.set(key, { ...topic, posts: [post] })
      else known.posts.push(post)
    }
  }
  const items = [...topics.values()].flatMap((topic) =>
    groupByMeaning(topic.posts, [topic.brand]).map((group) => toItem(topic, group, register, now)),
  )
  return items.sort((a, b) => b.people - a.people || b.lastAt - a.lastAt || (a.id < b.id ? -1 : 1))
}

const KIND_OF: Readonly<Record<string, FeedbackKind>> = {
  request: 'wish',
  bug: 'bug',
  praise: 'praise',
}

/** Under this confidence an intent is no evidence of a wish. */
const SURE = 0.6

/** A post may ask for one thing and praise another, of us and of a competitor. */
function topicsOf(
  post: StoredPost,
): readonly { kind: FeedbackKind; brand: string; isOurs: boolean }[] {
  if (post.side !== 'theirs') return []
  const kinds = (post.analysis?.intents ?? []).flatMap(({ name, confidence }) =>
    confidence >= SURE ? (KIND_OF[name] ?? []) : [],
  )
  const brands = post.mentions.filter(({ role }) => role !== 'topic')
  return kinds.flatMap((kind) =>
    brands.map(({ query, role }) => ({ kind, brand: query, isOurs: role === 'brand' })),
  )
}

function toItem(
  topic: { readonly kind: FeedbackKind; readonly brand: string; readonly isOurs: boolean },
  group: { readonly posts: readonly StoredPost[]; readonly words: readonly string[] },
  register: Register,
  now: Instant,
): FeedbackItem {
  const times = group.posts.map(instantOf)
  const id = `f${group.posts[0]?.post ?? 0}${topic.kind[0]}`
  const kept = register[id]
  const within = (from: number, to: number) =>
    times.filter((at) => at > now - from * DAY && at <= now - to * DAY).length
  return {
    id,
    kind: topic.kind,
    brand: topic.brand,
    isOurs: topic.isOurs,
    words: group.words,
    posts: group.posts,
    people: new Set(group.posts.map(personKey)).size,
    firstAt: Math.min(...times),
    lastAt: Math.max(...times),
    trend: { now: within(30, 0), before: within(60, 30) },
    status: kept?.status ?? 'heard',
    ...(kept === undefined ? {} : { statusAt: kept.at, statusBy: kept.by }),
  }
}

function instantOf(post: StoredPost): Instant {
  return post.publishedAt ?? post.collectedAt
}

function personKey(post: StoredPost): string {
  return post.author === undefined ? `post ${post.post}` : `${post.platform} ${post.author.id}`
}

/** Keeps the status; the others in the register stay as another process may have set them. */
export async function setFeedbackStatus(
  store: Store,
  id: string,
  status: FeedbackStatus,
  by: { readonly actor: string; readonly now: Instant },
): Promise<void> {
  await store.changeValue<Register>(REGISTER, (register) => ({
    ...register,
    [id]: { status, at: by.now, by: by.actor },
  }))
}

/** Who asked for it, each once, by their latest post. */
export function peopleToTell(item: FeedbackItem): readonly StoredPost[] {
  const latest = new Map<string, StoredPost>()
  for (const post of item.posts) {
    const known = latest.get(personKey(post))
    if (known === undefined || instantOf(known) < instantOf(post)) latest.set(personKey(post), post)
  }
  return [...latest.values()].sort((a, b) => instantOf(a) - instantOf(b))
}

/** A draft for everybody who asked; nothing is sent. `{name}` in the text becomes the name of each. */
export async function draftNews(
  store: Store,
  item: FeedbackItem,
  text: string,
  actor: string,
): Promise<readonly OutboxEntry[]> {
  const drafts: OutboxEntry[] = []
  for (const post of peopleToTell(item)) {
    const name = post.author?.name ?? post.author?.handle ?? ''
    const own = text
      .replaceAll('{name}', name)
      .replaceAll(/ +([,.!?])/g, '$1')
      .trim()
    drafts.push(
      await store.saveDraft(
        { post: post.post, source: post.source, text: own, asks: false },
        actor,
      ),
    )
  }
  return drafts
}
