import type { Policy, Priority } from '../model/config.ts'
import type { Validators } from '../model/http.ts'
import type { LedgerEvent, LedgerEventBody, Opening, OutcomeKind, Status } from '../model/ledger.ts'
import type {
  Analysis,
  IntentName,
  Mention,
  Role,
  Sentiment,
  SentimentLabel,
} from '../model/mention.ts'
import type { Author, Instant, Post, Side } from '../model/post.ts'
import type { Tree } from '../query/tree.ts'
import type {
  DraftToSave,
  OutboxEntry,
  OutboxState,
  PeopleFilter,
  PersonSummary,
  ReplyClaim,
  ReplyOutcome,
  StoredApproval,
  StoredTurn,
} from './dialogue-store.ts'

/** How a store is opened. */
export interface StoreOptions {
  readonly path: string
  readonly policy: Policy
  readonly now: () => Instant
  /** Group may read and write (files 0660). */
  readonly shared?: boolean
  /** Only reads are asked for: works on read-only media, never creates, never migrates. */
  readonly readOnly?: boolean
  /** Refuse to create a new file: the command needs an existing one. */
  readonly mustExist?: boolean
}

/** A channel as the store knows it. Identity: (platform, key). */
export interface ChannelRef {
  readonly platform: string
  readonly key: string
  /** The configured name of the source that reads it now. */
  readonly source: string
  readonly label: string
}

/** State, validators, health of a channel. */
export interface ChannelState extends ChannelRef {
  readonly id: number
  readonly state?: unknown
  readonly validators?: Validators
  /** The hash of the queries whose result `state` and `validators` stand for. */
  readonly querySet?: string
  readonly notBefore?: Instant
  readonly lastAttemptAt?: Instant
  readonly lastSuccessAt?: Instant
  readonly failures: number
  readonly error?: string
  readonly errorKind?: string
  readonly postsSeen: number
  readonly notice?: string
}

/** A post that the scan has matched and understood, ready to be kept. */
export interface PreparedPost {
  readonly post: Post
  readonly side: Side
  readonly addressed: boolean
  /** Hidden by a `mute:` rule: kept and counted, left out of lists. */
  readonly muted?: boolean
  readonly mentions: readonly Mention[]
  readonly analysis?: Analysis
  /** Seen in a list, which may show for a while what was deleted: no proof that a post that is gone is back. */
  readonly listed?: boolean
  /** How it enters the ledger; absent: it does not open a thread by itself. */
  readonly opening?: { readonly opening: Opening; readonly rule: string }
  /** For ours: does the text ask them something. */
  readonly asks?: boolean
  /** A stream told it without what a page of the platform shows besides; a fuller telling completes it. */
  readonly brief?: boolean
  /** Kept although nothing matched, until then. Absent with no mentions, not addressed, not ours, not of a known thread: not stored. */
  readonly keepUntil?: Instant
}

/** What is committed as one: posts, sightings, mentions, ledger, cursor, health. */
export interface PageToSave {
  readonly channel: ChannelRef
  readonly scan?: number
  readonly at: Instant
  readonly posts: readonly PreparedPost[]
  /** Ids of posts that the platform says are deleted: those that are stored are marked so, and stay. */
  readonly gone?: readonly string[]
  /** What the page stands for, where that is more than its posts. */
  readonly seen?: number
  readonly state?: unknown
  readonly validators?: Validators
  readonly querySet?: string
  readonly notModified?: boolean
  /** The last page of this run: marks the channel's success. */
  readonly last: boolean
  readonly notice?: string
  /** When the channel may be asked again, by its `every:` or the source's wish. */
  readonly notBefore?: Instant
}

/** What became of a page, and the store's numbers of its posts in the page's order (undefined: not kept). */
export interface SavedPage {
  readonly added: number
  readonly edited: number
  readonly known: number
  readonly matched: number
  readonly posts: readonly (number | undefined)[]
  /** Posts that are newly known as deleted, where there are some. */
  readonly gone?: number
}

