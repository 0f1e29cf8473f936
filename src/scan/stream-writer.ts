import type { Post } from '../model/post.ts'
import type { StreamPage } from '../sources/source.ts'
import type { PageToSave, PreparedPost, SavedPage, Store } from '../store/store.ts'
import type { PlannedStream } from './plan.ts'
import type { Sifted } from './stream-sift.ts'

/** What concerns us waits for company so long: a transaction for every post would be one for the disk each. */
const LINGER_MS = 250
/** Without news, cursor and health are kept so often. */
const PULSE_MS = 10_000
const MOST_POSTS = 500
/** While one batch is being written, so many may gather for the next before the reading waits. */
const MOST_MEANWHILE = 100

export interface WriterOptions {
  readonly now: () => number
  readonly lingerMs?: number
  readonly pulseMs?: number
  /** Names, matches and understands a batch. */
  readonly prepare: (posts: readonly Post[], isBrief: boolean) => Promise<readonly PreparedPost[]>
  readonly onSaved: (saved: SavedPage, held: Held) => void
  /** A save that nobody waits for has failed. */
  readonly onFailure: (error: unknown) => void
}

/** What is not stored yet. */
export interface Held {
  posts: readonly Post[]
  isBrief: boolean
  gone: readonly string[]
  events: number
  state: unknown
  /** Said by the source; it holds until the connection ends. */
  notice: string | undefined
  happenedAt: number | undefined
}

/** Gathers what a stream brings and keeps it with its cursor, in one transaction each. */
export interface StreamWriter {
  /** Resolves when there is room for more: of a store that is slow, one batch is held, and one is being written. */
  add(page: StreamPage, sifted: Sifted): Promise<void>
  /** Ids of posts that wait to be stored. */
  waiting(): ReadonlySet<string>
  /** Stores what is held, if anything came since the last pause. Throws what the store throws. */
  flush(): Promise<void>
  /** Stops its clock: the connection is gone, and nothing more can be said of its health. */
  pause(): void
}

export function createStreamWriter(
  store: Pick<Store, 'savePages'>,
  planned: PlannedStream,
  options: WriterOptions,
): StreamWriter {
  let held = nothing()
  let ids = new Set<string>()
  let beingSaved: ReadonlySet<string> = ids
  let saving: Promise<void> | undefined
  let timer: NodeJS.Timeout | undefined
  let dueAt = Number.POSITIVE_INFINITY
  let isLive = false

  const disarm = () => {
    clearTimeout(timer)
    dueAt = Number.POSITIVE_INFINITY
  }
  const arm = (ms: number) => {
    const at = performance.now() + ms
    if (at >= dueAt) return
    clearTimeout(timer)
    dueAt = at
    timer = setTimeout(() => void flush().catch(options.onFailure), ms)
  }
  const save = async (): Promise<void> => {
    const batch = held
    held = { ...nothing(), notice: batch.notice }
    beingSaved = ids
    ids = new Set()
    const posts = await options.prepare(batch.posts, batch.isBrief)
    const [saved] = await store.savePages([toPage(planned, batch, posts, options.now())])
    if (saved) options.onSaved(saved, batch)
  }
  const flush = async (): Promise<void> => {
    disarm()
    while (saving) await saving
    if (!isLive) return
    saving = save().finally(() => {
      saving = undefined
      beingSaved = new Set()
    })
    await saving
    if (isLive) arm(options.pulseMs ?? PULSE_MS)
  }
  return {
    add: async (page, sifted) => {
      isLive = true
      held = join(held, page, sifted)
      for (const { id } of sifted.posts) ids.add(id)
      const isNews = sifted.posts.length + sifted.gone.length > 0
      arm(isNews ? (options.lingerMs ?? LINGER_MS) : (options.pulseMs ?? PULSE_MS))
      if (held.posts.length >= MOST_POSTS) await flush()
      else if (held.posts.length >= MOST_MEANWHILE) await saving
    },
    waiting: () => new Set([...beingSaved, ...ids]),
    flush,
    pause: () => {
      disarm()
      isLive = false
      held.notice = undefined
    },
  }
}

function nothing(): Held {
  return {
    posts: [],
    isBrief: false,
    gone: [],
    events: 0,
    state: undefined,
    notice: undefined,
    happenedAt: undefined,
  }
}

/** Newest first, as pages are. */
function join(held: Held, page: StreamPage, sifted: Sifted): Held {
  return {
    posts: sifted.posts.length === 0 ? held.posts : [...sifted.posts, ...held.posts],
    isBrief: held.isBrief || page.brief === true,
    gone: sifted.gone.length === 0 ? held.gone : [...held.gone, ...sifted.gone],
    events: held.events + page.events,
    state: page.state ?? held.state,
    notice: page.notice ?? held.notice,
    happenedAt: page.happenedAt ?? held.happenedAt,
  }
}

function toPage(
  planned: PlannedStream,
  batch: Held,
  posts: readonly PreparedPost[],
  at: number,
): PageToSave {
  return {
    channel: planned.ref,
    at,
    posts,
    gone: batch.gone,
    seen: batch.events,
    last: true,
    querySet: planned.querySet,
    ...(batch.state === undefined ? {} : { state: batch.state }),
    ...(batch.notice === undefined ? {} : { notice: batch.notice }),
  }
}
