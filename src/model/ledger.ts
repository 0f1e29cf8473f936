import type { IntentName, SentimentLabel } from './mention.ts'
import type { Instant, Side } from './post.ts'

export const CLOSE_REASONS = [
  'not-us',
  'spam',
  'answered-by-customer',
  'legal-hold',
  'no-answer-wanted',
  'moved-private',
  'solved',
] as const
export type CloseReason = (typeof CLOSE_REASONS)[number]

export const STATUSES = ['new', 'open', 'waiting', 'snoozed', 'closed'] as const
export type Status = (typeof STATUSES)[number]

/** Why a thread is in the ledger: it spoke to us, listening uncovered it, or we are unsure (the look list). */
export type Opening = 'addressed' | 'uncovered' | 'look'

export const OUTCOMES = ['answered', 'offered', 'solved', 'not-solvable', 'moved-private'] as const
export type OutcomeKind = (typeof OUTCOMES)[number]

/**
 * What happened. Texts and names that may have to be erased stand in other tables; `text` here is the id
 * of such a row (see store/texts). `post` is the store's post number.
 */
export type LedgerEventBody =
  | {
      readonly type: 'post'
      readonly post: number
      readonly side: Side
      /** Undefined where the date cannot be trusted. */
      readonly publishedAt?: Instant
      readonly collectedAt: Instant
      readonly addressed: boolean
      readonly intents: readonly IntentName[]
      readonly sentiment?: SentimentLabel
      readonly author?: number
      /** For ours: whether the reply asks them something, which pauses the solution clock. */
      readonly asks?: boolean
    }
  /** `post` is the post that the rule spoke of; every post with a decision of its own gets one event. */
  | {
      readonly type: 'opened'
      readonly opening: Opening
      readonly rule: string
      readonly post?: number
    }
  | { readonly type: 'seen'; readonly post?: number }
  | {
      readonly type: 'closed'
      readonly reason: CloseReason
      readonly channel?: string
      readonly ticket?: string
    }
  | { readonly type: 'reopened'; readonly why?: string }
  | { readonly type: 'snoozed'; readonly until: Instant | 'reply' }
  | { readonly type: 'assigned'; readonly to: string | null }
  | { readonly type: 'flagged'; readonly post: number; readonly flag: string; readonly on: boolean }
  | {
      readonly type: 'labelled'
      readonly post: number
      readonly label: string
      readonly on: boolean
    }
  | { readonly type: 'noted'; readonly post: number; readonly text: number }
  | {
      readonly type: 'corrected'
      readonly post: number
      readonly sentiment?: SentimentLabel
      readonly intents?: readonly IntentName[]
    }
  | { readonly type: 'prioritised'; readonly priority: 'low' | 'normal' | 'high' | 'urgent' }
  | { readonly type: 'drafted'; readonly draft: number }
  | { readonly type: 'approved'; readonly draft: number }
  | {
      readonly type: 'reply_sent'
      readonly draft: number
      readonly post?: number
      readonly publishedAt: Instant
      readonly asks: boolean
    }
  | {
      readonly type: 'reply_recorded'
      readonly post?: number
      readonly publishedAt: Instant
      readonly asks: boolean
      readonly text?: number
    }
  | { readonly type: 'promised'; readonly due: Instant; readonly text?: number }
  | { readonly type: 'promise_kept'; readonly promise: number }
  | {
      readonly type: 'outcome'
      readonly kind: OutcomeKind
      /** Who says so: the person, nobody came back, or we. */
      readonly by: 'person' | 'silence' | 'us'
      readonly evidence?: number
    }
  | { readonly type: 'escalated'; readonly owner: string; readonly due?: Instant }
  /** Another customer's post answered the question; `correct` false marks a wrong answer. */
  | { readonly type: 'credited'; readonly post: number; readonly correct: boolean }
  /** This thread's posts belong to thread `into` from now on. */
  | { readonly type: 'merged'; readonly into: number }
  /** Stands in the thread that the posts leave; `to` an earlier merged thread takes that merge back. */
  | { readonly type: 'split'; readonly posts: readonly number[]; readonly to: number }
  | { readonly type: 'edit_detected'; readonly post: number }
  | { readonly type: 'gone_detected'; readonly post: number }
  | { readonly type: 'erased'; readonly post?: number }
  | { readonly type: 'undone'; readonly event: number }

/** One line of the ledger. `id` grows; `at` is when it happened here; `actor` who did it ("listen" for the program). */
export type LedgerEvent = LedgerEventBody & {
  readonly id: number
  readonly thread: number
  readonly at: Instant
  readonly actor: string
}