/** What the store has of a post already. Keys are `identity ?? id` behind the platform: "platform id". */
export interface KnownPost {
  readonly post: number
  readonly hash: string
  /** Its text was analysed; a post that was kept unmatched is not. */
  readonly analysed: boolean
  readonly side: Side
  /** Known as deleted. */
  readonly gone?: true
}

export interface QueryVersion {
  readonly name: string
  readonly role: Role
  readonly version: number
  readonly match: string
  readonly since: Instant
}

/** A stored post as commands, screen and reports see it. */
export interface StoredPost extends Post {
  /** Short number for people. */
  readonly post: number
  readonly side: Side
  readonly addressed: boolean
  readonly mentions: readonly Mention[]
  readonly sentiment?: Sentiment
  readonly analysis?: Analysis
  readonly threadNumber?: number
  readonly status?: Status
  readonly seen: boolean
  readonly flags: readonly string[]
  readonly labels: readonly string[]
  readonly notes: readonly { readonly at: Instant; readonly actor: string; readonly text: string }[]
  readonly assigned?: string
  readonly priority?: Priority
  /** When the answer to its thread is due. */
  readonly dueAt?: Instant
  /** Our latest answer in its thread. */
  readonly answeredAt?: Instant
  /** The number of the post that it is a copy of; its own number for one that has copies. */
  readonly cluster?: number
  /** So many others of its cluster were found with it; only from a search that folds. */
  readonly copies?: number
  /** The first text, where the post was edited since. */
  readonly firstText?: string
  readonly goneAt?: Instant
}

export interface Period {
  /** Inclusive. */
  readonly from: Instant
  /** Exclusive. */
  readonly to: Instant
}

/** `publishedAt`, or `collectedAt` where it is absent, decides about order and period. */
export interface SearchRequest {
  readonly tree?: Tree
  /** For durations and dates in the tree. */
  readonly now: Instant
  readonly zone: string
  readonly period?: Period
  /** Collected in this period (digest windows). */
  readonly collected?: Period
  /** Stored after the post of the first number, up to that of the last: numbers rise in the order of storing. */
  readonly numbers?: { readonly after: number; readonly upTo: number }
  readonly limit?: number
  /** Only posts before this number in newest-first order: the next page. */
  readonly before?: number
  /** Also posts that are kept although nothing matched them. Default: only mentions, addressed and ours. */
  readonly unmatched?: boolean
  /** Also posts that `mute:` hides. */
  readonly muted?: boolean
  /** One post of each cluster, with the number of its copies; not where the tree asks for copies. For `search`. */
  readonly fold?: boolean
  /** Only posts with a saved query's match (the default set of search). */
  readonly query?: string
  /** Only what this side said. */
  readonly side?: Side
}

/** A thread as the queue sees it: facts and due instants, nothing that depends on now. */
export interface ThreadState {
  readonly thread: number
  readonly status: Status
  readonly opening?: Opening
  readonly firstPost?: number
  readonly lastTheirPost?: number
  readonly openedAt?: Instant
  /** The first unanswered post of theirs: the clock's start. */
  readonly waitingSince?: Instant
  readonly dueAt?: Instant
  readonly promiseDueAt?: Instant
  readonly snoozedUntil?: Instant | 'reply'
  readonly assigned?: string
  readonly seenAt?: Instant
  readonly answeredAt?: Instant
  readonly posts: number
  readonly people: number
  readonly waitingPost?: number
  readonly solutionDueAt?: Instant
  readonly priority?: Priority
  readonly promises?: readonly {
    readonly event: number
    readonly due: Instant
    readonly actor: string
    readonly text?: number
  }[]
  readonly outcome?: {
    readonly kind: OutcomeKind
    readonly by: 'person' | 'silence' | 'us'
    readonly at: Instant
  }
  readonly escalation?: { readonly owner: string; readonly due?: Instant; readonly at: Instant }
  readonly closing?: {
    readonly reason: string
    readonly at: Instant
    readonly actor: string
    readonly channel?: string
    readonly ticket?: string
  }
  readonly mergedInto?: number
}

