import type { Settings } from '../config/settings.ts'
import { safeLine } from '../format/safe-text.ts'
import { createZoneClock, formatAge, formatDue } from '../format/time.ts'
import type { Instant } from '../model/post.ts'
import type {
  FacetCount,
  OpenThread,
  Period,
  SearchRequest,
  Store,
  StoredPost,
} from '../store/store.ts'
import { type Block, type ReportDocument, toScope } from './document.ts'

const DAY = 86_400_000
const MOST_WORK = 10
const MOST_POSTS = 10

/** A digest: its subject with the figures, and its body. */
export interface Digest {
  readonly subject: string
  readonly document: ReportDocument
}

export interface DigestRequest {
  readonly store: Store
  readonly settings: Settings
  readonly now: Instant
  readonly zone: string
  /** Posts collected in this window belong to this digest and to no other. */
  readonly window: Period
}

/**
 * The window of the next digest: from the end of the last delivered one to now. Windows are over the time of
 * collection, so that a post which is found late is in exactly one digest.
 */
export async function digestWindow(
  store: Store,
  name: string,
  now: Instant,
  since: Instant | undefined,
): Promise<Period> {
  if (since !== undefined) return { from: since, to: now }
  const last = await store.getValue(valueName(name))
  const from = typeof last === 'number' ? last : now - DAY
  return { from: Math.min(from, now), to: now }
}

/** Called after the message is out: the next window begins where this one ended. */
export async function markDelivered(store: Store, name: string, window: Period): Promise<void> {
  await store.setValue(valueName(name), window.to)
}

export async function buildDigest(request: DigestRequest): Promise<Digest> {
  const { store, settings, now, zone, window } = request
  const search: SearchRequest = { now, zone, collected: window }
  const [queries, work, posts, total, channels] = await Promise.all([
    store.facets('query', search),
    store.openWork({}),
    store.search({ ...search, limit: MOST_POSTS }),
    store.count(search),
    store.channels(),
  ])
  const clock = createZoneClock(zone)
  const overdue = work.filter(({ dueAt }) => dueAt !== undefined && dueAt < now)
  const failed = channels.filter(({ error }) => error !== undefined)
  const brand = settings.brand?.name ?? 'listen'
  const blocks: Block[] = [
    { kind: 'text', text: verdict(overdue.length, work.length, total) },
    workTable(work.slice(0, MOST_WORK), now),
    feelingTable(queries),
    newestTable(posts, now),
    ...leftOut(total - posts.length, work.length - MOST_WORK),
    {
      kind: 'table',
      name: 'blind_spots',
      title: 'Blind spots',
      columns: [
        { name: 'source', title: 'source' },
        { name: 'channel', title: 'channel' },
        { name: 'reason', title: 'reason' },
      ],
      rows: failed.map(({ source, label, error }) => [source, label, error ?? '']),
      empty:
        channels.length === 0 ? 'No source has been read yet.' : 'None: every source was read.',
    },
  ]
  return {
    subject: subjectOf(brand, overdue.length, total, failed.length, clock.day(now)),
    document: {
      report: 'digest',
      title: `${brand}: what happened`,
      scope: toScope(window, now, clock),
      blocks,
    },
  }
}

/** The figures stand in the subject: who reads no further knows enough. */
function subjectOf(
  brand: string,
  overdue: number,
  total: number,
  failed: number,
  day: string,
): string {
  const parts = [
    `${brand}: ${overdue === 0 ? 'nobody waits too long' : `${overdue} over the promise`}`,
    `${total} new`,
    ...(failed > 0 ? [`${failed} ${failed === 1 ? 'source' : 'sources'} failed`] : []),
  ]
  return safeLine(`${parts.join(', ')} · ${day}`)
}

function verdict(overdue: number, open: number, total: number): string {
  const state = overdue > 0 ? 'Burning' : open > 0 ? 'Busy' : 'Calm'
  const reason =
    overdue > 0
      ? `${overdue} of ${open} open conversations are over their promise`
      : open > 0
        ? `${open} open, none over its promise`
        : 'nothing waits for an answer'
  return `${state}: ${reason}. ${total} new ${total === 1 ? 'post' : 'posts'}.`
}

function workTable(work: readonly OpenThread[], now: Instant): Block {
  return {
    kind: 'table',
    name: 'needs_answer',
    title: 'Needs an answer now',
    columns: [
      { name: 'post', title: 'post', align: 'right' },
      { name: 'due', title: 'due' },
      { name: 'who', title: 'who' },
      { name: 'intent', title: 'intent' },
      { name: 'text', title: 'text' },
    ],
    rows: work.map(({ post, dueAt }) => [
      post.post,
      dueAt === undefined ? '–' : formatDue(dueAt, now),
      post.author?.name ?? post.author?.handle ?? 'unknown',
      post.analysis?.intents[0]?.name ?? 'unsure',
      post.title ?? post.text.slice(0, 160),
    ]),
    empty: 'Nobody waits for an answer.',
    more: 'listen show POST',
  }
}

function feelingTable(queries: readonly FacetCount[]): Block {
  return {
    kind: 'table',
    name: 'queries',
    title: 'New mentions',
    columns: [
      { name: 'query', title: 'query' },
      { name: 'posts', title: 'posts', align: 'right' },
      { name: 'people', title: 'people', align: 'right' },
      { name: 'negative', title: 'negative', align: 'right' },
      { name: 'positive', title: 'positive', align: 'right' },
    ],
    rows: queries.map(({ key, posts, people, negative, positive }) => [
      key,
      posts,
      people,
      negative,
      positive,
    ]),
    empty: 'No new mentions.',
  }
}

function newestTable(posts: readonly StoredPost[], now: Instant): Block {
  return {
    kind: 'table',
    name: 'newest',
    title: 'Newest posts',
    columns: [
      { name: 'post', title: 'post', align: 'right' },
      { name: 'age', title: 'age', align: 'right' },
      { name: 'feeling', title: 'feeling' },
      { name: 'source', title: 'source' },
      { name: 'text', title: 'text' },
    ],
    rows: posts.map((post) => [
      post.post,
      post.publishedAt === undefined ? 'no date' : formatAge(now - post.publishedAt),
      post.sentiment?.label ?? 'unscored',
      post.source,
      post.title ?? post.text.slice(0, 160),
    ]),
    empty: 'Nothing new.',
  }
}

function leftOut(posts: number, work: number): readonly Block[] {
  const parts = [
    ...(posts > 0 ? [`${posts} more new posts: listen search collected:1d`] : []),
    ...(work > 0 ? [`${work} more open conversations: listen queue`] : []),
  ]
  return parts.length === 0 ? [] : [{ kind: 'text', text: `Left out: ${parts.join('; ')}.` }]
}

function valueName(name: string): string {
  return `digest ${name}`
}
