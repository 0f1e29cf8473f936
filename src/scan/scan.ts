import type { Settings } from '../config/settings.ts'
import { AppError, LockedError, SourceError } from '../errors.ts'
import type { HttpClient } from '../model/http.ts'
import type { Instant } from '../model/post.ts'
import type { Page } from '../sources/source.ts'
import type { ChannelRef, ChannelState, SavedPage, Store } from '../store/store.ts'
import { type ApprovalSummary, readApprovals } from './approvals.ts'
import { type Committer, createCommitter } from './committer.ts'
import { type FollowUpSummary, followUp } from './follow-up.ts'
import { type Hints, openHints } from './hints.ts'
import type { PlannedChannel, UnplannedSource } from './plan.ts'
import type { Knowledge } from './prepare.ts'
import { preparePage } from './prepare-page.ts'
import { createMeter } from './spending.ts'

/** So many channels are read at a time; one origin is asked one thing at a time by the HTTP client. */
const CONCURRENCY = 24
const DEFAULT_MAX_PAGES = 20
const DEFAULT_MAX_ITEMS = 5000
const DEFAULT_KEEP_FEEDS_MS = 14 * 86_400_000

export interface ScanParts {
  readonly store: Store
  readonly settings: Settings
  readonly http: HttpClient
  readonly knowledge: Knowledge
  readonly now: () => Instant
  readonly signal: AbortSignal
  readonly readFile: (path: string) => Promise<Uint8Array>
  readonly listFolder: (path: string) => Promise<readonly string[] | undefined>
  /** The value of an environment variable that a source names as its secret. */
  readonly secret: (variable: string) => string | undefined
  readonly onProgress: (progress: ScanProgress) => void
  /** Takes our secrets out of what a server said; absent where there are none. */
  readonly withoutSecrets?: (text: string) => string
}

export interface ScanOptions {
  readonly since?: Instant
  /** At most so many posts a channel. */
  readonly limit?: number
  /** Ask also channels whose `every:` has not passed; a limit that the server set is kept all the same. */
  readonly ignoreSchedule: boolean
}

export interface ScanProgress {
  readonly done: number
  readonly total: number
  readonly result: ChannelResult
}

export type ChannelOutcome = 'read' | 'unchanged' | 'waits' | 'failed' | 'held' | 'stopped'

/** What became of one channel. */
export interface ChannelResult {
  readonly ref: ChannelRef
  readonly outcome: ChannelOutcome
  readonly found: number
  readonly added: number
  readonly edited: number
  readonly matched: number
  readonly error?: string
  readonly notice?: string
  readonly waitsUntil?: Instant
  /** Of a scan that goes back: the date of the oldest post that the source gave. */
  readonly oldestAt?: Instant
  /** In so many seconds the publisher expects news. */
  readonly hintSeconds?: number
}

export interface ScanSummary {
  readonly results: readonly ChannelResult[]
  readonly unplanned: readonly UnplannedSource[]
  readonly followed: FollowUpSummary
  /** Who liked and shared our posts; absent where nobody looked. */
  readonly approvals?: ApprovalSummary
  readonly added: number
  readonly matched: number
}

/** Reads the planned channels and keeps what concerns us. A channel that fails costs only itself. */
export async function runScan(
  parts: ScanParts,
  channels: readonly PlannedChannel[],
  unplanned: readonly UnplannedSource[],
  options: ScanOptions,
): Promise<ScanSummary> {
  const lease = await parts.store.lease(channels.map(({ ref }) => ref))
  try {
    refuseWhenAllHeld(channels, lease)
    const granted = new Set(lease.granted.map(keyOf))
    const mine = channels.filter(({ ref }) => granted.has(keyOf(ref)))
    const held = lease.held.map(({ channel }) => nothing(channel, 'held'))
    return await readChannels(parts, mine, { ...options, held, unplanned })
  } finally {
    await lease.release()
  }
}