export interface OpenWorkFilter {
  readonly openings?: readonly Opening[]
  readonly limit?: number
  /** Only threads whose waiting post, else the first one, matches the tree. */
  readonly matching?: Required<Pick<SearchRequest, 'tree' | 'now' | 'zone'>>
}

export interface OpenThread extends ThreadState {
  readonly post: StoredPost
  /** Audience: likes + replies + shares of the thread's posts. */
  readonly engagement: number
}

/** Numbers of posts by day and facet; every report starts from these. */
export interface FacetCount {
  readonly key: string
  readonly posts: number
  readonly people: number
  readonly clusters: number
  readonly negative: number
  readonly neutral: number
  readonly positive: number
  readonly unscored: number
}
/** A post of others as figures need it. */
export interface Voice {
  readonly post: number
  /** When it was said: publication, or collection where that is earlier or all that is known. */
  readonly at: Instant
  readonly source: string
  readonly platform: string
  /** One person is one author of a platform: the author's number, or below 0 for a post without an author. */
  readonly person: string | number
  /** A post without copies is a cluster of its own. */
  readonly cluster: number
  readonly sentiment: SentimentLabel | undefined
  /** A person gave the sentiment. */
  readonly corrected: boolean
  readonly mentions: readonly VoiceMention[]
  readonly intents: readonly IntentName[]
}

export interface VoiceMention {
  readonly query: string
  readonly version: number
  /** Towards the query's subject, where that is known. */
  readonly sentiment: SentimentLabel | undefined
}

export type Facet = 'query' | 'role' | 'day' | 'source' | 'platform' | 'lang' | 'site' | 'author'

export interface TriageTarget {
  readonly posts: readonly number[]
}

/** One triage step as a person asks for it; the store turns texts into rows and appends the events. */
export type TriageAction =
  | { readonly type: 'seen' }
  | { readonly type: 'flag'; readonly flag: string; readonly on: boolean }
  | { readonly type: 'label'; readonly label: string; readonly on: boolean }
  | { readonly type: 'note'; readonly text: string }
  | { readonly type: 'assign'; readonly to: string | null }
  | { readonly type: 'snooze'; readonly until: Instant | 'reply' }
  | {
      readonly type: 'close'
      readonly reason: string
      readonly channel?: string
      readonly ticket?: string
    }
  | { readonly type: 'reopen' }
  /** A person's word over the program's. */
  | {
      readonly type: 'correct'
      readonly sentiment?: SentimentLabel
      readonly intents?: readonly IntentName[]
    }
  /** Another customer's post answered, rightly or wrongly. */
  | { readonly type: 'credit'; readonly correct: boolean }
  | { readonly type: 'prioritise'; readonly priority: Priority }
  | { readonly type: 'promise'; readonly due: Instant; readonly text?: string }
  /** All open promises of the thread are kept. */
  | { readonly type: 'keep-promises' }
  | {
      readonly type: 'outcome'
      readonly kind: OutcomeKind
      readonly by: 'person' | 'silence' | 'us'
      readonly evidence?: number
    }
  | { readonly type: 'escalate'; readonly owner: string; readonly due?: Instant }

export interface TriageResult {
  /** The posts that changed; a post already in the wished state is not among them. */
  readonly changed: readonly number[]
  readonly unchanged: readonly number[]
  readonly missing: readonly number[]
  /** The batch, for `undo`. */
  readonly batch: number | undefined
}

export interface ScanRecord {
  readonly id: number
  readonly startedAt: Instant
  readonly endedAt?: Instant
  readonly added: number
  readonly matched: number
  readonly failed: readonly { readonly source: string; readonly error: string }[]
}

