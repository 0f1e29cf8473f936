import type { Settings } from '../config/settings.ts'
import { readPeople } from '../dialogue/people.ts'
import { readQueue } from '../dialogue/queue-view.ts'
import { UsageError } from '../errors.ts'
import { safeLine } from '../format/safe-text.ts'
import type { Policy } from '../model/config.ts'
import type { LedgerEvent } from '../model/ledger.ts'
import type { Instant } from '../model/post.ts'
import { parseQuery } from '../query/parser.ts'
import type { Tree } from '../query/tree.ts'
import type { Store, StoredPost } from '../store/store.ts'
import type { ListPage, ListRequest, PersonRow, PostRow, StoreNews, ThreadView } from './data.ts'
import { toDraftRow, toPostRow, toQueueRow } from './rows.ts'

/** What reading needs to know of the configuration. */
export interface ReaderSettings {
  readonly policy: Policy
  readonly zone: string
  readonly fragments: Readonly<Record<string, string>>
  readonly actor: string
  readonly now: () => Instant
  /** For the dashboard, which is made of reports. */
  readonly settings: Omit<Settings, 'placeOf'>
}

/** Everything that the screen reads; coarse, because it may stand in another thread. */
export interface Reader {
  list(request: ListRequest): Promise<ListPage>
  /** The present state of rows that are shown; those that are gone are missing. */
  rows(posts: readonly number[]): Promise<readonly PostRow[]>
  /** Throws NotFoundError. */
  thread(post: number): Promise<ThreadView>
  posts(numbers: readonly number[]): Promise<readonly StoredPost[]>
  /** The dashboard in lines of at most so many columns. */
  report(width: number, ascii: boolean): Promise<readonly string[]>
  /** What slows the work and can be mended; undefined where nothing does. */
  warning(): Promise<string | undefined>
  /** Undefined where nobody wrote to the store since the last call. */
  news(): Promise<StoreNews | undefined>
}

const MOST_PEOPLE = 200
/** A post bears the time of its request and is stored a while later. */
const LATE_MS = 10 * 60_000

export function createReader(store: Store, settings: ReaderSettings): Reader {
  // Asked at once: what is written while the first rows are read is news already.
  let version = store.dataVersion()
  const { now, zone } = settings
  const collected = { from: now() - LATE_MS, to: Number.MAX_SAFE_INTEGER }
  const countNow = () => store.count({ now: now(), zone, collected })
  let known = countNow()
  return {
    list: (request) => readList(store, settings, request),
    rows: async (posts) => (await store.posts(posts)).map(toPostRow),
    thread: (post) => readThread(store, settings, post),
    posts: (numbers) => store.posts(numbers),
    report: async (width, ascii) =>
      (await import('./dashboard.ts')).readDashboard(store, settings, width, ascii),
    warning: async () =>
      (await store.hasStaleIndex())
        ? 'the word index is of an earlier version, filters are slow; listen db reindex mends it'
        : undefined,
    news: async () => {
      const before = await version
      version = store.dataVersion()
      if (before === (await version)) return undefined
      const earlier = await known
      known = countNow()
      return { fresh: Math.max(0, (await known) - earlier) }
    },
  }
}

async function readList(
  store: Store,
  settings: ReaderSettings,
  request: ListRequest,
): Promise<ListPage> {
  const tree = joinTrees(request.expressions.map((each) => readTree(each, settings.fragments)))
  switch (request.kind) {
    case 'posts':
      return readPosts(store, settings, request, tree)
    case 'people':
      return { rows: await readPeopleRows(store, settings), more: false }
    case 'outbox': {
      const rows = (await store.outbox({ limit: MOST_PEOPLE })).map(toDraftRow)
      return { rows, more: false }
    }
    default:
      return readSection(store, settings, request, tree)
  }
}

/** The tree of an expression; undefined for an empty one. Throws a UsageError with the first problem. */
export function readTree(
  expression: string,
  fragments: Readonly<Record<string, string>>,
): Tree | undefined {
  if (expression.trim() === '') return undefined
  const { tree, problems } = parseQuery(expression, { context: 'view', fragments })
  const error = problems.find(({ severity }) => severity === 'error')
  if (error === undefined) return tree
  throw new UsageError(`${error.message}${error.fixit ? ` (${error.fixit})` : ''}`)
}

