import type { Instant } from '../model/post.ts'
import type { ChannelRef, Lease } from '../store/store.ts'
import type { PlannedChannel } from './plan.ts'
import {
  type ChannelResult,
  nextTime,
  readChannels,
  type ScanParts,
  type ScanSummary,
} from './scan.ts'

/** How often a channel without `every:` is asked at first; then as often as it has news, within these bounds. */
const FIRST_EVERY_MS = 15 * 60_000
const LEAST_EVERY_MS = 5 * 60_000
const MOST_EVERY_MS = 2 * 3_600_000
/** Spreads the requests of channels with one rhythm: up to a tenth of it. */
const JITTER = 0.1
/** Channels in the hands of others are asked for again this often. */
const RELEASE_MS = 60_000

export interface WatchParts extends ScanParts {
  /** Resolves after the time, or at once when the watch is told to end. */
  readonly wait: (ms: number) => Promise<void>
  /** 0 to 1. */
  readonly random: () => number
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

/** Scans on and on, each channel at its own pace, until the signal. Leases are held all the while. */
export async function runWatch(
  parts: WatchParts,
  channels: readonly PlannedChannel[],
): Promise<void> {
  const held: Held = { leases: [], mine: new Map() }
  const dueAt = new Map<string, Instant>()
  const rhythm = new Map<string, number>()
  try {
    while (!parts.signal.aborted) {
      await takeLeases(parts, channels, held)
      const now = parts.now()
      const due = [...held.mine.values()].filter(
        (planned) => (dueAt.get(keyOf(planned.ref)) ?? 0) <= now,
      )
      if (due.length > 0) {
        const summary = await readChannels(parts, due, { ignoreSchedule: true })
        for (const result of summary.results)
          rhythm.set(keyOf(result.ref), nextRhythm(rhythm, result))
        await parts.onRound(summary)
      }
      for (const planned of due) {
        dueAt.set(keyOf(planned.ref), await nextFor(parts, planned, rhythm))
      }
      await waitForNext(parts, held, dueAt)
    }
  } finally {
    for (const lease of held.leases) await lease.release()
  }
}

/** Takes the channels that nobody holds; a scan of another process keeps what it has. */
async function takeLeases(
  parts: WatchParts,
  channels: readonly PlannedChannel[],
  held: Held,
): Promise<void> {
  const missing = channels.filter(({ ref }) => !held.mine.has(keyOf(ref)))
  if (missing.length === 0) return
  const lease = await parts.store.lease(missing.map(({ ref }) => ref))
  held.leases.push(lease)
  const granted = new Set(lease.granted.map(keyOf))
  for (const planned of missing)
    if (granted.has(keyOf(planned.ref))) held.mine.set(keyOf(planned.ref), planned)
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
): Promise<void> {
  if (parts.signal.aborted) return
  const soonest = [...held.mine.values()]
    .map((planned) => ({ ref: planned.ref, at: dueAt.get(keyOf(planned.ref)) ?? 0 }))
    .toSorted((a, b) => a.at - b.at)[0]
  const until = Math.min(soonest?.at ?? Number.POSITIVE_INFINITY, parts.now() + RELEASE_MS)
  parts.onWait({ channels: held.mine.size, until: soonest?.at ?? until, next: soonest?.ref })
  await parts.wait(Math.max(0, until - parts.now()))
}

function keyOf(ref: ChannelRef): string {
  return `${ref.platform} ${ref.key}`
}
