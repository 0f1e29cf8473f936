import type { Instant } from '../model/post.ts'
import type { ChannelRef, Lease } from '../store/store.ts'
import type { PlannedChannel, PlannedStream } from './plan.ts'
import { type ChannelResult, nextTime, readChannels, type ScanSummary } from './scan.ts'
import { runStream, type StreamParts } from './stream.ts'

/** How often a channel without `every:` is asked at first; then as often as it has news, within these bounds. */
const FIRST_EVERY_MS = 15 * 60_000
const LEAST_EVERY_MS = 5 * 60_000
const MOST_EVERY_MS = 2 * 3_600_000
/** Spreads the requests of channels with one rhythm: up to a tenth of it. */
const JITTER = 0.1
/** Channels in the hands of others are asked for again this often. */
const RELEASE_MS = 60_000
/** After a gap of a stream the ordinary channels are read so soon: searches are some seconds behind, too. */
const GAP_MS = 30_000

export interface WatchParts extends StreamParts {
  /** Resolves after the time, or at once when the watch is told to end or the signal says so. */
  readonly wait: (ms: number, signal?: AbortSignal) => Promise<void>
  readonly onRound: (summary: ScanSummary) => Promise<void>
  readonly onWait: (waiting: {
    readonly channels: number
    readonly until: Instant
    readonly next: ChannelRef | undefined
  }) => void
}

interface Held {
  readonly leases: Lease[]
  readonly mine: Map<string, PlannedChannel>
}

/**
 * Scans on and on, each channel at its own pace, and listens to the streams all the while, until the signal. Leases
 * are held until the last page is stored.
 */
export async function runWatch(
  parts: WatchParts,
  channels: readonly PlannedChannel[],
  streams: readonly PlannedStream[] = [],
): Promise<void> {
  const leases: Lease[] = []
  const dueAt = new Map<string, Instant>()
  const gaps = new Map<string, Instant>()
  const listening = startListening(parts, (stream) =>
    askSoon({ ...parts, dueAt, gaps }, channels, stream),
  )
  const inner = { ...parts, signal: listening.signal }
  try {
    await scanOn(inner, { channels, streams, leases, dueAt, gaps, listening })
  } finally {
    await listening.end().finally(async () => {
      for (const lease of leases) await lease.release()
    })
  }
}

interface Watched {
  readonly channels: readonly PlannedChannel[]
  readonly streams: readonly PlannedStream[]
  readonly leases: Lease[]
  readonly dueAt: Map<string, Instant>
  /** When the channels of a source must be read because of a gap in its stream. */
  readonly gaps: ReadonlyMap<string, Instant>
  readonly listening: Listening
}

async function scanOn(parts: WatchParts, watched: Watched): Promise<void> {
  const { channels, streams, dueAt, leases, listening } = watched
  const held: Held = { leases, mine: new Map() }
  const heard: Held = { leases, mine: new Map() }
  const rhythm = new Map<string, number>()
  while (!parts.signal.aborted) {
    await takeLeases(parts, channels, held)
    for (const stream of await takeLeases(parts, streams, heard)) listening.start(stream)
    await scanDue(parts, held, watched, rhythm)
    await waitForNext(parts, held, dueAt, listening)
  }
}

async function scanDue(
  parts: WatchParts,
  held: Held,
  { dueAt, gaps }: Watched,
  rhythm: Map<string, number>,
): Promise<void> {
  const now = parts.now()
  const due = [...held.mine.values()].filter(
    (planned) => (dueAt.get(keyOf(planned.ref)) ?? 0) <= now,
  )
  if (due.length === 0) return
  const summary = await readChannels(parts, due, { ignoreSchedule: true })
  for (const result of summary.results) rhythm.set(keyOf(result.ref), nextRhythm(rhythm, result))
  await parts.onRound(summary)
  for (const planned of due) {
    const next = await nextFor(parts, planned, rhythm)
    // A gap that was met meanwhile wants another look.
    const soon = gaps.get(planned.setting.name) ?? 0
    dueAt.set(keyOf(planned.ref), soon > now ? Math.min(next, soon) : next)
  }
}

interface Listening {
  /** Ends with the watch, and when a stream cannot store what it hears. */
  readonly signal: AbortSignal
  start(stream: PlannedStream): void
  /** Says when the scanning must not sleep on, because a stream has a gap. */
  waking(): AbortSignal
  /** Resolves when all have ended; throws what the first of them threw. */
  end(): Promise<void>
}