function joinTrees(trees: readonly (Tree | undefined)[]): Tree | undefined {
  const present = trees.filter((tree) => tree !== undefined)
  const [first, ...rest] = present
  if (first === undefined || rest.length === 0) return first
  return { type: 'and', items: present, span: first.span }
}

async function readPosts(
  store: Store,
  { now, zone }: ReaderSettings,
  { limit, before }: ListRequest,
  tree: Tree | undefined,
): Promise<ListPage> {
  const posts = await store.search({
    now: now(),
    zone,
    limit,
    fold: true,
    ...(tree === undefined ? {} : { tree }),
    ...(before === undefined ? {} : { before }),
  })
  return { rows: posts.map(toPostRow), more: posts.length === limit }
}

async function readSection(
  store: Store,
  settings: ReaderSettings,
  { kind, limit }: ListRequest,
  tree: Tree | undefined,
): Promise<ListPage> {
  const { policy, zone } = settings
  const now = settings.now()
  const matching = tree === undefined ? {} : { matching: { tree, now, zone } }
  const view = await readQueue(store, { now, policy, limit, ...matching })
  const section = view[kind === 'praise' || kind === 'look' ? kind : 'answer']
  return { rows: section.map(toQueueRow), more: section.length === limit }
}

async function readPeopleRows(
  store: Store,
  { now, zone }: ReaderSettings,
): Promise<readonly PersonRow[]> {
  const { rows } = await readPeople(store, { now: now(), zone, most: MOST_PEOPLE })
  return rows.map(({ summary, name, group, place, latest }) => ({
    kind: 'person',
    key: summary.person,
    ...(latest === undefined ? {} : { post: latest.post }),
    name: safeLine(name),
    group,
    step: place.step === undefined ? '' : String(place.step).replaceAll('-', ' '),
    posts: summary.posts,
    positive: summary.positive,
    negative: summary.negative,
    ...(summary.lastAt === undefined ? {} : { lastAt: summary.lastAt }),
  }))
}

async function readThread(
  store: Store,
  settings: ReaderSettings,
  number: number,
): Promise<ThreadView> {
  const post = await store.post(number)
  const [thread, drafts, person] = await Promise.all([
    post.threadNumber === undefined ? undefined : store.thread(post.threadNumber),
    store.outbox({ post: number }),
    readAuthor(store, post),
  ])
  const events = thread?.events ?? []
  const numbers = events.flatMap((event) =>
    'text' in event && event.text !== undefined ? [event.text] : [],
  )
  const company = companyOf(events, settings)
  return {
    post,
    ...(thread === undefined ? {} : { state: thread.state }),
    posts: thread?.posts ?? [post],
    events,
    texts: numbers.length === 0 ? new Map() : await store.texts(numbers),
    ...(person === undefined ? {} : { person }),
    drafts: drafts.map(toDraftRow),
    ...(company === undefined ? {} : { company }),
  }
}

const SHOWN_OTHERS = 8

async function readAuthor(store: Store, post: StoredPost): Promise<ThreadView['person']> {
  if (post.author === undefined || post.side === 'ours') return undefined
  const summary = (await store.peopleOf([post.post])).get(post.post)
  if (summary === undefined) return undefined
  const others = await store.personPosts(summary.person, SHOWN_OTHERS + 1)
  const { posts, positive, negative, praise } = summary
  return {
    name: safeLine(post.author.name ?? post.author.handle ?? post.author.id),
    posts,
    positive,
    negative,
    praise,
    ...(summary.firstAt === undefined ? {} : { firstAt: summary.firstAt }),
    others: others
      .filter((each) => each.post !== post.post)
      .slice(0, SHOWN_OTHERS)
      .map((each) => ({
        post: each.post,
        at: each.publishedAt ?? each.collectedAt,
        text: toPostRow(each).text,
        ...(each.sentiment === undefined ? {} : { feeling: each.sentiment.label }),
      })),
  }
}

/** What others did within this time is worth a warning before one answers too. */
const COMPANY_MS = 30 * 60_000

function companyOf(
  events: readonly LedgerEvent[],
  { actor, now }: ReaderSettings,
): ThreadView['company'] {
  const last = events.findLast(
    (event) => event.actor !== actor && event.actor !== 'listen' && event.type !== 'undone',
  )
  if (last === undefined || now() - last.at > COMPANY_MS) return undefined
  return { actor: safeLine(last.actor), at: last.at, did: last.type.replaceAll('_', ' ') }
}