export interface ReadRequest extends ScanOptions {
  /** Channels that others are reading, for the summary. */
  readonly held?: readonly ChannelResult[]
  readonly unplanned?: readonly UnplannedSource[]
}

/** Reads channels whose lease the caller holds, many at a time, as one scan. */
export async function readChannels(
  parts: ScanParts,
  channels: readonly PlannedChannel[],
  request: ReadRequest,
): Promise<ScanSummary> {
  const { store } = parts
  const scan = await store.startScan()
  const committer = createCommitter(store)
  const hints = await openHints(store)
  const results: ChannelResult[] = [...(request.held ?? [])]
  const total = channels.length + results.length
  const ordered = await oldestFirst(store, channels)
  // Our own posts first: whoever answers them speaks to us, whatever the words.
  for (const wave of [ordered.filter(isAccounts), ordered.filter((each) => !isAccounts(each))]) {
    await inParallel(wave, CONCURRENCY, async (planned) => {
      const result = await readChannel(parts, planned, { ...request, scan, committer, hints })
      results.push(result)
      parts.onProgress({ done: results.length, total, result })
    })
    await committer.flush()
  }
  await hints.keep(results)
  const followed = await followUp(parts, channels)
  const approvals = await readApprovals(parts, channels)
  const summary = { ...summarise(results, request.unplanned ?? [], followed), approvals }
  const { added, matched } = summary
  await store.endScan(scan, { added, matched, failed: failures(summary) })
  return summary
}

/** Who was read longest ago comes first, so that a slow site's later channels get their turn in the next run. */
async function oldestFirst(
  store: Store,
  channels: readonly PlannedChannel[],
): Promise<readonly PlannedChannel[]> {
  const readAt = new Map(
    (await store.channels()).map((state) => [keyOf(state), state.lastSuccessAt ?? 0]),
  )
  const at = ({ ref }: PlannedChannel) => readAt.get(keyOf(ref)) ?? 0
  return channels.toSorted((a, b) => at(a) - at(b))
}

function isAccounts({ channel }: PlannedChannel): boolean {
  return channel.accounts === true
}

interface ReadOptions extends ScanOptions {
  readonly scan: number
  readonly committer: Committer
  readonly hints: Hints
}

/** Reads one channel to its end, its cap or its failure; never throws for the source's fault. */
async function readChannel(
  parts: ScanParts,
  planned: PlannedChannel,
  options: ReadOptions,
): Promise<ChannelResult> {
  const { store, now } = parts
  const { ref, setting } = planned
  if (parts.signal.aborted) return nothing(ref, 'stopped')
  const known = await store.channelState(ref)
  const everyMs = setting.everyMs ?? options.hints.of(ref)
  const waitsUntil = nextTime(known, everyMs, options.ignoreSchedule)
  if (waitsUntil !== undefined && waitsUntil > now())
    return { ...nothing(ref, 'waits'), waitsUntil }
  const total = { found: 0, added: 0, edited: 0, matched: 0 }
  try {
    return await readPages(parts, planned, known, { ...options, total })
  } catch (error) {
    if (parts.signal.aborted) return { ...nothing(ref, 'stopped'), ...total }
    if (isStoreFailure(error)) throw error
    return { ...(await keepFailure(parts, planned, error, now())), ...total }
  }
}

async function readPages(
  parts: ScanParts,
  planned: PlannedChannel,
  known: ChannelState | undefined,
  options: ReadOptions & { readonly total: Counts },
): Promise<ChannelResult> {
  const { total } = options
  const saved = collectSaves(total)
  const told = createTold(options.since)
  let isUnchanged = true
  try {
    for await (const page of openPages(parts, planned, known, options)) {
      isUnchanged &&= page.notModified === true
      told.add(page)
      const prepared = await preparePage(parts, planned, page, {
        scan: options.scan,
        keepMs: keepMs(planned),
      })
      total.found += page.posts.length
      saved.add(options.committer.add(prepared))
      if (parts.signal.aborted) break
    }
  } finally {
    // The pages before a failure are kept and counted; a store that cannot keep them is the graver news.
    await saved.done()
  }
  const outcome = isUnchanged && saved.count() > 0 ? 'unchanged' : 'read'
  return { ref: planned.ref, outcome, ...total, ...told.all() }
}