function startListening(parts: WatchParts, onGap: (stream: PlannedStream) => void): Listening {
  const stop = new AbortController()
  const signal = AbortSignal.any([parts.signal, stop.signal])
  const running: Promise<void>[] = []
  let wake = new AbortController()
  let failure: { readonly error: unknown } | undefined
  const onGapOf = (stream: PlannedStream) => () => {
    onGap(stream)
    wake.abort()
  }
  // One listener for the whole watch: a signal made for each wait would be kept by the one that lives for months.
  signal.addEventListener('abort', () => wake.abort(), { once: true })
  return {
    signal,
    start: (stream) => {
      const heard = runStream({ ...parts, signal }, stream, onGapOf(stream))
      running.push(
        heard.catch((error: unknown) => {
          failure ??= { error }
          stop.abort()
        }),
      )
    },
    waking: () => {
      wake = new AbortController()
      if (signal.aborted) wake.abort()
      return wake.signal
    },
    end: async () => {
      stop.abort()
      await Promise.all(running)
      if (failure !== undefined) throw failure.error
    },
  }
}

/** After a gap the source's ordinary channels are asked, but a stream that comes and goes must not make that often. */
function askSoon(
  parts: Pick<WatchParts, 'now'> & {
    readonly dueAt: Map<string, Instant>
    readonly gaps: Map<string, Instant>
  },
  channels: readonly PlannedChannel[],
  stream: PlannedStream,
): void {
  const { dueAt, gaps } = parts
  const last = gaps.get(stream.setting.name) ?? Number.NEGATIVE_INFINITY
  const at = Math.max(parts.now() + GAP_MS, last + LEAST_EVERY_MS)
  gaps.set(stream.setting.name, at)
  for (const { ref, setting } of channels) {
    const due = dueAt.get(keyOf(ref))
    if (setting.name !== stream.setting.name || due === undefined) continue
    dueAt.set(keyOf(ref), Math.min(due, at))
  }
}

/** Takes the channels that nobody holds and answers them; a scan of another process keeps what it has. */
async function takeLeases<Planned extends PlannedChannel>(
  parts: WatchParts,
  channels: readonly Planned[],
  held: Held,
): Promise<readonly Planned[]> {
  const missing = channels.filter(({ ref }) => !held.mine.has(keyOf(ref)))
  if (missing.length === 0) return []
  const lease = await parts.store.lease(missing.map(({ ref }) => ref))
  held.leases.push(lease)
  const granted = new Set(lease.granted.map(keyOf))
  const taken = missing.filter(({ ref }) => granted.has(keyOf(ref)))
  for (const planned of taken) held.mine.set(keyOf(planned.ref), planned)
  return taken
}

/** Twice as often after news, a half longer after silence. */
function nextRhythm(rhythm: ReadonlyMap<string, number>, result: ChannelResult): number {
  const now = rhythm.get(keyOf(result.ref)) ?? FIRST_EVERY_MS
  if (result.outcome === 'failed' || result.outcome === 'waits') return now
  const next = result.added + result.edited > 0 ? now / 2 : now * 1.5
  return Math.min(MOST_EVERY_MS, Math.max(LEAST_EVERY_MS, next))
}

async function nextFor(
  parts: WatchParts,
  planned: PlannedChannel,
  rhythm: ReadonlyMap<string, number>,
): Promise<Instant> {
  const state = await parts.store.channelState(planned.ref)
  const everyMs = planned.setting.everyMs ?? rhythm.get(keyOf(planned.ref)) ?? FIRST_EVERY_MS
  const spread = 1 + JITTER * parts.random()
  return Math.max(parts.now() + everyMs * spread, nextTime(state, undefined, true) ?? 0)
}

async function waitForNext(
  parts: WatchParts,
  held: Held,
  dueAt: ReadonlyMap<string, Instant>,
  listening: Listening,
): Promise<void> {
  if (parts.signal.aborted) return
  const waking = listening.waking()
  const soonest = [...held.mine.values()]
    .map((planned) => ({ ref: planned.ref, at: dueAt.get(keyOf(planned.ref)) ?? 0 }))
    .toSorted((a, b) => a.at - b.at)[0]
  const until = Math.min(soonest?.at ?? Number.POSITIVE_INFINITY, parts.now() + RELEASE_MS)
  parts.onWait({ channels: held.mine.size, until: soonest?.at ?? until, next: soonest?.ref })
  await parts.wait(Math.max(0, until - parts.now()), waking)
}

function keyOf(ref: ChannelRef): string {
  return `${ref.platform} ${ref.key}`
}
