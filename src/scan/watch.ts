import type { Instant } from '../model/post.ts'
import type { ChannelRef, Lease } from '../store/store.ts'
import type { PlannedChannel } from './plan.ts'
import { nextTime, readChannels, type ScanParts, type ScanSummary } from './scan.ts'

/** How often a channel is asked that has no `every:` of its own. */
const DEFAULT_EVERY_MS = 15 * 60_000
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
  try {
    while (!parts.signal.aborted) {
      await takeLeases(parts, channels, held)
      const now = parts.now()
      const due = [...held.mine.values()].filter(
        (planned) => (dueAt.get(keyOf(planned.ref)) ?? 0) <= now,
      )
      if (due.length > 0)
        await parts.onRound(await readChannels(parts, due, { ignoreSchedule: true }))
      for (const planned of due) dueAt.set(keyOf(planned.ref), await nextFor(parts, planned))
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

async function nextFor(parts: WatchParts, planned: PlannedChannel): Promise<Instant> {
  const state = await parts.store.channelState(planned.ref)
  const everyMs = planned.setting.everyMs ?? DEFAULT_EVERY_MS
  const spread = 1 + JITTER * parts.random()
  // A channel that failed has no fresh success: it waits a whole turn like the others.
  const byRhythm = parts.now() + everyMs * spread
  return Math.max(byRhythm, nextTime(state, undefined, true) ?? 0)
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
