import type { Priority } from '../model/config.ts'
import type { LedgerEvent, Opening, Status } from '../model/ledger.ts'
import type { IntentName, SentimentLabel } from '../model/mention.ts'
import type { Instant, Side } from '../model/post.ts'
import type { OutboxState } from '../store/dialogue-store.ts'
import type { StoredPost, ThreadState } from '../store/store.ts'

/** A row of a list of posts: small, with texts that are safe and cut already. */
export interface PostRow {
  readonly kind: 'post'
  /** The post's number. */
  readonly key: number
  readonly thread?: number
  readonly at?: Instant
  readonly dueAt?: Instant
  readonly waitingSince?: Instant
  readonly promise?: { readonly due: Instant; readonly broken: boolean }
  readonly status?: Status
  readonly opening?: Opening
  readonly feeling?: SentimentLabel
  readonly intents: readonly IntentName[]
  readonly who: string
  readonly text: string
  /** Places in `text` that a query matched. */
  readonly hits: readonly (readonly [start: number, end: number])[]
  readonly source: string
  readonly side: Side
  readonly url?: string
  readonly seen: boolean
  readonly flags: readonly string[]
  readonly labels: readonly string[]
  readonly assigned?: string
  readonly priority?: Priority
  readonly notes: number
  readonly answered: boolean
  /** So many others with the same text are folded into it. */
  readonly copies?: number
  /** Why it stands where it stands, for the queue. */
  readonly why?: string
}

export interface PersonRow {
  readonly kind: 'person'
  readonly key: number
  /** A post of theirs, to come to them. */
  readonly post?: number
  readonly name: string
  readonly group: string
  readonly step: string
  readonly posts: number
  readonly positive: number
  readonly negative: number
  readonly lastAt?: Instant
}

export interface DraftRow {
  readonly kind: 'draft'
  readonly key: number
  readonly post: number
  readonly state: OutboxState
  readonly text: string
  readonly actor: string
  readonly changedAt: Instant
  readonly source: string
  readonly error?: string
}

export type Row = PostRow | PersonRow | DraftRow

/** Which rows a tab shows. */
export type ListKind = 'queue' | 'praise' | 'look' | 'posts' | 'people' | 'outbox'

export interface ListRequest {
  readonly kind: ListKind
  /** An expression of the query language; "" for all. The tab's own and the typed one are joined with AND. */
  readonly expressions: readonly string[]
  /** Only what stands behind this post. */
  readonly before?: number
  readonly limit: number
}

export interface ListPage {
  readonly rows: readonly Row[]
  /** More follows behind the last row. */
  readonly more: boolean
}

/** A thread with everything that the screen says about it. */
export interface ThreadView {
  /** The post that was asked for. */
  readonly post: StoredPost
  readonly state?: ThreadState
  readonly posts: readonly StoredPost[]
  readonly events: readonly LedgerEvent[]
  /** Texts that events point to. */
  readonly texts: ReadonlyMap<number, string>
  readonly person?: {
    readonly name: string
    readonly posts: number
    readonly positive: number
    readonly negative: number
    readonly praise: number
    readonly firstAt?: Instant
    readonly others: readonly {
      readonly post: number
      readonly at: Instant
      readonly text: string
      readonly feeling?: SentimentLabel
    }[]
  }
  readonly drafts: readonly DraftRow[]
  /** Somebody else is at it: what they did last, and when. */
  readonly company?: { readonly actor: string; readonly at: Instant; readonly did: string }
}

/** What the store tells without being asked. */
export interface StoreNews {
  /** Mentions that were collected since the screen began or since it was told last. */
  readonly fresh: number
}
