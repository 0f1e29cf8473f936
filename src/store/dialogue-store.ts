import type { Opening } from '../model/ledger.ts'
import type { IntentName } from '../model/mention.ts'
import type { Author, Instant, Post } from '../model/post.ts'

export const OUTBOX_STATES = ['draft', 'sending', 'sent', 'unknown', 'failed'] as const
/**
 * `sending` is committed before the request leaves; whoever finds it without its sender makes it `unknown`, which only
 * a look at the site resolves.
 */
export type OutboxState = (typeof OUTBOX_STATES)[number]

/** One answer of ours on its way out. */
export interface OutboxEntry {
  readonly id: number
  /** The post that it answers. */
  readonly post: number
  readonly thread?: number
  readonly platform: string
  /** The configured source that sends it. */
  readonly source: string
  readonly state: OutboxState
  /** "" where it was erased. */
  readonly text: string
  /** Made once; every try of this answer carries it. */
  readonly key: string
  readonly asks: boolean
  readonly lang?: string
  readonly actor: string
  readonly createdAt: Instant
  readonly changedAt: Instant
  readonly attempts: number
  /** When it was first tried; stays the same over all tries. */
  readonly triedAt?: Instant
  /** The hash of the post as the writer saw it. */
  readonly parentHash?: string
  /** Our post on the site, once it is known. */
  readonly reply?: number
  readonly url?: string
  readonly error?: string
}

export interface DraftToSave {
  readonly post: number
  readonly source: string
  readonly text: string
  readonly asks: boolean
  readonly lang?: string
  readonly parentHash?: string
}

/** What a try to take a draft for sending gave. `taken` is true for exactly one caller in all processes. */
export interface ReplyClaim {
  readonly taken: boolean
  /** As it stands now. */
  readonly entry: OutboxEntry
  /** Who sends it at this moment, where somebody does. */
  readonly pid?: number
  /** Ends the claim; after it a state of `sending` would be `unknown`. */
  release(): Promise<void>
}

export type ReplyOutcome =
  | { readonly state: 'sent'; readonly post: Post }
  | { readonly state: 'unknown' | 'failed'; readonly error: string }

/** A turn as the figures need it. */
export interface StoredTurn {
  readonly thread: number
  readonly number: number
  readonly startPost: number
  readonly start: Instant
  readonly trusted: boolean
  readonly opening?: Opening
  readonly intents: readonly IntentName[]
  readonly addressed: boolean
  readonly isFirst: boolean
  readonly dueAt?: Instant
  readonly collectedAt: Instant
  readonly seenAt?: Instant
  readonly repliedAt?: Instant
  /** Who answered, where it was done or recorded here. */
  readonly actor?: string
  readonly closed?: { readonly at: Instant; readonly reason: string }
  readonly goneAt?: Instant
}

/** A person as far as numbers go. */
export interface PersonSummary {
  /** The number of the first of the linked authors. */
  readonly person: number
  readonly authors: readonly (Author & { readonly platform: string })[]
  readonly posts: number
  readonly addressed: number
  readonly positive: number
  readonly negative: number
  readonly praise: number
  /** Absent of a person without posts that concern us. */
  readonly firstAt?: Instant
  readonly lastAt?: Instant
}

/** That somebody liked or shared a post of ours. */
export interface StoredApproval {
  readonly post: number
  readonly how: 'like' | 'share'
  readonly at: Instant
}

export type PeopleOrder = 'posts' | 'positive' | 'negative' | 'first' | 'last'

export interface PeopleFilter {
  readonly from?: Instant
  /** Exclusive. */
  readonly to?: Instant
  /** At least so many posts that matched or spoke to us. */
  readonly minPosts?: number
  readonly order?: PeopleOrder
  /** Instead of one order: the first of each, none twice. */
  readonly orders?: readonly PeopleOrder[]
  /** Of each order. */
  readonly limit?: number
}
