import type { Queued, QueueSection, QueueThread } from '../ledger/queue.ts'
import type { RecoveryTotals } from '../ledger/recovery.ts'
import type { Rate } from '../metrics/intervals.ts'
import type { Distribution } from '../metrics/percentiles.ts'
import type { Backlog, ResponseFigures } from '../metrics/response.ts'
import type { Instant } from '../model/post.ts'
import type { PersonSummary } from '../store/dialogue-store.ts'
import type { OpenThread, Period, StoredPost } from '../store/store.ts'

// What reports show of the dialogue. The room that works it out stands on the same floor, so that the commands hand
// its readers in.

export interface ResponseView {
  readonly all: GroupView
  readonly groups: Readonly<Record<'addressed' | 'uncovered' | 'praise', GroupView>>
  readonly backlog: Backlog
  readonly byActor: readonly {
    readonly actor: string
    readonly answered: number
    readonly minutes: Distribution
  }[]
  readonly canned?: Rate
  readonly dialogue: {
    readonly replies: number
    readonly broadcasts: number
    readonly ratio?: Rate
    readonly reciprocity?: Rate
    readonly answeredInFrontOf: number
  }
}

export interface GroupView extends ResponseFigures {
  readonly lags: Readonly<Record<'discovery' | 'triage' | 'reply', Distribution>>
  readonly calendarMinutes: Distribution
}

export interface FrontDoorView extends ResponseFigures {
  readonly competitor: string
  readonly canned?: Rate
  readonly dialogue?: Rate
  readonly answeredInFrontOf: number
  readonly open: readonly { readonly post: StoredPost; readonly since: Instant }[]
}

export interface PersonLine {
  readonly summary: PersonSummary
  readonly name: string
  readonly group: string
  readonly place: {
    readonly step: string
    readonly since?: Instant
    readonly nextStep: string
    readonly lapsed: boolean
    readonly evidence: readonly { readonly post: number }[]
  }
  readonly latest?: StoredPost
}

export interface PeopleLines {
  readonly rows: readonly PersonLine[]
  readonly advocateShare?: Rate
  readonly counts: Readonly<Record<string, number>>
}

export interface FeedbackLine {
  readonly id: string
  readonly kind: string
  readonly brand: string
  readonly isOurs: boolean
  readonly words: readonly string[]
  readonly posts: readonly StoredPost[]
  readonly people: number
  readonly firstAt: Instant
  readonly lastAt: Instant
  readonly trend: { readonly now: number; readonly before: number }
  readonly status: string
}

export interface RecoveryView {
  readonly windows: readonly {
    readonly days: number
    readonly answered: RecoveryTotals
    readonly unanswered: RecoveryTotals
    readonly rate?: Rate
    readonly rateOfThoseWhoSpoke?: Rate
    readonly controlRate?: Rate
  }[]
  readonly people: readonly {
    readonly person: number
    readonly post: number
    readonly answered: boolean
    readonly days: number
    readonly verdict: string
    readonly after?: number
  }[]
}

export interface CommunityLine {
  readonly thread: number
  readonly question: StoredPost
  readonly answer: StoredPost
  readonly confirmed: boolean
  readonly wrong: boolean
}

export type QueueLine = Queued<
  QueueThread & { readonly open: OpenThread; readonly copies?: readonly number[] }
>

/** The dialogue over one store, at one moment, in one zone. */
export interface DialogueReaders {
  response(period: Period): Promise<ResponseView>
  queue(limit: number): Promise<Readonly<Record<QueueSection, readonly QueueLine[]>>>
  people(): Promise<PeopleLines>
  feedback(period: Period): Promise<readonly FeedbackLine[]>
  recovery(period: Period): Promise<RecoveryView>
  community(period: Period): Promise<readonly CommunityLine[]>
  frontDoor(competitor: string, period: Period): Promise<FrontDoorView>
}
