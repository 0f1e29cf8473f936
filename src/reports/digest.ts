import type { Topic } from '../analysis/topics.ts'
import { safeLine } from '../format/safe-text.ts'
import { createZoneClock } from '../format/time.ts'
import type { Instant } from '../model/post.ts'
import type { Period, SearchRequest } from '../store/store.ts'
import { NO_ALERTS } from './alert-state.ts'
import { type DigestFacts, type DigestRequest, LONG, readDigestFacts } from './digest-facts.ts'
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
import { type Block, type ReportDocument, toScope } from './document.ts'

/** A digest: its subject with the figures, and its body. */
export interface Digest {
  readonly subject: string
  readonly document: ReportDocument
  /** Nothing came, nobody waits, nothing failed: not worth a message. */
  readonly isEmpty: boolean
  /** What it calls by a name, to be kept when it is out. */
  readonly topics: readonly Topic[]
}

/** The posts of `arrival` belong to this digest and to no other. */
export async function buildDigest(request: DigestRequest): Promise<Digest> {
  const { now, zone, period, settings } = request
  const facts = await readDigestFacts(request)
  const setting: DigestSetting = { now, window: period, clock: createZoneClock(zone) }
  const brand = settings.brand?.name ?? 'listen'
  return {
    subject: subjectOf(brand, facts, setting),
    topics: facts.topics,
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
        ...(await weekly(request)),
      ],
    },
  }
}

/** Behind the digest of a week and more: the reports. */
async function weekly(request: DigestRequest): Promise<readonly Block[]> {
  if (request.period.to - request.period.from < LONG) return []
  return (await import('./weekly.ts')).weeklyBlocks(request, request.alerts ?? NO_ALERTS)
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
  /** The last window ended here. */
  readonly upTo?: Instant
  /** Every post up to this number is delivered. */
  readonly lastNumber?: number
  /** A window that is on its way out, or whose fate nobody knows. */
  readonly pending?: Period & {
    readonly numbers?: DigestNumbers
    readonly since: Instant
    readonly pid: number
    readonly inDoubt: boolean
  }
}

type DigestNumbers = NonNullable<SearchRequest['numbers']>

export interface DigestWindow extends Period {
  readonly numbers: DigestNumbers
  readonly isRepeat: boolean
}

const DAY = 86_400_000
/** Before the number of every post: there was no window yet. */
const UNKNOWN = -1

/**
 * The next window: one that is in doubt is sent again as it was; else from where the last one ended. Posts belong to it
 * by their numbers, which rise in the order of storing: neither a clock that jumps, nor a scan that commits late, nor
 * an import of what was collected long ago puts a post into two windows or into none.
 */
export function nextWindow(
  { pending, upTo, lastNumber = UNKNOWN }: DigestState,
  now: Instant,
  newest: number,
): DigestWindow {
  if (pending?.inDoubt === true) {
    const { from, to, numbers = { after: lastNumber, upTo: newest } } = pending
    return { from, to, numbers, isRepeat: true }
  }
  const from = upTo ?? now - DAY
  const numbers = { after: lastNumber, upTo: Math.max(lastNumber, newest) }
  return { from, to: Math.max(from, now), numbers, isRepeat: false }
}

/** Which posts are new in a window. The first one of all begins with what was collected in its time. */
export function arrivalIn({
  from,
  numbers,
}: Period & { readonly numbers: DigestNumbers }): Pick<SearchRequest, 'collected' | 'numbers'> {
  return numbers.after > UNKNOWN
    ? { numbers }
    : { numbers, collected: { from, to: Number.MAX_SAFE_INTEGER } }
}

export function stateName(digest: string, way: string): string {
  return `digest ${digest} ${way}`
}
