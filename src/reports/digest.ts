import { safeLine } from '../format/safe-text.ts'
import { createZoneClock } from '../format/time.ts'
import type { Instant } from '../model/post.ts'
import type { Period } from '../store/store.ts'
import { type DigestFacts, readDigestFacts } from './digest-facts.ts'
import {
  blindSpots,
  changes,
  competitors,
  type DigestSetting,
  hotButtons,
  leftOut,
  needsAnswer,
  newest,
  promises,
  turned,
} from './digest-sections.ts'
import { type ReportDocument, toScope } from './document.ts'
import type { ReportRequest } from './report.ts'

/** A digest: its subject with the figures, and its body. */
export interface Digest {
  readonly subject: string
  readonly document: ReportDocument
  /** Nothing came, nobody waits, nothing failed: not worth a message. */
  readonly isEmpty: boolean
}

/** Posts collected in `period` belong to this digest and to no other. */
export async function buildDigest(request: ReportRequest): Promise<Digest> {
  const { now, zone, period, settings } = request
  const facts = await readDigestFacts(request)
  const setting: DigestSetting = { now, window: period, clock: createZoneClock(zone) }
  const brand = settings.brand?.name ?? 'listen'
  return {
    subject: subjectOf(brand, facts, setting),
    isEmpty: facts.collected === 0 && facts.open === 0 && facts.failed.length === 0,
    document: {
      report: 'digest',
      title: `${brand}: what happened`,
      scope: toScope(period, now, setting.clock),
      blocks: [
        { kind: 'text', text: verdict(facts) },
        needsAnswer(facts, setting),
        promises(facts, setting),
        changes(facts),
        ...hotButtons(facts, setting),
        turned(facts, setting),
        competitors(facts),
        ...blindSpots(facts, setting),
        newest(facts),
        leftOut(facts),
      ],
    },
  }
}

/** The figures stand in the subject: who reads no further knows enough. */
function subjectOf(brand: string, facts: DigestFacts, { now, clock }: DigestSetting): string {
  const rising = countRising(facts)
  const parts = [
    facts.overdue === 0 ? 'nobody waits too long' : `${facts.overdue} over the promise`,
    ...(rising > 0 ? [`${rising} rising`] : []),
    netWords(facts),
    ...(facts.failed.length > 0
      ? [`${facts.failed.length} ${facts.failed.length === 1 ? 'source' : 'sources'} failed`]
      : []),
  ]
  return safeLine(`${brand}: ${parts.join(', ')} · ${clock.day(now)}`)
}

function countRising({ topics }: DigestFacts): number {
  return topics.filter(({ direction }) => direction === 'rising').length
}

function netWords({ feeling, collected }: DigestFacts): string {
  const { net, low, high } = feeling
  if (net === undefined || low === undefined || high === undefined) return `${collected} new`
  const sign = net > 0 ? '+' : net < 0 ? '−' : ''
  return `net ${sign}${Math.abs(Math.round(net * 100))} (±${Math.round(((high - low) / 2) * 100)})`
}

/** calm, busy, rising or burning, and the one reason. */
function verdict(facts: DigestFacts): string {
  const { overdue, open, collected, topics } = facts
  const first = topics.find(({ direction }) => direction === 'rising')
  const news = `${collected} new ${collected === 1 ? 'post' : 'posts'}`
  if (overdue > 0)
    return `Burning: ${overdue} of ${open} open conversations are over their promise. ${news}.`
  if (first !== undefined)
    return `Rising: ${first.people} people speak of ${first.name}, ${first.peopleBefore} before. ${news}.`
  if (open > 0) return `Busy: ${open} open, none over its promise. ${news}.`
  return `Calm: nothing waits for an answer. ${news}.`
}

/** How far the windows of one digest have come on one way out. */
export interface DigestState {
  /** Everything collected before this is delivered. */
  readonly upTo?: Instant
  /** A window that is on its way out, or whose fate nobody knows. */
  readonly pending?: Period & {
    readonly since: Instant
    readonly pid: number
    readonly inDoubt: boolean
  }
}

/**
 * The next window: one that is in doubt is sent again as it was; else from where the last one ended. A scan that runs
 * may still commit what it has collected already, so that the window ends where it began.
 */
export function nextWindow(
  state: DigestState,
  now: Instant,
  scanSince: Instant | undefined,
): Period & { readonly isRepeat: boolean } {
  const { pending, upTo } = state
  if (pending?.inDoubt === true) return { from: pending.from, to: pending.to, isRepeat: true }
  const end = scanSince === undefined ? now : Math.min(now, scanSince)
  const from = Math.min(upTo ?? end - 86_400_000, end)
  // A clock that was set back must not open a second window over what is delivered.
  return { from, to: Math.max(from, end), isRepeat: false }
}

export function stateName(digest: string, way: string): string {
  return `digest ${digest} ${way}`
}