export interface Lease {
  /** Channels that this process may read now. */
  readonly granted: readonly ChannelRef[]
  /** Channels in the hands of others, with who holds them. */
  readonly held: readonly {
    readonly channel: ChannelRef
    readonly pid: number
    readonly since: Instant
  }[]
  release(): Promise<void>
}

/**
 * What the rooms above may ask of the store, in the product's words. Asynchronous outside; inside, one
 * synchronous immediate transaction with prepared statements. No row and no SQL leaves the room.
 */
export interface Store {
  readonly path: string

  // collecting
  savePages(pages: readonly PageToSave[]): Promise<readonly SavedPage[]>
  /** The stored content hash by "platform id", for posts that the store has: what equals need not be analysed again. */
  knownPosts(
    posts: readonly Pick<Post, 'platform' | 'id' | 'identity'>[],
  ): Promise<ReadonlyMap<string, KnownPost>>
  channelState(channel: ChannelRef): Promise<ChannelState | undefined>
  channels(): Promise<readonly ChannelState[]>
  saveFailure(
    channel: ChannelRef,
    failure: {
      readonly at: Instant
      readonly kind: string
      readonly message: string
      readonly notBefore?: Instant
    },
  ): Promise<void>
  /** Registers the saved queries; a changed expression becomes a new version with its time. Answers the present versions. */
  saveQueries(
    queries: readonly { readonly name: string; readonly role: Role; readonly match: string }[],
  ): Promise<readonly QueryVersion[]>
  queryVersions(name?: string): Promise<readonly QueryVersion[]>
  lease(channels: readonly ChannelRef[]): Promise<Lease>
  startScan(): Promise<number>
  endScan(
    scan: number,
    summary: {
      readonly added: number
      readonly matched: number
      readonly failed: ScanRecord['failed']
    },
  ): Promise<void>
  lastScan(): Promise<ScanRecord | undefined>

  // looking
  search(request: SearchRequest): Promise<readonly StoredPost[]>
  /** In constant memory, oldest first. */
  stream(request: SearchRequest): AsyncIterable<StoredPost>
  count(request: SearchRequest): Promise<number>
  /** The number of the post that was stored last; 0: none yet. */
  lastNumber(): Promise<number>
  /** Throws NotFoundError. */
  post(number: number): Promise<StoredPost>
  thread(number: number): Promise<{
    readonly state: ThreadState
    readonly posts: readonly StoredPost[]
    readonly events: readonly LedgerEvent[]
  }>
  facets(facet: Facet, request: SearchRequest): Promise<readonly FacetCount[]>
  /** What others said in the request's posts, without the words, oldest first: for figures of many posts. */
  voices(request: SearchRequest): Promise<readonly Voice[]>
  /** How authors are called, by the numbers that voices have for them. */
  authorNames(authors: readonly number[]): Promise<ReadonlyMap<number, string>>
  /** Several facets of the same posts, read once. */
  allFacets<Name extends Facet>(
    facets: readonly Name[],
    request: SearchRequest,
  ): Promise<Readonly<Record<Name, readonly FacetCount[]>>>

  // triage and the clock
  triage(action: TriageAction, posts: readonly number[], actor: string): Promise<TriageResult>
  /** The threads of these posts become one, that of the first. Throws NotFoundError. */
  mergeThreads(posts: readonly number[], actor: string): Promise<TriageResult>
  /** These posts of one thread leave it: back to the thread that they came from, or to one of their own. */
  splitPosts(posts: readonly number[], actor: string): Promise<TriageResult>
  appendEvents(
    thread: number,
    events: readonly LedgerEventBody[],
    actor: string,
  ): Promise<readonly LedgerEvent[]>
  /** Takes the actor's last batch back; answers what it was, or undefined when there is nothing. */
  undo(
    actor: string,
  ): Promise<{ readonly description: string; readonly posts: readonly number[] } | undefined>
  /** Does again what the actor took back last, unless they did something else since. */
  redo(
    actor: string,
  ): Promise<{ readonly description: string; readonly posts: readonly number[] } | undefined>
  openWork(filter: OpenWorkFilter): Promise<readonly OpenThread[]>
  /** How many threads want something of us now. */
  countOpenWork(): Promise<number>