/** What the pages say of the channel: the last notice and hint, and how far back they reach where that was asked for. */
function createTold(since: Instant | undefined) {
  let told: Pick<ChannelResult, 'notice' | 'hintSeconds' | 'oldestAt'> = {}
  return {
    add: ({ notice, hintSeconds, posts }: Page) => {
      const dates = since === undefined ? [] : posts.flatMap((post) => post.publishedAt ?? [])
      told = {
        ...told,
        ...(notice === undefined ? {} : { notice }),
        ...(hintSeconds === undefined ? {} : { hintSeconds }),
        ...(dates.length === 0
          ? {}
          : { oldestAt: Math.min(...dates, told.oldestAt ?? Number.POSITIVE_INFINITY) }),
      }
    },
    all: () => told,
  }
}

interface Counts {
  found: number
  added: number
  edited: number
  matched: number
}

/** The saves of a channel under way. One that fails while the next page is awaited is told at the end, not lost. */
function collectSaves(total: Counts) {
  const saves: Promise<void>[] = []
  return {
    add: (save: Promise<SavedPage>): void => {
      const counted = save.then((page) => {
        total.added += page.added
        total.edited += page.edited
        total.matched += page.matched
      })
      counted.catch(() => {})
      saves.push(counted)
    },
    count: () => saves.length,
    done: () => Promise.all(saves),
  }
}

function openPages(
  parts: ScanParts,
  planned: PlannedChannel,
  known: ChannelState | undefined,
  options: ReadOptions,
): AsyncGenerator<Page> {
  const { channel, setting, source } = planned
  return source.read(channel, {
    settings: setting.settings,
    name: setting.name,
    http: parts.http,
    now: parts.now,
    maxPages: DEFAULT_MAX_PAGES,
    maxItems: options.limit ?? DEFAULT_MAX_ITEMS,
    signal: parts.signal,
    readFile: parts.readFile,
    listFolder: parts.listFolder,
    secret: parts.secret,
    meter: createMeter(parts.store, setting.name, parts.now),
    ...resumeFrom(planned, known, options.since),
  })
}

/** A changed question or a wish to go back begins anew; otherwise the last run's state and validators stand. */
function resumeFrom(
  planned: PlannedChannel,
  known: ChannelState | undefined,
  since: Instant | undefined,
) {
  if (since !== undefined) return { since }
  if (known?.querySet !== planned.querySet) {
    // A feed gives the same document to every question, and must be recognised after it has moved.
    const isSame = planned.source.platform === 'feed' && known?.state !== undefined
    return isSame ? { state: known.state } : {}
  }
  return {
    ...(known.state === undefined ? {} : { state: known.state }),
    ...(known.validators ? { validators: known.validators } : {}),
  }
}

/** Feeds keep what matched nothing for a while, so that a new query finds the recent past. */
function keepMs({ setting, source }: PlannedChannel): number | undefined {
  return setting.keepUnmatchedMs ?? (source.platform === 'feed' ? DEFAULT_KEEP_FEEDS_MS : undefined)
}

/** When the channel may be asked again: the server's wish stands above `--now`. */
export function nextTime(
  known: ChannelState | undefined,
  everyMs: number | undefined,
  ignoreSchedule: boolean,
): Instant | undefined {
  const bySchedule =
    everyMs !== undefined && known?.lastSuccessAt !== undefined && !ignoreSchedule
      ? known.lastSuccessAt + everyMs
      : undefined
  if (known?.notBefore === undefined) return bySchedule
  return Math.max(known.notBefore, bySchedule ?? 0)
}

