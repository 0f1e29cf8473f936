import type { Opening } from '../model/ledger.ts'
import type { IntentName } from '../model/mention.ts'
import type { Author, Instant, Post, Side } from '../model/post.ts'
import type { Period, StoredPost } from './store.ts'

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
  readonly firstAt: Instant
  readonly lastAt: Instant
}

export interface PeopleFilter {
  readonly period?: Period
  /** At least so many posts that matched or spoke to us. */
  readonly minPosts?: number
  readonly order?: 'posts' | 'positive' | 'negative' | 'first' | 'last'
  readonly limit?: number
}

/** What dialogue asks of the store beside the common verbs. */
export interface DialogueStore {
  /** The same text for the same post is one draft: an entry that is there already is answered as it stands. */
  saveDraft(draft: DraftToSave, actor: string): Promise<OutboxEntry>
  /** Throws NotFoundError. */
  outboxEntry(id: number): Promise<OutboxEntry>
  /** Newest first. Entries whose sender is gone come back as `unknown`. */
  outbox(filter?: {
    readonly states?: readonly OutboxState[]
    readonly post?: number
    readonly limit?: number
  }): Promise<readonly OutboxEntry[]>
  /** Takes back a draft or a failed one; false for every other state. */
  dropDraft(id: number): Promise<boolean>
  /** draft or failed → sending, in one transaction, for one caller only. */
  claimReply(id: number): Promise<ReplyClaim>
  /** What became of it; `sent` also keeps our post and tells the ledger, all as one. */
  finishReply(id: number, outcome: ReplyOutcome): Promise<OutboxEntry>
  /** Our latest answers in threads, newest first, with whom they answered. */
  ourReplies(limit: number): Promise<readonly (StoredPost & { readonly answers?: Author })[]>
  /** Every turn that began in the period, oldest first. */
  turns(period: Period): Promise<readonly StoredTurn[]>
  people(filter: PeopleFilter): Promise<readonly PersonSummary[]>
  /** By "platform:handle", handle, name or stable id; several where the word fits several. */
  findPeople(who: string): Promise<readonly PersonSummary[]>
  /** Newest first, of all linked authors. */
  personPosts(person: number, limit: number): Promise<readonly StoredPost[]>
  /** They are one person from now on; `unlinkPerson` takes it back. */
  linkPeople(person: number, other: number): Promise<void>
  /** The author stands alone again. */
  unlinkAuthor(platform: string, handle: string): Promise<boolean>
  /** Reads and replaces a named value in one transaction. */
  changeValue<Value>(name: string, change: (value: Value | undefined) => Value): Promise<Value>
  /** The sides that ever spoke, for competitors' front doors. */
  sides(): Promise<readonly Side[]>
}