  // dialogue
  /** The same text for the same post is one draft: an entry that is there already is answered as it stands. */
  saveDraft(draft: DraftToSave, actor: string): Promise<OutboxEntry>
  /** Throws NotFoundError. */
  outboxEntry(id: number): Promise<OutboxEntry>
  /** Latest change first. Entries whose sender is gone come back as `unknown`. */
  outbox(filter?: {
    readonly states?: readonly OutboxState[]
    readonly post?: number
    readonly limit?: number
  }): Promise<readonly OutboxEntry[]>
  /** Takes back a draft or a failed one; false for every other state. */
  dropDraft(id: number): Promise<boolean>
  /** draft or failed → sending, in one transaction, for one caller in all processes. */
  claimReply(id: number): Promise<ReplyClaim>
  /** What became of it; `sent` also keeps our post and tells the ledger, all as one. */
  finishReply(id: number, outcome: ReplyOutcome): Promise<OutboxEntry>
  /** Our latest answers in threads, newest first. */
  ourReplies(limit: number): Promise<readonly StoredPost[]>
  /** What our accounts, or a competitor's, said in the period, newest first. */
  postsOfSide(side: Exclude<Side, 'theirs'>, period: Period): Promise<readonly StoredPost[]>
  /** The posts of these numbers, in their order; those that are gone are left out. */
  posts(numbers: readonly number[]): Promise<readonly StoredPost[]>
  /** Every turn that began in the period, oldest first; `open`: only those that still wait. */
  turns(period: Period, options?: { readonly open?: boolean }): Promise<readonly StoredTurn[]>
  /** How many turns that began before the instant wait for an answer that is owed, and how many are over their due. */
  countOpenTurns(now: Instant): Promise<{ readonly open: number; readonly overdue: number }>
  people(filter: PeopleFilter): Promise<readonly PersonSummary[]>
  /** The person that an author's number belongs to. Throws NotFoundError. */
  person(author: number): Promise<PersonSummary>
  /** Who wrote these posts, by post number; posts without an author are missing. */
  peopleOf(posts: readonly number[]): Promise<ReadonlyMap<number, PersonSummary>>
  /** Newest first, of all linked authors. */
  personPosts(person: number, limit: number): Promise<readonly StoredPost[]>
  /** Keeps who liked or shared a post; answers how many are new. Who was erased stays away. */
  saveApprovals(
    post: number,
    approvals: readonly {
      readonly author: Author
      readonly how: StoredApproval['how']
      readonly at: Instant
    }[],
  ): Promise<number>
  /** What a person liked and shared of ours, latest first. */
  approvals(person: number): Promise<readonly StoredApproval[]>
  /** Who liked or shared something of ours since then, the busiest first. */
  approvers(filter: {
    readonly from: Instant
    readonly limit: number
  }): Promise<readonly PersonSummary[]>
  /** Two people are one from now on. */
  linkPeople(person: number, other: number): Promise<void>
  /** The author stands alone again; false where it did already. */
  unlinkAuthor(author: number): Promise<boolean>

  // small state of the rooms above (digest windows, judgements), by name
  getValue(name: string): Promise<unknown>
  setValue(name: string, value: unknown): Promise<void>
  /** Reads and replaces a named value in one transaction. */
  changeValue<Value>(name: string, change: (value: Value | undefined) => Value): Promise<Value>