/** Half a minute, doubled with each failure in a row, at most six hours. */
function backOffMs(failures: number): number {
  return Math.min(30_000 * 2 ** failures, 6 * 3_600_000)
}

async function keepFailure(
  parts: ScanParts,
  planned: PlannedChannel,
  error: unknown,
  at: Instant,
): Promise<ChannelResult> {
  const { store } = parts
  const { ref } = planned
  const failure = toSourceError(error, planned)
  const message = parts.withoutSecrets?.(failure.message) ?? failure.message
  const wait = failure.retryAfterSeconds
  // It was not asked at all: an earlier answer to another request wants a rest, which is no failure of this channel.
  if (failure.notSent && failure.kind === 'rate-limited' && wait !== undefined)
    return { ...nothing(ref, 'waits'), waitsUntil: at + wait * 1000 }
  const limited = failure.kind === 'rate-limited'
  const failures = limited ? ((await store.channelState(ref))?.failures ?? 0) : 0
  const waitMs = wait === undefined ? (limited ? backOffMs(failures) : undefined) : wait * 1000
  await store.saveFailure(ref, {
    at,
    kind: failure.kind,
    message,
    ...(waitMs === undefined ? {} : { notBefore: at + waitMs }),
  })
  if (limited && waitMs !== undefined) {
    return { ...nothing(ref, 'waits'), waitsUntil: at + waitMs, error: message }
  }
  return { ...nothing(ref, 'failed'), error: message }
}

/** A connector that throws anything else has met an answer that it does not understand. */
function toSourceError(error: unknown, planned: PlannedChannel): SourceError {
  if (error instanceof SourceError) return error
  const message = error instanceof Error ? error.message : String(error)
  return new SourceError(
    'unexpected-response',
    `${planned.source.name} could not be read: ${message}`,
    { cause: error },
  )
}

/** A store that cannot write ends the scan; a source that cannot be read does not. */
function isStoreFailure(error: unknown): boolean {
  return error instanceof AppError && !(error instanceof SourceError)
}

function refuseWhenAllHeld(
  channels: readonly PlannedChannel[],
  lease: Awaited<ReturnType<Store['lease']>>,
): void {
  const [first] = lease.held
  if (channels.length === 0 || lease.granted.length > 0 || first === undefined) return
  throw new LockedError(`another listen (process ${first.pid}) is scanning all of it`, {
    hint: 'wait until it has ended; nothing was asked twice',
  })
}

function summarise(
  results: readonly ChannelResult[],
  unplanned: readonly UnplannedSource[],
  followed: FollowUpSummary,
): ScanSummary {
  const sum = (pick: (result: ChannelResult) => number) =>
    results.reduce((total, result) => total + pick(result), 0)
  return {
    results,
    unplanned,
    followed,
    added: sum(({ added }) => added) + followed.added,
    matched: sum(({ matched }) => matched),
  }
}

function failures(summary: ScanSummary) {
  const failed = summary.results.filter(({ outcome }) => outcome === 'failed')
  return [
    ...failed.map(({ ref, error }) => ({ source: ref.source, error: error ?? '' })),
    ...summary.unplanned.map(({ source, reason }) => ({ source, error: reason })),
  ]
}

function nothing(ref: ChannelRef, outcome: ChannelOutcome): ChannelResult {
  return { ref, outcome, found: 0, added: 0, edited: 0, matched: 0 }
}

function keyOf(ref: ChannelRef): string {
  return `${ref.platform} ${ref.key}`
}

/** Runs the work for every item, so many at a time; the first error that is thrown ends it. */
async function inParallel<Item>(
  items: readonly Item[],
  limit: number,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  let next = 0
  const worker = async () => {
    while (next < items.length) {
      const item = items[next++]
      if (item !== undefined) await work(item)
    }
  }
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, worker))
}
