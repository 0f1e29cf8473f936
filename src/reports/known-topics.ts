import type { KnownTopic, Topic } from '../analysis/topics.ts'
import type { Instant } from '../model/post.ts'
import type { Store } from '../store/store.ts'

/** A topic that a digest told of: its name stays, whatever is said of it more often later. */
interface ToldTopic extends KnownTopic, Pick<Topic, 'people' | 'direction'> {
  readonly since: Instant
  readonly seen: Instant
}

const NAME = 'topics'
const MOST = 200
/** What nobody spoke of for so long may be called anew. */
const FORGOTTEN = 180 * 86_400_000

/** The names that topics had before `now`, the latest first. */
export async function readKnownTopics(
  store: Pick<Store, 'getValue'>,
  now: Instant,
): Promise<readonly KnownTopic[]> {
  const told = ((await store.getValue(NAME)) ?? []) as readonly ToldTopic[]
  return told
    .filter(({ since }) => since <= now)
    .map(({ key, name, stems }) => ({ key, name, stems }))
}

const SHOWN = 5

/** What the last digest before `now` said that people speak of, in one sentence, for reports that read no texts. */
export async function tellLastTopics(
  store: Pick<Store, 'getValue'>,
  now: Instant,
  minute: (instant: Instant) => string,
): Promise<string | undefined> {
  const told = ((await store.getValue(NAME)) ?? []) as readonly ToldTopic[]
  const last = told.filter(({ since, seen }) => since <= now && seen <= now)
  const seen = Math.max(...last.map((topic) => topic.seen))
  const shown = last.filter((topic) => topic.seen === seen && topic.direction !== 'falling')
  if (shown.length === 0) return undefined
  const words = shown
    .slice(0, SHOWN)
    .map(({ name, people, direction }) => `${name} (${people} people, ${direction})`)
  return `Topics of the digest of ${minute(seen)}: ${words.join(', ')}. Now: listen report topics.`
}

/** Keeps the names of topics that went out, so that they are called so next week too. */
export async function keepTopics(
  store: Pick<Store, 'changeValue'>,
  topics: readonly Topic[],
  now: Instant,
): Promise<void> {
  if (topics.length === 0) return
  await store.changeValue<readonly ToldTopic[]>(NAME, (told = []) => {
    const before = new Map(told.map((topic) => [topic.key, topic]))
    const fresh = topics.map(({ key, name, stems, people, direction }) => {
      const { since = now, name: kept = name } = before.get(key) ?? {}
      return { key, name: kept, stems, people, direction, since, seen: now }
    })
    const keys = new Set(fresh.map(({ key }) => key))
    const rest = told.filter(({ key, seen }) => !keys.has(key) && seen > now - FORGOTTEN)
    return [...fresh, ...rest].slice(0, MOST)
  })
}