  /** Keeps what was worked out again from stored texts; mentions are only ever added. Answers how many posts got a new mention. */
  reread(posts: readonly Rereading[]): Promise<number>
  /** Posts whose sentiment a person has put right or confirmed, newest first. */
  corrected(): Promise<readonly StoredPost[]>
  countCorrected(): Promise<number>
  /** A text that may have to be erased later; events point to its number. */
  saveText(text: string, post?: number): Promise<number>
  /** The texts of these numbers; erased ones are missing. */
  texts(numbers: readonly number[]): Promise<ReadonlyMap<number, string>>

  // care
  info(): Promise<StoreInfo>
  check(): Promise<CheckResult>
  /** A consistent copy, checked and durable, for its owner alone. Refuses an existing file unless forced. */
  backup(target: string, options?: { readonly force?: boolean }): Promise<void>
  prune(request: PruneRequest): Promise<PruneResult>
  findAuthors(who: string): Promise<readonly FoundAuthor[]>
  /** Erases people by their authors' numbers: texts, words, names, and what was noted about them. */
  forget(authors: readonly number[], actor: string): Promise<ForgottenAuthors>
  /** The word index was made by other rules: searches read every post until `reindex` has run. */
  hasStaleIndex(): Promise<boolean>
  /** Rebuilds the word index where it is stale, or anyway; can be stopped and goes on later. Answers how many posts it took. */
  reindex(options?: {
    readonly force?: boolean
    readonly onProgress?: (done: number, all: number) => void
  }): Promise<number>
  /** Finds copies among all stored posts where that was done by older rules, or anyway; can be stopped and goes on later. Answers how many posts it looked at. */
  recluster(options?: {
    readonly force?: boolean
    readonly onProgress?: (done: number, all: number) => void
  }): Promise<number>
  /** Folds every thread again under the present policy. Answers how many. */
  refold(): Promise<number>
  /** Changes when another process wrote. */
  dataVersion(): Promise<number>
  close(): Promise<void>
}

/** A post whose matches or understanding are worked out again from its stored text. Absent parts stay as they are. */
export interface Rereading {
  readonly post: number
  readonly mentions?: readonly Mention[]
  readonly analysis?: Analysis
  readonly addressed?: boolean
  readonly opening?: { readonly opening: Opening; readonly rule: string }
}

export interface FoundAuthor {
  /** The store's number of the author. */
  readonly author: number
  readonly platform: string
  readonly id: string
  readonly handle?: string
  readonly name?: string
  readonly posts: number
}

export interface ForgottenAuthors {
  readonly authors: number
  readonly posts: number
  /** False while another process holds the old state in the log; run it again when that is done. */
  readonly complete: boolean
}

export interface PruneRequest {
  /** Posts older than this go, of one source or of all. Posts of threads that want something of us stay. */
  readonly rules: readonly { readonly source?: string; readonly before: Instant }[]
  /** Only count. */
  readonly dryRun?: boolean
  /** Delete although the clock is more than two days past the last scan. */
  readonly confirmed?: boolean
}

export interface PruneResult {
  /** Posts that nothing matched and whose time is over. */
  readonly expired: number
  readonly old: number
  readonly complete: boolean
}

/** One thing that is wrong with the store: `what` is file, references, texts, index, projections … */
export interface StoreProblem {
  readonly what: string
  readonly detail: string
}

export interface CheckResult {
  readonly problems: readonly StoreProblem[]
  /** How many threads were folded and compared. */
  readonly threads: number
}

export interface StoreInfo {
  readonly path: string
  readonly bytes: number
  readonly schemaVersion: number
  readonly sqliteVersion: string
  readonly posts: number
  readonly mentions: number
  readonly threads: number
  readonly openThreads: number
  readonly channels: number
  readonly oldest?: Instant
  readonly newest?: Instant
  readonly lastScanAt?: Instant
  /** The word index was made by other rules; searches verify every post until `reindex` has run. */
  readonly staleIndex?: boolean
  /** Why the place where the file lies may damage it. */
  readonly placeWarning?: string
  /** Threads whose state was folded under another policy. */
  readonly stalePolicy?: number
}
